// Passwords from where no other program sees them.
#pragma once

#include <string>

namespace qitu::cli {

/// QITU_PASSWORD where it is set, else a line from standard input: without an echo, and asked for twice, on a terminal.
/// Throws Error (usage) where there is none, or the two differ.
std::string asked_password();

} // namespace qitu::cli
