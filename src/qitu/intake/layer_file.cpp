#include "mapping.h"
#include "multi_part.h"
#include "values.h"

#include <algorithm>

namespace qitu::intake {

namespace {

using catalogue::GeometryType;
using geodesy::Point;

std::string words_for(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return say("points");
    case GeometryType::line:
        return say("lines");
    default:
        return say("polygons");
    }
}

/// What a layer of this declared type holds; nothing when it may hold anything.
std::optional<GeometryType> declared(OGRwkbGeometryType type) {
    switch (OGR_GT_GetLinear(type)) {
    case wkbPoint:
    case wkbMultiPoint:
        return GeometryType::point;
    case wkbLineString:
    case wkbMultiLineString:
        return GeometryType::line;
    case wkbPolygon:
    case wkbMultiPolygon:
        return GeometryType::polygon;
    default:
        return {};
    }
}

} // namespace

struct LayerFile::State {
    State(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
          const catalogue::Layer &which, const OpenOptions &options)
        : layer(which), source(file, options), geometry(which.geometry) {
        refuse_other_geometry();
        map(catalogue, options);
        if (source.crs().gauss_krueger())
            meridian = source.crs().central_meridian();
    }

    void refuse_other_geometry() const;
    void map(const catalogue::Catalogue &catalogue, const OpenOptions &options);
    void take_values(catalogue::Feature &feature);
    void take_geometry(catalogue::Feature &feature);
    void refuse_outside(const std::vector<Point> &points) const;

    const catalogue::Layer &layer;
    Source source;
    Understanding understanding;
    std::vector<ValueReader> readers; // as the columns of the source
    std::vector<std::size_t> targets; // as the readers: positions in Feature::values
    std::vector<FieldFault> faults;
    std::optional<double> meridian;
    RawFeature raw;
    MultiPart geometry;
    std::vector<Point> points;
};

void LayerFile::State::refuse_other_geometry() const {
    const std::optional<GeometryType> found = declared(source.geometry_type());
    if (found && *found != layer.geometry)
        throw Error(Status::refused,
                    say("{}: layer {} takes {}, and the file holds {}. Send the file with the {}, or "
                        "choose the layer that is meant.",
                        source.file().string(), layer.id, words_for(layer.geometry), words_for(*found),
                        words_for(layer.geometry)));
}

void LayerFile::State::map(const catalogue::Catalogue &catalogue, const OpenOptions &options) {
    Mapping mapping = map_fields(source, layer, options.map);
    understanding = source.understanding();
    understanding.unmapped = std::move(mapping.unmapped);
    std::vector<Source::Column> columns;
    for (const Mapped &one : mapping.fields) {
        const catalogue::Field &field = layer.fields[one.field];
        columns.push_back(one.column);
        targets.push_back(one.field);
        readers.emplace_back(catalogue, field, one.factor);
        understanding.fields[field.id] = one.column.name;
        if (!one.conversion.empty())
            understanding.conversions[field.id] = one.conversion;
    }
    source.read_only(columns);
}

void LayerFile::State::take_values(catalogue::Feature &feature) {
    feature.values.assign(layer.fields.size(), {});
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const catalogue::Field &field = readers[i].field();
        ValueReader::Result result = readers[i].read(raw.values[i]);
        if (!result.expected.empty())
            faults.push_back({raw.id, field.id, catalogue::text_of(raw.values[i]), std::move(result.expected),
                              field.required || field.id == "stage"});
        feature.values[targets[i]] = std::move(result.value);
    }
}

void LayerFile::State::refuse_outside(const std::vector<Point> &found) const {
    const auto outside =
        std::find_if(found.begin(), found.end(), [](const Point &p) { return !region.holds(p); });
    if (outside == found.end())
        return;
    const std::string advice = region.holds({outside->y, outside->x})
                                   ? say("Are its axes swapped? Exchange X and Y in the source.")
                                   : say("Check the source, or give its CRS with --crs.");
    throw Error(
        Status::refused,
        say("{}: feature {} lies outside the region ({:g}–{:g}°E, {:g}–{:g}°N): a vertex comes to {:.9g}°E "
            "{:.9g}°N by {}. {}",
            source.file().string(), raw.id, region.west, region.east, region.south, region.north, outside->x,
            outside->y, understanding.crs, advice));
}

void LayerFile::State::take_geometry(catalogue::Feature &feature) {
    if (!geometry.take(raw.wkb))
        throw Error(Status::refused,
                    say("{}: feature {}: layer {} takes {}, and this is something else. Take it out of "
                        "the file, or send it to the layer that is meant.",
                        source.file().string(), raw.id, layer.id, words_for(layer.geometry)));
    points = geometry.points();
    source.to_geographic().apply(points);
    refuse_outside(points);
    geometry.put(points);
    feature.wkb = geometry.wkb();
    feature.central_meridian = meridian;
}

LayerFile::LayerFile(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                     const catalogue::Layer &layer, const OpenOptions &options)
    : state_(std::make_unique<State>(file, catalogue, layer, options)) {}

LayerFile::~LayerFile() = default;

const Understanding &LayerFile::understanding() const {
    return state_->understanding;
}

const std::vector<FieldFault> &LayerFile::faults() const {
    return state_->faults;
}

bool LayerFile::next(catalogue::Feature &feature) {
    if (!state_->source.next(state_->raw))
        return false;
    feature.id = state_->raw.id;
    state_->take_values(feature);
    state_->take_geometry(feature);
    return true;
}

} // namespace qitu::intake
