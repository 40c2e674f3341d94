// What `qitu` alone says: how things stand in this folder and what comes next.
#pragma once

#include "cli.h"

#include <string>

namespace qitu::cli {

std::string suggested(commands::Context &context);

} // namespace qitu::cli
