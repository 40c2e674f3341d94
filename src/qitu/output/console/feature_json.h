// Features and their parts as JSON; geometry and whole features as GeoJSON (RFC 7946).
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/history.h>
#include <qitu/output/console/json.h>

#include <cstddef>
#include <span>

namespace qitu::console {

/// A stored value as a number or text; null for none. A blob is given by its size.
Json cell_json(const workspace::Cell &cell);
/// Null without a geometry. A geometry of one part is a single one; shells run counter-clockwise.
Json geometry_json(std::span<const std::byte> wkb);
/// The properties of a feature are the layer's fields by id.
Json geojson_of(const catalogue::Feature &feature, const catalogue::Layer &layer);

} // namespace qitu::console
