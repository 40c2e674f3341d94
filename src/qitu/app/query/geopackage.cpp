#include <qitu/app/query/query.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/workspace.h>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_geometry.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qitu::query {

namespace fs = std::filesystem;

namespace {

using Row = std::vector<Cell>;

struct DestroyGeometry {
    void operator()(OGRGeometry *geometry) const { OGRGeometryFactory::destroyGeometry(geometry); }
};
using GeometryHandle = std::unique_ptr<OGRGeometry, DestroyGeometry>;

// Keeps GDAL from printing; its last message goes into our error.
class QuietGdal {
  public:
    QuietGdal() {
        CPLErrorReset();
        CPLPushErrorHandler(CPLQuietErrorHandler);
    }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal &) = delete;
    QuietGdal &operator=(const QuietGdal &) = delete;
};

GeometryHandle ogr_of(const Geometry &geometry) {
    OGRGeometry *made = nullptr;
    OGRGeometryFactory::createFromWkb(geometry.wkb.data(), nullptr, &made, geometry.wkb.size());
    return GeometryHandle(made);
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

[[noreturn]] void cannot_write(const fs::path &file) {
    throw Error(
        ErrorKind::refused,
        say("{}: cannot be written ({}). Check the folder, your rights to it and the room on the disk.",
            file.string(), std::string(CPLGetLastErrorMsg())));
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
            if (const GeometryHandle ogr = ogr_of(*geometry))
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

class Writer {
  public:
    Writer(const fs::path &draft, const fs::path &file, const Query &query, const Plan &plan)
        : file_(file), plan_(plan) {
        GDALAllRegister();
        GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        dataset_.reset(driver == nullptr ? nullptr
                                         : driver->Create(draft.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset_ || dataset_->StartTransaction() != OGRERR_NONE)
            cannot_write(file_);
        make_layer(query.columns());
    }

    void add(const Row &row) {
        OGRFeature feature(layer_->GetLayerDefn());
        for (std::size_t i = 0; i < row.size(); ++i)
            if (i == plan_.geometry)
                set_geometry(feature, row[i]);
            else
                set_field(feature, field_of_[i], row[i]);
        if (layer_->CreateFeature(&feature) != OGRERR_NONE)
            cannot_write(file_);
    }

    void finish() {
        if (dataset_->CommitTransaction() != OGRERR_NONE)
            cannot_write(file_);
        dataset_.reset();
    }

  private:
    struct Close {
        void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
    };

    void make_layer(const std::vector<std::string> &columns) {
        OGRSpatialReference system;
        system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        const bool known = plan_.srid > 0 && system.importFromEPSG(plan_.srid) == OGRERR_NONE;
        const std::string name = file_.stem().string();
        CPLStringList options;
        options.SetNameValue("FID", "fid_");
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("LAUNDER", "NO");
        layer_ = dataset_->CreateLayer(name.c_str(), known ? &system : nullptr, plan_.type, options.List());
        if (layer_ == nullptr)
            cannot_write(file_);
        std::set<std::string> taken_names{"fid_", "geom"};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            field_of_.push_back(layer_->GetLayerDefn()->GetFieldCount());
            if (i == plan_.geometry)
                continue;
            OGRFieldDefn field(field_name(columns[i], taken_names).c_str(), plan_.types[i]);
            if (layer_->CreateField(&field) != OGRERR_NONE)
                cannot_write(file_);
        }
    }

    void set_geometry(OGRFeature &feature, const Cell &cell) const {
        const auto *geometry = std::get_if<Geometry>(&cell);
        if (geometry == nullptr)
            return;
        GeometryHandle ogr = ogr_of(*geometry);
        if (ogr && plan_.type != wkbUnknown)
            ogr.reset(OGRGeometryFactory::forceTo(ogr.release(), plan_.type));
        feature.SetGeometryDirectly(ogr.release());
    }

    static void set_field(OGRFeature &feature, int field, const Cell &cell) {
        if (const auto *whole = std::get_if<std::int64_t>(&cell))
            feature.SetField(field, static_cast<GIntBig>(*whole));
        else if (const auto *real = std::get_if<double>(&cell))
            feature.SetField(field, *real);
        else if (const auto *text = std::get_if<std::string>(&cell))
            feature.SetField(field, text->c_str());
        else if (const auto *geometry = std::get_if<Geometry>(&cell))
            feature.SetField(field, wkt_of(*geometry).c_str());
        else if (const auto *bytes = std::get_if<std::vector<std::byte>>(&cell))
            feature.SetField(field, static_cast<int>(bytes->size()), bytes->data());
    }

    fs::path file_;
    const Plan &plan_;
    std::unique_ptr<GDALDataset, Close> dataset_;
    OGRLayer *layer_ = nullptr; // the dataset's
    std::vector<int> field_of_; // by column
};

} // namespace

std::string wkt_of(const Geometry &geometry) {
    const GeometryHandle ogr = ogr_of(geometry);
    return ogr ? ogr->exportToWkt() : std::string();
}

std::string geojson_of(const Geometry &geometry) {
    const GeometryHandle ogr = ogr_of(geometry);
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
        if (const GeometryHandle ogr = ogr_of(*geometry))
            return say("{}, {} points", std::string(ogr->getGeometryName()), points_in(*ogr));
    return {};
}

namespace {

bool is_workspace(const fs::path &file) {
    try {
        (void)workspace::Workspace::open(file, true);
        return true;
    } catch (const Error &) {
        return false;
    }
}

void refuse_existing(const fs::path &file, bool overwrite) {
    if (!fs::exists(fs::symlink_status(file)))
        return;
    if (!overwrite)
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", file.string()));
    if (is_workspace(file))
        throw Error(ErrorKind::refused,
                    say("{}: is a workspace and is not replaced. Choose another name.", file.string()));
}

} // namespace

std::uint64_t write_geopackage(const fs::path &file, Query &query, bool overwrite) {
    refuse_existing(file, overwrite);
    const std::vector<Row> rows = rest_of(query);
    const Plan plan = plan_of(rows, query.columns().size());
    const StagedFile staged(file);
    const QuietGdal quiet;
    {
        Writer writer(staged.path(), file, query, plan);
        for (const Row &row : rows)
            writer.add(row);
        writer.finish();
    }
    staged.commit();
    return rows.size();
}

} // namespace qitu::query
