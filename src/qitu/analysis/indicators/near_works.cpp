#include "near_works.h"

#include "breakdown.h"

#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>

namespace qitu::indicators {

namespace {

// Empty where there is none.
geometry::Shape shape_in_degrees(const catalogue::Feature &feature) {
    geometry::Shape shape;
    if (feature.no_place || feature.wkb.empty())
        return shape;
    try {
        geometry::read_wkb(feature.wkb, shape);
    } catch (const geometry::InvalidGeometry &) {
        shape.clear();
    }
    return shape;
}

bool counts(const catalogue::Feature &feature, const catalogue::Layer &layer,
            const catalogue::Nearness &near) {
    return std::ranges::all_of(near.where, [&](const auto &condition) {
        const int field = layer.index_of(condition.first);
        return field >= 0 &&
               std::ranges::find(condition.second,
                                 catalogue::text_of(feature.values[static_cast<std::size_t>(field)])) !=
                   condition.second.end();
    });
}

} // namespace

NearWorks::NearWorks(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                     const catalogue::Nearness &near)
    : within_m_(near.within_m) {
    const catalogue::Layer &layer = catalogue.layer(near.layer);
    workspace::FeatureCursor cursor = workspace::features(workspace, layer);
    for (catalogue::Feature feature; cursor.next(feature);)
        if (counts(feature, layer, near))
            works_.add(shape_in_degrees(feature));
    works_.finish();
}

std::string NearWorks::mark_of(const catalogue::Feature &feature) const {
    const geometry::Shape shape = shape_in_degrees(feature);
    return !shape.empty() && works_.nearest(shape, within_m_) ? "1" : "";
}

std::string near_field(const catalogue::Nearness &near) {
    std::string name = fmt::format("{}@{}", near.layer, near.within_m);
    for (const auto &[field, codes] : near.where)
        name += fmt::format(";{}={}", field, fmt::join(codes, ","));
    return name + ".near";
}

} // namespace qitu::indicators
