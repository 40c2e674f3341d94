// What a pivot goes with.
#pragma once

#include <qitu/app/commands/arguments.h>

#include <string>
#include <vector>

namespace qitu::commands {

/// Throws Error (usage) for a pivot without groups, or with values.
void refuse_pivot(bool pivot, const std::vector<std::string> &groups, const ValueArguments &values);

} // namespace qitu::commands
