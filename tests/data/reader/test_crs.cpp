#include "files.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/layer_file.h>
#include <qitu/data/reader/raw_file.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::reader;
using files::Folder;
using files::refusal;
using files::Refusal;
using files::Sheet;

namespace {

/// A Shapefile with one field near 临河区 in the coordinates of `crs` (by PROJ), and with this .prj, if any.
std::filesystem::path shapefile(const Folder &folder, const std::string &wkt, const std::string &prj = {}) {
    Sheet sheet;
    sheet.columns = {{"id"}};
    sheet.rows = {{wkt, {"1"}}};
    std::filesystem::path path = folder / "a.shp";
    if (std::filesystem::exists(path))
        for (const char *ending : {".shp", ".shx", ".dbf", ".prj"})
            std::filesystem::remove(std::filesystem::path(path).replace_extension(ending));
    files::write(path, sheet);
    if (!prj.empty())
        support::write_file(std::filesystem::path(path).replace_extension(".prj"), prj);
    return path;
}

std::string in(const std::string &crs) {
    return files::moved(files::field_wkt, "EPSG:4490", crs);
}

Diagnostics understood(const std::filesystem::path &file, const std::string &crs = {}) {
    OpenOptions options;
    options.crs = crs;
    options.region = geometry::Box{97, 37, 127, 54};
    return RawFile(file, options).diagnostics();
}

/// A .prj as domestic software writes it: names that PROJ does not know, figures that say it all.
std::string domestic_prj(int meridian, int false_easting) {
    return fmt::format(
        "PROJCS[\"2000国家大地坐标系_高斯\",GEOGCS[\"GCS_China_2000_X\",DATUM[\"D_China_2000_X\",SPHEROID["
        "\"CGCS2000_X\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0."
        "0174532925199433]],"
        "PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",{}.0],PARAMETER[\"False_Northing\",0.0],"
        "PARAMETER["
        "\"Central_Meridian\",{}.0],PARAMETER[\"Scale_Factor\",1.0],PARAMETER[\"Latitude_Of_Origin\",0.0],"
        "UNIT[\"Meter\","
        "1.0]]",
        false_easting, meridian);
}

} // namespace

TEST_CASE("The zone tells the CRS where the file does not") {
    const Folder folder;
    const Diagnostics three = understood(shapefile(folder, in("EPSG:4524")));
    CHECK(three.crs == "EPSG:4524");
    CHECK(three.crs_evidence ==
          "the file declares none; 1 of 1 features have eastings with zone prefix 36: interpreted as "
          "CGCS2000, 3-degree zones, central meridian 108°E");
    const Diagnostics six = understood(shapefile(folder, in("EPSG:4496")));
    CHECK(six.crs == "EPSG:4496");
    CHECK(six.crs_evidence ==
          "the file declares none; 1 of 1 features have eastings with zone prefix 18: interpreted as "
          "CGCS2000, 6-degree zones, central meridian 105°E");
}

TEST_CASE("Eastings without zone stop and list where each central meridian puts the data") {
    const Folder folder;
    const auto file = shapefile(folder, in("EPSG:4545"));
    const Refusal refused = refusal([&] { understood(file); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find(
              "the file declares no CRS, and its eastings have no zone prefix, so the central meridian is "
              "unknown. Give the CRS; candidates and where they place the data: EPSG:4542 (99°E: "
              "98.40°E 40.80°N), ") != std::string::npos);
    CHECK(refused.message.find("EPSG:4545 (108°E: 107.40°E 40.80°N)") != std::string::npos);
    CHECK(understood(file, "EPSG:4545").crs_evidence == "as given");
}

TEST_CASE("Swapped axes are named as such") {
    const Folder folder;
    const std::string advice =
        "Swap X and Y in the source (easting or longitude first) and send the file again.";
    for (const std::string &wkt : {files::field_wkt, in("EPSG:4524")}) {
        const Refusal refused = refusal([&] { understood(shapefile(folder, files::swapped(wkt))); });
        CHECK(refused.kind == ErrorKind::unreadable);
        CHECK(refused.message.find("a.shp: the axes are swapped: the coordinates are ") != std::string::npos);
        CHECK(refused.message.ends_with(advice));
    }
    Sheet sheet;
    sheet.columns = {{"id"}};
    sheet.rows = {{files::swapped(files::field_wkt), {"1"}}};
    sheet.driver = "GeoJSON";
    sheet.crs = "EPSG:4490";
    files::write(folder / "a.geojson", sheet);
    const Refusal refused = refusal([&] { understood(folder / "a.geojson"); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find(
              "but the axes are swapped: the coordinates are degrees with the latitude first. " + advice) !=
          std::string::npos);
}

TEST_CASE("A .prj with names that nobody knows is understood by its figures") {
    const Folder folder;
    const RawFile raw(shapefile(folder, in("EPSG:4524"), domestic_prj(108, 36500000)), {});
    CHECK(raw.diagnostics().crs_evidence.ends_with("the coordinates do not contradict it"));
    CHECK(raw.crs().gauss_krueger());
    CHECK(raw.crs().central_meridian() == 108);
    CHECK(raw.crs().false_easting() == 36500000);
    CHECK(raw.crs().same_as(geodesy::Crs::from("EPSG:4524")));
}

TEST_CASE("A .prj that the coordinates contradict stops the reading") {
    const Folder folder;
    const auto refused = [&](const std::string &wkt, const std::string &prj) {
        return refusal([&] { understood(shapefile(folder, wkt, prj)); });
    };
    const Refusal other_zone = refused(in("EPSG:4524"), files::esri_prj("EPSG:4526"));
    CHECK(other_zone.kind == ErrorKind::unreadable);
    CHECK(
        other_zone.message.find("are metres with zone prefix 36. Find out which is right, and give the CRS, "
                                "for example EPSG:4524.") != std::string::npos);
    const Refusal no_zone = refused(in("EPSG:4545"), files::esri_prj("EPSG:4524"));
    CHECK(no_zone.message.find("are metres without zone prefix. Find out which is right, and give the CRS, "
                               "for example EPSG:4545.") != std::string::npos);
    const Refusal zone_too_much = refused(in("EPSG:4524"), files::esri_prj("EPSG:4545"));
    CHECK(zone_too_much.message.find("for example EPSG:4524.") != std::string::npos);
    const Refusal degrees = refused(files::field_wkt, files::esri_prj("EPSG:4524"));
    CHECK(degrees.message.find("are degrees inside the region. Find out which is right, and give the CRS, "
                               "for example EPSG:4490.") != std::string::npos);
    CHECK(refused(in("EPSG:4524"), files::esri_prj("EPSG:4524")).message.empty());
}

TEST_CASE("Metres under a geographic CRS stop the reading") {
    const Folder folder;
    Sheet sheet;
    sheet.columns = {{"id"}};
    sheet.rows = {{in("EPSG:4524"), {"1"}}};
    sheet.driver = "GPKG";
    sheet.crs = "EPSG:4490";
    files::write(folder / "a.gpkg", sheet);
    const Refusal refused = refusal([&] { understood(folder / "a.gpkg"); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find("a.gpkg: the file specifies EPSG:4490 (") != std::string::npos);
    CHECK(refused.message.find("for example EPSG:4524.") != std::string::npos);
    CHECK(understood(folder / "a.gpkg", "EPSG:4524")
              .crs_evidence.starts_with("as given; the file declares EPSG:4490"));
}

TEST_CASE("A .prj that is not a CRS is quoted, not ignored") {
    const Folder folder;
    const Refusal refused =
        refusal([&] { understood(shapefile(folder, files::field_wkt, "see the letter")); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find("see the letter") != std::string::npos);
}

TEST_CASE("Coordinates of no known kind stop the reading when nothing declares the CRS") {
    const Folder folder;
    const Refusal refused = refusal([&] { understood(shapefile(folder, "POLYGON ((5 5,6 5,6 6,5 5))")); });
    CHECK(refused.kind == ErrorKind::unreadable);
    CHECK(refused.message.find("are degrees outside the region. Give the CRS.") != std::string::npos);
}

TEST_CASE(
    "Xian 1980 is read as it is, and refused where it would have to come to CGCS2000, with the file's name") {
    const Folder folder;
    const auto file = shapefile(folder, in("EPSG:4524"));
    CHECK(understood(file, "EPSG:2360").crs == "EPSG:2360"); // zone 36
    const catalogue::Layer layer = files::layer();
    OpenOptions options;
    options.crs = "EPSG:2360";
    const Refusal refused = refusal([&] { LayerFile(file, files::catalogue(), layer, options); });
    CHECK(refused.kind == ErrorKind::refused);
    CHECK(refused.message.starts_with(file.string() + ": "));
}

TEST_CASE("A CRS whose name is unknown is taken by its figures") {
    const Folder folder;
    const auto written = [&](const std::string &crs, const std::string &wkt) {
        std::filesystem::path path = folder / "a.gpkg";
        std::filesystem::remove(path);
        Sheet sheet;
        sheet.columns = {{"id"}};
        sheet.rows = {{wkt, {"1"}}};
        sheet.driver = "GPKG";
        sheet.crs = crs;
        files::write(path, sheet);
        return path;
    };
    const std::string between = "+proj=tmerc +lon_0=108.5 +x_0=500000 +ellps=GRS80 +units=m";
    const Diagnostics found = understood(written(between, in(between)));
    CHECK(found.crs == "an unnamed Gauss-Krueger CRS, central meridian 108.5°E, false easting 500000 m");
    CHECK(found.crs_evidence == "the file declares " + found.crs + "; the coordinates do not contradict it");
    const std::string old = "+proj=tmerc +lon_0=108 +x_0=36500000 +ellps=krass +units=m";
    const catalogue::Layer layer = files::layer();
    const Refusal refused =
        refusal([&] { LayerFile(written(old, in("EPSG:4524")), files::catalogue(), layer, OpenOptions()); });
    CHECK(refused.kind == ErrorKind::refused);
    CHECK(refused.message.find("Beijing 1954") != std::string::npos);
}

TEST_CASE("One feature with another zone prefix stops the reading, wherever it stands") {
    const Folder folder;
    const std::filesystem::path path = folder / "a.shp";
    Sheet sheet;
    sheet.columns = {{"id"}};
    sheet.rows.assign(39, {in("EPSG:4524"), {"1"}});
    sheet.rows.push_back({in("EPSG:4525"), {"2"}});
    files::write(path, sheet);
    const auto read = [&](const std::string &crs) {
        OpenOptions options;
        options.crs = crs;
        RawFile file(path, options);
        for (RawFeature feature; file.next(feature);) {
        }
    };
    const std::string told = "but the easting of feature 40 has zone prefix 37 (37";
    const Refusal guessed = refusal([&] { read(""); });
    CHECK(guessed.kind == ErrorKind::unreadable);
    CHECK(guessed.message.find(told) != std::string::npos);
    support::write_file(folder / "a.prj", files::esri_prj("EPSG:4524"));
    CHECK(refusal([&] { read(""); }).message.find(told) != std::string::npos);
    CHECK(refusal([&] { read("EPSG:4524"); }).message.empty());
}

TEST_CASE("The crs member of a GeoJSON file is found wherever it stands, and only that of the whole") {
    const Folder folder;
    const auto found = [&](const std::string &crs, const std::string &properties, const char *ring) {
        support::write_file(
            folder / "a.geojson",
            fmt::format("{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\","
                        "\"properties\":{},\"geometry\":{{\"type\":\"Polygon\","
                        "\"coordinates\":[[{}]]}}}}]{}}}",
                        properties, ring, crs));
        return understood(folder / "a.geojson");
    };
    const char *plane = "[36522000,4549000],[36523000,4549000],[36523000,4550000],[36522000,4549000]";
    const char *degrees = "[108.2,41],[108.3,41],[108.3,41.1],[108.2,41]";
    const auto named = [](const std::string &name) {
        return ",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" + name + "\"}}";
    };
    const std::string long_text = "{\"n\":\"" + std::string(100'000, 'x') + "\"}";
    CHECK(found(named("urn:ogc:def:crs:EPSG::4524"), long_text, plane)
              .crs_evidence.starts_with("the file declares"));
    CHECK(found(named("EPSG:2360"), long_text, plane).crs == "EPSG:2360");
    CHECK(found("", "{\"crs\":\"x\"}", plane).crs == "EPSG:4524");
    CHECK(found(",\"crs\":null", "{}", plane).crs == "EPSG:4524");
    for (const std::string name : {"西安80", "EPSG:999999", "null", "Xian"})
        CHECK(refusal([&] { found(named(name), "{}", degrees); })
                  .message.ends_with("the file declares \"" + name +
                                     "\", which is not a coordinate system known to PROJ. Give the CRS."));
    const std::string link = "{\"type\":\"link\",\"properties\":{\"href\":\"http://x/y\"}}";
    CHECK(refusal([&] { found(",\"crs\":" + link, "{}", degrees); }).message.find(link) != std::string::npos);
}

TEST_CASE("A .prj that contradicts itself stops the reading") {
    const Folder folder;
    const auto refused = [&](const std::string &from, const std::string &to) {
        std::string prj = files::esri_prj("EPSG:4524");
        REQUIRE(prj.find(from) != std::string::npos);
        prj.replace(prj.find(from), from.size(), to);
        return refusal([&] { understood(shapefile(folder, in("EPSG:4524"), prj)); });
    };
    const Refusal ellipsoid = refused("6378137.0,298.257222101", "6378140.0,298.257");
    CHECK(ellipsoid.kind == ErrorKind::unreadable);
    CHECK(ellipsoid.message.find("its datum does not match its ellipsoid, 6378140 m and 1/298.257.") !=
          std::string::npos);
    const Refusal meridian = refused("\"Central_Meridian\",108.0", "\"Central_Meridian\",111.0");
    CHECK(meridian.kind == ErrorKind::unreadable);
    CHECK(
        meridian.message.find("its false easting 36500000 m is that of zone 36, central meridian 108°E, but "
                              "its central meridian is 111°E.") != std::string::npos);
    CHECK(refused("298.257222101", "298.257223563").message.empty());
}

TEST_CASE("The .prj is found whatever the size of its letters, and beside what a link leads to") {
    const Folder folder;
    const auto file = shapefile(folder, in("EPSG:4545"), files::esri_prj("EPSG:4545"));
    std::filesystem::rename(folder / "a.prj", folder / "a.Prj");
    CHECK(understood(file).crs_evidence.starts_with("the file declares"));
    std::filesystem::create_directory(folder / "links");
    std::filesystem::create_symlink(file, folder / "links/b.shp");
    CHECK(understood(folder / "links/b.shp").crs_evidence.starts_with("the file declares"));
    CHECK(RawFile(folder / "links/b.shp", {}).fields() == std::vector<std::string>{"id"});
    for (const char *part : {"b.shx", "b.dbf"})
        std::filesystem::create_symlink(
            (folder / "a.shp").replace_extension(std::filesystem::path(part).extension()),
            folder / (std::string("links/") + part));
    CHECK(understood(folder / "links/b.shp").crs_evidence.starts_with("the file declares"));
}
