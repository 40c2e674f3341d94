// qitu quota import, set, show, check
#pragma once

#include <qitu/analysis/quotas/quotas.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/quotas.h>

namespace qitu::commands {

/// Imports a table of quotas, all of it or nothing.
struct QuotaImportCommand {
    std::string workspace, file;
    quotas::QuotaDefaults defaults; // what the table does not say
    bool dry_run = false;

    Result<std::vector<workspace::Quota>> run(Context &context) const;
};

/// Sets one quota, or withdraws it.
struct QuotaSetCommand {
    std::string workspace, indicator, admin, value;
    std::string unit; // the indicator's if not given
    std::string source, clause, letter;
    int year = 0;
    bool no_year = false; // a long-run target
    bool illustrative = false;
    bool withdraw = false;

    Outcome run(Context &context) const;
};

/// The quotas of the workspace.
struct QuotaShowCommand {
    std::string workspace;
    std::string indicator, admin; // only these; "" for all
    bool history = false;         // every version, not only the one in force

    Result<std::vector<workspace::QuotaVersion>> run(Context &context) const;
};

/// Holds the quotas against each other along the tree.
struct QuotaCheckCommand {
    std::string workspace;
    int year = 0; // only of this year and of no year; 0 for all

    Result<std::vector<quotas::QuotaFault>> run(Context &context) const;
};

} // namespace qitu::commands
