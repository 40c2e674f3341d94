#include "boundary_tables.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/gdal/vector_writer.h>

#include <fmt/format.h>

#include <stdexcept>

namespace qitu::boundaries {

namespace {

constexpr const char *moment =
    "2023-01-01T00:00:00Z"; // the year of the programme; only to be the same each time

[[noreturn]] void damaged(const std::filesystem::path &file, const std::string &what) {
    throw NeedsParameter(Parameter::boundaries, ErrorKind::unreadable,
                         say("{}: the boundaries cannot be read ({}). Restore the file that came with qitu, "
                             "or give boundaries of your own.",
                             file.string(), what));
}

using Columns = std::vector<std::pair<const char *, std::string>>;

Columns columns_of(const Row &row) {
    Columns columns{{"code", row.boundary.code}, {"name", row.boundary.name}};
    if (!row.boundary.league.empty()) {
        columns.emplace_back("league_code", row.boundary.league);
        columns.emplace_back("league", row.league_name);
    }
    return columns;
}

void write_table(gdal::VectorWriter &writer, const char *table, const char *identifier,
                 const std::vector<Row> &rows) {
    if (rows.empty())
        return;
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::LayerDefinition definition{
        .name = table,
        .geometry = wkbMultiPolygon,
        .reference = reference.get(),
        .options = {std::string("IDENTIFIER=") + identifier, "GEOMETRY_NAME=geom", "FID=fid"}};
    for (const auto &[name, value] : columns_of(rows.front()))
        definition.fields.push_back({.name = name});
    gdal::LayerWriter layer = writer.add_layer(definition);
    for (const Row &row : rows) {
        std::size_t field = 0;
        for (const auto &[name, value] : columns_of(row))
            layer.set(field++, value);
        if (!layer.set_geometry(row.boundary.wkb))
            throw std::logic_error(row.boundary.code + ": its boundary is not WKB");
        layer.write();
    }
}

} // namespace

std::vector<workspace::Boundary> read_table(const std::filesystem::path &file, const std::string &layer) {
    const gdal::Quiet quiet;
    constexpr const char *geopackage[] = {"GPKG", nullptr};
    const gdal::Dataset dataset = gdal::open_vector(file.string(), geopackage);
    if (!dataset)
        damaged(file, gdal::message());
    OGRLayer *table = dataset->GetLayerByName(layer.c_str());
    const OGRFeatureDefn *fields = table == nullptr ? nullptr : table->GetLayerDefn();
    if (fields == nullptr || fields->GetFieldIndex("code") < 0 || fields->GetFieldIndex("name") < 0)
        damaged(file, say("there is no layer {} with code and name", layer));
    const int league = fields->GetFieldIndex("league_code");
    std::vector<workspace::Boundary> result;
    for (const auto &feature : *table) {
        const OGRGeometry *geometry = feature->GetGeometryRef();
        if (geometry == nullptr || geometry->IsEmpty() != FALSE)
            damaged(file, say("{} has no boundary", feature->GetFieldAsString("code")));
        result.push_back({feature->GetFieldAsString("code"), feature->GetFieldAsString("name"),
                          league < 0 ? "" : feature->GetFieldAsString(league), gdal::wkb_of(*geometry)});
    }
    if (result.empty() || gdal::failed())
        damaged(file, say("layer {} is empty or damaged", layer));
    return result;
}

void write_tables(const std::filesystem::path &file, const std::vector<Row> &banners,
                  const std::vector<Row> &leagues) {
    const StagedFile staged(file);
    gdal::VectorWriter writer("GPKG", staged.path(), file, {.time = moment});
    write_table(writer, "banner", "旗县", banners);
    write_table(writer, "league", "盟市", leagues);
    writer.finish();
    staged.commit();
}

} // namespace qitu::boundaries
