// A quota divided among the units below: weights and bounds from layers, tables and figures of earlier years, and why
// each unit gets what it gets.
#pragma once

#include <qitu/analysis/planning/apportionment.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

/// What decides the shares.
enum class Weight {
    layer,      // net area of a layer
    left,       // what of it no feature of the indicator's layer covers, at any stage
    table,      // a column of a table
    completion, // what was done of the indicator in the year before
};

/// Bounds of one unit, in the unit of the quota.
struct UnitBounds {
    std::optional<double> floor, cap, fixed;
};

struct AllocationRules {
    Weight weight = Weight::layer;
    const catalogue::Layer *layer = nullptr;     // of `layer` and `left`
    std::filesystem::path table{};               // of `table`
    std::string column{};                        // of the table
    std::map<std::string, UnitBounds> bounds{};  // by code
    UnitBounds of_all{};                         // where a unit has none of its own
    std::filesystem::path bounds_table{};        // 旗县, 下限, 上限, 固定
    const catalogue::Layer *cap_layer = nullptr; // nobody gets more than is left of it
    double step = 0.01;
};

struct AllocatedShare {
    std::string admin;
    std::string name; // Chinese
    double weight = 0;
    double floor = 0;
    std::optional<double> cap;
    double value = 0;
    Bound bound = Bound::none;
};

struct Allocation {
    workspace::Quota parent;
    double step = 0.01;
    std::vector<AllocatedShare> children; // by code; those with neither weight nor bound are left out
    std::string reason;                   // the weight, and every bound that held, in a line for the record
    std::vector<std::string> notes;
    /// One for each child, as the parent's quota but for admin unit and value.
    [[nodiscard]] std::vector<workspace::Quota> quotas() const;
};

/// Throws Error (refused) where the parent has no quota for the year, nobody has a weight, or bounds cannot be met
/// (apportionment.h); (unreadable) naming file and line for a table that cannot be read.
Allocation allocate(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Indicator &indicator, const catalogue::AdminUnit &parent, int year,
                    const AllocationRules &rules, const tabulate::Options &options);

/// Numbers of admin units from a table: a column with codes or names, and columns by name. Totals and closing lines are
/// left out, empty cells too. Throws Error (unreadable) naming file and line.
struct UnitColumn {
    std::vector<std::string> names; // any of them, folded
    bool required = false;
    std::map<std::string, double> values{}; // by code
};
void read_unit_table(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                     std::vector<UnitColumn> &columns);

} // namespace qitu::planning
