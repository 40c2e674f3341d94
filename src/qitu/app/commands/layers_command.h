// qitu layers
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// The layers of the catalogue, or one of them.
struct LayersCommand {
    std::string layer; // by id or name; all if not given

    Result<std::vector<const catalogue::Layer *>> run(Context &context) const;
};

} // namespace qitu::commands
