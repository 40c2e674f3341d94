// One run of the engine over a layer: figures by banner and by the distinct tuples of some of its fields.
#pragma once

#include "tree.h"

namespace qitu::quota {

using Group = std::vector<std::string>; // values of the group fields, as text; "" for null

/// Where a feature has a piece.
struct Presence {
    std::int64_t feature;
    std::uint32_t group;
    std::uint32_t banner;
};

struct Census {
    std::vector<Group> groups;                           // in the order in which they first appear
    std::vector<std::vector<tabulate::Figures>> figures; // [banner][group]
    std::map<std::uint32_t, tabulate::Figures> outside;  // by group
    std::vector<Presence> presences;                     // by feature, where they were asked for
    std::map<std::int64_t, std::string> projects;        // project code by feature, likewise
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// Everything that one run needs to know of a layer.
struct Plan {
    const catalogue::Layer *layer = nullptr;
    std::vector<std::string> fields; // group fields; one that the layer does not have is always ""
    bool presences = false;
};

Census take_census(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, const Tree &tree,
                   const Plan &plan, const tabulate::Options &options);

/// The same layer with a base laid over it that takes every overlap: group 0 is the base, and a layer's group
/// g is g + 1, with what of it lies outside the base. Its findings are those of the base only.
struct Base {
    Plan plan;
    std::function<bool(const Group &)> counts; // which of the base's groups take part
};
Census take_census_under(const Base &base, const store::Workspace &workspace,
                         const catalogue::Catalogue &catalogue, const Tree &tree, const Plan &plan,
                         const tabulate::Options &options);

} // namespace qitu::quota
