// What is found does not depend on how much fits into memory, nor on how many look.
#include "parcels.h"

#include <qitu/core/base/progress.h>

#include <fmt/format.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::validation;
using namespace parcels;

namespace {

// Blocks of parcels over half a degree, across the borders of the engine's tiles: drawn with care, with gaps,
// upon each other, twice, as bow-ties, or not at all.
std::vector<Feature> messy(int count) {
    std::mt19937 random(5);
    std::uniform_real_distribution<double> at(0, 1);
    std::vector<Feature> features;
    for (int i = 0; i < count; ++i) {
        const int column = i % 40;
        const int row = i / 40;
        const double west = 107.1 + 0.0125 * column + (at(random) < 0.1 ? 5e-6 : 0);
        const double south = 40.7 + 0.01 * row - (at(random) < 0.05 ? 1e-4 : 0);
        const double east = 107.1 + 0.0125 * (column + 1);
        const double north = 40.7 + 0.01 * (row + 1);
        std::string wkt = box(west, south, east, north);
        if (i % 97 == 0)
            wkt = fmt::format("POLYGON(({0} {1},{2} {3},{2} {1},{0} {3},{0} {1}))", west, south, east, north);
        Feature made =
            with(with(feature(i + 1, wkt), 3, std::int64_t{2020 + i % 3}), 2, std::string("150802"));
        made = with(std::move(made), 6, at(random) * 3000);
        if (i % 11 == 0)
            made.central_meridian = 108;
        if (i % 131 == 0)
            made.wkb.clear();
        features.push_back(std::move(made));
        if (i % 53 == 0) {
            features.push_back(features.back());
            features.back().id = 100000 + i;
        }
    }
    features.push_back(with(feature(900001, box(107.05, 40.65, 107.65, 40.95)), 3, std::int64_t{2019}));
    return features;
}

catalogue::Layer all_rules() {
    std::vector<catalogue::Rule> wanted;
    for (const Rule &rule : rules())
        if (rule.id.find("LAYER") == std::string::npos)
            wanted.push_back({rule.id, "warning", {}, {}});
    return layer(std::move(wanted));
}

Surroundings around() {
    Surroundings made;
    made.banners = {{"150802", wkb(box(107, 40, 107.3, 41))}, {"150821", wkb(box(107.3, 40, 108, 41))}};
    std::vector<Feature> present = messy(60);
    for (std::size_t i = 0; i < present.size(); ++i)
        if (i % 2 == 0)
            present[i].wkb = wkb(box(107.1 + 0.01 * static_cast<double>(i), 40.705,
                                     107.104 + 0.01 * static_cast<double>(i), 40.715));
    made.present = stream(std::move(present));
    return made;
}

// Everything about each finding.
std::vector<std::string> told(const Inspected &inspected) {
    std::vector<std::string> result;
    for (const Finding &finding : inspected.findings)
        result.push_back(
            fmt::format("{} {} {} {} {:.12f} {:.12f} {} {}", finding.rule, finding.feature, finding.project,
                        static_cast<int>(finding.severity), finding.place ? finding.place->x : 0,
                        finding.place ? finding.place->y : 0, finding.wkb.size(), finding.message.en));
    for (const Mended &mended : inspected.mended)
        result.push_back(fmt::format("mended {} {} {}", mended.position, mended.feature, mended.after_m2));
    for (const auto &[rule, why] : inspected.unchecked)
        result.push_back(rule + why.en);
    return result;
}

std::vector<std::string> streamed(std::vector<Feature> features, const InspectionOptions &options) {
    const catalogue::Layer type = all_rules();
    Inspection inspection(programme(), type, around(), options);
    inspection.begin("a.shp");
    inspection.add_all(stream(std::move(features)));
    return told(inspection.finish());
}

} // namespace

TEST_CASE("Findings are the same from memory and from disk, on one thread and on several") {
    const std::vector<Feature> features = messy(1200);
    const std::vector<std::string> one_by_one = told(inspect(all_rules(), features, around()));
    for (const char *rule : {"overlap ", "overlap.earlier_year ", "gap ", "geometry.invalid ", "straddling ",
                             "geometry.duplicate ", "declared_area ", "mended"})
        CHECK(std::any_of(one_by_one.begin(), one_by_one.end(),
                          [&](const std::string &line) { return line.starts_with(rule); }));
    for (const int threads : {1, 3})
        for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30U}) {
            InspectionOptions options;
            options.threads = threads;
            options.memory = memory;
            options.keep = threads == 3;
            CHECK(streamed(features, options) == one_by_one);
        }
}

TEST_CASE("What was kept comes back as it was added, source after source") {
    std::vector<Feature> features = messy(300);
    features[3].values[1] = std::string("甲\0乙", 7);
    features[4].values[3] = std::int64_t{-5};
    const catalogue::Layer type = all_rules();
    for (const std::size_t memory : {std::size_t{0}, std::size_t{1} << 30U}) {
        InspectionOptions options;
        options.keep = true;
        options.memory = memory;
        Inspection inspection(programme(), type, {}, options);
        for (const char *source : {"a.shp", "b.shp"}) {
            inspection.begin(source);
            inspection.add_all(stream(features));
        }
        inspection.finish();
        const Stream kept = inspection.kept();
        Feature feature;
        for (std::size_t i = 0; i < 2 * features.size(); ++i) {
            REQUIRE(kept(feature));
            const Feature &sent = features[i % features.size()];
            CHECK(feature.id == sent.id);
            CHECK(feature.values == sent.values);
            CHECK(feature.wkb == sent.wkb);
            CHECK(feature.central_meridian == sent.central_meridian);
        }
        CHECK_FALSE(kept(feature));
    }
}

TEST_CASE("What a stream throws ends an inspection and is thrown on") {
    const catalogue::Layer type = all_rules();
    for (const int threads : {1, 3}) {
        InspectionOptions options;
        options.threads = threads;
        Inspection inspection(programme(), type, {}, options);
        inspection.begin("a.shp");
        int left = 2000;
        const Feature sent = feature(1, parcel(107.1));
        CHECK_THROWS_AS(inspection.add_all([&](Feature &feature) {
            if (--left == 0)
                throw Cancelled();
            feature = sent;
            return true;
        }),
                        Cancelled);
    }
}
