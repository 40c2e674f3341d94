// Features at hand as the engine wants them.
#pragma once

#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <vector>

namespace qitu::audit {

class Items : public tabulate::Source {
  public:
    void add(std::uint32_t group, std::vector<std::byte> wkb, std::optional<double> central_meridian,
             std::int64_t id) {
        tabulate::Item item;
        item.id = id;
        item.group = group;
        item.wkb = std::move(wkb);
        item.central_meridian = central_meridian;
        items_.push_back(std::move(item));
    }
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override {
        if (next_ == items_.size())
            return false;
        item = std::move(items_[next_++]);
        return true;
    }
    [[nodiscard]] bool empty() const { return items_.empty(); }

  private:
    std::vector<tabulate::Item> items_;
    std::size_t next_ = 0;
};

inline tabulate::Zones zones_of(const std::vector<workspace::Boundary> &boundaries) {
    tabulate::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (const workspace::Boundary &boundary : boundaries)
        zones.zones.push_back({boundary.code, boundary.wkb});
    return zones;
}

} // namespace qitu::audit
