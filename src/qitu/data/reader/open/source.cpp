#include "open/source.h"

#include "crs/geojson_crs.h"
#include "drawing/drawing.h"
#include "drawing/drawn.h"
#include "encoding/text_file.h"
#include "geometry/linearize.h"
#include "geometry/memory_layer.h"
#include "geometry/multi_part.h"
#include "open/geopackage_rows.h"
#include "open/json_texts.h"
#include "open/sniff.h"
#include "open/whole.h"
#include "open/written_numbers.h"
#include "table/table.h"
#include "vct/vct.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>

#include <cpl_conv.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

constexpr const char *arc_step = "0.25"; // degrees: chords within 1 cm of arcs to a radius of 4 km
constexpr std::int64_t many = 20'000;    // features to look at where the encoding is to be found

std::string text_or_empty(const char *text) {
    return text == nullptr ? std::string() : std::string(text);
}

/// What the file says about its texts. Of the dBASE language bytes only 0x4D (code page 936) is ever set on
/// purpose; 0x57 and 0x03 stand in files of any encoding.
EncodingClaims claims_of(OGRLayer &layer, const std::string &option) {
    EncodingClaims claims;
    claims.option = option;
    const char *domain = "SHAPEFILE";
    claims.cpg = text_or_empty(layer.GetMetadataItem("ENCODING_FROM_CPG", domain));
    if (claims.cpg.empty())
        claims.cpg = text_or_empty(layer.GetMetadataItem("CPG_VALUE", domain));
    if (text_or_empty(layer.GetMetadataItem("LDID_VALUE", domain)) == "77")
        claims.language_byte = "GBK";
    return claims;
}

/// Formats whose texts are UTF-8 by their standard. CSV is not, whatever its driver says.
bool always_utf8(const Opened &opened) {
    return opened.in_memory ||
           (opened.driver != "CSV" && opened.layer->TestCapability(OLCStringsAsUTF8) != 0);
}

bool lies_in_memory(const Opened &opened) {
    return std::string_view(opened.dataset->GetDriverName()) == "Memory";
}

/// Formats that do not number their features: GDAL counts them from 0, people and workspaces from 1.
bool counts_from_nothing(const Opened &opened) {
    constexpr std::array drivers{shapefile,  "GeoJSON",    "GeoJSONSeq", "ESRIJSON",
                                 "TopoJSON", "FlatGeobuf", "GML"};
    if (std::find(drivers.begin(), drivers.end(), opened.driver) == drivers.end() || opened.in_memory)
        return false;
    opened.layer->ResetReading();
    const OGRFeatureUniquePtr first(opened.layer->GetNextFeature());
    opened.layer->ResetReading();
    return first && (opened.driver == shapefile || first->GetFID() == 0);
}

/// Enough of a file to see what it is.
std::string beginning_of(const std::filesystem::path &file) {
    std::string bytes(1 << 16, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

bool is_markup(const std::string &ending) {
    return ending == ".kml" || ending == ".ovkml" || ending == ".gpx";
}

std::string date_of(const OGRFeature &feature, int index, bool with_time) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
    float second = 0;
    feature.GetFieldAsDateTime(index, &year, &month, &day, &hour, &minute, &second, &zone);
    const std::string date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    return with_time ? fmt::format("{}T{:02}:{:02}:{:02.0f}", date, hour, minute, static_cast<double>(second))
                     : date;
}

} // namespace

Source::Source(const std::filesystem::path &file, const OpenOptions &options, const Expected &expected)
    : file_(file), coordinates_(region_of(options.region)), close_m_(options.close_m),
      crs_given_(!options.crs.empty()) {
    const gdal::Quiet quiet;
    std::string layer = options.layer;
    opened_ = unpacked(file, layer);
    const std::string ending = folded(opened_.file.extension().string());
    if (ending == ".txt" && is_coordinate_text(beginning_of(opened_.file)))
        take_text(contents_of(opened_.file), options);
    else if (is_markup(ending))
        take_markup(options, layer);
    else if (ending == ".vct" && is_vct(beginning_of(opened_.file)))
        take_vct(options, layer);
    else if (is_sheet(opened_.file))
        take_sheet(options, expected, layer);
    else
        take_layer(options, expected, layer);
    decide_crs(options, expected);
    if (options.crs.empty() && named_crs_.empty() && from_a_phone()) // it says WGS 84 of itself
        diagnostics_.notes.push_back(
            say("read as WGS 84, as the format specifies; data drawn or traced in a Chinese map app may "
                "be in GCJ-02, 300 to 600 m off: compare it with a known boundary before using it"));
    first_number_ = counts_from_nothing(opened_) ? 1 : 0;
    promised_ = opened_.in_memory ? -1 : std::max(promised_, features_promised(opened_));
    filter(options.where);
    list_columns();
    diagnostics_.features =
        static_cast<std::uint64_t>(std::max<GIntBig>(0, opened_.layer->GetFeatureCount()));
}

/// Where a layer in memory lies, before its CRS is known.
void Source::sniff_memory() {
    coordinates_ = sniff(*opened_.layer, some, Reach::by_reading, coordinates_.region()).coordinates;
}

/// A coordinate TXT becomes a layer in memory whose columns have the names of the survey's tables.
void Source::take_text(const std::string &bytes, const OpenOptions &options) {
    const TextFile file = read_text(file_, bytes, options.encoding);
    CoordinateText text;
    try {
        const catalogue::TextLayouts &layouts =
            options.layouts ? *options.layouts : catalogue::TextLayouts::shipped();
        text = read_coordinate_text(file.text, layouts, {options.layout, options.angles});
        MemoryLayer made = layer_of(text, file_.stem().string());
        opened_.replace(made.take());
        sniff_memory();
        if (options.crs.empty())
            header_crs_ = crs_of_header(text, layouts);
    } catch (const Error &error) {
        rethrow_at(file_.string(), error);
    }
    opened_.driver = "TXT";
    diagnostics_.format = say("coordinate TXT");
    diagnostics_.layer = opened_.layer->GetName();
    diagnostics_.encoding = file.encoding.name;
    diagnostics_.encoding_evidence = file.encoding.evidence;
    diagnostics_.notes = std::move(text.notes);
    diagnostics_.notes.insert(diagnostics_.notes.end(), header_crs_.notes.begin(), header_crs_.notes.end());
    decoder_.emplace("UTF-8");
}

/// A CSV or workbook, whose heads need not be its first row, becomes a layer in memory.
void Source::take_sheet(const OpenOptions &options, const Expected &expected, const std::string &layer) {
    if (std::error_code ignored; !std::filesystem::is_regular_file(opened_.file, ignored))
        return take_layer(options, expected, layer); // which says what is wrong with it
    OpenOptions own = options;
    own.layer = layer;
    Grid grid = read_grid(file_, opened_.file, own);
    const Encoding encoding = grid.encoding;
    const std::string ending = folded(opened_.file.extension().string());
    opened_.driver = ending == ".xlsx" || ending == ".xlsm" ? "XLSX"
                     : ending == ".ods"                     ? "ODS"
                     : ending == ".xls"                     ? "XLS"
                                                            : "CSV";
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName(opened_.driver.c_str());
    const char *format = driver == nullptr ? nullptr : driver->GetMetadataItem(GDAL_DMD_LONGNAME);
    diagnostics_.format = opened_.format = format == nullptr ? opened_.driver : format;
    diagnostics_.layer = grid.name;
    diagnostics_.encoding = encoding.name;
    diagnostics_.encoding_evidence = encoding.evidence;
    shape_table(opened_, file_, std::move(grid), options, expected.geometry, diagnostics_.notes);
    decoder_.emplace("UTF-8");
    sniff_memory();
}

/// What GDAL cannot know of a DXF: --encoding, and the one of texts that no code page is named for, which it
/// takes for Latin ones. "" where the drawing says it.
std::string Source::encoding_of_drawing(const OpenOptions &options) {
    if (folded(opened_.file.extension().string()) != ".dxf" ||
        (options.encoding.empty() && beginning_of(opened_.file).find("$DWGCODEPAGE") != std::string::npos))
        return {};
    const Encoding encoding =
        choose_encoding(file_, {options.encoding, {}, {}}, statistics_of(contents_of(opened_.file)));
    diagnostics_.encoding = encoding.name;
    diagnostics_.encoding_evidence = encoding.evidence;
    return canonical_encoding(encoding.name);
}

void Source::take_layer(const OpenOptions &options, const Expected &expected, const std::string &layer) {
    const std::string drawn = encoding_of_drawing(options);
    const CPLConfigOptionSetter texts("DXF_ENCODING", drawn.empty() ? nullptr : drawn.c_str(), false);
    const CPLConfigOptionSetter arcs("OGR_ARC_STEPSIZE", arc_step, false);
    refuse_cut_numbers(file_, opened_.file);
    refuse_incomplete(file_, opened_.file);
    refuse_unusable_drawing(file_, opened_.file, options.cad_blocks);
    open_layer(opened_, file_, layer, options.cad_blocks);
    diagnostics_.format = opened_.format;
    if (opened_.driver == shapefile)
        take_dbase();
    if (is_drawing(opened_))
        shape_drawing(opened_, file_, options, expected.geometry, diagnostics_.notes);
    const bool streamed = opened_.driver == "GeoJSON";
    if (streamed) {
        promised_ = features_of_geojson(file_, opened_.file);
        geojson_crs_ = geojson_crs(opened_.file);
    } else if (opened_.driver == "GeoJSONSeq")
        promised_ = texts_of_sequence(file_, opened_.file);
    // a layer in memory with gaps in its numbers goes to a feature by its index by reading all before it
    const auto reach = [&] {
        return streamed ? Reach::none : lies_in_memory(opened_) ? Reach::by_reading : Reach::as_it_says;
    };
    Sample first = sniff(*opened_.layer, always_utf8(opened_) ? some : many, reach(), coordinates_.region());
    if (diagnostics_.encoding.empty())
        decide_encoding(options, first.texts);
    else
        decoder_.emplace("UTF-8");                     // of a drawing
    const std::string name = opened_.layer->GetName(); // of a Shapefile that of the file: UTF-8 as a rule
    diagnostics_.layer = is_utf8(name) ? name : decoder_->decode(name);
    if (is_table(opened_)) {
        shape_table(opened_, file_, grid_of(*opened_.layer, *decoder_, options), options, expected.geometry,
                    diagnostics_.notes);
        decoder_.emplace("UTF-8");
        first = sniff(*opened_.layer, some, reach(), coordinates_.region());
    }
    coordinates_ = std::move(first.coordinates);
}

/// GDAL gives the shapes without a record no values, and leaves out the records without a shape.
void Source::take_dbase() {
    std::filesystem::path shp = opened_.file;
    if (std::filesystem::is_directory(shp))
        shp /= std::string(opened_.layer->GetName()) + ".shp";
    if (part_of(shp, ".shp").empty()) // packed as .shz
        return;
    refuse_incomplete(file_, part_of(shp, ".shp"));
    dbase_ = Dbase::beside(shp);
    if (!dbase_) {
        diagnostics_.notes.push_back(say("there is no .dbf beside it, or it is empty: no fields"));
        return;
    }
    if (dbase_->deleted() > 0)
        diagnostics_.notes.push_back(
            say("{} records are marked as deleted in the .dbf and were left out", dbase_->deleted()));
    const std::uint64_t shapes = shapes_by_index(shp);
    if (dbase_->records() != shapes)
        throw Error(ErrorKind::unreadable,
                    say("{}: its .shx has {} shapes and its .dbf {} records, so they do not belong "
                        "together or one is truncated. Send all parts of the Shapefile again, complete.",
                        file_.string(), shapes, dbase_->records()));
}

Source::~Source() = default;
Source::Source(Source &&) noexcept = default;
Source &Source::operator=(Source &&) noexcept = default;

void Source::decide_encoding(const OpenOptions &options, const TextStatistics &texts) {
    Encoding encoding;
    const bool gbk = opened_.driver == "GeoJSON" && !texts.is_utf8() && texts.is_gbk();
    if (options.encoding.empty() && always_utf8(opened_) && !gbk) // as the standard wants it
        encoding = {"UTF-8", say("fixed by the format")};
    else
        encoding = choose_encoding(file_, claims_of(*opened_.layer, options.encoding), texts);
    diagnostics_.encoding = encoding.name;
    diagnostics_.encoding_evidence = encoding.evidence;
    decoder_.emplace(encoding.name);
}

/// A filter is written in UTF-8, so GDAL must see the texts in UTF-8 too: the file is opened again, recoded.
void Source::filter(const std::string &where) {
    if (where.empty())
        return;
    const gdal::Quiet quiet;
    count_promised();
    if (!always_utf8(opened_) && diagnostics_.encoding != "ASCII" && opened_.driver == shapefile) {
        reopen(opened_, canonical_encoding(diagnostics_.encoding));
        decoder_.emplace("UTF-8");
    }
    const bool taken = opened_.layer->SetAttributeFilter(where.c_str()) == OGRERR_NONE;
    if (!taken || opened_.layer->GetFeatureCount() < 0 || gdal::failed()) // SQLite says it when it reads
        throw Error(ErrorKind::usage, say("{}: the filter \"{}\" is not valid ({}). Write it as in SQL, "
                                          "field names in double quotes, text in single quotes.",
                                          file_.string(), where, gdal::message()));
    where_ = where;
}

/// With a filter nobody sees that features are missing: what the file promises is counted before.
void Source::count_promised() {
    if (promised_ < 0)
        return;
    std::int64_t read = 0;
    opened_.layer->ResetReading();
    while (const OGRFeatureUniquePtr row{opened_.layer->GetNextFeature()})
        ++read;
    refuse_fewer(file_, promised_, read);
    opened_.layer->ResetReading();
    promised_ = -1;
    gdal::forget();
}

void Source::list_columns() {
    OGRFeatureDefn &definition = *opened_.layer->GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        const OGRFieldDefn &field = *definition.GetFieldDefn(i);
        std::string name = decoder_->decode(field.GetNameRef());
        if (std::any_of(columns_.begin(), columns_.end(), [&](const Column &c) { return c.name == name; })) {
            diagnostics_.notes.push_back(
                say("more than one column is named {}: only the first is read", name));
            continue;
        }
        const bool decimals = dbase_ && dbase_->holds_decimals(i);
        if (decimals)
            diagnostics_.notes.push_back(
                say("column {} is declared without decimals and holds some: read as they are written", name));
        columns_.push_back({i, std::move(name), field.GetNameRef(), decimals ? OFTReal : field.GetType(),
                            field.GetType() == OFTString ? field.GetWidth() : 0});
    }
}

void Source::read_only(const std::vector<Column> &columns) {
    columns_ = columns;
    if (!where_.empty()) // a field that the filter needs must not be ignored
        return;
    OGRFeatureDefn &definition = *opened_.layer->GetLayerDefn();
    std::vector<const char *> ignored; // by name: of two that share one, both or neither
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        const char *name = definition.GetFieldDefn(i)->GetNameRef();
        if (std::none_of(columns.begin(), columns.end(), [&](const Column &c) { return c.raw == name; }))
            ignored.push_back(name);
    }
    ignored.push_back(nullptr);
    const gdal::Quiet quiet;
    opened_.layer->SetIgnoredFields(ignored.data());
}

OGRwkbGeometryType Source::geometry_type() const {
    const gdal::Quiet quiet;
    return wkbFlatten(opened_.layer->GetGeomType());
}

std::size_t Source::name_limit() const {
    return opened_.driver == shapefile ? 10 : 0;
}

catalogue::Value Source::value_of(const OGRFeature &feature, const Column &column) const {
    if (!feature.IsFieldSetAndNotNull(column.index))
        return {};
    if (dbase_)
        if (const std::string text = dbase_->no_number(feature.GetFID(), column.index); !text.empty())
            return Decoder(diagnostics_.encoding).decode(text); // what a filter has recoded is not in it
    if (dbase_ && dbase_->holds_decimals(column.index)) {
        const std::optional<double> number = dbase_->number(feature.GetFID(), column.index);
        return number ? catalogue::Value(*number) : catalogue::Value();
    }
    switch (column.type) {
    case OFTInteger:
    case OFTInteger64:
        return static_cast<std::int64_t>(feature.GetFieldAsInteger64(column.index));
    case OFTReal:
        return feature.GetFieldAsDouble(column.index);
    case OFTDate:
    case OFTDateTime:
        return date_of(feature, column.index, column.type == OFTDateTime);
    default:
        return decoder_->decode(feature.GetFieldAsString(column.index));
    }
}

void Source::take_geometry(OGRFeature &feature, std::vector<std::byte> &wkb) {
    OGRGeometryUniquePtr geometry(feature.StealGeometry());
    if (!geometry || geometry->IsEmpty() != 0) {
        wkb = empty_geometry();
        return;
    }
    parts_left_out_ += keep_most_dimensions(geometry);
    const Linearized made = linearize(geometry);
    curves_ += made.curves ? 1 : 0;
    heights_ += made.heights ? 1 : 0;
    if (close_m_ > 0 && !opened_.shaped && geometry->getDimension() == 1)
        if (OGRGeometryUniquePtr closed = closed_lines(*geometry, close_m_)) {
            geometry = std::move(closed);
            ++closed_;
        }
    wkb = gdal::wkb_of(*geometry);
}

std::vector<std::string> Source::geometry_notes() const {
    std::vector<std::string> notes;
    const std::uint64_t curves = rows_ ? rows_->curves() : curves_;
    const std::uint64_t heights = rows_ ? rows_->heights() : heights_;
    if (curves > 0)
        notes.push_back(say("curves of {} features were linearized to {} m", curves, curve_tolerance_m));
    if (heights > 0)
        notes.push_back(say("Z or M values of {} features were dropped", heights));
    if (parts_left_out_ > 0)
        notes.push_back(parts_note(parts_left_out_));
    if (closed_ > 0)
        notes.push_back(
            say("lines of {} features, with ends within {} m, were closed to polygons", closed_, close_m_));
    return notes;
}

void Source::broken(std::int64_t after, const std::string &why) const {
    if (after < 0)
        throw Error(ErrorKind::unreadable, say("{}: layer {}: the first feature cannot be read ({}). The "
                                               "file is truncated or damaged: send it again, complete.",
                                               file_.string(), layer(), why));
    throw Error(ErrorKind::unreadable, say("{}: layer {}: the feature after {} cannot be read ({}). The "
                                           "file is truncated or damaged: send it again, complete.",
                                           file_.string(), layer(), after, why));
}

void Source::start() {
    started_ = true;
    if (opened_.driver == "GPKG" && close_m_ == 0)
        rows_ = GeoPackageRows::open(opened_.file, *opened_.layer, columns_, where_);
}

bool Source::next(RawFeature &feature) {
    if (!started_)
        start();
    if (!next_row(feature))
        return false;
    if (!crs_given_)
        refuse_other_zone(feature);
    return true;
}

bool Source::next_row(RawFeature &feature) {
    if (!rows_)
        return next_by_gdal(feature);
    try {
        const bool more = rows_->next(feature);
        last_ = more ? feature.id : last_;
        return more;
    } catch (const sqlite::Failure &error) {
        broken(last_, error.reason());
    } catch (const Error &error) {
        rethrow_at(file_.string(), error);
    }
}

bool Source::next_by_gdal(RawFeature &feature) {
    const gdal::Quiet quiet;
    const OGRFeatureUniquePtr row(opened_.layer->GetNextFeature());
    if (gdal::failed())
        broken(last_, gdal::message());
    if (!row) {
        refuse_fewer(file_, promised_, read_);
        return false;
    }
    ++read_;
    feature.id = last_ = row->GetFID() + first_number_;
    feature.values.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i)
        feature.values[i] = value_of(*row, columns_[i]);
    take_geometry(*row, feature.wkb);
    return true;
}

void Source::rewind() {
    if (rows_)
        rows_->rewind();
    const gdal::Quiet quiet;
    opened_.layer->ResetReading();
    last_ = -1;
    read_ = 0;
    curves_ = heights_ = closed_ = parts_left_out_ = 0;
}

} // namespace qitu::reader
