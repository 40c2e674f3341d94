// Commands as a server or a binding calls them: objects in one process, without options and without a word
// printed.
#include "support/places.h"
#include "support/world.h"

#include <qitu/app/commands/advance_command.h>
#include <qitu/app/commands/area_command.h>
#include <qitu/app/commands/balance_command.h>
#include <qitu/app/commands/check_command.h>
#include <qitu/app/commands/explain_command.h>
#include <qitu/app/commands/history_command.h>
#include <qitu/app/commands/import_command.h>
#include <qitu/app/commands/init_command.h>
#include <qitu/app/commands/layers_command.h>
#include <qitu/app/commands/overlaps_command.h>
#include <qitu/app/commands/progress_command.h>
#include <qitu/app/commands/quota_command.h>
#include <qitu/app/commands/review_command.h>
#include <qitu/app/commands/seal_command.h>
#include <qitu/app/commands/sql_command.h>
#include <qitu/app/commands/tabulate_command.h>
#include <qitu/app/commands/total_command.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fstream>

using namespace qitu;
using namespace qitu::commands;

namespace {

constexpr const char *layer = "high_standard_farmland";

/// The sides of a parcel: west to west + 0.01, south to south + 0.01 degrees.
std::string parcel(const std::string &project, const std::string &stage, double west, double south) {
    const double east = west + 0.01;
    const double north = south + 0.01;
    return fmt::format(
        R"({{"type": "Feature", "properties": {{"project_code": "{}", "project_name": "示例", "admin_code": "150802", "year": 2023, )"
        R"("stage": "{}", "kind": "new"}}, "geometry": {{"type": "Polygon", "coordinates": [[[{}, {}], [{}, {}], [{}, {}], [{}, {}], )"
        R"([{}, {}]]]}}}})",
        project, stage, west, south, east, south, east, north, west, north, west, south);
}

double area_of_parcel(double west, double south) {
    const geodesy::Ring ring{{west, south},
                             {west + 0.01, south},
                             {west + 0.01, south + 0.01},
                             {west, south + 0.01},
                             {west, south}};
    return geodesy::area({ring}, geodesy::Method::td1055);
}

/// A workspace, and a file of two parcels for it.
struct Desk : world::Folder {
    Desk() {
        workspace.reset(); // commands open it by themselves
        context.layers_dir = support::source("layers").string();
        write("parcels.geojson",
              {parcel("A", "accepted", 107.01, 40.51), parcel("B", "approved", 107.03, 40.51)});
    }
    void write(const std::string &name, const std::vector<std::string> &features) const {
        std::ofstream(path() / name) << fmt::format(R"({{"type": "FeatureCollection", "features": [{}]}})",
                                                    fmt::join(features, ", "));
    }
    [[nodiscard]] std::string at(const std::string &name) const { return (path() / name).string(); }

    Result<Imported> import(const std::string &name) {
        ImportCommand import;
        import.workspace = file().string();
        import.layer = layer;
        import.files = {at(name)};
        return import.run(context);
    }
    template <typename Command>
    Command command() const {
        Command command;
        command.workspace = file().string();
        return command;
    }
    double net_m2(const std::string &indicator_layer) {
        auto total = command<TotalCommand>();
        total.layers = {indicator_layer};
        double sum = 0;
        for (const auto &row : total.run(context).value.rows)
            sum += row.figures.net_m2;
        return sum;
    }

    Context context;
};

} // namespace

TEST_CASE("What is imported by one object is totalled by another, to the area of the parcels") {
    Desk desk;
    const auto imported = desk.import("parcels.geojson");
    CHECK(imported.refusal.empty());
    REQUIRE(imported.value.files.size() == 1);
    CHECK(imported.value.files.front().read == 2);
    CHECK(desk.net_m2(layer) ==
          Approx(area_of_parcel(107.01, 40.51) + area_of_parcel(107.03, 40.51)).margin(0.01));
}

TEST_CASE("An import that has errors is refused with its findings in the result, and nothing is written") {
    Desk desk;
    desk.write("wrong.geojson", {parcel("A", "finished", 107.01, 40.51)});
    const auto imported = desk.import("wrong.geojson");
    CHECK_FALSE(imported.refusal.empty());
    CHECK(imported.refusal.find("--") == std::string::npos);
    REQUIRE(imported.value.files.size() == 1);
    CHECK_FALSE(imported.value.files.front().admissible());
    CHECK_THROWS_AS(desk.net_m2("no_such_layer"), Error);
    CHECK_THROWS_AS(desk.command<TotalCommand>().run(desk.context), Error); // no layer has features
}

TEST_CASE("A job that is told to stop ends in Cancelled and leaves nothing behind") {
    Desk desk;
    desk.context.progress = [](std::uint64_t, std::uint64_t) { return false; };
    CHECK_THROWS_AS(desk.import("parcels.geojson"), Cancelled);
    desk.context.progress = {};
    CHECK_THROWS_AS(desk.command<TotalCommand>().run(desk.context), Error);
}

TEST_CASE("Advancing too far is refused with a reason for each feature, and a step at a time is not") {
    Desk desk;
    desk.import("parcels.geojson");
    auto advance = desk.command<AdvanceCommand>();
    advance.layer = layer;
    advance.choice.projects = {"B"};
    advance.stage = "accepted";
    const auto refused = advance.run(desk.context);
    CHECK_FALSE(refused.refusal.empty());
    CHECK(refused.messages.size() == 2);
    advance.stage = "under_construction";
    const auto advanced = advance.run(desk.context);
    CHECK(advanced.refusal.empty());
    CHECK(advanced.value == 1);
}

TEST_CASE("Every command that writes is named in the history") {
    Desk desk;
    desk.import("parcels.geojson");
    auto review = desk.command<ReviewCommand>();
    review.layer = layer;
    review.level = "banner";
    review.reviewer = "李明";
    review.choice.projects = {"A"};
    review.run(desk.context);
    auto set = desk.command<QuotaSetCommand>();
    set.indicator = "hsf.built";
    set.admin = "150800";
    set.value = "60";
    set.run(desk.context);
    set.withdraw = true;
    set.run(desk.context);
    const auto history = desk.command<HistoryCommand>().run(desk.context);
    std::set<std::string> programs;
    for (const workspace::Record &record : history.value)
        programs.insert(record.program);
    for (const char *program : {"qitu import", "qitu review", "qitu quota set"})
        CHECK(programs.contains(program));
}

TEST_CASE("Progress, and the features that explain it, give the same figure") {
    Desk desk;
    desk.import("parcels.geojson");
    auto progress = desk.command<ProgressCommand>();
    progress.by = "banner";
    progress.year = 2023;
    progress.indicators = {"hsf.built"};
    const auto table = progress.run(desk.context).value;
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [](const auto &one) { return one.admin == world::linhe; });
    REQUIRE(row != table.rows.end());
    CHECK(row->done == Approx(area_of_parcel(107.01, 40.51) / square_metres_per_wan_mu).margin(1e-6));
    auto explain = desk.command<ExplainCommand>();
    explain.indicator = "hsf.built";
    explain.admin = world::linhe;
    explain.year = 2023;
    CHECK(explain.run(desk.context).attention == false);
}

TEST_CASE("A file is tabulated by the zones of another, without a workspace") {
    Desk desk;
    desk.write(
        "zone.geojson",
        {R"({"type": "Feature", "properties": {"code": "west"}, "geometry": {"type": "Polygon", "coordinates": )"
         R"([[[107.0, 40.5], [107.015, 40.5], [107.015, 40.6], [107.0, 40.6], [107.0, 40.5]]]}})"});
    TabulateCommand tabulate;
    tabulate.files = {desk.at("parcels.geojson")};
    tabulate.zones = desk.at("zone.geojson");
    tabulate.groups = {"stage"};
    const auto result = tabulate.run(desk.context);
    REQUIRE(result.value.figures.rows.size() == 1);
    CHECK(result.value.figures.rows.front().zone == "west");
    CHECK(result.value.figures.rows.front().figures.net_m2 ==
          Approx(area_of_parcel(107.01, 40.51) / 2).margin(1));
    CHECK(result.value.view.group_values ==
          std::vector<std::vector<std::string>>{{"accepted"}, {"approved"}});
    tabulate.zone_id = "nowhere";
    CHECK_THROWS_AS(tabulate.run(desk.context), Error);
}

TEST_CASE("Features and their areas go to the receiver of the caller") {
    Desk desk;
    struct Areas : area::Receiver {
        void prepare(area::MeasuredBatch & /*batch*/) const override {}
        void take(area::MeasuredBatch &batch) override {
            for (const area::Figures &figures : batch.figures)
                survey.push_back(figures.feature);
        }
        std::vector<std::int64_t> survey;
    } receiver;
    AreaCommand area;
    area.file = desk.at("parcels.geojson");
    const auto result = area.run(desk.context, [&](const AreaJob &) -> area::Receiver & { return receiver; });
    CHECK(receiver.survey.size() == 2);
    CHECK(result.value.summary.td1055_m2 ==
          Approx(area_of_parcel(107.01, 40.51) + area_of_parcel(107.03, 40.51)).margin(0.01));
}

TEST_CASE("A file is checked before it is sent, and its findings are the result") {
    Desk desk;
    desk.write("twice.geojson",
               {parcel("A", "accepted", 107.01, 40.51), parcel("B", "accepted", 107.015, 40.51)});
    CheckCommand check;
    check.target = desk.at("twice.geojson");
    check.as_layer = layer;
    check.rule = "overlap";
    const auto result = check.run(desk.context);
    CHECK(result.attention);
    CHECK(result.value.findings.size() > 0);
    check.rule = "no_such_rule";
    CHECK_THROWS_AS(check.run(desk.context), Error);
}

TEST_CASE("A seal is listed and verified, and another's hash is not there") {
    Desk desk;
    desk.import("parcels.geojson");
    CHECK(desk.command<VerifyCommand>().run(desk.context).attention); // none yet
    auto seal = desk.command<SealCommand>();
    seal.note = "year-end";
    const std::string hash = seal.run(desk.context).value.hash;
    const auto seals = desk.command<SealListCommand>().run(desk.context).value;
    REQUIRE(seals.size() == 1);
    CHECK(seals.front().hash == hash);
    auto verify = desk.command<VerifyCommand>();
    verify.hash = hash.substr(0, 8);
    CHECK_THROWS_AS(verify.run(desk.context), Error); // too short to be more than chance
    verify.hash = hash.substr(0, 12);
    CHECK_FALSE(verify.run(desk.context).attention);
    verify.hash = "zz";
    CHECK_THROWS_AS(verify.run(desk.context), Error);
}

TEST_CASE("A query hands its rows to the caller") {
    Desk desk;
    desk.import("parcels.geojson");
    auto sql = desk.command<SqlCommand>();
    sql.query = "SELECT project_code FROM high_standard_farmland ORDER BY fid";
    std::vector<std::string> projects;
    sql.run(desk.context, [&](query::Query &rows) {
        for (std::vector<query::Cell> row; rows.next(row);)
            projects.push_back(query::text_of(row.front()));
    });
    CHECK(projects == std::vector<std::string>{"A", "B"});
}

TEST_CASE("Layers, overlaps and accounts need nothing but their arguments") {
    Desk desk;
    desk.import("parcels.geojson");
    CHECK(LayersCommand{}.run(desk.context).value.size() == desk.context.catalogue().layers().size());
    CHECK(LayersCommand{"高标准农田"}.run(desk.context).value.front()->id == layer);
    CHECK(desk.command<OverlapsCommand>().run(desk.context).value.findings.empty());
    CHECK(desk.command<BalanceCommand>().run(desk.context).value.size() ==
          desk.context.catalogue().accounts().size());
}

TEST_CASE("A feature is chosen by something, or nothing is done") {
    Desk desk;
    CHECK_THROWS_AS(FeatureChoice{}.selection(desk.context.catalogue().layer(layer)), Error);
    FeatureChoice by_list;
    by_list.list = desk.at("list.csv");
    std::ofstream(desk.path() / "list.csv") << "fid\n3\n4\n";
    CHECK(by_list.selection(desk.context.catalogue().layer(layer)).features == std::set<std::int64_t>{3, 4});
    std::ofstream(desk.path() / "list.csv") << "\xEF\xBB\xBF项目编号\r\n\"A\"\r\nB\r\n";
    CHECK(by_list.selection(desk.context.catalogue().layer(layer)).projects ==
          std::set<std::string>{"A", "B"});
}

TEST_CASE("A workspace is created with the boundaries that come with qitu", "[slow]") {
    Desk desk;
    InitCommand init;
    init.workspace = desk.at("new.gpkg");
    CHECK_FALSE(init.run(desk.context).messages.empty());
    CHECK(workspace::Workspace::open(desk.at("new.gpkg"), true).banners().size() == 103);
    CHECK_THROWS_AS(init.run(desk.context), Error); // it exists
}
