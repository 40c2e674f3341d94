#include "recorded.h"

#include <qitu/core/base/units.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

#include <filesystem>
#include <string>

using namespace recorded;

namespace {

// A fork with the first feature of a workspace of three, which another program then changes.
class Forked : public Bench {
  public:
    Forked() : Bench(3) { fork(**this, out(), "150802", {{farmland().id, {1, 2}}}); }

    [[nodiscard]] std::filesystem::path out() const { return file("fork.gpkg"); }
    std::string refused_after(const std::string &sql) {
        Other(out()).run(sql);
        return refusal_of([&] { merge(**this, {"qitu merge"}, out(), {}); });
    }
};

bool has(const std::string &text, const std::string &part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

constexpr const char *layer_of_plots = "high_standard_farmland";

// As another program adds one, like the first, under a number that is another plot's here.
constexpr const char *add_plot =
    "INSERT INTO high_standard_farmland (fid, geom, project_code, year, stage) "
    "SELECT 3, geom, 'P9', year, stage FROM high_standard_farmland WHERE fid = 1; ";

constexpr const char *unrecorded = "DROP TRIGGER qitu_record_update_high_standard_farmland; "
                                   "DROP TRIGGER qitu_record_delete_high_standard_farmland; ";

} // namespace

TEST_CASE("A fork brings what was changed in its layer") {
    Forked bench;
    Other(bench.out()).run("UPDATE high_standard_farmland SET project_name = 'new' WHERE fid = 1");
    CHECK(merge(*bench, {"qitu merge"}, bench.out(), {}).applied == 1);
}

TEST_CASE("Changes in a fork that its history does not know are found, never merged as none") {
    Forked changed;
    CHECK(
        has(changed.refused_after(std::string(unrecorded) + "UPDATE high_standard_farmland SET year = 1999"),
            "2 rows differ from those that left"));
    Forked removed;
    CHECK(has(
        removed.refused_after(std::string(unrecorded) + "DELETE FROM high_standard_farmland WHERE fid = 2"),
        "rows that left are missing"));
    Forked emptied;
    CHECK(
        has(emptied.refused_after("UPDATE high_standard_farmland SET year = 1999; DELETE FROM qitu_history"),
            "2 rows differ from those that left"));
}

TEST_CASE("A fork whose history tells of what is not there is not merged") {
    const std::string record =
        "INSERT INTO qitu_history (at, tab, row, op, before, after) VALUES (1, '{}', {}, '{}', "
        "'\"year\"=2023,', '\"year\"=1999,')";
    for (const char *table : {"qitu_meta", "qitu_seal", "sqlite_master", "no_table"})
        CHECK(has(Forked().refused_after(fmt::format(fmt::runtime(record), table, 1, "update")),
                  "no trigger wrote it"));
    const std::string layer = farmland().id;
    CHECK(has(Forked().refused_after(fmt::format(fmt::runtime(record), layer, 9999, "update")),
              "no trigger wrote it"));
    CHECK(has(Forked().refused_after(fmt::format(fmt::runtime(record), layer, 1, "delete")),
              "no trigger wrote it"));
    CHECK(has(Forked().refused_after("DELETE FROM qitu_meta WHERE key = 'fork_rows'"),
              "rows that left are missing"));
}

TEST_CASE("A fork changes its layers only: no quota, no boundary") {
    Forked quota;
    Workspace there = Workspace::open(quota.out());
    there.transaction({"test"}, [&](Edit &edit) {
        set_quota(edit, {"hsf.built", "150800", 2023, 12, Unit::wan_mu, "letter", false});
    });
    CHECK(has(quota.refused_after("SELECT 1"), "of qitu_quota was changed there"));
    CHECK(quotas(*quota).empty());
    Forked border;
    CHECK(has(border.refused_after("UPDATE banner SET code = '150803'"), "of banner was changed there"));
}

TEST_CASE("A fork whose marks were falsified is none") {
    Forked bench;
    CHECK(has(bench.refused_after("UPDATE qitu_meta SET value = '1e300' WHERE key = 'fork_record'"),
              "is not a fork"));
}

TEST_CASE("What is rejected is not merged, and is kept with the reason") {
    Forked bench;
    Other(bench.out())
        .run(std::string(add_plot) + "UPDATE high_standard_farmland SET project_name = 'new' WHERE fid = 1; "
                                     "DELETE FROM high_standard_farmland WHERE fid = 2");
    MergeOptions options;
    options.rejected[{layer_of_plots, 2}] = "still there";
    const MergeResult result = merge(*bench, {"qitu merge"}, bench.out(), options);
    CHECK(result.applied == 2);
    CHECK(result.rejected == 1);
    const Other file(bench.file());
    CHECK(file.value("SELECT group_concat(fid || ifnull(project_name, '')) FROM high_standard_farmland") ==
          "1new,2,3,4");
    CHECK(file.value("SELECT tab || row || op || reason || cells FROM qitu_rejection") ==
          "high_standard_farmland2deletestill there");
    CHECK(
        file.value("SELECT program FROM qitu_change WHERE id = (SELECT change FROM qitu_history WHERE tab = "
                   "'qitu_rejection')") == "qitu merge");
    CHECK(has(refusal_of([&] { merge(*bench, {"qitu merge"}, bench.out(), {}); }), "was merged already"));
}

TEST_CASE("A review goes with the change of its feature, whatever becomes of it") {
    const std::string review =
        "INSERT INTO qitu_review (layer, feature, level, reviewer, date, note, returned) VALUES "
        "('high_standard_farmland', 3, "
        "'banner', 'x', '2026-11-30', '', 0)";
    for (const bool rejected : {false, true}) {
        Forked bench;
        Other(bench.out()).run(add_plot + review);
        MergeOptions options;
        if (rejected)
            options.rejected[{layer_of_plots, 3}] = "no";
        merge(*bench, {"qitu merge"}, bench.out(), options);
        const Other file(bench.file());
        CHECK(file.value("SELECT group_concat(feature) FROM qitu_review") == (rejected ? "null" : "4"));
        if (rejected)
            CHECK(file.value("SELECT group_concat(tab) FROM qitu_rejection") ==
                  "high_standard_farmland,qitu_review");
    }
}

TEST_CASE("Where each change is to be decided, nothing is written while one is not") {
    Forked bench;
    Other(bench.out()).run("UPDATE high_standard_farmland SET project_name = 'new'");
    MergeOptions options;
    options.each_decided = true;
    options.rows[{layer_of_plots, 1}] = Side::theirs;
    CHECK(merge(*bench, {"qitu merge"}, bench.out(), options).undecided == 1);
    CHECK(Other(bench.file()).value("SELECT count(project_name) FROM high_standard_farmland") == "0");
    options.rejected[{layer_of_plots, 3}] = "of another fork";
    CHECK(has(refusal_of([&] { merge(*bench, {"qitu merge"}, bench.out(), options); }),
              "high_standard_farmland:3 is not among the changes"));
}

TEST_CASE("A row that was changed here after it was looked at is not merged unseen") {
    Forked bench;
    Other(bench.out()).run("UPDATE high_standard_farmland SET project_name = 'new'");
    MergeOptions looking;
    looking.list = looking.dry_run = true;
    const MergeResult seen = merge(*bench, {"qitu merge"}, bench.out(), looking);
    REQUIRE(seen.changes.size() == 2);
    CHECK(seen.changes.front().theirs_by.find("another program") == 0);
    bench.sql("UPDATE high_standard_farmland SET year = 2024 WHERE fid = 3"); // no row of the fork
    bench.sql("UPDATE high_standard_farmland SET year = 2024 WHERE fid = 2");
    MergeOptions options;
    options.listed = seen.record;
    CHECK(has(refusal_of([&] { merge(*bench, {"qitu merge"}, bench.out(), options); }),
              "high_standard_farmland 2 was changed here since"));
    options.rejected[{layer_of_plots, 2}] = "changed here";
    CHECK(merge(*bench, {"qitu merge"}, bench.out(), options).applied == 1);
}

TEST_CASE("A change that may not be taken stops the merge unless it is rejected") {
    Forked bench;
    Other(bench.out()).run("UPDATE high_standard_farmland SET project_name = 'new'");
    MergeOptions options;
    options.against = [](const ForkChange &change) {
        return change.row == 2 ? std::string("not this one") : std::string();
    };
    const MergeResult stopped = merge(*bench, {"qitu merge"}, bench.out(), options);
    REQUIRE(stopped.refused.size() == 1);
    CHECK(stopped.refused.front().reason == "not this one");
    CHECK(Other(bench.file()).value("SELECT count(project_name) FROM high_standard_farmland") == "0");
    options.rejected[{layer_of_plots, 2}] = "not this one";
    CHECK(merge(*bench, {"qitu merge"}, bench.out(), options).applied == 1);
}

TEST_CASE("What was rejected does not leave with the next fork") {
    Forked bench;
    Other(bench.out()).run("UPDATE high_standard_farmland SET project_name = 'theirs'");
    MergeOptions options;
    options.rejected = {{{layer_of_plots, 1}, "no"}, {{layer_of_plots, 2}, "no"}};
    merge(*bench, {"qitu merge"}, bench.out(), options);
    fork(*bench, bench.file("next.gpkg"), "150802", {{farmland().id, {3}}});
    CHECK(Other(bench.file("next.gpkg"))
              .value("SELECT count(*) FROM sqlite_master WHERE name GLOB '*rejection*'") == "0");
}
