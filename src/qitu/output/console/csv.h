// CSV as RFC 4180 has it, UTF-8 with LF.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace qitu::console {

/// One line, cells quoted where CSV needs it. A ' goes before a text that a spreadsheet would take for a formula: one that
/// begins with = + - @ and is not a number.
void write_csv(std::ostream &out, const std::vector<std::string> &cells);

} // namespace qitu::console
