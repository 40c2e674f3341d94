// One run of the engine over a layer: figures by banner and by the distinct tuples of some of its fields (groups).
#pragma once

#include "near_works.h"
#include "tree.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/data/parts/parts.h>
#include <qitu/engine/tabulate/contests.h>
#include <qitu/engine/tabulate/percents.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::indicators {

using Group = std::vector<std::string>; // values of the group fields, as text; "" for null

/// A group field whose value is the year of a date field: no id of a field has a dot.
std::string year_of_field(std::string_view date_field);
/// Likewise "1" where a number above 0 is given, else "".
std::string is_given_field(std::string_view number_field);

/// Likewise "1" where a feature lies near to one of those, else "".
std::string near_field(const catalogue::Nearness &near);

/// Who comes first where features overlap: the higher priority, then the smaller key, then the smaller id.
struct Precedence {
    std::int64_t priority = 0;
    std::int64_t key = 0;
};
/// Of the features of a group; nothing when they take no part.
using Ranking = std::function<std::optional<Precedence>(const Group &)>;

using parts::FeaturePiece;
using parts::Project;

/// Figures, and what area and length are rounded from.
struct Amounts {
    tabulate::Figures figures;
    ExactSum gross, net, length, net_length;
    ExactSum ground{};
    std::vector<tabulate::ValueSums> values{};
};

/// A feature of a layer: position among the bases, or `itself`.
struct Claimant {
    static constexpr std::size_t itself = ~std::size_t{0};
    std::size_t base = itself;
    std::int64_t feature = 0;
};

/// An overlap of two features, subtracted from the subordinate one.
struct Subtraction {
    Claimant subordinate, prior;
    std::uint32_t banner = 0;
    double m2 = 0;
};

struct Breakdown {
    std::vector<Group> groups;                          // in the order in which they first appear
    std::vector<std::vector<Amounts>> amounts;          // [banner][group]
    std::map<std::uint32_t, tabulate::Figures> outside; // by group
    std::map<std::uint32_t, std::vector<tabulate::ValueSums>> outside_values;
    std::vector<double> ground_m2;              // of each banner itself
    tabulate::Wholes wholes;                    // by group
    std::vector<FeaturePiece> pieces;           // by feature, where they were asked for
    std::map<std::int64_t, Project> projects;   // by feature, likewise
    std::map<std::int64_t, double> declared_m2; // by feature, where the part field has a value
    std::vector<std::int64_t> contested;        // features that overlap another, ascending
    std::vector<std::int64_t> rivals;           // of a part: those of other parts that they overlap
    std::vector<std::uint64_t> features;        // by group, as they were read
    std::vector<Subtraction> subtractions;      // where options ask for them
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
    std::shared_ptr<const tabulate::Contests> contests{}; // where the plan asks for them and they were kept
};

/// Everything that one run needs to know of a layer.
struct Plan {
    const catalogue::Layer *layer = nullptr;
    std::vector<std::string> fields; // group fields; one that the layer does not have is always ""
    bool pieces = false;
    bool amounts = true;
    bool contests = false;       // kept, to be settled again by other rankings
    std::string part_field = {}; // whose values are noted
    /// Empty: all features take part, by stage, then year, then id.
    Ranking ranking = {};
    std::vector<Group> known = {};                   // groups that have the first numbers
    const std::vector<std::int64_t> *only = nullptr; // ids, ascending; null: all
    std::vector<std::string> value_fields = {};      // for Amounts::values
    TellPiece tell = {};                             // gets the pieces drawn
    std::map<std::string, std::shared_ptr<const NearWorks>> near =
        {}; // by near_field, of those among the fields
};

Breakdown break_down(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                     const Tree &tree, const Plan &plan, const tabulate::Options &options);

/// The contested features of a breakdown of the same layer by the plan's ranking, as if only they were read. \pre it has its
/// contests, and the plan's known groups are its groups
Breakdown settle_again(const Breakdown &layer, const Tree &tree, const Plan &plan,
                       const tabulate::Options &options);

/// The same layer with bases laid over it that take every overlap: group 0 is what the bases have, and a
/// layer's group g is g + 1, with what of it lies outside them. Presences are the layer's own. Its findings
/// are those of the bases only.
struct Base {
    Plan plan;
    std::function<bool(const Group &)> counts; // which of the base's groups take part
};
Breakdown break_down_under(const std::vector<Base> &bases, const workspace::Workspace &workspace,
                           const catalogue::Catalogue &catalogue, const Tree &tree, const Plan &plan,
                           const tabulate::Options &options);

/// Which features a part counts: those of its piece of the curve, or the contested ones among these that it looks at again.
using CountedByPart = std::variant<tabulate::PartNumber, const std::vector<std::int64_t> *>;

/// What a part has of a breakdown: of a layer, or of it under bases where there are any.
parts::Run part_of_breakdown(const CountedByPart &counted, const std::vector<Base> &bases,
                             const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             const Tree &tree, const Plan &plan, const tabulate::Options &options);
/// The breakdown from what all parts have, or from what one has, as if there were no others; without `features`.
Breakdown breakdown_of(const parts::Run &run, const std::vector<Base> &bases, const Tree &tree,
                       const Plan &plan);

} // namespace qitu::indicators
