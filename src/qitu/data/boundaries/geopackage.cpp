#include "geopackage.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>

#include <cpl_conv.h>
#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

namespace qitu::boundaries {

namespace {

constexpr const char *moment =
    "2023-01-01T00:00:00Z"; // the year of the programme; only to be the same each time

struct CloseDataset {
    void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

struct DestroyGeometry {
    void operator()(OGRGeometry *geometry) const { OGRGeometryFactory::destroyGeometry(geometry); }
};
using Geometry = std::unique_ptr<OGRGeometry, DestroyGeometry>;

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

[[noreturn]] void damaged(const std::filesystem::path &file, const std::string &what) {
    throw NeedsParameter(Parameter::boundaries, ErrorKind::unreadable,
                         say("{}: the boundaries cannot be read ({}). Restore the file that came with qitu, "
                             "or give boundaries of your own.",
                             file.string(), what));
}

[[noreturn]] void not_written(const std::filesystem::path &file) {
    throw Error(ErrorKind::refused, say("{}: the boundaries cannot be written ({}). Check the folder, its "
                                        "permissions and the free space on the disk.",
                                        file.string(), CPLGetLastErrorMsg()));
}

Geometry geometry_from(const std::vector<std::byte> &wkb) {
    OGRGeometry *geometry = nullptr;
    OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &geometry, wkb.size(), wkbVariantIso);
    return Geometry(geometry);
}

std::vector<std::byte> wkb_of(const OGRGeometry &geometry) {
    std::vector<std::byte> wkb(geometry.WkbSize());
    geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(wkb.data()), wkbVariantIso);
    return wkb;
}

using Columns = std::vector<std::pair<const char *, std::string>>;

class Writer {
  public:
    explicit Writer(const std::filesystem::path &file) : file_(file) {
        GDALAllRegister();
        GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GPKG");
        if (driver != nullptr)
            dataset_.reset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        srs_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        if (!dataset_ || dataset_->StartTransaction() != OGRERR_NONE ||
            srs_.importFromEPSG(4490) != OGRERR_NONE)
            not_written(file_);
    }

    void begin(const char *table, const char *identifier, const Columns &columns) {
        CPLStringList options;
        options.SetNameValue("IDENTIFIER", identifier);
        options.SetNameValue("GEOMETRY_NAME", "geom");
        options.SetNameValue("FID", "fid");
        layer_ = dataset_->CreateLayer(table, &srs_, wkbMultiPolygon, options.List());
        if (layer_ == nullptr)
            not_written(file_);
        for (const auto &[name, value] : columns) {
            OGRFieldDefn field(name, OFTString);
            if (layer_->CreateField(&field) != OGRERR_NONE)
                not_written(file_);
        }
    }

    void add(const std::vector<std::byte> &wkb, const Columns &columns) {
        OGRFeature feature(layer_->GetLayerDefn());
        for (const auto &[name, value] : columns)
            feature.SetField(name, value.c_str());
        const Geometry geometry = geometry_from(wkb);
        if (!geometry || feature.SetGeometry(geometry.get()) != OGRERR_NONE ||
            layer_->CreateFeature(&feature) != OGRERR_NONE)
            not_written(file_);
    }

    void finish() {
        if (dataset_->CommitTransaction() != OGRERR_NONE)
            not_written(file_);
        dataset_.reset();
        if (CPLGetLastErrorType() >= CE_Failure)
            not_written(file_);
    }

  private:
    std::filesystem::path file_;
    Dataset dataset_;
    OGRSpatialReference srs_;
    OGRLayer *layer_ = nullptr;
};

Columns columns_of(const Row &row) {
    Columns columns{{"code", row.boundary.code}, {"name", row.boundary.name}};
    if (!row.boundary.league.empty()) {
        columns.emplace_back("league_code", row.boundary.league);
        columns.emplace_back("league", row.league_name);
    }
    return columns;
}

void write_table(Writer &writer, const char *table, const char *identifier, const std::vector<Row> &rows) {
    if (rows.empty())
        return;
    writer.begin(table, identifier, columns_of(rows.front()));
    for (const Row &row : rows)
        writer.add(row.boundary.wkb, columns_of(row));
}

} // namespace

std::vector<workspace::Boundary> read_table(const std::filesystem::path &file, const std::string &layer) {
    const QuietGdal quiet;
    GDALAllRegister();
    const Dataset dataset(
        GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr, nullptr, nullptr));
    if (!dataset)
        damaged(file, CPLGetLastErrorMsg());
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
                          league < 0 ? "" : feature->GetFieldAsString(league), wkb_of(*geometry)});
    }
    if (result.empty() || CPLGetLastErrorType() >= CE_Failure)
        damaged(file, say("layer {} is empty or damaged", layer));
    return result;
}

void write_tables(const std::filesystem::path &file, const std::vector<Row> &banners,
                  const std::vector<Row> &leagues) {
    const QuietGdal quiet;
    const CPLConfigOptionSetter pinned("OGR_CURRENT_DATE", moment, false);
    const StagedFile staged(file);
    Writer writer(staged.path());
    write_table(writer, "banner", "旗县", banners);
    write_table(writer, "league", "盟市", leagues);
    writer.finish();
    staged.commit();
}

Extent extent_of(const std::vector<std::byte> &wkb) {
    OGREnvelope box;
    if (const Geometry geometry = geometry_from(wkb))
        geometry->getEnvelope(&box);
    return {box.MinX, box.MinY, box.MaxX, box.MaxY};
}

} // namespace qitu::boundaries
