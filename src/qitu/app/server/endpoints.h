// The endpoints by subject. Each of these adds some to the table.
#pragma once

#include "house.h"
#include "merging.h"
#include "sending.h"
#include "tasks.h"

namespace qitu::server {

/// OGC API: /, /conformance, /api. `all`: the whole table, which /api describes once it is complete.
void add_landing(Endpoints &endpoints, const Endpoints &all, House &house);
/// OGC API – Features, Part 1: /collections and what is below.
void add_features(Endpoints &endpoints, House &house);
/// Figures of indicators and what is behind them, histories: what the commands print as JSON.
void add_figures(Endpoints &endpoints, House &house);
/// Who waits for a review, and reviewing.
void add_reviews(Endpoints &endpoints, House &house);
void add_tiles(Endpoints &endpoints, House &house);
/// Deliveries: sending their files, checking and importing them; and the ledger of those that came.
void add_deliveries(Endpoints &endpoints, House &house, Sending &sending);
/// Forks that come back: offering their changes, deciding about each, merging.
void add_merges(Endpoints &endpoints, Sending &sending, Merging &merging);
/// Reports, exports and seals, which take longer than a request may.
void add_handing_in(Endpoints &endpoints, House &house, Tasks &tasks);

/// How far is what takes long, told as it goes on.
void add_events(Endpoints &endpoints, Sending &sending, Merging &merging, Tasks &tasks);

/// The OpenAPI 3.0 document of a table of endpoints.
std::string openapi_of(const Endpoints &endpoints, const std::string &base);

inline constexpr const char *geojson_type = "application/geo+json";
inline constexpr const char *openapi_type = "application/vnd.oai.openapi+json;version=3.0";
inline constexpr const char *tile_type = "application/vnd.mapbox-vector-tile";

} // namespace qitu::server
