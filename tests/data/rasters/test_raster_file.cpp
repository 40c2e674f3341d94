#include <qitu/core/base/error.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/data/reader/confined.h>

#include <catch2/catch.hpp>
#include <gdal_rat.h>
#include <support/folder.h>

#include <cmath>
#include <cstdlib>

using namespace qitu;
using namespace qitu::rasters;

namespace {

struct Make {
    GDALDataType type = GDT_Byte;
    int columns = 70, rows = 50, bands = 1;
    std::vector<const char *> options{nullptr}; // of GTiff, ends with nullptr
    int epsg = 4490;
    std::array<double, 6> to_ground{107, 0.01, 0, 42, 0, -0.01};
    bool placed = true;
};

double value_at(int column, int row) {
    return (column * 7 + row * 13) % 200;
}

/// A GeoTIFF whose values are those of value_at; `more` may change it before it is written.
std::filesystem::path made(const support::Folder &folder, const std::string &name, const Make &make,
                           const std::function<void(GDALDataset &)> &more = {}) {
    GDALAllRegister();
    const gdal::Quiet quiet;
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("GTiff");
    const std::string file = (folder / name).string();
    gdal::Dataset dataset(driver->Create(file.c_str(), make.columns, make.rows, make.bands, make.type,
                                         const_cast<char **>(make.options.data())));
    REQUIRE(dataset);
    if (make.epsg != 0)
        dataset->SetSpatialRef(gdal::reference_from_epsg(make.epsg).get());
    if (make.placed) {
        std::array<double, 6> to_ground = make.to_ground;
        dataset->SetGeoTransform(to_ground.data());
    }
    std::vector<double> values;
    for (int row = 0; row < make.rows; ++row)
        for (int column = 0; column < make.columns; ++column)
            values.push_back(value_at(column, row));
    if (more)
        more(*dataset);
    for (int band = 1; band <= make.bands; ++band)
        REQUIRE(dataset->GetRasterBand(band)->RasterIO(GF_Write, 0, 0, make.columns, make.rows, values.data(),
                                                       make.columns, make.rows, GDT_Float64, 0,
                                                       0) == CE_None);
    return file;
}

std::vector<double> read_all(const RasterFacts &facts, const raster::Window &window) {
    raster::Values values;
    const auto cells = open_cells(facts);
    cells->read(window, values);
    const std::optional<double> none = cells->no_data();
    std::vector<double> result;
    std::visit(
        [&](const auto &all) {
            for (const auto value : all)
                result.push_back(static_cast<double>(value) == none ? std::nan("")
                                                                    : static_cast<double>(value));
        },
        values);
    return result;
}

std::string refusal_of(const std::filesystem::path &file, int band = 0) {
    try {
        (void)facts_of(file, band);
    } catch (const Error &error) {
        return error.what();
    }
    return "read";
}

} // namespace

TEST_CASE("Any type, tiled, in strips or compressed, gives the values that were written") {
    const support::Folder folder;
    const raster::Window window{13, 5, 44, 38};
    for (const GDALDataType type :
         {GDT_Byte, GDT_Int16, GDT_UInt16, GDT_Int32, GDT_UInt32, GDT_Float32, GDT_Float64})
        for (const std::vector<const char *> &options :
             {std::vector<const char *>{nullptr},
              {"TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=32", nullptr},
              {"COMPRESS=LZW", "BLOCKYSIZE=7", nullptr}}) {
            const RasterFacts facts = facts_of(made(folder, "a.tif", {.type = type, .options = options}));
            CHECK(facts.type == GDALGetDataTypeName(type));
            CHECK(facts.whole_numbers == (type != GDT_Float32 && type != GDT_Float64));
            CHECK(facts.grid.columns == 70);
            CHECK(facts.grid.crs.geographic());
            CHECK(facts.grid.on_ground({70, 50}).y == Approx(41.5));
            const std::vector<double> values = read_all(facts, window);
            bool same = values.size() == window.size();
            for (int row = 0; row < window.rows && same; ++row)
                for (int column = 0; column < window.columns; ++column)
                    same = same && values[static_cast<std::size_t>(row * window.columns + column)] ==
                                       value_at(13 + column, 5 + row);
            CHECK(same);
        }
}

TEST_CASE("What stands for no value is told: a value, a mask; scale and offset are applied") {
    const support::Folder folder;
    const raster::Window corner{0, 0, 3, 1}; // 0 7 14
    CHECK(std::isnan(read_all(
        facts_of(made(folder, "a.tif", {}, [](GDALDataset &d) { d.GetRasterBand(1)->SetNoDataValue(7); })),
        corner)[1]));
    CHECK(read_all(facts_of(made(folder, "b.tif", {},
                                 [](GDALDataset &d) { d.GetRasterBand(1)->SetNoDataValue(-9999); })),
                   corner)[1] == 7);
    const auto scaled = facts_of(made(folder, "c.tif", {.type = GDT_Int16}, [](GDALDataset &d) {
        d.GetRasterBand(1)->SetScale(0.5);
        d.GetRasterBand(1)->SetOffset(100);
        d.GetRasterBand(1)->SetNoDataValue(14);
    }));
    CHECK_FALSE(scaled.whole_numbers);
    CHECK(read_all(scaled, corner)[1] == 103.5);
    CHECK(std::isnan(read_all(scaled, corner)[2]));
    const auto masked = facts_of(made(folder, "d.tif", {}, [](GDALDataset &d) {
        d.CreateMaskBand(GMF_PER_DATASET);
        std::vector<std::uint8_t> mask(70 * 50, 255);
        mask[2] = 0;
        REQUIRE(d.GetRasterBand(1)->GetMaskBand()->RasterIO(GF_Write, 0, 0, 70, 50, mask.data(), 70, 50,
                                                            GDT_Byte, 0, 0) == CE_None);
    }));
    CHECK(read_all(masked, corner)[1] == 7);
    CHECK(std::isnan(read_all(masked, corner)[2]));
}

TEST_CASE("Classes have the names of the categories or of the attribute table") {
    const support::Folder folder;
    const auto named = made(folder, "a.tif", {}, [](GDALDataset &d) {
        GDALDefaultRasterAttributeTable table;
        table.CreateColumn("Value", GFT_Integer, GFU_MinMax);
        table.CreateColumn("Class", GFT_String, GFU_Name);
        table.SetValue(0, 0, 7);
        table.SetValue(0, 1, "旱地");
        d.GetRasterBand(1)->SetDefaultRAT(&table);
    });
    CHECK(facts_of(named).names == std::map<std::int64_t, std::string>{{7, "旱地"}});
    const auto categories = made(folder, "b.tif", {}, [](GDALDataset &d) {
        const char *names[] = {"", "水田", "水浇地", nullptr};
        d.GetRasterBand(1)->SetCategoryNames(const_cast<char **>(names));
    });
    CHECK(facts_of(categories).names == std::map<std::int64_t, std::string>{{1, "水田"}, {2, "水浇地"}});
}

TEST_CASE("What cannot be totalled is refused with what to do") {
    const support::Folder folder;
    using Catch::Contains;
    CHECK_THAT(refusal_of(folder / "none.tif"), Contains("there is no such file"));
    CHECK_THAT(refusal_of(folder.path()), Contains("it is not a file"));
    CHECK_THAT(refusal_of(made(folder, "a.tif", {.epsg = 0})),
               Contains("declares no coordinate reference system"));
    CHECK_THAT(refusal_of(made(folder, "b.tif", {.placed = false})), Contains("does not say where on Earth"));
    CHECK_THAT(refusal_of(made(folder, "c.tif", {.to_ground = {107, 0.01, 0.001, 42, 0, -0.01}})),
               Contains("do not run along the axes"));
    CHECK_THAT(refusal_of(made(folder, "d.tif", {.type = GDT_CFloat32})), Contains("complex numbers"));
    CHECK_THAT(refusal_of(made(folder, "e.tif", {.bands = 3})), Contains("it has 3 bands"));
    CHECK(refusal_of(made(folder, "f.tif", {.bands = 3}), 2) == "read");
    CHECK_THAT(refusal_of(folder / "f.tif", 4), Contains("there is no band 4"));
    support::write_file(folder / "g.tif", "nothing of the kind");
    CHECK_THAT(refusal_of(folder / "g.tif"), Contains("is no raster that can be read"));
    CHECK_THROWS_AS(facts_of(made(folder, "h.tif", {.bands = 2})), NeedsParameter);
}

TEST_CASE("A virtual raster is not opened, whatever it is called") {
    const support::Folder folder;
    const auto inner = made(folder, "inner.tif", {});
    support::write_file(
        folder / "a.tif",
        "<VRTDataset rasterXSize=\"70\" rasterYSize=\"50\"><SRS>EPSG:4490</SRS>"
        "<GeoTransform>107, 0.01, 0, 42, 0, -0.01</GeoTransform>"
        "<VRTRasterBand dataType=\"Byte\" band=\"1\"><SimpleSource><SourceFilename>" +
            inner.string() +
            "</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
    CHECK_THAT(refusal_of(folder / "a.tif"), Catch::Contains("is no raster that can be read"));
}

TEST_CASE("A file that ends too early is a refusal, and the cage changes no bit") {
    const support::Folder folder;
    const std::vector<std::byte> none;
    const auto file =
        made(folder, "a.tif", {.columns = 300, .rows = 200, .options = {"COMPRESS=DEFLATE", nullptr}});
    const RasterFacts facts = facts_of(file);
    raster::ZonesOnGrid zones{
        facts.grid, geodesy::Target::own, geodesy::Method::straight, {"a"}, {1}, {1}, {1}, {}, {}};
    raster::CellEdges edges;
    const geodesy::Point corners[]{{10.3, 5.2}, {250.1, 30.7}, {200.9, 190.2}, {10.3, 5.2}};
    for (std::size_t i = 0; i < 3; ++i)
        edges.add(corners[i], corners[i + 1]);
    zones.bands.push_back({0, 200, 0, 300, {{0, edges.take()}}});
    const auto sums = [&] {
        return sums_of(facts, zones, Read::values, {raster::SumAs::classes, {}, 2, {}});
    };
    const std::vector<raster::CellSums> caged = sums();
    setenv("QITU_CAGE", "off", 1);
    const std::vector<raster::CellSums> here = sums();
    unsetenv("QITU_CAGE");
    CHECK(caged.front().classes == here.front().classes);
    CHECK(caged.front().m2 > 0);
    const std::string bytes = support::read_file(file);
    support::write_file(file, bytes.substr(0, bytes.size() / 2));
    CHECK_THROWS_WITH(sums(), Catch::Contains("a.tif"));
}

TEST_CASE("Work in a process of its own tells how far it is, and can be stopped") {
    const support::Folder folder;
    support::write_file(folder / "a.tif", "x");
    setenv("QITU_CAGE", "required", 1);
    std::vector<std::uint64_t> told;
    const auto work = [](const Progress &progress) {
        for (std::uint64_t i = 1; i <= 3; ++i)
            report_progress(progress, i, 3);
        return std::string("done\0so", 7);
    };
    const Progress listen = [&](std::uint64_t done, std::uint64_t) {
        told.push_back(done);
        return true;
    };
    CHECK(reader::confined(folder / "a.tif", work, listen) == std::string("done\0so", 7));
    CHECK(told == std::vector<std::uint64_t>{1, 2, 3});
    const Progress stop = [](std::uint64_t, std::uint64_t) { return false; };
    CHECK_THROWS_AS(reader::confined(folder / "a.tif", work, stop), Cancelled);
    CHECK_THROWS_WITH(reader::confined(folder / "a.tif",
                                       [](const Progress &) -> std::string {
                                           throw Error(ErrorKind::refused, "so it is");
                                       }),
                      "so it is");
    unsetenv("QITU_CAGE");
}
