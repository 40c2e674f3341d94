// What the engine counts: features, and where they come from.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/shape.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

namespace qitu::tabulate {

/// What decides an overlap between features of equal priority: year and id, say.
using Key = std::array<std::int64_t, 2>;

/// One feature as the engine sees it. Its geometry is ISO or extended WKB in the source's CRS, easting or
/// longitude first, or the same decoded.
struct Item {
    std::int64_t id = 0;       // named in findings
    std::uint32_t group = 0;   // position of its group; the caller keeps the names
    std::int64_t priority = 0; // who gets an overlap: the greater
    Key key{};                 // then the smaller key
    std::vector<std::byte> wkb;
    std::optional<Names> no_place = {};     // why there is nothing to count, where the source knows
    const geometry::Shape *shape = nullptr; // instead of the WKB; lasts as long as the item
    std::optional<double> central_meridian; // td1055: plane of this feature, when known
    bool valid = false;                     // it is known to be, and is not looked at again
    std::vector<double> values = {}; // of fields, for Row::values; NaN for none. All items have as many
};

/// Where features come from: a file, a table, a test. `next` is called until it returns false, by one thread
/// at a time, not always the same.
class Source {
  public:
    virtual ~Source() = default;
    [[nodiscard]] virtual geodesy::Crs crs() const = 0;
    virtual bool next(Item &item) = 0;
    /// Asked once all features are read: the place of each group among the groups. Empty: in the order of
    /// their numbers.
    [[nodiscard]] virtual std::vector<std::uint32_t> group_ranks() const { return {}; }
    /// Back to the first feature, for runs that read several times. Throws std::logic_error where a source cannot.
    virtual void rewind() { throw std::logic_error("this source is read once"); }
};

} // namespace qitu::tabulate
