// Features in memory as a source for the engine.
#pragma once

#include <qitu/engine/tabulate/tabulate.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace qitu::sources {

/// Gives the features that were added, in that order; EPSG:4490.
class ItemSource : public tabulate::Source {
  public:
    void add(std::uint32_t group, std::vector<std::byte> wkb, std::optional<double> central_meridian,
             std::int64_t id);
    [[nodiscard]] geodesy::Crs crs() const override;
    bool next(tabulate::Item &item) override;
    [[nodiscard]] bool empty() const { return items_.empty(); }

  private:
    std::vector<tabulate::Item> items_;
    std::size_t next_ = 0;
};

} // namespace qitu::sources
