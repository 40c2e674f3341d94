#include <qitu/app/query/query.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/gdal/vector_writer.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>
#include <set>

namespace qitu::query {

namespace fs = std::filesystem;

namespace {

using Row = std::vector<Cell>;

gdal::Geometry ogr_of(const Geometry &geometry) {
    const gdal::Quiet quiet;
    return gdal::geometry_from(geometry.wkb);
}

std::string taken(char *text) {
    std::string result = text == nullptr ? "" : text;
    CPLFree(text);
    return result;
}

std::size_t points_in(const OGRGeometry &geometry) {
    if (const auto *point = dynamic_cast<const OGRPoint *>(&geometry))
        return point->IsEmpty() ? 0 : 1;
    std::size_t count = 0;
    if (const auto *curve = dynamic_cast<const OGRSimpleCurve *>(&geometry))
        return static_cast<std::size_t>(curve->getNumPoints());
    if (const auto *polygon = dynamic_cast<const OGRPolygon *>(&geometry))
        for (const OGRLinearRing *ring : *polygon)
            count += points_in(*ring);
    if (const auto *collection = dynamic_cast<const OGRGeometryCollection *>(&geometry))
        for (const OGRGeometry *part : *collection)
            count += points_in(*part);
    return count;
}

std::vector<Row> rest_of(Query &query) {
    std::vector<Row> rows;
    for (Row row; query.next(row);)
        rows.push_back(std::move(row));
    return rows;
}

// ---------------------------------------------------------------- the layer

struct Plan {
    std::size_t geometry;            // column; one past the last for none
    std::vector<OGRFieldType> types; // of the columns
    OGRwkbGeometryType type = wkbNone;
    int srid = 0;
};

template <typename T>
bool any(const std::vector<Row> &rows, std::size_t column) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const Row &row) { return std::holds_alternative<T>(row[column]); });
}

OGRFieldType type_of(const std::vector<Row> &rows, std::size_t column) {
    if (any<std::string>(rows, column) || any<Geometry>(rows, column))
        return OFTString;
    if (any<std::vector<std::byte>>(rows, column))
        return OFTBinary;
    if (any<double>(rows, column))
        return OFTReal;
    return any<std::int64_t>(rows, column) ? OFTInteger64 : OFTString;
}

// One type for all: the common one, multi where some are; any where they differ.
OGRwkbGeometryType common(OGRwkbGeometryType a, OGRwkbGeometryType b) {
    if (a == wkbNone || a == b)
        return b;
    return OGR_GT_GetCollection(wkbFlatten(a)) == wkbFlatten(b) ||
                   OGR_GT_GetCollection(wkbFlatten(b)) == wkbFlatten(a)
               ? (OGR_GT_IsSubClassOf(a, wkbGeometryCollection) != 0 ? a : b)
               : wkbUnknown;
}

void plan_geometry(const std::vector<Row> &rows, Plan &plan) {
    std::set<int> srids;
    for (const Row &row : rows)
        if (const auto *geometry = std::get_if<Geometry>(&row[plan.geometry])) {
            srids.insert(geometry->srid);
            if (const gdal::Geometry ogr = ogr_of(*geometry))
                plan.type = plan.type == wkbUnknown ? wkbUnknown : common(plan.type, ogr->getGeometryType());
        }
    if (srids.size() > 1)
        throw Error(
            ErrorKind::refused,
            say("The geometries of the result are of several coordinate systems (EPSG:{}), and a layer has "
                "one. Bring them to one with ST_Transform.",
                fmt::join(srids, ", EPSG:")));
    plan.srid = *srids.begin();
}

Plan plan_of(const std::vector<Row> &rows, std::size_t columns) {
    Plan plan{columns, {}, wkbNone, 0};
    for (std::size_t i = 0; i < columns; ++i) {
        if (plan.geometry == columns && any<Geometry>(rows, i))
            plan.geometry = i;
        plan.types.push_back(type_of(rows, i));
    }
    if (plan.geometry < columns)
        plan_geometry(rows, plan);
    return plan;
}

// The row's number of a GeoPackage is named fid; a column of that name becomes it only where it could.
std::string field_name(const std::string &column, std::set<std::string> &taken_names) {
    std::string name = column;
    for (int i = 2; !taken_names.insert(folded(name)).second; ++i)
        name = fmt::format("{}_{}", column, i);
    return name;
}

gdal::LayerDefinition definition_of(const std::string &name, const std::vector<std::string> &columns,
                                    const Plan &plan) {
    gdal::LayerDefinition definition{
        .name = name, .geometry = plan.type, .options = {"FID=fid_", "GEOMETRY_NAME=geom", "LAUNDER=NO"}};
    std::set<std::string> taken_names{"fid_", "geom"};
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (i != plan.geometry)
            definition.fields.push_back({.name = field_name(columns[i], taken_names), .type = plan.types[i]});
    return definition;
}

void set_field(gdal::LayerWriter &layer, std::size_t field, const Cell &cell) {
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        layer.set(field, *whole);
    else if (const auto *real = std::get_if<double>(&cell))
        layer.set(field, *real);
    else if (const auto *text = std::get_if<std::string>(&cell))
        layer.set(field, *text);
    else if (const auto *geometry = std::get_if<Geometry>(&cell))
        layer.set(field, wkt_of(*geometry));
    else if (const auto *bytes = std::get_if<std::vector<std::byte>>(&cell))
        layer.set(field, std::span<const std::byte>(*bytes));
}

void add_row(gdal::LayerWriter &layer, const Row &row, std::size_t geometry_column) {
    std::size_t field = 0;
    for (std::size_t i = 0; i < row.size(); ++i)
        if (i != geometry_column)
            set_field(layer, field++, row[i]);
        else if (const auto *geometry = std::get_if<Geometry>(&row[i]))
            layer.set_geometry(geometry->wkb);
    layer.write();
}

} // namespace

std::string wkt_of(const Geometry &geometry) {
    const gdal::Geometry ogr = ogr_of(geometry);
    return ogr ? ogr->exportToWkt() : std::string();
}

std::string geojson_of(const Geometry &geometry) {
    const gdal::Geometry ogr = ogr_of(geometry);
    char digits[] = "COORDINATE_PRECISION=15";
    char *options[] = {digits, nullptr};
    return ogr ? taken(OGR_G_ExportToJsonEx(OGRGeometry::ToHandle(ogr.get()), options)) : std::string();
}

std::string text_of(const Cell &cell) {
    if (const auto *whole = std::get_if<std::int64_t>(&cell))
        return fmt::format("{}", *whole);
    if (const auto *real = std::get_if<double>(&cell))
        return fmt::format("{}", *real);
    if (const auto *text = std::get_if<std::string>(&cell))
        return *text;
    if (const auto *bytes = std::get_if<std::vector<std::byte>>(&cell))
        return say("{} bytes", bytes->size());
    if (const auto *geometry = std::get_if<Geometry>(&cell))
        if (const gdal::Geometry ogr = ogr_of(*geometry))
            return say("{}, {} points", std::string(ogr->getGeometryName()), points_in(*ogr));
    return {};
}

namespace {

void refuse_existing(const fs::path &file, bool overwrite) {
    if (!fs::exists(fs::symlink_status(file)))
        return;
    if (!overwrite)
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", file.string()));
    workspace::refuse_workspace(file);
}

} // namespace

std::uint64_t write_geopackage(const fs::path &file, Query &query, bool overwrite) {
    refuse_existing(file, overwrite);
    const std::vector<Row> rows = rest_of(query);
    const Plan plan = plan_of(rows, query.columns().size());
    const auto reference = plan.srid > 0 ? gdal::reference_from_epsg(plan.srid) : nullptr;
    gdal::LayerDefinition definition = definition_of(file.stem().string(), query.columns(), plan);
    definition.reference = reference.get();
    const StagedFile staged(file);
    gdal::VectorWriter writer("GPKG", staged.path(), file);
    gdal::LayerWriter layer = writer.add_layer(definition);
    for (const Row &row : rows)
        add_row(layer, row, plan.geometry);
    writer.finish();
    staged.commit();
    return rows.size();
}

} // namespace qitu::query
