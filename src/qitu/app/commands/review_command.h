// qitu review
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Records that features passed a review, or were returned by one, all of them or none.
struct ReviewCommand {
    std::string workspace, layer;
    std::string level; // banner, league or region
    std::string reviewer;
    std::string account; // for whom a program acts, which the history then names; "" for the one that runs it
    std::string date;    // 2026-11-24; today if not given
    std::string note;
    std::string return_reason; // "": they passed
    FeatureChoice choice;

    /// The number of features; what keeps them from it, when refused, stands in the messages.
    Result<std::size_t> run(Context &context) const;
};

} // namespace qitu::commands
