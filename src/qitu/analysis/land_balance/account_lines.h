// The lines of an account by banner, and the land that each has to give.
#pragma once

#include <qitu/analysis/land_balance/land_balance.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::land_balance {

// Below these an account counts as even: a border drawn twice, and the last bits of means.
inline constexpr double least_mu = 0.01;
inline constexpr double least_grade = 1e-6;
inline constexpr double least_kg = 1;

/// Land of one quality.
struct Lot {
    double mu = 0;
    std::optional<double> grade;
    std::optional<double> kg_per_mu;
};
Lot lot_of(const workspace::BalanceEntry &entry);
Weight weight_of(const Lot &lot);

struct AccountLines {
    std::map<std::string, Line> lines;              // by banner
    std::map<std::string, std::vector<Lot>> coming; // by banner: parcels that count and entries that come in
    std::map<std::string, std::vector<Lot>> going;  // by banner: entries that leave it

    void enter(const workspace::BalanceEntry &entry, int year);
};

/// Of one account in one year. `table` takes the findings of the engine.
AccountLines by_banner(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                       const catalogue::Account &account, int year, const tabulate::Options &options,
                       Balance &table);

} // namespace qitu::land_balance
