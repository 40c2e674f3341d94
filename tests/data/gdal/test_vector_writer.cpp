#include "support/folder.h"

#include <qitu/data/gdal/messages.h>
#include <qitu/data/gdal/vector_writer.h>

#include <catch2/catch.hpp>

using namespace qitu;

namespace {

std::vector<std::byte> wkb(const char *wkt) {
    OGRGeometry *made = nullptr;
    OGRGeometryFactory::createFromWkt(wkt, nullptr, &made);
    return gdal::wkb_of(*gdal::Geometry(made));
}

constexpr const char *square = "POLYGON ((108 41,109 41,109 42,108 42,108 41))";

gdal::LayerDefinition parcels(const OGRSpatialReference &reference) {
    return {.name = "parcels",
            .geometry = wkbMultiPolygon,
            .reference = &reference,
            .fields = {
                {.name = "name"}, {.name = "year", .type = OFTInteger64}, {.name = "day", .type = OFTDate}}};
}

void write_parcels(const std::string &driver, const std::filesystem::path &file) {
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter writer(driver, file, file, {.time = "2023-12-31T00:00:00Z"});
    gdal::LayerWriter rows = writer.add_layer(parcels(*reference));
    CHECK(rows.set(0, std::string("田")));
    CHECK(rows.set(1, std::int64_t{2021}));
    CHECK(rows.set(2, std::string("2021-05-06")));
    CHECK(rows.set_geometry(wkb(square)));
    rows.write(7);
    rows.set(0, std::monostate());
    rows.write();
    writer.finish();
}

} // namespace

TEST_CASE("A layer that was written is read back with its values, geometry and reference system") {
    const support::Folder folder;
    for (const auto &[driver, name] :
         {std::pair{"GPKG", "a.gpkg"}, {"SQLite", "a.sqlite"}, {"GeoJSON", "a.geojson"}}) {
        INFO(driver);
        const std::filesystem::path file = folder / name;
        write_parcels(driver, file);
        const gdal::Quiet quiet;
        const gdal::Dataset read = gdal::open_vector(file.string(), gdal::file_formats);
        REQUIRE(read);
        OGRLayer &layer = *read->GetLayer(0);
        CHECK(layer.GetFeatureCount() == 2);
        CHECK(std::string(layer.GetSpatialRef()->GetAuthorityCode(nullptr)) == "4490");
        for (const auto &row : layer)
            if (row->IsFieldSetAndNotNull(0)) {
                CHECK(std::string(row->GetFieldAsString("name")) == "田");
                CHECK(row->GetFieldAsInteger64("year") == 2021);
                CHECK(std::string(row->GetFieldAsString("day")).starts_with("2021"));
                CHECK(row->GetGeometryRef()->exportToWkt() ==
                      "MULTIPOLYGON (((108 41,109 41,109 42,108 42,108 41)))");
            } else
                CHECK(row->GetGeometryRef() == nullptr);
    }
}

TEST_CASE("The same rows at the same time make the same GeoPackage") {
    const support::Folder folder;
    write_parcels("GPKG", folder / "a.gpkg");
    write_parcels("GPKG", folder / "b.gpkg");
    CHECK(support::read_file(folder / "a.gpkg") == support::read_file(folder / "b.gpkg"));
}

TEST_CASE("A text that a field cannot hold becomes NULL and is said to") {
    const support::Folder folder;
    const auto reference = gdal::reference_from_epsg(4490);
    gdal::VectorWriter writer("GPKG", folder / "a.gpkg", "a.gpkg");
    gdal::LayerWriter rows = writer.add_layer(parcels(*reference));
    CHECK_FALSE(rows.set(1, std::string("some year")));
    CHECK(rows.set(1, std::string("2021")));
    CHECK_FALSE(rows.set(2, std::string("in May")));
    CHECK_FALSE(rows.set_geometry(std::vector<std::byte>(5)));
    rows.write();
    writer.finish();
}

TEST_CASE("What cannot be written is refused with the name of its target and GDAL's reason") {
    const support::Folder folder;
    const auto write = [&](const char *driver) {
        gdal::VectorWriter(driver, folder / "none" / "a.gpkg", "target.gpkg");
    };
    CHECK_THROWS_WITH(write("GPKG"),
                      Catch::StartsWith("target.gpkg: cannot be written (") && Catch::Contains("none"));
    CHECK_THROWS_WITH(write("NoSuchDriver"), Catch::Contains("cannot write NoSuchDriver"));
    CHECK(gdal::can_write("GPKG"));
    CHECK_FALSE(gdal::can_write("NoSuchDriver"));
}

TEST_CASE("A file is opened only by the drivers that are allowed") {
    const support::Folder folder;
    write_parcels("GeoJSON", folder / "a.geojson");
    const gdal::Quiet quiet;
    constexpr const char *geopackage[] = {"GPKG", nullptr};
    constexpr const char *geojson[] = {"GeoJSON", nullptr};
    CHECK_FALSE(gdal::open_vector(folder / "a.geojson", geopackage));
    CHECK(gdal::message("").find("a.geojson") != std::string::npos);
    CHECK(gdal::open_vector(folder / "a.geojson", geojson));
}
