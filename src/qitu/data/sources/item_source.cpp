#include <qitu/data/sources/item_source.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace qitu::sources {

void ItemSource::add(std::uint32_t group, std::vector<std::byte> wkb, std::optional<double> central_meridian,
                     std::int64_t id) {
    tabulate::Item item;
    item.id = id;
    item.group = group;
    item.wkb = std::move(wkb);
    item.central_meridian = central_meridian;
    items_.push_back(std::move(item));
}

geodesy::Crs ItemSource::crs() const {
    return geodesy::Crs::from("EPSG:4490");
}

bool ItemSource::next(tabulate::Item &item) {
    if (next_ == items_.size())
        return false;
    item = std::move(items_[next_++]);
    return true;
}

} // namespace qitu::sources
