// qitu init
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/boundaries/boundaries.h>

#include <string>

namespace qitu::commands {

/// Makes a new workspace.
struct InitCommand {
    std::string workspace;
    std::string boundaries;   // file of official borders; "" for those that come with qitu
    std::string townships;    // file of the borders of townships; "" for none
    reader::OpenOptions file; // how to read each of them
    boundaries::Tolerance tolerance;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
