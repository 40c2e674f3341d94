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
