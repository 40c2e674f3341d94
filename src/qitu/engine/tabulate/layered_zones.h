// Features laid upon several sets of zones at once: basic farmland, red lines, slope classes. Each feature is read,
// made valid and measured once, whatever the number of sets, and cut once by each set.
#pragma once

#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/tabulate/item.h>
#include <qitu/engine/tabulate/result.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace qitu::tabulate {

/// Sets of zones, made ready once for all threads. Within a set every place lies in one zone only: what two claim is that of
/// the lower code, and each such pair is listed among the findings of the set with the ground that both have.
class LayeredZones {
  public:
    /// \param sets each may be empty: all then lies outside it. \pre the codes of a set are distinct and ascending
    /// Throws Error (refused) when a zone is no polygon or has no area, or the sets cannot be brought to one datum.
    LayeredZones(std::span<const overlay::Zones> sets, const geodesy::Crs &features, int threads = 0);
    ~LayeredZones();
    LayeredZones(LayeredZones &&) noexcept;
    LayeredZones &operator=(LayeredZones &&) noexcept;

    [[nodiscard]] std::size_t sets() const;
    [[nodiscard]] const std::vector<overlay::ZoneFinding> &findings(std::size_t set) const;

  private:
    friend class LayeredMeasurer;
    struct State;
    std::unique_ptr<State> state_;
};

/// Where a feature lies in one set.
struct ZonePart {
    static constexpr std::int32_t outside = -1;
    std::int32_t zone; // its position in the set
    double m2;         // by the chosen method
};

/// A polygon upon all sets.
struct Placement {
    /// A part of it, in one zone of the set that it was split by: the parts of each other set add up to `m2`.
    struct Split {
        std::int32_t zone;
        double m2;
        std::vector<std::vector<ZonePart>> upon;
        geometry::Shape
            shape; // in degrees; empty where the feature was not split, or the part is too small to be drawn
    };
    double m2 = 0;
    double straight_m2 = 0;                  // with edges straight in longitude and latitude
    std::vector<std::vector<ZonePart>> upon; // by set: outside first, then by zone; they add up to `m2`
    std::vector<Split> splits;               // where it was asked for
    std::optional<Finding> finding;          // it was repaired, or rejected and then lies nowhere
    bool rejected = false;
    double worst_relative = 0; // how far parts were from adding up before they were made to
};

/// Measures and cuts; one per thread.
class LayeredMeasurer {
  public:
    /// \param split_by number of a set: what lies in several of its zones is cut there first; none: nothing is
    /// \pre the zones outlive it
    LayeredMeasurer(const LayeredZones &zones, const geodesy::Crs &features, geodesy::Method method,
                    std::optional<std::size_t> split_by = {});
    ~LayeredMeasurer();
    LayeredMeasurer(LayeredMeasurer &&) noexcept;
    LayeredMeasurer &operator=(LayeredMeasurer &&) noexcept;

    /// A feature that is no polygon is rejected. Throws Error (refused) when conservation is worse than 1e-9 relative.
    Placement place(const Item &feature);
    /// The feature that was placed last and not rejected: in degrees, valid, oriented.
    [[nodiscard]] const geometry::Shape &shape() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::tabulate
