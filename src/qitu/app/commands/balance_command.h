// qitu balance, qitu balance add
#pragma once

#include <qitu/analysis/land_balance/land_balance.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// The accounts of farmland. Needs attention where one is overdrawn or land in it cannot be weighed.
struct BalanceCommand {
    std::string workspace;
    std::string as_of;
    std::string account; // all if not given
    std::string by = "banner";
    int year = 0;
    EngineArguments engine;

    Result<std::vector<land_balance::Balance>> run(Context &context) const;
};

/// Enters a transfer, a carry-over or an opening balance. Throws Error (refused) when the giver would be
/// overdrawn, or has no land as good or as poor.
struct BalanceAddCommand {
    std::string workspace;
    std::string account = "occupation";
    std::string from, to; // banners; "" for an opening balance, or for the same banner
    int year = 0;
    int to_year = 0; // 0: the same year
    double area = 0;
    std::string unit = "亩";
    double grade = 0;    // mean grade, 1 the best, 15 the poorest
    double capacity = 0; // kg per mu
    std::string reference, note;

    Outcome run(Context &context) const;
};

} // namespace qitu::commands
