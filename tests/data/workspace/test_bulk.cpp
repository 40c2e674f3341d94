// Many features added at once: the same content as one by one, an index that SQLite and GDAL go on with.
#include "recorded.h"

#include <qitu/data/workspace/history.h>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

using namespace recorded;
using catalogue::Feature;

namespace {

constexpr const char *table = "high_standard_farmland";

using Dataset = std::unique_ptr<GDALDataset, decltype([](GDALDataset *dataset) { GDALClose(dataset); })>;

struct Window {
    double west, south, east, north;
};

Feature plot_at(int number, double x, double y, double side) {
    Feature feature = plot(number);
    feature.wkb = square(x, y, side);
    return feature;
}

std::vector<Feature> scattered(int from, int count) {
    std::mt19937 random(static_cast<unsigned>(from));
    std::uniform_real_distribution<double> at(0, 1);
    std::vector<Feature> features;
    for (int i = 0; i < count; ++i)
        features.push_back(plot_at(from + i, 107 + at(random), 40 + at(random), at(random) * 0.01));
    return features;
}

std::uint64_t add_all(Workspace &workspace, const std::vector<Feature> &features) {
    std::uint64_t added = 0;
    auto next = features.begin();
    workspace.transaction({"test"}, [&](Edit &edit) {
        added = add_features(
            edit, farmland(), [&] { return next == features.end() ? nullptr : &*next++; }, features.size());
    });
    return added;
}

// What GDAL finds in the window by the index.
std::vector<std::int64_t> by_index(const std::filesystem::path &file, const Window &window) {
    GDALAllRegister();
    const Dataset dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
    OGRLayer *layer = dataset->GetLayerByName(table);
    REQUIRE(layer->TestCapability(OLCFastSpatialFilter));
    layer->SetSpatialFilterRect(window.west, window.south, window.east, window.north);
    std::vector<std::int64_t> found;
    while (const auto feature = OGRFeatureUniquePtr(layer->GetNextFeature()))
        found.push_back(feature->GetFID());
    std::sort(found.begin(), found.end());
    return found;
}

// The same by looking at every feature.
std::vector<std::int64_t> by_looking(const Workspace &workspace, const Window &window) {
    std::vector<std::int64_t> found;
    auto cursor = features(workspace, farmland());
    for (Feature feature; cursor.next(feature);) {
        if (feature.wkb.empty())
            continue;
        OGRGeometry *made = nullptr;
        REQUIRE(OGRGeometryFactory::createFromWkb(feature.wkb.data(), nullptr, &made, feature.wkb.size()) ==
                OGRERR_NONE);
        const OGRGeometryUniquePtr geometry(made);
        OGREnvelope box;
        geometry->getEnvelope(&box);
        if (box.MinX <= window.east && box.MaxX >= window.west && box.MinY <= window.north &&
            box.MaxY >= window.south)
            found.push_back(feature.id);
    }
    return found;
}

void check_index(const Bench &bench, const Workspace &workspace) {
    const Other other(bench.file());
    CHECK(other.value("PRAGMA integrity_check") == "ok");
    CHECK(other.value(fmt::format("SELECT rtreecheck('rtree_{}_geom')", table)) == "ok");
    CHECK(other.value(fmt::format("SELECT count(*) FROM rtree_{}_geom", table)) ==
          other.value(fmt::format("SELECT count(*) FROM {} WHERE geom IS NOT NULL", table)));
    CHECK(other.value(fmt::format("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{}'",
                                  table)) == other.value(fmt::format("SELECT count(*) FROM {}", table)));
    std::mt19937 random(7);
    std::uniform_real_distribution<double> at(0, 1);
    for (int i = 0; i < 20; ++i) {
        const double x = 107 + at(random);
        const double y = 40 + at(random);
        const Window window{x, y, x + at(random) * 0.1, y + at(random) * 0.1};
        CHECK(by_index(bench.file(), window) == by_looking(workspace, window));
    }
    CHECK(by_index(bench.file(), {100, 30, 120, 50}) == by_looking(workspace, {100, 30, 120, 50}));
}

std::map<std::string, std::string> everything_in(const std::filesystem::path &file) {
    const Other other(file);
    return other.rows({table, "gpkg_contents", "gpkg_ogr_contents", "qitu_history", "qitu_change",
                       "sqlite_sequence", std::string("rtree_") + table + "_geom"});
}

} // namespace

TEST_CASE(
    "Features added all at once are to the last byte what they are one by one, and so is their record") {
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    std::vector<Feature> features = scattered(10, 300);
    features[5].wkb.clear();
    features[7].values[0] = {};
    std::map<std::string, std::string> one_by_one;
    {
        Bench bench(3);
        bench->transaction({"test"}, [&](Edit &edit) {
            for (const Feature &feature : features)
                add_feature(edit, farmland(), feature);
        });
        one_by_one = everything_in(bench.file());
    }
    Bench bench(3);
    CHECK(add_all(*bench, features) == 300);
    const auto at_once = everything_in(bench.file());
    CHECK(at_once.size() == one_by_one.size());
    for (const auto &[row, cells] : one_by_one) {
        INFO(row);
        CHECK(at_once.contains(row));
        CHECK((at_once.contains(row) && at_once.at(row) == cells));
    }
    unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("The index written in one go finds what looking finds, whatever there was before and comes after",
          "[slow]") {
    for (const int count : {0, 1, 51, 52, 104, 2602}) {
        INFO(count);
        Bench bench(0);
        add_all(*bench, scattered(1, count)); // into an empty index
        check_index(bench, *bench);
        add_all(*bench, scattered(5000, count + 1)); // as many again: packed anew
        check_index(bench, *bench);
        add_all(*bench, scattered(9000, 3)); // a few: one by one
        check_index(bench, *bench);
    }
}

TEST_CASE("The index written in one go is kept up by those who edit the features later", "[slow]") {
    Bench bench(0);
    add_all(*bench, scattered(1, 3000));
    {
        GDALAllRegister();
        const Dataset dataset(GDALDataset::Open(bench.file().c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE,
                                                nullptr, nullptr, nullptr));
        OGRLayer *layer = dataset->GetLayerByName(table);
        REQUIRE(dataset->StartTransaction() == OGRERR_NONE);
        for (int id = 1; id <= 3000; ++id) {
            if (id % 3 == 0) {
                REQUIRE(layer->DeleteFeature(id) == OGRERR_NONE);
            } else if (id % 3 == 1) {
                const OGRFeatureUniquePtr feature(layer->GetFeature(id));
                const auto wkb = square(107 + 0.0003 * id, 40.9 - 0.0002 * id, 0.002);
                OGRGeometry *made = nullptr;
                OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
                feature->SetGeometryDirectly(made);
                REQUIRE(layer->SetFeature(feature.get()) == OGRERR_NONE);
            }
        }
        REQUIRE(dataset->CommitTransaction() == OGRERR_NONE);
    }
    check_index(bench, *bench);
    bench->transaction({"test"}, [&](Edit &edit) {
        for (const Feature &feature : scattered(7000, 200))
            add_feature(edit, farmland(), feature);
        std::vector<std::string> codes;
        for (int i = 2; i < 3000; i += 6)
            codes.push_back(fmt::format("P{}", i));
        remove_features(edit, farmland(), "project_code", codes);
    });
    check_index(bench, *bench);
    bench->transaction({"test"}, [&](Edit &edit) {
        remove_features(edit, farmland(), "stage", {"approved"});
    }); // all of them
    CHECK(feature_count(*bench, farmland()) == 0);
    check_index(bench, *bench);
    add_all(*bench, scattered(1, 100));
    check_index(bench, *bench);
}

TEST_CASE("When many are added at once and one is refused, nothing is left and the triggers work on",
          "[slow]") {
    Bench bench(2);
    std::vector<Feature> features = scattered(10, 60);
    features[59].wkb.resize(20);
    CHECK(refusal_of([&] { add_all(*bench, features); }).find("feature 0") != std::string::npos);
    CHECK(feature_count(*bench, farmland()) == 2);
    check_index(bench, *bench);
    const std::size_t before = history(*bench, {}).size();
    bench->transaction({"test"}, [&](Edit &edit) { add_feature(edit, farmland(), plot(30)); });
    CHECK(history(*bench, {}).size() == before + 1);
    check_index(bench, *bench);
}

TEST_CASE("A trigger that somebody has given a layer runs for each of many features too", "[slow]") {
    Bench bench(0);
    bench.sql(fmt::format("CREATE TABLE seen (id INTEGER); CREATE TRIGGER mine AFTER INSERT ON {} BEGIN "
                          "INSERT INTO seen VALUES (NEW.fid); END",
                          table));
    add_all(*bench, scattered(1, 70));
    CHECK(Other(bench.file()).value("SELECT count(*) FROM seen") == "70");
    check_index(bench, *bench);
}

TEST_CASE(
    "A state before many features were added is without them, and undoing one takes it out of the index") {
    Bench bench(1);
    const Revision before = current_revision(*bench);
    add_all(*bench, scattered(10, 120));
    CHECK(feature_count(open_revision(bench.file(), before), farmland()) == 1);
    CHECK(changes(*bench, before, current_revision(*bench)).size() == 120);
    const std::vector<Record> records = history(*bench, {});
    bench->transaction({"test"}, [&](Edit &edit) { undo(edit, records.back().id); });
    CHECK(feature_count(*bench, farmland()) == 120);
    check_index(bench, *bench);
}
