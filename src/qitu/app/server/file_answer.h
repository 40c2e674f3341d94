// Files of the server's own as answers.
#pragma once

#include "http.h"

#include <filesystem>
#include <string>

namespace qitu::server {

/// Throws Problem: 404 where it is not there, 413 where it is too large for an answer.
std::string content_of(const std::filesystem::path &file);
/// To be kept under this name by the browser, never shown by it.
Response attachment(const std::filesystem::path &file, const std::string &name, const std::string &type);

} // namespace qitu::server
