// What the sample promises, seen through GDAL, GEOS and PROJ rather than through our own rooms.
#include "support/folder.h"
#include "support/places.h"

#include <qitu/analysis/quotas/quotas.h>
#include <qitu/app/sample/sample.h>
#include <qitu/core/base/text.h>

#include <catch2/catch.hpp>
#include <cpl_conv.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace qitu;
namespace fs = std::filesystem;

constexpr std::size_t parcels = 200;
const fs::path layers = support::source("layers");
const fs::path borders = layers / "boundaries.gpkg";

const catalogue::Catalogue &the_catalogue() {
    static const catalogue::Catalogue catalogue = catalogue::Catalogue::load(layers);
    return catalogue;
}

std::vector<sample::File> written(const support::Folder &folder, std::size_t count, std::uint64_t seed) {
    return sample::write(folder.path(), borders, the_catalogue(), {count, seed});
}

/// One sample that most tests look at.
struct Shared {
    support::Folder folder;
    std::vector<sample::File> files = written(folder, parcels, 1);

    [[nodiscard]] fs::path file(const std::string &layer, const std::string &ending) const {
        for (const sample::File &file : files)
            if (file.layer == layer && file.path.extension() == ending)
                return file.path;
        throw std::runtime_error("the sample has no " + layer + " as " + ending);
    }
};

const Shared &shared() {
    static const Shared shared;
    return shared;
}

fs::path farmland_shp() {
    return shared().file("high_standard_farmland", ".shp");
}

fs::path farmland_gpkg() {
    return shared().file("high_standard_farmland", ".gpkg");
}

std::map<std::string, std::string> bytes_in(const fs::path &folder) {
    std::map<std::string, std::string> files;
    for (const auto &entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = support::read_file(entry.path());
    return files;
}

struct Row {
    std::map<std::string, std::string> values;
    OGRGeometryUniquePtr shape;
    [[nodiscard]] const std::string &operator[](const std::string &column) const { return values.at(column); }
};

struct Table {
    std::vector<Row> rows;
    std::string crs; // "EPSG:4490", or "" where the file has none
};

Table read(const fs::path &file) {
    GDALAllRegister();
    const CPLConfigOptionSetter gbk("SHAPE_ENCODING", "GBK", false);
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR));
    REQUIRE(dataset);
    Table table;
    OGRLayer *layer = dataset->GetLayer(0);
    if (const OGRSpatialReference *crs = layer->GetSpatialRef())
        table.crs = std::string(crs->GetAuthorityName(nullptr)) + ":" + crs->GetAuthorityCode(nullptr);
    for (const auto &feature : *layer) {
        Row row;
        for (int i = 0; i < feature->GetFieldCount(); ++i)
            row.values[feature->GetFieldDefnRef(i)->GetNameRef()] = feature->GetFieldAsString(i);
        row.shape.reset(feature->StealGeometry());
        table.rows.push_back(std::move(row));
    }
    return table;
}

struct Banner {
    std::string code;
    OGRGeometryUniquePtr shape;
};

const std::vector<Banner> &banners() {
    static const std::vector<Banner> banners = [] {
        std::vector<Banner> result;
        for (Row &row : read(borders).rows)
            result.push_back({row["code"], std::move(row.shape)});
        return result;
    }();
    return banners;
}

std::set<std::string> banners_of(const OGRGeometry &shape) {
    OGREnvelope box;
    shape.getEnvelope(&box);
    std::set<std::string> codes;
    for (const Banner &banner : banners()) {
        OGREnvelope around;
        banner.shape->getEnvelope(&around);
        if (around.Intersects(box) && banner.shape->Intersects(&shape))
            codes.insert(banner.code);
    }
    return codes;
}

/// From the plane of zone 36 by PROJ.
void bring_to_degrees(OGRGeometry &shape) {
    OGRSpatialReference plane;
    OGRSpatialReference degrees;
    plane.importFromEPSG(4524);
    degrees.importFromEPSG(4490);
    plane.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    shape.assignSpatialReference(&plane);
    REQUIRE(shape.transformTo(&degrees) == OGRERR_NONE);
}

std::size_t invalid(const Table &table) {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    return static_cast<std::size_t>(std::count_if(table.rows.begin(), table.rows.end(),
                                                  [](const Row &row) { return row.shape->IsValid() == 0; }));
}

std::size_t repeated(const Table &table) {
    std::set<std::string> seen;
    std::size_t repeated = 0;
    for (const Row &row : table.rows) {
        std::string wkb(row.shape->WkbSize(), '\0');
        row.shape->exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(wkb.data()), wkbVariantIso);
        repeated += seen.emplace(wkb.begin(), wkb.end()).second ? 0 : 1;
    }
    return repeated;
}

// A project's code begins with its banner's.
std::size_t wrongly_declared(const Table &table, const std::string &project, const std::string &banner) {
    return static_cast<std::size_t>(std::count_if(table.rows.begin(), table.rows.end(), [&](const Row &row) {
        return row[project].substr(0, 6) != row[banner];
    }));
}

} // namespace

TEST_CASE("The same seed gives the same bytes in every file, another seed other ones") {
    const support::Folder again;
    const support::Folder other;
    written(again, parcels, 1);
    written(other, parcels, 2);
    const auto first = bytes_in(shared().folder.path());
    const auto second = bytes_in(again.path());
    const auto third = bytes_in(other.path());
    REQUIRE(first.size() == second.size());
    REQUIRE(first.size() == third.size());
    for (const auto &[name, bytes] : first) {
        CAPTURE(name);
        CHECK_FALSE(bytes.empty());
        CHECK(second.at(name) == bytes);
        if (name.find("高标准农田") != std::string::npos && !name.ends_with(".shx"))
            CHECK(third.at(name) != bytes);
    }
}

TEST_CASE("There are exactly as many parcels as were asked for, mistakes included") {
    CHECK(read(farmland_shp()).rows.size() + read(farmland_gpkg()).rows.size() == parcels);
    const support::Folder few;
    std::size_t count = 0;
    for (const sample::File &file : written(few, 7, 1))
        if (file.layer == "high_standard_farmland")
            count += read(file.path).rows.size();
    CHECK(count == 7);
}

TEST_CASE("Every file is named with the layer it is meant for, and nothing else lies in the folder") {
    std::set<std::string> named;
    for (const sample::File &file : shared().files) {
        CAPTURE(file.path.string());
        CHECK(fs::exists(file.path));
        CHECK_FALSE(file.what.empty());
        if (file.layer != "quota")
            CHECK_NOTHROW(the_catalogue().layer(file.layer));
        named.insert(file.path.stem().string());
    }
    for (const auto &entry : fs::directory_iterator(shared().folder.path()))
        CHECK(named.count(entry.path().stem().string()) == 1);
}

TEST_CASE("The Shapefile says neither its encoding nor its CRS: GBK, zone 36 in front of the easting") {
    const fs::path shp = farmland_shp();
    CHECK_FALSE(fs::exists(fs::path(shp).replace_extension(".prj")));
    CHECK_FALSE(fs::exists(fs::path(shp).replace_extension(".cpg")));
    const std::string dbf = support::read_file(fs::path(shp).replace_extension(".dbf"));
    CHECK(dbf[29] == 0);                                                      // no language byte
    CHECK(dbf.find("\xCF\xEE\xC4\xBF\xB1\xE0\xBA\xC5") != std::string::npos); // 项目编号 in GBK
    CHECK(dbf.find("\xBD\xA8\xC9\xE8\xB9\xE6\xC4\xA3") != std::string::npos); // 建设规模
    CHECK(dbf.find("\xD1\xE9\xCA\xD5") != std::string::npos);                 // 验收
    CHECK_FALSE(is_utf8(dbf.substr(32, 200)));
    for (const Row &row : read(shp).rows) {
        OGREnvelope box;
        row.shape->getEnvelope(&box);
        CHECK(box.MinX > 36'350'000);
        CHECK(box.MaxX < 36'650'000);
        CHECK(box.MinY > 4'100'000);
        CHECK(box.MaxY < 5'920'000);
    }
}

TEST_CASE("PROJ puts the Shapefile's parcels into Bayannur, or over its border") {
    for (Row &row : read(farmland_shp()).rows) {
        bring_to_degrees(*row.shape);
        const std::set<std::string> found = banners_of(*row.shape);
        REQUIRE_FALSE(found.empty());
        CAPTURE(row["项目编号"], *found.begin());
        CHECK(row["项目编号"].substr(0, 4) == "1508");
    }
}

TEST_CASE("The GeoPackage and the GeoJSON are in longitude and latitude, each with columns of its own hand") {
    const Table east = read(farmland_gpkg());
    CHECK(east.crs == "EPSG:4490");
    CHECK(east.rows.front().values.count("XMBH") == 1);
    CHECK(east.rows.front().values.count("XZQDM") == 1);
    const Table saline = read(shared().file("saline_land_project", ".geojson"));
    CHECK(saline.rows.front().values.count("project_code") == 1);
    CHECK(saline.rows.front().values.count("salinity") == 1);
    for (const Table *table : {&east, &saline})
        for (const Row &row : table->rows) {
            OGREnvelope box;
            row.shape->getEnvelope(&box);
            CHECK(box.MinX > 97);
            CHECK(box.MaxX < 126.1);
            CHECK(box.MinY > 37.3);
            CHECK(box.MaxY < 53.5);
        }
}

TEST_CASE("Both farmland files have bow-ties, parcels sent twice and wrongly declared banners") {
    const Table west = read(farmland_shp());
    const Table east = read(farmland_gpkg());
    CHECK(invalid(west) >= 2);
    CHECK(invalid(east) >= 2);
    CHECK(invalid(west) + invalid(east) < parcels / 10);
    CHECK(repeated(west) >= 1);
    CHECK(repeated(east) >= 1);
    CHECK(wrongly_declared(west, "项目编号", "县区代码") >= 1);
    CHECK(wrongly_declared(east, "XMBH", "XZQDM") >= 1);
    CHECK(wrongly_declared(east, "XMBH", "XZQDM") < east.rows.size() / 10);
}

TEST_CASE("Some projects straddle a border, and most parcels do not") {
    std::size_t straddlers = 0;
    std::size_t all = 0;
    const auto count = [&](const Row &row) {
        const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
        straddlers += row.shape->IsValid() && banners_of(*row.shape).size() > 1 ? 1 : 0;
        ++all;
    };
    for (Row &row : read(farmland_shp()).rows) {
        bring_to_degrees(*row.shape);
        count(row);
    }
    for (const Row &row : read(farmland_gpkg()).rows)
        count(row);
    CHECK(straddlers >= 1);
    CHECK(straddlers < all / 5);
}

TEST_CASE("An older project is rebuilt in part by a newer one") {
    const Table table = read(farmland_shp());
    double older = 0;
    double rebuilt = 0;
    for (const Row &row : table.rows) {
        if (row["年度"] != "2021" || row.shape->IsValid() == 0)
            continue;
        older += row.shape->toPolygon()->get_Area();
        for (const Row &other : table.rows)
            if (other["建设性质"] == "改造提升" && other["年度"] == "2023" && other.shape->IsValid() != 0) {
                const OGRGeometryUniquePtr common(row.shape->Intersection(other.shape.get()));
                rebuilt += common ? OGR_G_Area(OGRGeometry::ToHandle(common.get())) : 0;
            }
    }
    CHECK(rebuilt > 10'000); // a hectare
    CHECK(rebuilt < older);
}

TEST_CASE("Neighbours in a block have their common vertices to the last digit, ten or so to a ring") {
    std::map<std::pair<double, double>, std::set<const Row *>> users;
    const Table table = read(farmland_shp());
    std::size_t points = 0;
    for (const Row &row : table.rows)
        for (const OGRPoint &point : *row.shape->toPolygon()->getExteriorRing()) {
            users[{point.getX(), point.getY()}].insert(&row);
            ++points;
        }
    const auto common = static_cast<std::size_t>(
        std::count_if(users.begin(), users.end(), [](const auto &user) { return user.second.size() > 1; }));
    CHECK(3 * common > users.size()); // the blocks are small: the rest lies on their rims
    CHECK(points > 8 * table.rows.size());
    CHECK(points < 14 * table.rows.size());
}

TEST_CASE("The named reservoirs lie in their banners, and the code lists know what is said of them") {
    const Table table = read(shared().file("reservoir", ".geojson"));
    const std::map<std::string, std::string> homes{{"东台子水库", "150424"},
                                                   {"昆都仑水库除险加固", "150203"},
                                                   {"巴图湾水库除险加固", "150626"},
                                                   {"翰嘎利水库除险加固", "152222"}};
    REQUIRE(table.rows.size() == homes.size());
    for (const Row &row : table.rows) {
        CAPTURE(row["project_name"]);
        CHECK(banners_of(*row.shape) == std::set<std::string>{homes.at(row["project_name"])});
        const bool impounds = row["project_name"] == "东台子水库";
        CHECK(row["kind"] == (impounds ? "impoundment" : "reinforcement"));
        CHECK(row["impounded"] == "yes");
    }
}

TEST_CASE("Every code in the sample's files is one that the catalogue knows") {
    for (const sample::File &file : shared().files) {
        if (file.layer == "quota")
            continue;
        const catalogue::Layer &layer = the_catalogue().layer(file.layer);
        const Table table = read(file.path);
        REQUIRE_FALSE(table.rows.empty());
        for (const catalogue::Field &field : layer.fields)
            for (const Row &row : table.rows)
                for (const auto &[column, value] : row.values)
                    if (!field.codes.empty() && !value.empty() &&
                        std::find(field.aliases.begin(), field.aliases.end(), column) !=
                            field.aliases.end()) {
                        CAPTURE(file.path.string(), column, value);
                        REQUIRE(field.code(value) != nullptr);
                    }
    }
}

TEST_CASE("A league's quota is the sum of its banners', and every quota is marked illustrative") {
    const auto quotas = quotas::read_quotas(shared().file("quota", ".csv"), the_catalogue()).quotas;
    std::map<std::string, long> leagues;
    std::map<std::string, long> sums;
    for (const workspace::Quota &quota : quotas) {
        CHECK(quota.illustrative);
        if (quota.indicator != "hsf.built")
            continue;
        const long hundredths = std::lround(quota.value * 100);
        const catalogue::AdminUnit &unit = the_catalogue().admin(quota.admin);
        (unit.level == 1 ? leagues[unit.code] : sums[unit.parent]) += hundredths;
    }
    CHECK(leagues.size() > 5);
    CHECK(leagues == sums);
}

TEST_CASE("A borders file that is none is refused with what to do") {
    const support::Folder folder;
    const fs::path text = folder / "text.gpkg";
    std::ofstream(text) << "no borders";
    CHECK_THROWS_WITH(sample::write(folder / "out", text, the_catalogue(), {}),
                      Catch::Contains("text.gpkg") && Catch::Contains("came with qitu"));
    CHECK_FALSE(fs::exists(folder / "out"));
}
