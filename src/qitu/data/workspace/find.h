// Finding features of a layer by place and value, a page at a time: what a map or a service asks for.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

/// Which features are meant: those for which all members hold. An empty member does not narrow.
struct Wanted {
    std::vector<geometry::Box> boxes; // degrees; a point in common with one of them
    std::vector<std::pair<std::string, catalogue::Value>> values; // a field of the layer has this value
    std::optional<std::pair<std::int64_t, std::int64_t>>
        years;                                        // the field `year` lies between; one without a
                                                      // year does
    std::optional<std::set<std::string>> admin_codes; // the declared banner is one of these
};

/// So many features are meant.
std::uint64_t count_wanted(const Workspace &workspace, const catalogue::Layer &layer, const Wanted &wanted);
/// Their ids in ascending order: `most` of them after the first `skip`. None while the layer has no table.
std::vector<std::int64_t> find_wanted(const Workspace &workspace, const catalogue::Layer &layer,
                                      const Wanted &wanted, std::uint64_t skip, std::uint64_t most);

/// A feature and the box that the spatial index has for it, which encloses its geometry and is at most some
/// metres larger.
struct Placed {
    std::int64_t id = 0;
    geometry::Box box;
};
/// Those whose box meets one of the boxes, without a look at their geometry.
std::vector<Placed> placed(const Workspace &workspace, const catalogue::Layer &layer, const Wanted &wanted);

/// Around all features of a layer by the file's own contents; nothing while there is none.
std::optional<geometry::Box> extent_of(const Workspace &workspace, const catalogue::Layer &layer);

} // namespace qitu::workspace
