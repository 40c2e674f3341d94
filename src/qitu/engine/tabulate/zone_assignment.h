// In which zones features lie, for those who stream.
#pragma once

#include <qitu/engine/tabulate/reusable_zones.h>

#include <functional>
#include <memory>
#include <span>

namespace qitu::tabulate {

/// Where features lie, some at a time and without keeping any: for those who stream.
class ZoneAssignment {
  public:
    ZoneAssignment(const geodesy::Crs &crs, const Zones &zones, geodesy::Method method, int threads = 0);
    /// Over zones that were made ready for features in `crs`.
    ZoneAssignment(const geodesy::Crs &crs, ReusableZones zones, geodesy::Method method, int threads = 0);
    ~ZoneAssignment();
    ZoneAssignment(ZoneAssignment &&) noexcept;
    ZoneAssignment &operator=(ZoneAssignment &&) noexcept;

    /// The pieces of the features, gross, as `tabulate` has them; in the order of the features. One that
    /// cannot be used has none. Throws Error (refused) when conservation is worse than 1e-9 relative.
    void assign(std::span<const Item> features, const std::function<void(const Piece &)> &piece);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::tabulate
