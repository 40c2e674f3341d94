#include "crs/prj_file.h"
#include "open/source.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

/// A CRS that only says that none is known: GeoPackage's srs_id 0 and -1, drawings without a system. A CRS
/// that came from a PROJ string is called "unknown" and is not one of them: its figures say what it is.
bool undefined(const OGRSpatialReference &srs) {
    return srs.IsEmpty() || srs.IsLocal() != 0 ||
           std::string_view(srs.GetName() == nullptr ? "" : srs.GetName()).starts_with("Undefined");
}

std::string wkt_of(const OGRSpatialReference &srs) {
    char *text = nullptr;
    const char *options[] = {"FORMAT=WKT2_2019", nullptr};
    srs.exportToWkt(&text, options);
    const std::unique_ptr<char, decltype(&CPLFree)> owner(text, CPLFree);
    return text == nullptr ? std::string() : std::string(text);
}

struct FirstVertex {
    std::optional<geodesy::Point> found;

    void begin_part(geometry::Kind, std::uint32_t) {}
    void path(const geometry::WkbPath &path) {
        if (!found && path.size() > 0)
            found = path[0];
    }
    void end_part() {}
};

/// Nothing of a geometry that is empty or damaged.
std::optional<geodesy::Point> first_vertex(std::span<const std::byte> wkb) {
    FirstVertex vertex;
    try {
        geometry::visit_wkb(wkb, vertex);
    } catch (const geometry::InvalidGeometry &) {
        return {};
    }
    return vertex.found;
}

} // namespace

std::string Source::declared_crs(bool any) const {
    if (!header_crs_.definition.empty())
        return header_crs_.definition;
    if (opened_.driver == shapefile)
        return prj_of(opened_.file);
    if (!geojson_crs_.empty())
        return geojson_crs_;
    if (!named_crs_.empty())
        return named_crs_;
    const OGRSpatialReference *srs = opened_.layer->GetSpatialRef();
    return !any || srs == nullptr || undefined(*srs) ? std::string() : wkt_of(*srs);
}

/// GDAL says WGS 84 for every GeoJSON without a crs member, as the standard has it; files of domestic
/// software hold plane coordinates all the same.
bool Source::says_nothing() const {
    if (opened_.driver != "GeoJSON")
        return false;
    const auto found = coordinates_.majority();
    const bool plane = found && (found->kind.form == CoordinateKind::Form::with_zone_prefix ||
                                 found->kind.form == CoordinateKind::Form::without_zone_prefix);
    return plane && geojson_crs_.empty();
}

/// What web maps have moved is shifted back only when that is asked for: it is good to a metre at best.
void Source::stop_at_moved_coordinates() const {
    throw NeedsParameter(Parameter::crs, ErrorKind::unreadable,
                         say("{}: its features say that their coordinates are in {}, which lies 300 to 1200 "
                             "m off. Export them in WGS 84 "
                             "or CGCS2000; or give the CRS {} to have them shifted back by the public "
                             "algorithm, to about 1 m.",
                             file_.string(), geodesy::Crs::from(named_crs_).name(), named_crs_));
}

void Source::decide_crs(const OpenOptions &options, const Expected &expected) {
    try {
        const gdal::Quiet quiet;
        CrsClaims claims{options.crs, {}, header_crs_.words, {}};
        if (named_crs_ == "GCJ02" || named_crs_ == "BD09")
            stop_at_moved_coordinates();
        if (says_nothing())
            claims.set_aside = say("a GeoJSON without a crs member must be in degrees, but this one is not");
        claims.declared = declared_crs(claims.set_aside.empty());
        CrsChoice choice = choose_crs(file_, claims, coordinates_, [&] {
            return Borders{options.banner_at, expected.name_of, banner_claims(options, expected)};
        });
        crs_ = std::move(choice.crs);
        diagnostics_.crs = crs_->authority_code().empty() ? name_for(*crs_) : crs_->authority_code();
        diagnostics_.crs_evidence = std::move(choice.evidence);
        diagnostics_.datum = geodesy::old_datum(*crs_);
        const auto shift = options.datum_shifts.find(diagnostics_.datum);
        to_geographic_.emplace(*crs_, shift == options.datum_shifts.end() ? "" : shift->second,
                               expected.geometry ? geodesy::Target::china : geodesy::Target::own);
        diagnostics_.operation = to_geographic_->operation();
    } catch (const Error &error) {
        if (std::string_view(error.what()).starts_with(file_.string()))
            throw;
        rethrow_at(file_.string(), error);
    }
}

/// Which banner each of the first features says it is in, where a column tells or the user does.
std::vector<BannerClaim> Source::banner_claims(const OpenOptions &options, const Expected &expected) {
    std::vector<BannerClaim> claims;
    if (!expected.admin_of)
        return claims;
    OGRFeatureDefn &definition = *opened_.layer->GetLayerDefn();
    std::vector<int> columns;
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        const std::string name = folded(decoder_->decode(definition.GetFieldDefn(i)->GetNameRef()));
        if (std::find(expected.admin_columns.begin(), expected.admin_columns.end(), name) !=
            expected.admin_columns.end())
            columns.push_back(i);
    }
    const auto fixed = options.set.find(catalogue::field_id::admin_code);
    const std::string fixed_code = fixed == options.set.end() ? "" : expected.admin_of(fixed->second);
    opened_.layer->ResetReading();
    for (std::int64_t n = 0; n < some; ++n) {
        const OGRFeatureUniquePtr feature(opened_.layer->GetNextFeature());
        if (!feature)
            break;
        const OGRGeometry *geometry = feature->GetGeometryRef();
        std::string code = fixed_code;
        for (std::size_t i = 0; i < columns.size() && code.empty(); ++i)
            code = expected.admin_of(decoder_->decode(feature->GetFieldAsString(columns[i])));
        if (geometry == nullptr || geometry->IsEmpty() != 0 || code.empty())
            continue;
        OGREnvelope box;
        geometry->getEnvelope(&box);
        claims.push_back({{(box.MinX + box.MaxX) / 2, (box.MinY + box.MaxY) / 2}, code});
    }
    opened_.layer->ResetReading();
    return claims;
}

/// The CRS is decided on a sample; a single feature of another zone would land hundreds of kilometres off.
void Source::refuse_other_zone(const RawFeature &feature) const {
    const std::optional<geodesy::Point> vertex = first_vertex(feature.wkb);
    const int zone = vertex ? other_zone(*crs_, *vertex, coordinates_) : 0;
    if (zone == 0)
        return;
    throw NeedsParameter(
        Parameter::crs, ErrorKind::unreadable,
        say("{}: the file is read as {}, but the easting of feature {} has zone prefix {} ({:.9g}). Split "
            "the file by zone; or, if all of it is in one CRS, give the CRS.",
            file_.string(), described(*crs_), feature.id, zone, vertex->x));
}

} // namespace qitu::reader
