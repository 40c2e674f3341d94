// Which option gives what an error says is needed.
#pragma once

#include <qitu/core/base/error.h>

namespace qitu::cli {

/// The error's message, and the option that would help.
std::string message_of(const Error &error);

} // namespace qitu::cli
