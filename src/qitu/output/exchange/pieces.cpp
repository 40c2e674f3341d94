#include "single_layer.h"
#include "vector_format.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/gdal/vector_writer.h>
#include <qitu/output/exchange/pieces.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace qitu::exchange {

namespace {

constexpr VectorFormat more_formats[] = {
    {"gpkg", ".gpkg", "GPKG", "GeoPackage", true},
    {"shp", ".shp", "ESRI Shapefile", "Shapefile", false},
};

VectorFormat format_of(const std::filesystem::path &file) {
    const std::string ending = folded(file.extension().string());
    std::vector<VectorFormat> known(std::begin(more_formats), std::end(more_formats));
    known.insert(known.end(), vector_formats().begin(), vector_formats().end());
    std::vector<std::string> endings;
    for (const VectorFormat &format : known) {
        if (ending == format.ending)
            return format;
        endings.emplace_back(format.ending);
    }
    throw Error(ErrorKind::usage, say("{}: pieces cannot be written as \"{}\". Name a file that ends in {}.",
                                      file.string(), ending, fmt::join(endings, ", ")));
}

std::unique_ptr<OGRSpatialReference> reference_for(const geodesy::Crs &crs, geodesy::Target target) {
    if (target == geodesy::Target::china)
        return gdal::reference_from_epsg(4490);
    const auto reference = gdal::reference_from(crs.wkt());
    std::unique_ptr<OGRSpatialReference> degrees(reference->CloneGeogCS());
    degrees->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return degrees;
}

OGRwkbGeometryType type_of(std::optional<catalogue::GeometryType> geometry) {
    if (!geometry)
        return wkbUnknown;
    switch (*geometry) {
    case catalogue::GeometryType::point:
        return wkbMultiPoint;
    case catalogue::GeometryType::line:
        return wkbMultiLineString;
    case catalogue::GeometryType::polygon:
        return wkbMultiPolygon;
    }
    return wkbUnknown;
}

// dBASE gives a name ten bytes, and GDAL makes others of Chinese ones.
bool fits_dbase(const std::string &name) {
    constexpr std::size_t longest = 10;
    return name.size() <= longest &&
           std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

class PieceColumns {
  public:
    explicit PieceColumns(const VectorFormat &format) : dbase_(std::string_view(format.name) == "shp") {}

    void add(const std::string &name, OGRFieldType type, const char *otherwise) {
        std::string used = name;
        if (dbase_ && !fits_dbase(name))
            used = fmt::format("{}{}", otherwise, ++others_);
        for (int i = 1; !names_.insert(folded(used)).second; ++i)
            used = fmt::format("{}_{}", otherwise, i);
        if (used != name)
            renamed.push_back(say("{}: the field {} is named {}", "pieces", name, used));
        fields.push_back({.name = used, .type = type});
    }

    std::vector<gdal::Field> fields;
    std::vector<std::string> renamed;

  private:
    bool dbase_;
    int others_ = 0;
    std::set<std::string> names_;
};

// What is known of zones and groups is text.
PieceColumns columns_of(const VectorFormat &format, const PieceFields &fields) {
    PieceColumns columns(format);
    columns.add("feature", OFTInteger64, "feature");
    columns.add("zone", OFTString, "zone");
    columns.add("part", OFTString, "part");
    for (const char *measure : {"gross_m2", "net_m2", "length_m"})
        columns.add(measure, OFTReal, measure);
    columns.add("net_length_m", OFTReal, "net_len_");
    columns.add("points", OFTInteger64, "points");
    for (const std::string &field : fields.zone_fields)
        columns.add(field, OFTString, "zone_");
    for (const std::string &field : fields.group_fields)
        columns.add(field, OFTString, "group_");
    return columns;
}

bool drawn(const geometry::Shape *shape) {
    return shape != nullptr && !shape->empty();
}

} // namespace

struct PiecesLayer::State {
    State(const std::filesystem::path &target, const VectorFormat &vector_format, const geodesy::Crs &crs,
          geodesy::Target datum, std::optional<catalogue::GeometryType> geometry, const PieceFields &fields)
        : file(target), format(vector_format), staged(target), reference(reference_for(crs, datum)),
          columns(columns_of(format, fields)),
          writer(format.driver, staged.path(), target,
                 {.options = dataset_options(format), .time = time_stamp()}),
          rows(writer.add_layer(
              {.name = std::string_view(format.name) == "shp" ? target.stem().string() : "pieces",
               .geometry = type_of(geometry),
               .reference = reference.get(),
               .fields = columns.fields,
               .options = layer_options(format, "pieces")})) {}

    void write(const tabulate::Piece &piece, const char *part, const geometry::Shape *shape,
               const std::vector<catalogue::Value> &texts) {
        std::size_t at = 0;
        const auto set = [&](const catalogue::Value &value) { rows.set(at++, value); };
        set(piece.feature);
        set(piece.zone);
        set(std::string(part));
        for (const double measure : {piece.gross_m2, piece.net_m2, piece.length_m, piece.net_length_m})
            set(measure);
        set(static_cast<std::int64_t>(piece.points));
        for (const catalogue::Value &text : texts)
            set(text);
        if (drawn(shape))
            rows.set_geometry(geometry::write_wkb(*shape));
        rows.write();
        ++count;
    }

    std::filesystem::path file;
    VectorFormat format;
    StagedFolder staged;
    std::unique_ptr<OGRSpatialReference> reference;
    PieceColumns columns;
    gdal::VectorWriter writer;
    gdal::LayerWriter rows;
    std::uint64_t count = 0;
};

PiecesLayer::PiecesLayer(const std::filesystem::path &file, const geodesy::Crs &crs, geodesy::Target target,
                         std::optional<catalogue::GeometryType> geometry, const PieceFields &fields,
                         bool overwrite) {
    const VectorFormat format = format_of(file);
    refuse_existing(file, overwrite);
    refuse_foreign_folder(file, format);
    refuse_driver(format, file);
    state_ = std::make_unique<State>(file, format, crs, target, geometry, fields);
}

PiecesLayer::~PiecesLayer() = default;

void PiecesLayer::add(const tabulate::Piece &piece, const std::vector<catalogue::Value> &zone_values,
                      const std::vector<std::string> &group_values) {
    std::vector<catalogue::Value> texts;
    for (const catalogue::Value &value : zone_values)
        texts.emplace_back(catalogue::text_of(value));
    texts.insert(texts.end(), group_values.begin(), group_values.end());
    if (!drawn(piece.subtracted))
        return state_->write(piece, "kept", piece.kept, texts);
    tabulate::Piece kept = piece;
    tabulate::Piece subtracted = piece;
    kept.gross_m2 = piece.net_m2;
    subtracted.net_m2 = 0;
    if (drawn(piece.kept)) {
        state_->write(kept, "kept", piece.kept, texts);
        subtracted.gross_m2 = piece.gross_m2 - piece.net_m2;
    }
    state_->write(subtracted, "subtracted", piece.subtracted, texts);
}

std::uint64_t PiecesLayer::finish() {
    state_->writer.finish();
    gdal::move_to_target(state_->staged, state_->file);
    return state_->count;
}

const std::vector<std::string> &PiecesLayer::losses() const {
    return state_->columns.renamed;
}

} // namespace qitu::exchange
