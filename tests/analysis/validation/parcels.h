// Layers and features for tests of single rules, on ground that can be reckoned by hand.
#pragma once

#include "support/places.h"

#include <qitu/analysis/validation/validation.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <geos_c.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

namespace parcels {

using qitu::catalogue::Feature;
using qitu::catalogue::Value;
using Bytes = std::vector<std::byte>;

inline Bytes wkb(const std::string &wkt) {
    const std::unique_ptr<GEOSContextHandle_HS, void (*)(GEOSContextHandle_t)> context(GEOS_init_r(),
                                                                                       GEOS_finish_r);
    GEOSWKTReader *reader = GEOSWKTReader_create_r(context.get());
    GEOSGeometry *geometry = GEOSWKTReader_read_r(context.get(), reader, wkt.c_str());
    GEOSWKTReader_destroy_r(context.get(), reader);
    REQUIRE(geometry != nullptr);
    std::size_t size = 0;
    unsigned char *raw = GEOSGeomToWKB_buf_r(context.get(), geometry, &size);
    GEOSGeom_destroy_r(context.get(), geometry);
    Bytes bytes(size);
    std::memcpy(bytes.data(), raw, size);
    GEOSFree_r(context.get(), raw);
    return bytes;
}

/// Area between two meridians and two parallels: b²/2 · Δλ · [sin φ / (1 − e² sin² φ) + artanh(e sin φ) / e]
/// (Snyder, Map Projections, 3-12).
inline double cell_m2(double width, double south, double north) {
    const double e2 = qitu::geodesy::cgcs2000.e2();
    const double e = std::sqrt(e2);
    const double radian = std::numbers::pi / 180;
    const auto q = [&](double latitude) {
        const double s = std::sin(latitude * radian);
        return s / (1 - e2 * s * s) + std::atanh(e * s) / e;
    };
    const double b = qitu::geodesy::cgcs2000.b();
    return b * b / 2 * width * radian * (q(north) - q(south));
}

/// Metres of a degree along the parallel and the meridian at 40.8° N, from the radii of curvature N cos φ and
/// M (any textbook of geodesy).
inline double metres_per_degree_x() {
    const double s = std::sin(40.8 * std::numbers::pi / 180);
    const double w = std::sqrt(1 - qitu::geodesy::cgcs2000.e2() * s * s);
    return qitu::geodesy::cgcs2000.a / w * std::sqrt(1 - s * s) * std::numbers::pi / 180;
}

inline std::string box(double west, double south, double east, double north) {
    return fmt::format("POLYGON(({0} {1},{2} {1},{2} {3},{0} {3},{0} {1}))", west, south, east, north);
}

/// 0.01° by 0.01° at 40.8° N, some 843 m by 1110 m.
inline std::string parcel(double west) {
    return box(west, 40.8, west + 0.01, 40.81);
}

inline qitu::catalogue::Layer layer(std::vector<qitu::catalogue::Rule> rules) {
    qitu::catalogue::Layer layer;
    layer.id = "field_block";
    layer.file = "field_block.toml";
    const auto add = [&](const char *id, qitu::catalogue::FieldType type) {
        qitu::catalogue::Field &field = layer.fields.emplace_back();
        field.id = id;
        field.names = {id, id};
        field.type = type;
    };
    using Type = qitu::catalogue::FieldType;
    for (const char *id : {"project_code", "project_name", "admin_code"})
        add(id, Type::text);
    add("year", Type::integer);
    add("stage", Type::text);
    add("parcel_code", Type::text);
    add("declared_area", Type::real);
    layer.fields.back().unit = "亩";
    for (const char *id : {"approval_date", "start_date", "finish_date", "accepted_date"})
        add(id, Type::date);
    layer.rules = std::move(rules);
    return layer;
}

inline Feature feature(std::int64_t id, const std::string &wkt) {
    Feature made;
    made.id = id;
    made.values.resize(11);
    made.values[0] = fmt::format("P{}", id);
    made.wkb = wkb(wkt);
    return made;
}

inline Feature with(Feature feature, std::size_t field, Value value) {
    feature.values.at(field) = std::move(value);
    return feature;
}

inline const qitu::catalogue::Catalogue &programme() {
    static const auto loaded = qitu::catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

/// One after the other until they end.
inline qitu::validation::Stream stream(std::vector<Feature> features) {
    const auto all = std::make_shared<std::vector<Feature>>(std::move(features));
    const auto at = std::make_shared<std::size_t>(0);
    return [all, at](Feature &feature) {
        if (*at == all->size())
            return false;
        feature = (*all)[(*at)++];
        return true;
    };
}

inline qitu::validation::Inspected inspect(const qitu::catalogue::Layer &layer,
                                           const std::vector<Feature> &features,
                                           const qitu::validation::Surroundings &around = {},
                                           qitu::validation::InspectionOptions options = {}) {
    qitu::validation::Inspection inspection(programme(), layer, around, std::move(options));
    inspection.begin("a.shp");
    for (const Feature &each : features)
        inspection.add(each);
    return inspection.finish();
}

/// "rule feature" of each finding.
inline std::vector<std::string> found(const qitu::validation::Inspected &inspected) {
    std::vector<std::string> result;
    for (const qitu::validation::Finding &finding : inspected.findings)
        result.push_back(fmt::format("{} {}", finding.rule, finding.feature));
    return result;
}

using Found = std::vector<std::string>;

} // namespace parcels
