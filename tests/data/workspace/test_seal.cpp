#include "recorded.h"

#include <qitu/core/base/units.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/review.h>
#include <qitu/data/workspace/seal.h>

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace recorded;

namespace {

// Two seals over edits, a quota and a review, then an honest edit.
class Sealed : public Bench {
  public:
    Sealed() : Bench(4) {
        sql("UPDATE high_standard_farmland SET year = 2024 WHERE fid = 1");
        seal("first");
        Workspace &workspace = **this;
        workspace.transaction({"test"}, [&](Edit &edit) {
            set_quota(edit, {"hsf.built", "150800", 2023, 10, Unit::wan_mu, "letter", false});
            (void)review(edit, farmland(), {1, 2}, {ReviewLevel::banner, "Li", "2026-11-24", "", false});
        });
        sql("UPDATE high_standard_farmland SET stage = 'accepted' WHERE fid = 2");
        sql("DELETE FROM high_standard_farmland WHERE fid = 4");
        seal("second");
        sql("UPDATE high_standard_farmland SET project_name = 'new' WHERE fid = 3");
    }
    Seal seal(const std::string &note) {
        Seal made;
        (*this)->transaction(
            {"test"}, [&](Edit &edit) { made = workspace::seal(edit, note, "{\"rows\": [1, 2, 3]}"); });
        return made;
    }
};

// Done behind the triggers' back to a copy; the first thing that verify finds there.
std::string found_after(const Sealed &bench, const std::string &falsification) {
    const std::filesystem::path copy = bench.file("copy.gpkg");
    std::filesystem::copy_file(bench.file(), copy, std::filesystem::copy_options::overwrite_existing);
    std::string drops;
    for (const char *what : {"insert", "update", "delete", "renumber", "replace"})
        for (const char *table :
             {"high_standard_farmland", "qitu_quota", "qitu_review", "qitu_seal", "banner"})
            drops += fmt::format("DROP TRIGGER qitu_record_{}_{}; ", what, table);
    Other(copy).run("PRAGMA synchronous = OFF; BEGIN; " + drops + falsification + "; COMMIT");
    Workspace falsified = Workspace::open(copy);
    const Verification found = verify(falsified);
    CHECK_FALSE(refusal_of([&] {
                    falsified.transaction({"test"}, [&](Edit &edit) { (void)seal(edit, "on top", "{}"); });
                }).empty());
    return found.broken.empty() ? std::string() : found.broken.front();
}

} // namespace

TEST_CASE("A sealed workspace is as sealed while all that changes is on record") {
    Sealed bench;
    const Verification found = verify(*bench);
    CHECK(found.broken.empty());
    CHECK(found.seals == 2);
    CHECK(found.records > 8);
    CHECK(latest_seal(*bench)->note == "second");
    CHECK(latest_seal(*bench)->changes_since == 1);
    CHECK(latest_seal(*bench)->hash.size() == 64);
    CHECK(seals(*bench)[0].hash != seals(*bench)[1].hash);
    bench.sql("INSERT INTO high_standard_farmland (geom, stage) SELECT geom, 'approved' FROM "
              "high_standard_farmland WHERE fid = 1");
    bench.sql("DELETE FROM qitu_quota");
    CHECK(verify(*bench).broken.empty());
}

TEST_CASE("What is quarantined after a seal is on record, though its table is new") {
    Sealed bench;
    Quarantined odd{"high_standard_farmland",  "a.shp", 7, "P7", "bow-tie", 2, 1, "{}",
                    square(107.2, 40.2, 0.001)};
    bench->transaction({"test"}, [&](Edit &edit) { quarantine(edit, farmland(), odd); });
    CHECK(verify(*bench).broken.empty());
    CHECK(quarantined(open_revision(bench.file(), seals(*bench).back().hash)).empty());
}

TEST_CASE("A seal's hash stands for its state") {
    Sealed bench;
    const Seal first = seals(*bench).front();
    const Workspace past = open_revision(bench.file(), first.short_hash());
    CHECK(latest_seal(past)->hash == first.hash);
    CHECK(latest_seal(past)->changes_since == 0);
    CHECK(feature_count(past, farmland()) == 4);
    CHECK(feature_count(*bench, farmland()) == 3);
    CHECK(quotas(past).empty());
    CHECK(refusal_of([&] { (void)revision_at(*bench, "abcdef012345"); }).find("0 seals") !=
          std::string::npos);
}

TEST_CASE("Ten and more ways to falsify a sealed workspace, each found where it broke", "[slow]") {
    const Sealed bench;
    struct Way {
        const char *what, *sql, *found;
    };
    const std::vector<Way> ways{
        {"a feature's value", "UPDATE high_standard_farmland SET stage = 'accepted' WHERE fid = 1",
         "high_standard_farmland 1 was changed"},
        {"a feature's geometry",
         "UPDATE high_standard_farmland SET geom = (SELECT geom FROM high_standard_farmland "
         "WHERE fid = 1) WHERE fid = 3",
         "high_standard_farmland 3 was changed"},
        {"a feature more", "INSERT INTO high_standard_farmland (fid, stage) VALUES (9, 'accepted')",
         "high_standard_farmland 9 was added"},
        {"a feature less", "DELETE FROM high_standard_farmland WHERE fid = 2",
         "high_standard_farmland 2 was removed"},
        {"a quota", "UPDATE qitu_quota SET value = 9", "qitu_quota 1 was changed"},
        {"a review", "UPDATE qitu_review SET reviewer = 'Zhang' WHERE id = 2", "qitu_review 2 was changed"},
        {"a border", "UPDATE banner SET code = '150803'", "banner 1 was changed"},
        {"a record's values",
         "UPDATE qitu_history SET before = replace(before, 'approved', 'maintained') WHERE "
         "before LIKE '%approved%'",
         "high_standard_farmland 2, update) was changed"},
        {"a record's time", "UPDATE qitu_history SET at = at - 86400000 WHERE id = 5", "record 5 ("},
        {"who did it", "UPDATE qitu_change SET who = 'somebody' WHERE id = 1", "record 1 ("},
        {"a record less", "DELETE FROM qitu_history WHERE id = 5", "Record 5 was removed"},
        {"a record more",
         "INSERT INTO qitu_history (id, at, tab, row, op) SELECT -1, at, tab, row, op FROM "
         "qitu_history WHERE id = 5",
         "record -1"},
        {"records in another order",
         "UPDATE qitu_history SET id = -7 WHERE id = 2; UPDATE qitu_history SET id = 2 WHERE "
         "id = 3; UPDATE qitu_history SET id = 3 WHERE id = -7",
         "record 2 ("},
        {"a seal's note", "UPDATE qitu_seal SET note = 'other' WHERE id = 1", "Seal 1 ("},
        {"a seal's totals", "UPDATE qitu_seal SET totals = replace(totals, '3', '4') WHERE id = 2",
         "Seal 2 ("},
        {"the first seal away", "DELETE FROM qitu_seal WHERE id = 1", "Seal 1 was removed"},
        {"the last seal away", "DELETE FROM qitu_seal WHERE id = 2", "Seal 2 was removed"},
        {"every seal away", "DELETE FROM qitu_seal; DELETE FROM sqlite_sequence WHERE name = 'qitu_seal'",
         "Seal 1 was removed"},
        {"a record since the seal away",
         "DELETE FROM qitu_history WHERE id = (SELECT max(id) FROM qitu_history)",
         "high_standard_farmland 3 was changed"},
        {"a record since the seal made up",
         "INSERT INTO qitu_history (at, tab, row, op, before, after) VALUES (0, "
         "'high_standard_farmland', 1, 'update', '\"year\"=1,', '\"year\"=2024,')",
         "high_standard_farmland 1 was changed"},
        {"a record since the seal that is SQL",
         "INSERT INTO qitu_history (at, tab, row, op, before) VALUES (0, "
         "'high_standard_farmland', 1, 'delete', '\"year\"=(SELECT 1),')",
         "did not write"},
        {"the list of sealed rows", "DELETE FROM qitu_sealed WHERE tab = 'qitu_quota'",
         "list of sealed rows"},
        {"the chain itself", "DELETE FROM qitu_chain", "A record 1 ("},
        {"a table", "DROP TABLE high_standard_farmland", "Table high_standard_farmland"},
    };
    for (const Way &way : ways) {
        const std::string found = found_after(bench, way.sql);
        INFO(way.what << ": " << found);
        CHECK(found.find(way.found) != std::string::npos);
    }
}

TEST_CASE("A workspace without a seal says that there is none") {
    Bench bench(1);
    CHECK(verify(*bench).seals == 0);
    CHECK(verify(*bench).broken.empty());
    CHECK_FALSE(latest_seal(*bench).has_value());
}

namespace {

// Done by another program; everything that verify finds then.
std::string all_found_after(const Sealed &bench, const std::string &falsification) {
    const std::filesystem::path copy = bench.file("copy.gpkg");
    std::filesystem::copy_file(bench.file(), copy, std::filesystem::copy_options::overwrite_existing);
    Other(copy).run(falsification);
    return fmt::format("{}", fmt::join(verify(Workspace::open(copy)).broken, " "));
}

} // namespace

TEST_CASE("A seal says how many rows of how many tables it covers") {
    Bench bench(3);
    Seal made;
    (*bench).transaction({"test"}, [&](Edit &edit) { made = seal(edit, "", "{}"); });
    const Other other(bench.file());
    std::int64_t rows = 0, tables = 0;
    for (const char *table : {"high_standard_farmland", "banner", "league", "qitu_quota", "qitu_review",
                              "qitu_balance", "qitu_import", "qitu_quota_version", "qitu_project"})
        if (other.value(fmt::format("SELECT count(*) FROM sqlite_master WHERE name = '{}'", table)) == "1") {
            const std::int64_t count = std::stoll(other.value(fmt::format("SELECT count(*) FROM {}", table)));
            rows += count;
            tables += count > 0 ? 1 : 0;
        }
    CHECK(made.rows == static_cast<std::uint64_t>(rows));
    CHECK(made.tables == static_cast<std::uint64_t>(tables));
    CHECK(made.rows > 3);
}

TEST_CASE("What surrounds the sealed rows is sealed too", "[slow]") {
    const Sealed bench;
    CHECK(all_found_after(bench, "SELECT 1").empty());
    struct Way {
        const char *what, *sql, *found;
    };
    const std::vector<Way> ways{
        {"a layer out of the catalogue", "DELETE FROM qitu_catalogue WHERE layer = 'high_standard_farmland'",
         "The structure is not as it was sealed"},
        {"a column that is calculated",
         "DROP TRIGGER qitu_record_insert_high_standard_farmland; DROP TRIGGER "
         "qitu_record_update_high_standard_farmland; "
         "DROP TRIGGER qitu_record_delete_high_standard_farmland; DROP TRIGGER "
         "qitu_record_renumber_high_standard_farmland; "
         "DROP TRIGGER qitu_record_replace_high_standard_farmland; ALTER TABLE high_standard_farmland DROP "
         "COLUMN year; ALTER TABLE high_standard_farmland ADD COLUMN "
         "year INTEGER "
         "GENERATED ALWAYS AS (2030) VIRTUAL",
         "high_standard_farmland"},
        {"when it was made", "UPDATE qitu_meta SET value = '2020-01-01T00:00:00Z' WHERE key = 'created'",
         "meta 'created'"},
        {"an operation that no trigger writes",
         "INSERT INTO qitu_history (at, tab, row, op) VALUES (0, 'high_standard_farmland', 1, 'nothing')",
         "unknown operation \"nothing\""},
        {"a mark of a command", "INSERT INTO qitu_session VALUES (1, 1)", "qitu_session"},
        {"a trigger away", "DROP TRIGGER qitu_record_update_high_standard_farmland",
         "Changes of high_standard_farmland are not recorded"},
        {"the history away", "DELETE FROM qitu_history", "were removed from the history"},
    };
    for (const Way &way : ways) {
        const std::string found = all_found_after(bench, way.sql);
        INFO(way.what << ": " << found);
        CHECK(found.find(way.found) != std::string::npos);
    }
}

TEST_CASE("An index that holds other values than its table deceives nobody", "[slow]") {
    const Sealed bench;
    // the rows are falsified, and an index that covers the query keeps what was sealed
    const std::string found =
        all_found_after(bench, "CREATE INDEX covering ON qitu_quota (indicator, admin, year, value, unit, "
                               "source, clause); DROP TRIGGER "
                               "qitu_record_update_qitu_quota; UPDATE qitu_quota SET value = 99");
    CHECK(found.find("qitu_quota 1 was changed") != std::string::npos);
}

TEST_CASE("A break in the recording is kept, and said after it has ended") {
    Bench bench(2);
    CHECK(recording_faults(*bench).empty());
    CHECK(recording_gaps(*bench).empty());
    Other(bench.file())
        .run("DROP TRIGGER qitu_record_update_high_standard_farmland; "
             "UPDATE high_standard_farmland SET year = 1999 WHERE fid = 1");
    Workspace again = Workspace::open(bench.file());
    REQUIRE(recording_faults(again).size() == 1);
    CHECK(recording_faults(again).front().find("high_standard_farmland") != std::string::npos);
    again.transaction({"test"}, [](Edit &edit) { edit.set_meta("k", "v"); });
    CHECK(recording_faults(again).empty());
    REQUIRE(recording_gaps(again).size() == 1);
    CHECK(recording_gaps(again).front().find("high_standard_farmland") != std::string::npos);
}
