#include "clip.h"

namespace qitu::map {

using geodesy::Point;

geodesy::Ring clipped(geodesy::Ring ring, double width, double height) {
    for (int side = 0; side < 4 && !ring.empty(); ++side) {
        const auto inside = [&](const Point &p) { // how far
            return side == 0 ? p.x : side == 1 ? width - p.x : side == 2 ? p.y : height - p.y;
        };
        geodesy::Ring kept;
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point &a = ring[i];
            const Point &b = ring[(i + 1) % ring.size()];
            const double from = inside(a);
            const double to = inside(b);
            if (from >= 0)
                kept.push_back(a);
            if ((from < 0) != (to < 0))
                kept.push_back(
                    {a.x + (b.x - a.x) * from / (from - to), a.y + (b.y - a.y) * from / (from - to)});
        }
        ring = std::move(kept);
    }
    return ring;
}

} // namespace qitu::map
