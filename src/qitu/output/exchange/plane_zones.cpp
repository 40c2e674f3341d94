#include "plane_zones.h"

#include <fmt/format.h>

#include <cmath>

namespace qitu::exchange {

namespace {

geodesy::Ring ring_of(const OGRSimpleCurve &line, const geodesy::GaussKrueger &plane) {
    geodesy::Ring points;
    for (int i = 0; i < line.getNumPoints(); ++i)
        points.push_back(plane.forward({line.getX(i), line.getY(i)}));
    return points;
}

void gather(const OGRGeometry &geometry, const geodesy::GaussKrueger &plane,
            std::vector<geodesy::Polygon> &parts) {
    const auto type = wkbFlatten(geometry.getGeometryType());
    if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
        for (const OGRGeometry *part : *geometry.toGeometryCollection())
            gather(*part, plane, parts);
    } else if (type == wkbPolygon) {
        geodesy::Polygon rings;
        for (const OGRLinearRing *line : *geometry.toPolygon())
            rings.push_back(ring_of(*line, plane));
        parts.push_back(std::move(rings));
    } else if (type == wkbLineString)
        parts.push_back({ring_of(*geometry.toLineString(), plane)});
    else if (type == wkbPoint)
        parts.push_back({{plane.forward({geometry.toPoint()->getX(), geometry.toPoint()->getY()})}});
}

} // namespace

int zone_of(const catalogue::Feature &feature, const OGRGeometry &geometry) {
    if (feature.central_meridian && std::fmod(*feature.central_meridian, 3) == 0)
        return static_cast<int>(std::lround(*feature.central_meridian / 3));
    OGREnvelope box;
    geometry.getEnvelope(&box);
    return static_cast<int>(std::lround(geodesy::central_meridian_near((box.MinX + box.MaxX) / 2) / 3));
}

std::vector<geodesy::Polygon> parts_in_plane(const OGRGeometry &geometry, int zone) {
    std::vector<geodesy::Polygon> parts;
    gather(geometry, geodesy::GaussKrueger(3 * zone, 1e6 * zone + 5e5), parts);
    return parts;
}

std::filesystem::path file_of_zone(const std::filesystem::path &file, int zone, std::size_t zones) {
    if (zones == 1)
        return file;
    return file.parent_path() / fmt::format("{}_{}{}", file.stem().string(), zone, file.extension().string());
}

} // namespace qitu::exchange
