// A layer as drawings (DXF): parcels as closed polylines in plane coordinates, each project's code as text.
#include "plane_zones.h"
#include "single_layer.h"

#include <qitu/core/base/staging.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/box.h>
#include <qitu/data/gdal/vector_writer.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <map>
#include <memory>

namespace qitu::exchange {

namespace {

using catalogue::Feature;
using catalogue::Layer;
using geodesy::Point;

// What is drawn of a feature: its paths on a layer of the drawing, and a text where it lies.
struct DrawnFeature {
    std::vector<geodesy::Polygon> parts;
    std::string layer, text;
};

// One zone's drawing.
class Drawing {
  public:
    explicit Drawing(const std::filesystem::path &target)
        : target_(target), staged_(target), writer_("DXF", staged_.path(), target),
          entities_(writer_.add_layer(
              {.name = "entities", .geometry = wkbUnknown, .fields = {{.name = "Layer"}}})) {}

    void add(const DrawnFeature &drawn) {
        for (const geodesy::Polygon &part : drawn.parts)
            for (const geodesy::Ring &ring : part)
                write(geometry_of(ring), drawn.layer, {});
        if (!drawn.text.empty() && !drawn.parts.empty())
            write(point_at(place_of(drawn.parts)), drawn.layer, label(drawn.text));
    }

    void finish() {
        writer_.finish();
        gdal::move_to_target(staged_, target_);
    }

  private:
    static gdal::Geometry point_at(Point p) { return gdal::Geometry(new OGRPoint(p.x, p.y)); }

    static gdal::Geometry geometry_of(const geodesy::Ring &ring) {
        if (ring.size() == 1)
            return point_at(ring.front());
        auto line = std::make_unique<OGRLineString>();
        for (const Point p : ring)
            line->addPoint(p.x, p.y);
        return gdal::Geometry(line.release());
    }

    // The middle of the part with the largest box.
    static Point place_of(const std::vector<geodesy::Polygon> &parts) {
        geometry::Box largest;
        for (const geodesy::Polygon &part : parts)
            if (const geometry::Box box = geometry::box_of(part.front());
                largest.empty() || box.width() * box.height() > largest.width() * largest.height())
                largest = box;
        return largest.middle();
    }

    static std::string label(const std::string &text) {
        constexpr int height_m = 8; // of letters, to be read beside a parcel of some mu
        std::string safe = text;
        std::erase_if(safe, [](char c) { return c == '"' || c == '\\'; });
        return fmt::format("LABEL(f:\"Arial\",t:\"{}\",s:{}g,p:5)", safe, height_m);
    }

    void write(gdal::Geometry geometry, const std::string &layer, const std::string &style) {
        entities_.set(0, catalogue::Value(layer));
        entities_.set_geometry(std::move(geometry));
        entities_.set_style(style);
        entities_.write();
    }

    std::filesystem::path target_;
    StagedFolder staged_;
    gdal::VectorWriter writer_;
    gdal::LayerWriter entities_;
};

DrawnFeature drawn_feature(const Feature &feature, const Layer &layer, const OGRGeometry &geometry,
                           int zone) {
    const auto value_of = [&](std::string_view field) {
        const int at = layer.index_of(field);
        return at < 0 ? std::string() : catalogue::text_of(feature.values[static_cast<std::size_t>(at)]);
    };
    const std::string stage = value_of(catalogue::field_id::stage);
    return {parts_in_plane(geometry, zone), stage.empty() ? layer.id : layer.id + "_" + stage,
            value_of(catalogue::field_id::project_code)};
}

} // namespace

ExportResult write_drawing(const std::filesystem::path &file, const workspace::Workspace &workspace,
                           const Layer &layer, bool overwrite) {
    refuse_empty(workspace, layer);
    FormatLosses losses(
        layer, {std::string(catalogue::field_id::stage), std::string(catalogue::field_id::project_code)});
    std::map<int, std::vector<DrawnFeature>> zones;
    ExportResult result;
    result.features = for_each_in_zone(
        workspace, layer, losses, [&](int zone, const Feature &feature, const OGRGeometry &geometry) {
            zones[zone].push_back(drawn_feature(feature, layer, geometry, zone));
        });
    for (const auto &[zone, drawn] : zones) {
        result.files.push_back(file_of_zone(file, zone, zones.size()));
        refuse_existing(result.files.back(), overwrite);
    }
    auto target = result.files.begin();
    for (const auto &[zone, features_of_zone] : zones) {
        Drawing drawing(*target++);
        for (const DrawnFeature &drawn : features_of_zone)
            drawing.add(drawn);
        drawing.finish();
    }
    result.losses = losses.listed();
    return result;
}

} // namespace qitu::exchange
