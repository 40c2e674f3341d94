#include "core/catalogue/small.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/imports.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

using namespace qitu;
using importer::Outcome;

namespace {

struct Parcel {
    std::string code = "P1";
    std::string ring;
    std::string stage = "accepted";
    std::string kind = "new";
    std::string admin = "150802";
};

std::string square(double x) {
    return fmt::format("[{0},40.8],[{1},40.8],[{1},40.81],[{0},40.81],[{0},40.8]", x, x + 0.01);
}
std::string bow_tie(double x) {
    return fmt::format("[{0},40.8],[{1},40.81],[{1},40.8],[{0},40.81],[{0},40.8]", x, x + 0.01);
}
std::string flat(double x) {
    return fmt::format("[{0},40.8],[{1},40.8],[{2},40.8],[{0},40.8]", x, x + 0.01, x + 0.02);
}
std::string hole_outside(double x) {
    return square(x) + "],[" + square(x + 0.05);
}

// A workspace and the files that go into it.
class Desk {
  public:
    Desk()
        : catalogue_(folder_.load()),
          workspace_(workspace::Workspace::create(folder_.path() / "w.gpkg", catalogue_, {}, {},
                                                  Names{"none", {}})) {}

    std::filesystem::path file(const std::string &name, const std::vector<Parcel> &parcels) const {
        std::string features;
        for (const Parcel &p : parcels)
            features += fmt::format(
                R"({}{{"type":"Feature","properties":{{"XMBH":"{}","admin_code":"{}","year":2023,"stage":"{}","LX":"{}"}},)"
                R"("geometry":{{"type":"Polygon","coordinates":[[{}]]}}}})",
                features.empty() ? "" : ",", p.code, p.admin, p.stage, p.kind, p.ring);
        folder_.write(name, R"({"type":"FeatureCollection","features":[)" + features + "]}");
        return folder_.path() / name;
    }

    std::filesystem::path text(const std::string &name, const std::string &content) const {
        folder_.write(name, content);
        return folder_.path() / name;
    }

    std::vector<Outcome> admit(const std::vector<std::filesystem::path> &files,
                               const importer::Options &options = {}) {
        return importer::import_files(workspace_, {"test"}, catalogue_, layer(), files, options);
    }

    [[nodiscard]] const catalogue::Layer &layer() const { return catalogue_.layer("field_block"); }
    [[nodiscard]] const workspace::Workspace &workspace() const { return workspace_; }
    [[nodiscard]] std::uint64_t count() const { return workspace::feature_count(workspace_, layer()); }
    [[nodiscard]] std::string bytes() const {
        std::ifstream stream(folder_.path() / "w.gpkg", std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

  private:
    small::Folder folder_;
    catalogue::Catalogue catalogue_;
    workspace::Workspace workspace_;
};

std::optional<ErrorKind> kind_of(const std::function<void()> &work) {
    try {
        work();
    } catch (const Error &error) {
        return error.kind();
    }
    return std::nullopt;
}

importer::Options with(bool importer::Options::*option) {
    importer::Options options;
    options.*option = true;
    return options;
}

} // namespace

TEST_CASE("A file comes in with its fields mapped, and what was understood of it is kept") {
    Desk desk;
    const auto file = desk.file("a.geojson", {{"P1", square(107.1)}, {"P2", square(107.2), "验收", "新建"}});
    const auto outcomes = desk.admit({file});
    REQUIRE(outcomes.size() == 1);
    CHECK(outcomes[0].admissible());
    CHECK((outcomes[0].read == 2 && outcomes[0].added == 2));
    CHECK((outcomes[0].findings.empty() && outcomes[0].faults.empty() && outcomes[0].repairs.empty()));
    CHECK(desk.count() == 2);

    catalogue::Feature feature;
    auto cursor = workspace::features(desk.workspace(), desk.layer());
    REQUIRE((cursor.next(feature) && cursor.next(feature)));
    CHECK(feature.values.at(0) == catalogue::Value(std::string("P2")));
    CHECK(feature.values.at(static_cast<std::size_t>(desk.layer().index_of("stage"))) ==
          catalogue::Value(std::string("accepted")));

    const auto imports = workspace::imports(desk.workspace());
    REQUIRE(imports.size() == 1);
    CHECK(imports[0].layer == "field_block");
    CHECK(imports[0].file == file.string());
    CHECK(imports[0].features == 2);
    CHECK(imports[0].digest.size() == 64);
    const auto understood = nlohmann::json::parse(imports[0].understood);
    CHECK(understood["format"] == "GeoJSON");
    CHECK(understood["fields"]["project_code"] == "XMBH");
    for (const char *key : {"crs", "crs_evidence", "encoding"})
        CHECK(understood[key].is_string());
    for (const char *language : {"zh", "en"})
        CHECK_FALSE(understood["operation"][language].get<std::string>().empty());
}

TEST_CASE("An invalid geometry, an unknown stage or a missing value refuses the file and leaves every byte") {
    Desk desk;
    desk.admit({desk.file("first.geojson", {{"P0", square(107.0)}})});
    const std::string before = desk.bytes();
    const auto refused = [&](const Parcel &bad) {
        const auto outcomes = desk.admit({desk.file("bad.geojson", {{"P1", square(107.1)}, bad})});
        CHECK_FALSE(outcomes[0].admissible());
        CHECK(outcomes[0].added == 0);
        CHECK((desk.bytes() == before));
        return outcomes[0];
    };
    const Outcome invalid = refused({"P2", bow_tie(107.2)});
    REQUIRE(invalid.findings.size() == 1);
    CHECK(invalid.findings[0].rule == "geometry.invalid");
    CHECK(invalid.findings[0].project == "P2");
    CHECK(invalid.findings[0].place->x == Approx(107.205));
    CHECK(refused({"", square(107.2)}).findings[0].rule == "field.required");
    CHECK(refused({"P2", square(107.2), "nonsense"}).faults.at(0).fatal);
    CHECK(desk.count() == 1);
}

TEST_CASE("A value that is not required and not understood is left empty and named") {
    Desk desk;
    const Outcome outcome =
        desk.admit({desk.file("a.geojson", {{"P1", square(107.1), "accepted", "new", "150999"}})})[0];
    CHECK(outcome.added == 1);
    REQUIRE(outcome.faults.size() == 1);
    CHECK((outcome.faults[0].found == "150999" && !outcome.faults[0].fatal));
}

TEST_CASE("A file that is none, or lies elsewhere, ends the job and leaves every byte") {
    Desk desk;
    const auto good = desk.file("good.geojson", {{"P1", square(107.1)}});
    const std::string before = desk.bytes();
    CHECK(kind_of([&] { desk.admit({good, "/nowhere/x.shp"}); }) == ErrorKind::unreadable);
    const auto abroad = desk.file("abroad.geojson", {{"P1", square(7.1)}});
    importer::Options of_the_region;
    of_the_region.open.region = geometry::Box{97, 37, 127, 54};
    CHECK(kind_of([&] { desk.admit({good, abroad}, of_the_region); }) != std::nullopt);
    CHECK((desk.bytes() == before));
    CHECK(workspace::imports(desk.workspace()).empty());
}

TEST_CASE("Of two files with one bad nothing is written") {
    Desk desk;
    const std::string before = desk.bytes();
    const auto outcomes = desk.admit({desk.file("good.geojson", {{"P1", square(107.1)}}),
                                      desk.file("bad.geojson", {{"P2", bow_tie(107.2)}})});
    CHECK((outcomes[0].admissible() && !outcomes[1].admissible()));
    CHECK((outcomes[0].added == 0 && outcomes[1].added == 0));
    CHECK((desk.bytes() == before));
}

TEST_CASE("With repair a bow-tie comes in as two wings, and what that did is recorded") {
    Desk desk;
    const auto file =
        desk.file("a.geojson", {{"P1", square(107.1)}, {"P2", bow_tie(107.2)}, {"P3", square(107.3)}});
    const Outcome outcome = desk.admit({file}, with(&importer::Options::repair))[0];
    CHECK(outcome.findings.empty());
    REQUIRE(outcome.repairs.size() == 1);
    const auto &repair = outcome.repairs[0];
    CHECK(repair.project == "P2");
    CHECK(repair.reason == "Self-intersection");
    CHECK((repair.place->x == Approx(107.205) && repair.place->y == Approx(40.805)));
    CHECK(repair.after_m2 == Approx(repair.before_m2));

    auto cursor = workspace::features(desk.workspace(), desk.layer());
    catalogue::Feature feature;
    for (const double share : {1.0, 0.5, 1.0}) { // the wings are half of the square around them
        REQUIRE(cursor.next(feature));
        CHECK_FALSE(validation::defect(feature.wkb));
        const double whole =
            geodesy::area({{{107, 40.8}, {107.01, 40.8}, {107.01, 40.81}, {107, 40.81}, {107, 40.8}}},
                          geodesy::Method::straight);
        const auto again = validation::repaired(feature.wkb, catalogue::GeometryType::polygon);
        CHECK(again.after_m2 == Approx(share * whole).epsilon(1e-4));
    }
}

TEST_CASE("A repair that leaves nothing refuses the file") {
    Desk desk;
    const std::string before = desk.bytes();
    const Outcome outcome =
        desk.admit({desk.file("a.geojson", {{"P1", flat(107.1)}})}, with(&importer::Options::repair))[0];
    REQUIRE(outcome.findings.size() == 1);
    CHECK(outcome.findings[0].severity == validation::Severity::error);
    CHECK(outcome.findings[0].message.en.find("nothing is left") != std::string::npos);
    CHECK((outcome.repairs.empty() && !outcome.admissible()));
    CHECK((desk.bytes() == before));
}

TEST_CASE("The same content is known again, in another file and another order, unless it is asked for") {
    Desk desk;
    const Parcel one{"P1", square(107.1)};
    const Parcel two{"P2", square(107.2)};
    desk.admit({desk.file("a.geojson", {one, two})});
    const std::string before = desk.bytes();
    const auto copy = desk.file("b.geojson", {two, one});
    const Outcome again = desk.admit({copy})[0];
    CHECK((again.already_there && !again.admissible() && again.added == 0));
    CHECK((desk.bytes() == before));
    CHECK(desk.admit({copy}, with(&importer::Options::again))[0].added == 2);
    CHECK(desk.count() == 4);

    const auto other = desk.file("c.geojson", {one, {"P2", square(107.2000001)}});
    CHECK(desk.admit({other, copy})[1].already_there);
    CHECK(desk.count() == 4);
    const auto twice = desk.admit({other, other});
    CHECK((!twice[0].already_there && twice[1].already_there));
    CHECK((twice[0].same_as.empty() && twice[1].same_as == other.string()));
    CHECK(desk.count() == 4);
    CHECK(desk.admit({other}, with(&importer::Options::append))[0].added == 2);
}

TEST_CASE("A project that comes again with other content is a question: added beside it, or in its place") {
    Desk desk;
    desk.admit({desk.file("a.geojson", {{"P1", square(107.1)}, {"P2", square(107.2)}})});
    const std::string before = desk.bytes();
    const auto other = desk.file("b.geojson", {{"P2", square(107.3)}, {"P3", square(107.4)}});
    const Outcome question = desk.admit({other})[0];
    CHECK((question.projects_refused && !question.admissible() && !question.already_there));
    CHECK(question.projects_there == std::vector<std::string>{"P2"});
    CHECK(question.features_there == 1);
    CHECK((desk.bytes() == before));
    const Outcome replaced = desk.admit({other}, with(&importer::Options::replace))[0];
    CHECK((replaced.replaces && replaced.added == 2));
    CHECK(desk.count() == 3); // P1, and the new P2 and P3
    const auto more = desk.file("c.geojson", {{"P3", square(107.5)}});
    CHECK(desk.admit({more}, with(&importer::Options::append))[0].added == 1);
    CHECK(desk.count() == 4);
}

TEST_CASE("A project is not replaced by what would go into quarantine as a whole, and leaves none behind") {
    Desk desk;
    desk.admit({desk.file("a.geojson", {{"P1", square(107.1)}})});
    const std::string before = desk.bytes();
    importer::Options options;
    options.repair = options.replace = true;
    const auto bad = desk.file("b.geojson", {{"P1", hole_outside(107.1)}});
    const Outcome refused = desk.admit({bad}, options)[0];
    CHECK(refused.projects_emptied == std::vector<std::string>{"P1"});
    CHECK_FALSE(refused.admissible());
    CHECK((desk.bytes() == before));
    const auto half = desk.file("c.geojson", {{"P1", hole_outside(107.1)}, {"P1", square(107.3)}});
    CHECK(desk.admit({half}, options)[0].added == 1);
    CHECK(workspace::quarantined(desk.workspace()).size() == 1);
    CHECK(desk.admit({desk.file("d.geojson", {{"P1", square(107.4)}})}, options)[0].added == 1);
    CHECK(workspace::quarantined(desk.workspace()).empty());
}

TEST_CASE(
    "A file without features is taken for what it is: nothing is recorded, and the next one is no copy") {
    Desk desk;
    const std::string before = desk.bytes();
    for (const char *name : {"a.csv", "b.csv"}) {
        const Outcome outcome = desk.admit({desk.text(name, "WKT,XMBH,admin_code,year,stage,LX\n")})[0];
        CHECK((outcome.read == 0 && outcome.added == 0 && !outcome.already_there));
    }
    CHECK((desk.bytes() == before));
}

TEST_CASE("A duplicate across two files of one call is a warning and no hindrance") {
    Desk desk;
    const auto outcomes = desk.admit(
        {desk.file("a.geojson", {{"P1", square(107.1)}}), desk.file("b.geojson", {{"P2", square(107.1)}})});
    REQUIRE(outcomes[1].findings.size() == 1);
    CHECK(outcomes[1].findings[0].rule == "geometry.duplicate");
    CHECK(outcomes[1].findings[0].message.en.find("a.geojson") != std::string::npos);
    CHECK(desk.count() == 2);
}

TEST_CASE("A dry run understands and checks and writes nothing") {
    Desk desk;
    const std::string before = desk.bytes();
    const Outcome outcome =
        desk.admit({desk.file("a.geojson", {{"P1", square(107.1)}})}, with(&importer::Options::dry_run))[0];
    CHECK((outcome.admissible() && outcome.read == 1 && outcome.added == 0));
    CHECK((desk.bytes() == before));
}

TEST_CASE("Stopped while it writes, an import leaves every byte") {
    Desk desk;
    std::vector<Parcel> many;
    for (int i = 0; i < 1500; ++i)
        many.push_back({fmt::format("P{}", i), square(100 + 0.012 * i)});
    const auto file = desk.file("a.geojson", many);
    const std::string before = desk.bytes();
    std::uint64_t last = 0;
    importer::Options options;
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
        CHECK((total == 3000 && done >= last));
        last = done;
        return done < 2000; // in the middle of the second reading
    };
    CHECK_THROWS_AS(desk.admit({file}, options), Cancelled);
    CHECK(last == 2000);
    CHECK((desk.bytes() == before));
    CHECK(workspace::imports(desk.workspace()).empty());
    options.progress = [&](std::uint64_t done, std::uint64_t) { return last = done, true; };
    CHECK(desk.admit({file}, options)[0].added == 1500);
    CHECK(last == 3000);
}
