// A stage as a user names it.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <string>

namespace qitu::commands {

/// By id, name or alias. Throws Error (usage) with the stages that there are.
const catalogue::Stage &known_stage(const catalogue::Catalogue &catalogue, const std::string &name);

} // namespace qitu::commands
