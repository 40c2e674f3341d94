#include "geopackage_export.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/qgis/project.h>
#include <qitu/output/qgis/schema_extension.h>

namespace qitu::exchange {

namespace {

OGRFieldType field_type(qgis::ColumnType type) {
    switch (type) {
    case qgis::ColumnType::text:
        return OFTString;
    case qgis::ColumnType::integer:
        return OFTInteger64;
    case qgis::ColumnType::short_integer:
    case qgis::ColumnType::boolean:
        return OFTInteger;
    case qgis::ColumnType::real:
        return OFTReal;
    case qgis::ColumnType::date:
        return OFTDate;
    case qgis::ColumnType::date_time:
        return OFTDateTime;
    }
    return OFTString;
}

} // namespace

gdal::Field field_of(const qgis::Column &column) {
    return {.name = column.name,
            .type = field_type(column.type),
            .subtype = column.type == qgis::ColumnType::boolean ? OFSTBoolean : OFSTNone,
            .width = column.width,
            .default_value = column.default_value};
}

OGRwkbGeometryType geometry_type(const qgis::Table &table) {
    switch (table.shape) {
    case qgis::Shape::none:
        return wkbNone;
    case qgis::Shape::point:
        return wkbMultiPoint;
    case qgis::Shape::line:
        return wkbMultiLineString;
    case qgis::Shape::polygon:
        return wkbMultiPolygon;
    case qgis::Shape::any:
        return wkbUnknown;
    }
    return wkbNone;
}

GeoPackage::GeoPackage(const std::filesystem::path &file, std::filesystem::path target,
                       const std::string &time)
    : time_(time), reference_(gdal::reference_from_epsg(4490)),
      writer_("GPKG", file, std::move(target), {.options = {"VERSION=1.3"}, .time = time}) {
    writer_.run("PRAGMA journal_mode = OFF"); // the file is thrown away when anything fails
    writer_.run("PRAGMA cache_size = -65536");
}

GeoPackage::Rows GeoPackage::add(const qgis::Table &table) {
    gdal::LayerDefinition definition{
        .name = table.name,
        .geometry = geometry_type(table),
        .reference = table.shape == qgis::Shape::none ? nullptr : reference_.get(),
        .options = {"IDENTIFIER=" + table.identifier, "DESCRIPTION=" + table.description,
                    fmt::format("GEOMETRY_NAME={}", qgis::geometry_column),
                    fmt::format("FID={}", table.id_column), "LAUNDER=NO"}};
    for (const qgis::Column &column : table.columns)
        definition.fields.push_back(field_of(column));
    tables_.push_back(table);
    return Rows(writer_.add_layer(definition));
}

void GeoPackage::add_styles(const std::vector<qgis::Table> &tables,
                            const std::vector<std::vector<qgis::Style>> &styles) {
    Rows rows = add(qgis::styles_table());
    std::int64_t id = 0;
    for (std::size_t i = 0; i < tables.size(); ++i)
        for (const qgis::Style &style : styles[i])
            rows.add(++id, {}, qgis::style_row(tables[i], style, time_));
}

void GeoPackage::add_project(const std::string &name, const std::vector<std::byte> &zipped) {
    project_ = qgis::project_sql(name, zipped, time_);
}

void GeoPackage::finish() {
    writer_.commit();
    writer_.run("BEGIN");
    for (const std::string &sql : qgis::schema_extension_sql())
        writer_.run(sql);
    std::set<std::string> lists;
    for (const qgis::Table &table : tables_)
        for (const std::string &sql : qgis::description_sql(table, lists))
            writer_.run(sql);
    for (const std::string &sql : project_)
        writer_.run(sql);
    writer_.run("COMMIT");
    writer_.run("VACUUM");
    writer_.finish();
}

// ---------------------------------------------------------------- rows

void GeoPackage::Rows::add(std::int64_t id, const std::vector<std::byte> &wkb,
                           const std::vector<catalogue::Value> &values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!writer_.set(i, values[i]))
            refuse_value(id, i, std::get<std::string>(values[i]));
    if (!writer_.set_geometry(wkb))
        throw Error(ErrorKind::refused,
                    say("Layer {}, feature {}: the geometry cannot be read. Correct it in the workspace and "
                        "export again.",
                        writer_.name(), id));
    writer_.write(id);
}

void GeoPackage::Rows::refuse_value(std::int64_t id, std::size_t field, const std::string &text) const {
    const gdal::Field column = writer_.field(field);
    const bool is_date = column.type == OFTDate || column.type == OFTDateTime;
    throw Error(
        ErrorKind::refused,
        say("Layer {}, feature {}: the field {} holds \"{}\", where {} is expected. Correct it in the "
            "workspace and export again.",
            writer_.name(), id, column.name, text, is_date ? say("a date") : say("a number")));
}

} // namespace qitu::exchange
