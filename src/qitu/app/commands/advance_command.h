// qitu advance
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Brings features of a layer to their next stage, all of them or none.
struct AdvanceCommand {
    std::string workspace, layer;
    std::string stage;
    std::string back; // reason for going back; "" and no feature may
    std::string note;
    FeatureChoice choice;

    /// The number of features; what keeps them from it, when refused, stands in the messages.
    Result<std::size_t> run(Context &context) const;
};

} // namespace qitu::commands
