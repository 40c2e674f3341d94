#include <qitu/data/boundaries/boundaries.h>

#include <ogr_geometry.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::boundaries {

namespace {

using geodesy::Point;
using geodesy::Ring;

void gather(const OGRGeometry &geometry, std::vector<Ring> &rings) {
    if (OGR_GT_IsSubClassOf(geometry.getGeometryType(), wkbGeometryCollection) != 0) {
        for (const OGRGeometry *part : *geometry.toGeometryCollection())
            gather(*part, rings);
        return;
    }
    if (wkbFlatten(geometry.getGeometryType()) != wkbPolygon)
        return;
    for (const OGRLinearRing *line : *geometry.toPolygon()) {
        Ring ring;
        for (int i = 0; i < line->getNumPoints(); ++i)
            ring.push_back({line->getX(i), line->getY(i)});
        rings.push_back(std::move(ring));
    }
}

/// How often a ray to the east crosses the ring, even or odd.
bool odd_crossings(const Ring &ring, Point p) {
    bool odd = false;
    for (std::size_t i = 1; i < ring.size(); ++i) {
        const Point a = ring[i - 1];
        const Point b = ring[i];
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            odd = !odd;
    }
    return odd;
}

} // namespace

Locator::Locator(const std::vector<workspace::Boundary> &banners) {
    for (const workspace::Boundary &boundary : banners) {
        OGRGeometry *made = nullptr;
        if (OGRGeometryFactory::createFromWkb(boundary.wkb.data(), nullptr, &made, boundary.wkb.size()) !=
            OGRERR_NONE)
            continue; // an empty border holds nothing
        const OGRGeometryUniquePtr geometry(made);
        OGREnvelope box;
        geometry->getEnvelope(&box);
        Banner banner{boundary.code, {}, {box.MinX, box.MinY}, {box.MaxX, box.MaxY}};
        gather(*geometry, banner.rings);
        banners_.push_back(std::move(banner));
    }
    std::sort(banners_.begin(), banners_.end(),
              [](const Banner &a, const Banner &b) { return a.code < b.code; });
}

std::string Locator::at(Point p) const {
    for (const Banner &banner : banners_) {
        if (p.x < banner.low.x || p.x > banner.high.x || p.y < banner.low.y || p.y > banner.high.y)
            continue;
        bool inside = false;
        for (const Ring &ring : banner.rings)
            inside = odd_crossings(ring, p) != inside;
        if (inside)
            return banner.code;
    }
    return {};
}

} // namespace qitu::boundaries
