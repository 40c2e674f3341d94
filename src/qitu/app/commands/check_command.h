// qitu check
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/workspace/workspace.h>

namespace qitu::commands {

/// Checks layers of a workspace, or a file before it is sent, by the rules of the catalogue.
struct CheckCommand {
    std::string target;              // workspace, or file of `as_layer`
    std::vector<std::string> layers; // of the workspace; all that have features if none given
    std::string as_layer;
    std::string admin;      // of the workspace: findings in this league, banner or township; "" for all
    std::string rule;       // only this one, or its family; "" for all
    bool no_region = false; // of a file: it may lie anywhere, and is held against no banners
    int threads = 0;
    reader::OpenOptions open;

    Result<validation::Inspected> run(Context &context) const;
    /// The banners that the findings are drawn over.
    [[nodiscard]] std::vector<workspace::Boundary> banners(Context &context) const;
};

} // namespace qitu::commands
