#include <qitu/core/geometry/predicates.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/boundaries/boundaries.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::boundaries {

Locator::Locator(const std::vector<workspace::Boundary> &banners) {
    for (const workspace::Boundary &boundary : banners) {
        if (boundary.wkb.empty())
            continue; // an empty border holds nothing
        geometry::Shape shape = geometry::read_wkb(boundary.wkb);
        const geometry::Box box = box_of(shape.points);
        banners_.push_back({boundary.code, std::move(shape), box});
    }
    std::sort(banners_.begin(), banners_.end(),
              [](const Banner &a, const Banner &b) { return a.code < b.code; });
}

std::string Locator::at(geodesy::Point p) const {
    for (const Banner &banner : banners_)
        if (banner.box.contains(p) && contains(rings_of(banner.shape), p))
            return banner.code;
    return {};
}

} // namespace qitu::boundaries
