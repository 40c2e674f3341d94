#include "endpoints.h"
#include "once.h"
#include "wanted.h"

#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/find.h>
#include <qitu/output/tiles/tiles.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>

namespace qitu::server {

namespace {

// The rest is asked for by a click.
constexpr std::array tile_fields{catalogue::field_id::project_code, catalogue::field_id::project_name,
                                 catalogue::field_id::admin_code, catalogue::field_id::year,
                                 catalogue::field_id::stage};

std::vector<tiles::VectorTile::Property> properties_of(const catalogue::Feature &feature,
                                                       const catalogue::Layer &layer) {
    std::vector<tiles::VectorTile::Property> properties{{"fid", feature.id}};
    for (const char *id : tile_fields)
        if (const int at = layer.index_of(id); at >= 0)
            properties.emplace_back(id, feature.values[static_cast<std::size_t>(at)]);
    return properties;
}

tiles::TileId tile_in(const Call &call) {
    constexpr std::int64_t most = std::int64_t{1} << tiles::deepest;
    const auto number = [&](const char *name) { return static_cast<unsigned>(call.whole(name, 0, 0, most)); };
    const tiles::TileId tile{number("z"), number("x"), number("y")};
    if (!tile.valid())
        throw not_found();
    return tile;
}

geometry::Kind kind_of(const catalogue::Layer &layer) {
    return static_cast<geometry::Kind>(catalogue::single_type(layer.geometry));
}

/// Where all features of a layer lie that a user may see. From afar a tile has a large part of them, and the index of the
/// file would be read for each tile.
using Places = OncePerState<std::vector<workspace::Placed>>;
constexpr unsigned near = 12; // level of zoom from which the index is asked

std::vector<workspace::Placed> placed_in(const Call &call, const House &house, Places &places,
                                         const workspace::Workspace &opened, const catalogue::Layer &layer,
                                         const tiles::TileId &id) {
    workspace::Wanted wanted = visible_to(call.user, house.catalogue());
    const geometry::Box box = tiles::box_of(id, true);
    if (id.z >= near) {
        wanted.boxes = {box};
        return workspace::placed(opened, layer, wanted);
    }
    const Places::Value all = places.get(house.state(), layer.id + " " + call.user.admin,
                                         [&] { return workspace::placed(opened, layer, wanted); });
    std::vector<workspace::Placed> found;
    std::copy_if(all->begin(), all->end(), std::back_inserter(found),
                 [&](const workspace::Placed &one) { return box.meets(one.box); });
    return found;
}

// Features of the tile that are drawn as they are; the others go into it as specks.
std::vector<std::int64_t> drawn_whole(const std::vector<workspace::Placed> &placed,
                                      const catalogue::Layer &layer, tiles::VectorTile &tile) {
    std::vector<std::int64_t> ids;
    for (const workspace::Placed &feature : placed)
        if (!tile.is_speck(feature.box))
            ids.push_back(feature.id);
        else
            tile.add_speck(feature.id, feature.box.middle(), kind_of(layer),
                           std::array{tiles::VectorTile::Property{"fid", feature.id}});
    return ids;
}

Response tile(const Call &call, const House &house, Places &places) {
    const catalogue::Layer &layer = house.layer(call.path.at("collection"));
    const tiles::TileId id = tile_in(call);
    const auto opened = workspace::Workspace::open(house.workspace, true);
    tiles::VectorTile tile(layer.id, id);
    workspace::FeatureCursor cursor = workspace::features(
        opened, layer, drawn_whole(placed_in(call, house, places, opened, layer, id), layer, tile));
    geometry::Shape shape;
    for (catalogue::Feature feature; cursor.next(feature);) {
        if (feature.wkb.empty())
            continue;
        geometry::read_wkb(feature.wkb, shape);
        tile.add(feature.id, shape, properties_of(feature, layer));
    }
    Response response;
    response.type = tile_type;
    response.body = tile.bytes();
    if (response.body.empty())
        response.status = 204;
    return response;
}

} // namespace

void add_tiles(Endpoints &endpoints, House &house) {
    endpoints.push_back({.path = "/tiles/{collection}/{z}/{x}/{y}.mvt",
                         .id = "tile",
                         .summary = translated("A layer as Mapbox Vector Tiles on the grid of web maps"),
                         .parameters = {{"collection", "string", translated("Id of a layer"), true},
                                        {"z", "integer", translated("Level of zoom"), true},
                                        {"x", "integer", translated("Column from the west"), true},
                                        {"y", "integer", translated("Row from the north"), true}},
                         .media_type = tile_type,
                         .kept = true,
                         .answer = [&house, places = std::make_shared<Places>()](const Call &call) {
                             return tile(call, house, *places);
                         }});
}

} // namespace qitu::server
