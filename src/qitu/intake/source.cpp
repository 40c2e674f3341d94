#include "source.h"

#include "crs.h"
#include "geopackage_rows.h"
#include "multi_part.h"
#include "survey.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace qitu::intake {

namespace {

constexpr const char *shapefile = "ESRI Shapefile";
constexpr std::int64_t many = 20'000; // features to look at where the encoding is to be found
constexpr std::int64_t some = 2'000;  // and where only coordinates are to be checked

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
    return opened.driver != "CSV" && opened.layer->TestCapability(OLCStringsAsUTF8) != 0;
}

std::string contents(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::string prj_of(const std::filesystem::path &file) {
    for (const char *ending : {".prj", ".PRJ"}) {
        std::string text = contents(std::filesystem::path(file).replace_extension(ending));
        if (text.find_first_not_of(" \t\r\n") != std::string::npos)
            return text;
    }
    return {};
}

/// A CRS that only says that none is known: GeoPackage's srs_id 0 and -1, drawings without a system.
bool undefined(const OGRSpatialReference &srs) {
    const std::string name = text_or_empty(srs.GetName());
    return srs.IsLocal() != 0 || name.starts_with("Undefined") || name.starts_with("unknown") || name.empty();
}

std::string wkt_of(const OGRSpatialReference &srs) {
    char *text = nullptr;
    const char *options[] = {"FORMAT=WKT2_2019", nullptr};
    srs.exportToWkt(&text, options);
    const std::unique_ptr<char, decltype(&CPLFree)> owner(text, CPLFree);
    return text_or_empty(text);
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

Source::Source(const std::filesystem::path &file, const OpenOptions &options)
    : file_(file), opened_(open_layer(file, options.layer, "")) {
    understanding_.format = opened_.format;
    Survey first = survey(*opened_.layer, always_utf8(opened_) ? some : many);
    decide_encoding(options, first.texts);
    const std::string name = opened_.layer->GetName(); // of a Shapefile that of the file: UTF-8 as a rule
    understanding_.layer = is_utf8(name) ? name : decoder_->decode(name);
    decide_crs(options, first.coordinates);
    coordinates_ = std::move(first.coordinates);
    filter(options.where);
    list_columns();
    const Quiet quiet;
    understanding_.features =
        static_cast<std::uint64_t>(std::max<GIntBig>(0, opened_.layer->GetFeatureCount()));
}

Source::~Source() = default;
Source::Source(Source &&) noexcept = default;
Source &Source::operator=(Source &&) noexcept = default;

void Source::decide_encoding(const OpenOptions &options, const TextCensus &texts) {
    Encoding encoding;
    if (options.encoding.empty() && always_utf8(opened_))
        encoding = {"UTF-8", say("the format's own")};
    else
        encoding = choose_encoding(file_, claims_of(*opened_.layer, options.encoding), texts);
    understanding_.encoding = encoding.name;
    understanding_.encoding_evidence = encoding.evidence;
    decoder_.emplace(encoding.name);
}

/// The CRS as text. A .prj is taken as it stands: GDAL would search PROJ's whole database for a better name,
/// and Crs looks at the figures anyway.
std::string Source::declared_crs() const {
    if (opened_.driver == shapefile)
        return prj_of(file_);
    const OGRSpatialReference *srs = opened_.layer->GetSpatialRef();
    return srs == nullptr || undefined(*srs) ? std::string() : wkt_of(*srs);
}

void Source::decide_crs(const OpenOptions &options, const CoordinateCensus &coordinates) {
    try {
        const Quiet quiet;
        CrsChoice choice = choose_crs(file_, {options.crs, declared_crs()}, coordinates);
        crs_ = std::move(choice.crs);
        understanding_.crs = crs_->authority_code().empty() ? crs_->name() : crs_->authority_code();
        understanding_.crs_evidence = std::move(choice.evidence);
        to_geographic_.emplace(*crs_);
        understanding_.operation = to_geographic_->operation();
    } catch (const Error &error) {
        const std::string text = error.what();
        if (text.starts_with(file_.string()))
            throw;
        throw Error(error.status(), fmt::format("{}: {}", file_.string(), text));
    }
}

/// A filter is written in UTF-8, so GDAL must see the texts in UTF-8 too: the file is opened again, recoded.
void Source::filter(const std::string &where) {
    if (where.empty())
        return;
    if (!always_utf8(opened_) && understanding_.encoding != "ASCII" && opened_.driver == shapefile) {
        const std::string name = opened_.layer->GetName();
        opened_.dataset.reset(); // closed before it is opened again
        opened_ = open_layer(file_, name, canonical_encoding(understanding_.encoding));
        decoder_.emplace("UTF-8");
    }
    const Quiet quiet;
    if (opened_.layer->SetAttributeFilter(where.c_str()) != OGRERR_NONE)
        throw Error(Status::usage,
                    say("{}: the filter --where \"{}\" cannot be used ({}). Write it as in SQL, field "
                        "names in double quotes, texts in single ones.",
                        file_.string(), where, Quiet::message(say("no reason given"))));
    filtered_ = true;
}

void Source::list_columns() {
    OGRFeatureDefn &definition = *opened_.layer->GetLayerDefn();
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        const OGRFieldDefn &field = *definition.GetFieldDefn(i);
        columns_.push_back({i, decoder_->decode(field.GetNameRef()), field.GetNameRef(), field.GetType(),
                            field.GetType() == OFTString ? field.GetWidth() : 0});
    }
}

void Source::select(const std::vector<std::string> &names) {
    std::vector<Column> wanted;
    std::vector<std::string> known;
    for (const Column &column : columns_)
        known.push_back(column.name);
    for (const std::string &name : names) {
        const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Column &column) {
            return folded(column.name) == folded(name);
        });
        if (found == columns_.end()) {
            const std::string near = nearest(name, known);
            throw Error(Status::usage, say("{}: layer {} has no field \"{}\". Its fields: {}.{}",
                                           file_.string(), layer(), name, fmt::join(known, ", "),
                                           near.empty() ? "" : say(" Did you mean \"{}\"?", near)));
        }
        wanted.push_back(*found);
    }
    read_only(wanted);
}

void Source::read_only(const std::vector<Column> &columns) {
    columns_ = columns;
    if (filtered_) // a field that the filter needs must not be ignored
        return;
    OGRFeatureDefn &definition = *opened_.layer->GetLayerDefn();
    std::vector<const char *> ignored;
    for (int i = 0; i < definition.GetFieldCount(); ++i)
        if (std::none_of(columns.begin(), columns.end(),
                         [i](const Column &column) { return column.index == i; }))
            ignored.push_back(definition.GetFieldDefn(i)->GetNameRef());
    ignored.push_back(nullptr);
    const Quiet quiet;
    opened_.layer->SetIgnoredFields(ignored.data());
}

OGRwkbGeometryType Source::geometry_type() const {
    return wkbFlatten(opened_.layer->GetGeomType());
}

std::size_t Source::name_limit() const {
    return opened_.driver == shapefile ? 10 : 0;
}

catalogue::Value Source::value_of(const OGRFeature &feature, const Column &column) const {
    if (feature.IsFieldSetAndNotNull(column.index) == 0)
        return {};
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

void Source::take_geometry(OGRFeature &feature, std::vector<std::byte> &wkb) const {
    OGRGeometryUniquePtr geometry(feature.StealGeometry());
    if (!geometry || geometry->IsEmpty() != 0) {
        wkb = empty_geometry();
        return;
    }
    if (geometry->hasCurveGeometry() != 0)
        geometry.reset(geometry->getLinearGeometry());
    geometry->flattenTo2D();
    wkb.resize(geometry->WkbSize());
    geometry->exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(wkb.data()), wkbVariantIso);
}

void Source::broken(std::int64_t after, const std::string &why) const {
    if (after < 0)
        throw Error(Status::unreadable,
                    say("{}: layer {}: the first feature cannot be read ({}). The file is cut "
                        "short or damaged: send it again, complete.",
                        file_.string(), layer(), why));
    throw Error(Status::unreadable,
                say("{}: layer {}: the feature after {} cannot be read ({}). The file is cut short "
                    "or damaged: send it again, complete.",
                    file_.string(), layer(), after, why));
}

void Source::start() {
    started_ = true;
    if (opened_.driver == "GPKG" && !filtered_)
        rows_ = GeoPackageRows::open(file_, *opened_.layer, columns_);
}

bool Source::next(RawFeature &feature) {
    if (!started_)
        start();
    if (!rows_)
        return next_by_gdal(feature);
    try {
        const bool more = rows_->next(feature);
        last_ = more ? feature.id : last_;
        return more;
    } catch (const std::runtime_error &error) {
        broken(last_, error.what());
    }
}

bool Source::next_by_gdal(RawFeature &feature) {
    const Quiet quiet;
    const OGRFeatureUniquePtr row(opened_.layer->GetNextFeature());
    if (Quiet::failed())
        broken(last_, Quiet::message(say("no reason given")));
    if (!row)
        return false;
    feature.id = last_ = row->GetFID();
    feature.values.resize(columns_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i)
        feature.values[i] = value_of(*row, columns_[i]);
    take_geometry(*row, feature.wkb);
    return true;
}

void Source::rewind() {
    if (rows_)
        rows_->rewind();
    const Quiet quiet;
    opened_.layer->ResetReading();
    last_ = -1;
}

} // namespace qitu::intake
