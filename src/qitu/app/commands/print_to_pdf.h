// A document as PDF, by LibreOffice.
#pragma once

#include <filesystem>

namespace qitu::commands {

/// Throws Error (refused) where LibreOffice is not installed, with the line that installs it, or where it fails.
void print_to_pdf(const std::filesystem::path &document, const std::filesystem::path &file);

} // namespace qitu::commands
