#include "fields/area_unit.h"
#include "fields/mapping.h"
#include "fields/unit_in_name.h"
#include "fields/values.h"
#include "geometry/multi_part.h"
#include "geometry/rings.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/reader/layer_file.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::reader {

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

struct FirstKind {
    geometry::Kind kind = geometry::Kind::none;

    void begin_part(geometry::Kind of, std::uint32_t) { kind = kind == geometry::Kind::none ? of : kind; }
    void path(const geometry::WkbPath &) {}
    void end_part() {}
};

geometry::Kind kind_of_first_part(std::span<const std::byte> wkb) {
    FirstKind first;
    geometry::visit_wkb(wkb, first);
    return first.kind;
}

/// "1, 2, 3 …"
std::string first_few(const std::vector<std::int64_t> &ids) {
    constexpr std::size_t few = 5;
    const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(few, ids.size()));
    return fmt::format("{}{}", fmt::join(ids.begin(), end, ", "), ids.size() > few ? " …" : "");
}

constexpr double same_degrees = 1e-8; // about a millimetre

Expected expected_of(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer) {
    Expected expected;
    expected.geometry = layer.geometry;
    if (const catalogue::Field *field = layer.field(catalogue::field_id::admin_code)) {
        for (const std::string &name : {field->id, field->names.zh, field->names.en})
            expected.admin_columns.push_back(folded(name));
        for (const std::string &name : field->aliases)
            expected.admin_columns.push_back(folded(name));
        expected.admin_of = [&catalogue, field](const std::string &sent) {
            return catalogue::text_of(ValueReader(catalogue, *field).read(sent).value);
        };
    }
    expected.name_of = [&catalogue](const std::string &code) {
        const catalogue::AdminUnit *unit = catalogue.find_admin(code);
        return unit == nullptr ? code : unit->names.in(language_in_use());
    };
    return expected;
}

/// With the layouts of the catalogue, which outlives the file.
OpenOptions with_layouts(OpenOptions options, const catalogue::Catalogue &catalogue) {
    if (!options.layouts)
        options.layouts = {std::shared_ptr<void>(), &catalogue.text_layouts()};
    return options;
}

} // namespace

struct LayerFile::State {
    State(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
          const catalogue::Layer &which, const OpenOptions &options)
        : layer(which), source(file, with_layouts(options, catalogue), expected_of(catalogue, which)),
          parts(which.geometry,
                source.crs().geographic() ? same_degrees : same_point_m / source.crs().unit()) {
        refuse_other_geometry(options);
        map(catalogue, options);
        set(catalogue, options);
        if (source.crs().gauss_krueger())
            meridian = source.crs().central_meridian();
        find_area_unit();
    }

    void refuse_other_geometry(const OpenOptions &options) const;
    void set(const catalogue::Catalogue &catalogue, const OpenOptions &options);
    void translate(const catalogue::Field &field, const OpenOptions &options, ValueReader &reader) const;
    void find_area_unit();
    [[nodiscard]] double sampled_area() const;
    [[nodiscard]] bool collected(MultiPart &into) const;
    void add_notes();
    void map(const catalogue::Catalogue &catalogue, const OpenOptions &options);
    void take_values(catalogue::Feature &feature);
    [[nodiscard]] bool take_geometry(catalogue::Feature &feature);
    [[nodiscard]] bool left_out_beside() const;
    [[noreturn]] void refuse_kind(std::int64_t id) const;
    void finish();
    void refuse_outside(const std::vector<Point> &found) const;

    const catalogue::Layer &layer;
    CagedSource source;
    Diagnostics diagnostics;
    std::vector<ValueReader> readers; // as the columns of the source
    std::vector<std::size_t> targets; // as the readers: positions in Feature::values
    std::vector<std::pair<std::size_t, catalogue::Value>>
        fixed; // positions in Feature::values, given by the caller
    std::vector<FieldFault> faults;
    std::optional<double> meridian;
    RawFeature raw;
    MultiPart parts;
    std::uint64_t taken = 0;
    std::vector<std::int64_t> left_out; // of another kind
    bool all_read = false;
};

void LayerFile::State::refuse_other_geometry(const OpenOptions &options) const {
    const std::optional<GeometryType> found = declared(source.geometry_type());
    const bool to_close = found == GeometryType::line && layer.geometry == GeometryType::polygon;
    if (to_close && options.close_m > 0)
        return;
    if (to_close)
        throw NeedsParameter(
            Parameter::close_lines, ErrorKind::refused,
            say("{}: layer {} takes polygons, but the file contains lines. Send the file with the polygons; "
                "or, if the lines are boundaries that were walked or drawn, close them.",
                source.file().string(), layer.id));
    if (found && *found != layer.geometry)
        throw Error(ErrorKind::refused, say("{}: layer {} takes {}, but the file contains {}. Send the file "
                                            "with the {}, or choose the right layer.",
                                            source.file().string(), layer.id, words_for(layer.geometry),
                                            words_for(*found), words_for(layer.geometry)));
}

void LayerFile::State::map(const catalogue::Catalogue &catalogue, const OpenOptions &options) {
    Mapping mapping = map_fields(source, layer, options);
    diagnostics = source.diagnostics();
    diagnostics.unmapped = std::move(mapping.unmapped);
    std::vector<Source::Column> columns;
    for (const Mapped &one : mapping.fields) {
        const catalogue::Field &field = layer.fields[one.field];
        columns.push_back(one.column);
        targets.push_back(one.field);
        readers.emplace_back(catalogue, field, one.factor);
        translate(field, options, readers.back());
        diagnostics.fields[field.id] = one.column.name;
        if (!one.conversion.empty())
            diagnostics.conversions[field.id] = one.conversion;
    }
    source.read_only(columns);
}

void LayerFile::State::translate(const catalogue::Field &field, const OpenOptions &options,
                                 ValueReader &reader) const {
    for (const auto &[name, words] : options.values)
        if (layer.fields[field_named(layer, name)].id == field.id)
            reader.translate(words);
}

void LayerFile::State::set(const catalogue::Catalogue &catalogue, const OpenOptions &options) {
    for (const auto &[name, text] : options.set) {
        const std::size_t at = field_named(layer, name);
        const catalogue::Field &field = layer.fields[at];
        ValueReader::Result result = ValueReader(catalogue, field).read(text);
        if (!result.expected.empty())
            throw Error(ErrorKind::usage,
                        say("field {}: \"{}\" given, expected {}.", name, text, result.expected));
        diagnostics.fields[field.id] = say("\"{}\" (given)", catalogue::text_of(result.value));
        fixed.emplace_back(at, std::move(result.value));
    }
}

/// Area of a feature just read, straight edges, m².
double LayerFile::State::sampled_area() const {
    MultiPart sample(layer.geometry);
    if (!collected(sample))
        return 0;
    geometry::Shape &shape = sample.shape();
    return source.to_geographic().place(shape.points, shape.path_ends) ? 0 : area_of(shape);
}

/// A declared area whose column names no unit: its ratio to the computed area tells. The units lie 15 and
/// more apart, so one at most can fit.
void LayerFile::State::find_area_unit() {
    constexpr std::size_t enough = 200;
    const auto declared = std::find_if(readers.begin(), readers.end(), [](const ValueReader &reader) {
        return reader.field().id == catalogue::field_id::declared_area;
    });
    if (layer.geometry != GeometryType::polygon || declared == readers.end())
        return;
    const auto column = static_cast<std::size_t>(declared - readers.begin());
    const catalogue::Field &field = declared->field();
    const std::optional<Unit> unit = measure_unit(field.unit);
    if (!unit)
        return;
    AreaRatios ratios(*unit);
    for (std::size_t n = 0; n < enough && source.next(raw); ++n)
        ratios.add(declared->read(raw.values[column]).value, sampled_area());
    source.rewind();
    const std::optional<AreaRatios::Answer> answer = ratios.answer();
    if (!answer || answer->unit == *unit)
        return;
    const bool chinese = language_in_use() == Language::zh;
    const std::string_view meant = unit_name(answer->unit, chinese);
    if (diagnostics.conversions.contains(field.id) || unit_in_name(diagnostics.fields[field.id])) {
        diagnostics.notes.push_back(
            say("{}: its column name gives a unit, but its ratio to the computed area suggests {}", field.id,
                meant));
        return;
    }
    declared->multiply(unit_size(answer->unit) / unit_size(*unit));
    diagnostics.conversions[field.id] =
        say("{} → {}, by its ratio to the computed area (median {:.3f} of {} features)", meant,
            unit_name(*unit, chinese), answer->ratio, answer->features);
}

void LayerFile::State::take_values(catalogue::Feature &feature) {
    feature.values.assign(layer.fields.size(), {});
    feature.refused.clear();
    for (std::size_t i = 0; i < readers.size(); ++i) {
        const catalogue::Field &field = readers[i].field();
        const ValueReader::Result &result = readers[i].read(raw.values[i]);
        if (!result.expected.empty())
            feature.refused.push_back(targets[i]);
        if (!result.expected.empty())
            faults.push_back({raw.id, field.id, catalogue::text_of(raw.values[i]), result.expected,
                              field.required || field.id == catalogue::field_id::stage, !field.codes.empty(),
                              result.nearest});
        feature.values[targets[i]] = result.value;
    }
    for (const auto &[at, value] : fixed)
        feature.values[at] = value;
}

/// What was made plain of the geometry; known when all was read.
void LayerFile::State::add_notes() {
    std::vector<std::string> made = source.geometry_notes();
    if (parts.repeated() > 0)
        made.push_back(say("{} points within 1 mm of the previous one were dropped", parts.repeated()));
    if (parts.closed() > 0)
        made.push_back(say("{} unclosed rings were closed", parts.closed()));
    diagnostics.notes.insert(diagnostics.notes.end(), made.begin(), made.end());
}

void LayerFile::State::refuse_outside(const std::vector<Point> &found) const {
    const Region &region = source.region();
    if (!region.given)
        return;
    const auto outside =
        std::find_if(found.begin(), found.end(), [&](const Point &p) { return !region.holds(p); });
    if (outside == found.end())
        return;
    const std::string advice = region.holds({outside->y, outside->x})
                                   ? say("Are the axes swapped? Swap X and Y in the source.")
                                   : say("Check the source, or give its CRS.");
    throw Error(ErrorKind::refused,
                say("{}: feature {} lies outside the region ({:g}–{:g}°E, {:g}–{:g}°N): one "
                    "vertex is at {:.9g}°E {:.9g}°N by {}. {}",
                    source.file().string(), raw.id, region.box.min_x, region.box.max_x, region.box.min_y,
                    region.box.max_y, outside->x, outside->y, diagnostics.crs, advice));
}

bool LayerFile::State::collected(MultiPart &into) const {
    try {
        return into.take(raw.wkb);
    } catch (const geometry::InvalidGeometry &error) {
        throw Error(ErrorKind::unreadable,
                    say("{}: feature {}: its geometry is damaged ({}). Send the file again, complete.",
                        source.file().string(), raw.id, error.what()));
    }
}

/// False for a feature of another kind that stands beside those of the layer: a pin, a track.
bool LayerFile::State::take_geometry(catalogue::Feature &feature) {
    if (!collected(parts)) {
        if (!left_out_beside())
            refuse_kind(raw.id);
        left_out.push_back(raw.id);
        return false;
    }
    feature.central_meridian = meridian;
    feature.no_place.reset();
    ++taken;
    geometry::Shape &shape = parts.shape();
    if (auto bad = source.to_geographic().place(shape.points, shape.path_ends)) {
        feature.no_place = std::move(bad->why);
        geometry::Shape nothing;
        nothing.kind = shape.kind;
        feature.wkb = geometry::write_wkb(nothing);
        return true;
    }
    refuse_outside(shape.points);
    feature.wkb = geometry::write_wkb(shape);
    return true;
}

/// Where the layer of the file may hold anything, points beside figures are labels and pins; in what phones
/// and map apps write, lines beside polygons are tracks.
bool LayerFile::State::left_out_beside() const {
    if (declared(source.geometry_type()))
        return false;
    const auto kind = kind_of_first_part(raw.wkb);
    return kind == geometry::Kind::point ? layer.geometry != GeometryType::point
                                         : source.from_a_phone() && layer.geometry == GeometryType::polygon;
}

void LayerFile::State::refuse_kind(std::int64_t id) const {
    throw Error(ErrorKind::refused,
                say("{}: feature {}: layer {} takes {}, but this geometry is of another type. Remove it "
                    "from the file, or import it into the right layer.",
                    source.file().string(), id, layer.id, words_for(layer.geometry)));
}

/// Features of another kind were left out; a file that holds nothing else is refused.
void LayerFile::State::finish() {
    if (taken == 0 && !left_out.empty())
        refuse_kind(left_out.front());
    if (!left_out.empty())
        diagnostics.notes.push_back(
            say("{} features that are not {} (points, tracks) were left out: feature {}", left_out.size(),
                words_for(layer.geometry), first_few(left_out)));
    add_notes();
}

LayerFile::LayerFile(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                     const catalogue::Layer &layer, const OpenOptions &options)
    : state_(std::make_unique<State>(file, catalogue, layer, options)) {}

LayerFile::~LayerFile() = default;

const Diagnostics &LayerFile::diagnostics() const {
    return state_->diagnostics;
}

const std::vector<FieldFault> &LayerFile::faults() const {
    return state_->faults;
}

bool LayerFile::next(catalogue::Feature &feature) {
    while (state_->source.next(state_->raw)) {
        feature.id = state_->raw.id;
        if (!state_->take_geometry(feature))
            continue;
        state_->take_values(feature);
        return true;
    }
    if (!std::exchange(state_->all_read, true))
        state_->finish();
    return false;
}

} // namespace qitu::reader
