// Features as GeoJSON (RFC 7946).
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <nlohmann/json_fwd.hpp>

namespace qitu::server {

using Json = nlohmann::ordered_json;

/// Null for one of no value.
Json json_of(const catalogue::Value &value);
/// Null without a geometry. A geometry of one part is a single one; shells run counter-clockwise.
Json geometry_of(const catalogue::Feature &feature);
/// Its properties are the layer's fields by id.
Json geojson_of(const catalogue::Feature &feature, const catalogue::Layer &layer);

} // namespace qitu::server
