#include "geopackage.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cpl_conv.h>
#include <fmt/format.h>
#include <ogr_p.h>

#include <algorithm>

namespace qitu::exchange {

namespace {

constexpr const char *clock_option = "OGR_CURRENT_DATE";

[[noreturn]] void write_failed(const std::filesystem::path &target) {
    throw Error(ErrorKind::refused, say("{}: the GeoPackage cannot be written ({}). Check the folder, its "
                                        "permissions and the free space on the disk.",
                                        target.string(), CPLGetLastErrorMsg()));
}

// As the GeoPackage standard 1.3 gives them; those that GDAL makes are of an older edition.
constexpr const char *schema_extension[] = {
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title "
    "TEXT, "
    "description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name))",
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT "
    "NULL, "
    "value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description "
    "TEXT, "
    "CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value))",
    "INSERT INTO gpkg_extensions (table_name, extension_name, definition, scope) VALUES "
    "('gpkg_data_columns', 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', "
    "'read-write'), "
    "('gpkg_data_column_constraints', 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', "
    "'read-write')"};

} // namespace

std::string sql_literal(const std::string &text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + '\'';
}

namespace {

CPLStringList layer_options(const Table &table) {
    CPLStringList options;
    options.SetNameValue("IDENTIFIER", table.identifier.c_str());
    options.SetNameValue("DESCRIPTION", table.description.c_str());
    options.SetNameValue("GEOMETRY_NAME", geometry_column);
    options.SetNameValue("FID", table.id_column);
    options.SetNameValue("LAUNDER", "NO");
    return options;
}

} // namespace

const Column *Table::column(std::string_view named) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column &column) { return column.name == named; });
    return found == columns.end() ? nullptr : &*found;
}

QuietGdal::QuietGdal() {
    CPLErrorReset();
    CPLPushErrorHandler(CPLQuietErrorHandler);
}

QuietGdal::~QuietGdal() {
    CPLPopErrorHandler();
}

GeoPackage::GeoPackage(const std::filesystem::path &file, std::filesystem::path target,
                       const std::string &time)
    : target_(std::move(target)) {
    GDALAllRegister();
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GPKG");
    if (driver == nullptr)
        throw Error(ErrorKind::refused, say("This GDAL cannot write GeoPackage. Install GDAL with SQLite."));
    CPLSetThreadLocalConfigOption(clock_option, time.c_str());
    CPLStringList options;
    options.SetNameValue("VERSION", "1.3");
    dataset_.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, options.List()));
    if (!dataset_)
        fail();
    run("PRAGMA journal_mode = OFF"); // the file is thrown away when anything fails
    run("PRAGMA cache_size = -65536");
    if (dataset_->StartTransaction() != OGRERR_NONE)
        fail();
    srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    if (srs_.importFromEPSG(4490) != OGRERR_NONE)
        fail();
}

GeoPackage::~GeoPackage() {
    dataset_.reset(); // GDAL looks at the clock until the file is closed
    CPLSetThreadLocalConfigOption(clock_option, nullptr);
}

void GeoPackage::fail() const {
    write_failed(target_);
}

GeoPackage::Rows GeoPackage::add(const Table &table) {
    OGRLayer *layer = dataset_->CreateLayer(table.name.c_str(), table.geometry == wkbNone ? nullptr : &srs_,
                                            table.geometry, layer_options(table).List());
    if (layer == nullptr)
        fail();
    for (const Column &column : table.columns) {
        OGRFieldDefn field(column.name.c_str(), column.type);
        field.SetSubType(column.subtype);
        field.SetWidth(column.width);
        field.SetDefault(column.default_value.empty() ? nullptr : column.default_value.c_str());
        if (layer->CreateField(&field) != OGRERR_NONE)
            fail();
    }
    tables_.push_back(table);
    return {layer, target_};
}

void GeoPackage::finish() {
    if (dataset_->CommitTransaction() != OGRERR_NONE)
        fail();
    dataset_->FlushCache(false); // spatial indexes and extents
    run("BEGIN");
    for (const std::string &sql : schema_extension_sql())
        run(sql);
    std::set<std::string> lists;
    for (const Table &table : tables_)
        for (const std::string &sql : description_sql(table, lists))
            run(sql);
    for (const std::string &sql : project_)
        run(sql);
    run("COMMIT");
    run("VACUUM");
    dataset_.reset();
    if (CPLGetLastErrorType() >= CE_Failure)
        fail();
}

void GeoPackage::run(const std::string &sql) const {
    dataset_->ReleaseResultSet(dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr));
    if (CPLGetLastErrorType() >= CE_Failure)
        fail();
}

std::vector<std::string> project_sql(const std::string &name, const std::vector<std::byte> &zipped,
                                     const std::string &time) {
    std::string hex;
    hex.reserve(2 * zipped.size());
    for (const std::byte byte : zipped)
        hex += fmt::format("{:02x}", std::to_integer<int>(byte));
    return {"CREATE TABLE IF NOT EXISTS qgis_projects(name TEXT PRIMARY KEY, metadata BLOB, content BLOB)",
            fmt::format("INSERT OR REPLACE INTO qgis_projects VALUES ({}, {}, {})", sql_literal(name),
                        sql_literal(fmt::format("{{\"last_modified_time\": \"{}\", \"last_modified_user\": "
                                                "\"qitu\" }}",
                                                time)),
                        sql_literal(hex))};
}

void GeoPackage::add_project(const std::string &name, const std::vector<std::byte> &zipped,
                             const std::string &time) {
    project_ = project_sql(name, zipped, time);
}

std::vector<std::string> schema_extension_sql() {
    return {std::begin(schema_extension), std::end(schema_extension)};
}

std::vector<std::string> description_sql(const Table &table, std::set<std::string> &known) {
    std::vector<std::string> result;
    for (const Column &column : table.columns) {
        const std::string list = column.list.empty() ? table.name + "_" + column.name : column.list;
        if (!column.title.empty())
            result.push_back(
                fmt::format("INSERT INTO gpkg_data_columns (table_name, column_name, title, constraint_name) "
                            "VALUES ({}, {}, {}, {})",
                            sql_literal(table.name), sql_literal(column.name), sql_literal(column.title),
                            column.choices.empty() ? "NULL" : sql_literal(list)));
        if (!known.insert(list).second)
            continue;
        for (const Choice &choice : column.choices)
            result.push_back(fmt::format(
                "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value, "
                "description) VALUES ({}, 'enum', {}, {})",
                sql_literal(list), sql_literal(choice.code), sql_literal(choice.label)));
    }
    return result;
}

// ---------------------------------------------------------------- rows

GeoPackage::Rows::Rows(OGRLayer *layer, const std::filesystem::path &target)
    : layer_(layer), feature_(std::make_unique<OGRFeature>(layer->GetLayerDefn())), target_(target) {}

void GeoPackage::Rows::add(std::int64_t id, const std::vector<std::byte> &wkb,
                           const std::vector<catalogue::Value> &values) {
    feature_->Reset();
    feature_->SetFID(id);
    for (std::size_t i = 0; i < values.size(); ++i)
        set_value(static_cast<int>(i), values[i]);
    if (!wkb.empty())
        set_geometry(wkb);
    if (layer_->CreateFeature(feature_.get()) != OGRERR_NONE)
        write_failed(target_);
}

void GeoPackage::Rows::set_value(int field, const catalogue::Value &value) {
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        feature_->SetField(field, static_cast<GIntBig>(*integer));
    else if (const auto *real = std::get_if<double>(&value))
        feature_->SetField(field, *real);
    else if (const auto *text = std::get_if<std::string>(&value))
        set_text(field, *text);
    else
        feature_->SetFieldNull(field);
}

// SQLite keeps whatever an editor has typed into a column of numbers or dates; GDAL would make 0 of it.
void GeoPackage::Rows::set_text(int field, const std::string &text) {
    const OGRFieldDefn &column = *feature_->GetFieldDefnRef(field);
    if (column.GetType() == OFTString)
        return feature_->SetField(field, text.c_str());
    const bool is_date = column.GetType() == OFTDate || column.GetType() == OFTDateTime;
    if (OGRField date; is_date && OGRParseDate(text.c_str(), &date, 0) != 0)
        return feature_->SetField(field, &date);
    if (double number = 0; !is_date && parse_number(text, number))
        return feature_->SetField(field, number);
    throw Error(
        ErrorKind::refused,
        say("Layer {}, feature {}: the field {} holds \"{}\", where {} is expected. Correct it in the "
            "workspace and export again.",
            layer_->GetName(), feature_->GetFID(), column.GetNameRef(), text,
            is_date ? say("a date") : say("a number")));
}

void GeoPackage::Rows::set_geometry(const std::vector<std::byte> &wkb) {
    OGRGeometry *read = nullptr;
    const OGRErr error = OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &read, wkb.size());
    std::unique_ptr<OGRGeometry> geometry(read);
    if (error != OGRERR_NONE)
        throw Error(ErrorKind::refused,
                    say("Layer {}, feature {}: the geometry cannot be read. Correct it in the workspace and "
                        "export again.",
                        layer_->GetName(), feature_->GetFID()));
    geometry.reset(OGRGeometryFactory::forceTo(geometry.release(), layer_->GetGeomType()));
    feature_->SetGeometryDirectly(geometry.release());
}

} // namespace qitu::exchange
