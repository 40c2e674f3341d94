// Degrees that may be packed ones are not guessed at.
#pragma once

#include <string>

namespace qitu::reader {

/// Throws NeedsParameter(angles); `where`: file, line or row.
[[noreturn]] void refuse_unclear_angles(const std::string &where);

} // namespace qitu::reader
