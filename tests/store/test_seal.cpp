#include "recorded.h"

using namespace recorded;

namespace {

// Two seals over edits, a quota and a review, then an honest edit.
class Sealed : public Bench {
  public:
    Sealed() : Bench(4) {
        sql("UPDATE high_standard_farmland SET year = 2024 WHERE fid = 1");
        seal("first");
        Workspace &workspace = **this;
        workspace.transaction([&] {
            workspace.set_quota({"hsf.built", "150800", 2023, 10, Unit::wan_mu, "letter", false});
            (void)workspace.review(farmland(), {1, 2}, {ReviewLevel::banner, "Li", "2026-11-24", "", false});
        });
        sql("UPDATE high_standard_farmland SET stage = 'accepted' WHERE fid = 2");
        sql("DELETE FROM high_standard_farmland WHERE fid = 4");
        seal("second");
        sql("UPDATE high_standard_farmland SET project_name = 'new' WHERE fid = 3");
    }
    Seal seal(const std::string &note) {
        Seal made;
        (*this)->transaction([&] { made = (*this)->seal(note, "{\"rows\": [1, 2, 3]}"); });
        return made;
    }
    /// The first thing that verify finds after this was done behind the triggers' back.
    std::string after(const std::string &falsification) {
        std::string drops;
        for (const char *what : {"insert", "update", "delete", "renumber", "replace"})
            for (const char *table :
                 {"high_standard_farmland", "qitu_quota", "qitu_review", "qitu_seal", "banner"})
                drops += fmt::format("DROP TRIGGER qitu_record_{}_{}; ", what, table);
        sql(drops + falsification);
        const Verification found = (*this)->verify();
        return found.broken.empty() ? std::string() : found.broken.front();
    }
};

bool has(const std::string &text, const char *part) {
    INFO(text);
    const bool found = text.find(part) != std::string::npos;
    CHECK(found);
    return found;
}

} // namespace

TEST_CASE("A sealed workspace is as sealed while all that changes is on record") {
    Sealed bench;
    const Verification found = bench->verify();
    CHECK(found.broken.empty());
    CHECK(found.seals == 2);
    CHECK(found.records > 8);
    CHECK(bench->latest_seal()->note == "second");
    CHECK(bench->latest_seal()->changes_since == 1);
    CHECK(bench->latest_seal()->hash.size() == 64);
    CHECK(bench->seals()[0].hash != bench->seals()[1].hash);
    bench.sql("INSERT INTO high_standard_farmland (geom, stage) SELECT geom, 'approved' FROM "
              "high_standard_farmland WHERE fid = 1");
    bench.sql("DELETE FROM qitu_quota");
    CHECK(bench->verify().broken.empty());
}

TEST_CASE("A seal's hash stands for its state") {
    Sealed bench;
    const Seal first = bench->seals().front();
    const Workspace past = Workspace::as_of(bench.file(), first.short_hash());
    CHECK(past.count(farmland()) == 4);
    CHECK(bench->count(farmland()) == 3);
    CHECK(past.quotas().empty());
    CHECK(refusal_of([&] { (void)bench->moment("abcdef012345"); }).find("0 seals") != std::string::npos);
}

TEST_CASE("Ten and more ways to falsify a sealed workspace, each found where it broke") {
    Sealed bench;
    SECTION("a feature's value") {
        has(bench.after("UPDATE high_standard_farmland SET stage = 'accepted' WHERE fid = 1"),
            "high_standard_farmland 1 was changed");
    }
    SECTION("a feature's geometry") {
        has(bench.after("UPDATE high_standard_farmland SET geom = (SELECT geom FROM high_standard_farmland "
                        "WHERE fid = 1) WHERE fid = 3"),
            "high_standard_farmland 3 was changed");
    }
    SECTION("a feature more") {
        has(bench.after("INSERT INTO high_standard_farmland (fid, stage) VALUES (9, 'accepted')"),
            "high_standard_farmland 9 was added");
    }
    SECTION("a feature less") {
        has(bench.after("DELETE FROM high_standard_farmland WHERE fid = 2"),
            "high_standard_farmland 2 was removed");
    }
    SECTION("a quota") {
        has(bench.after("UPDATE qitu_quota SET value = 9"), "qitu_quota 1 was changed");
    }
    SECTION("a review") {
        has(bench.after("UPDATE qitu_review SET reviewer = 'Zhang' WHERE id = 2"),
            "qitu_review 2 was changed");
    }
    SECTION("a border") {
        has(bench.after("UPDATE banner SET code = '150803'"), "banner 1 was changed");
    }
    SECTION("a record's values") {
        has(bench.after("UPDATE qitu_history SET before = replace(before, 'approved', 'maintained') WHERE "
                        "before LIKE '%approved%'"),
            "high_standard_farmland 2, update) was changed");
    }
    SECTION("a record's time") {
        has(bench.after("UPDATE qitu_history SET at = at - 86400000 WHERE id = 5"), "record 5 (");
    }
    SECTION("who did it") {
        has(bench.after("UPDATE qitu_change SET who = 'somebody' WHERE id = 1"), "record 1 (");
    }
    SECTION("a record less") {
        has(bench.after("DELETE FROM qitu_history WHERE id = 5"), "Record 5 was removed");
    }
    SECTION("a record more") {
        has(bench.after("INSERT INTO qitu_history (id, at, tab, row, op) SELECT -1, at, tab, row, op FROM "
                        "qitu_history WHERE id = 5"),
            "record -1");
    }
    SECTION("records in another order") {
        has(bench.after("UPDATE qitu_history SET id = -7 WHERE id = 2; UPDATE qitu_history SET id = 2 WHERE "
                        "id = 3; UPDATE qitu_history SET id = 3 WHERE id = -7"),
            "record 2 (");
    }
    SECTION("a seal's note") {
        has(bench.after("UPDATE qitu_seal SET note = 'other' WHERE id = 1"), "Seal 1 (");
    }
    SECTION("a seal's totals") {
        has(bench.after("UPDATE qitu_seal SET totals = replace(totals, '3', '4') WHERE id = 2"), "Seal 2 (");
    }
    SECTION("the first seal away") {
        has(bench.after("DELETE FROM qitu_seal WHERE id = 1"), "Seal 1 was removed");
    }
    SECTION("the last seal away") {
        has(bench.after("DELETE FROM qitu_seal WHERE id = 2"), "Seal 2 was removed");
    }
    SECTION("every seal away") {
        has(bench.after("DELETE FROM qitu_seal; DELETE FROM sqlite_sequence WHERE name = 'qitu_seal'"),
            "Seal 1 was removed");
    }
    SECTION("a record since the seal away") {
        has(bench.after("DELETE FROM qitu_history WHERE id = (SELECT max(id) FROM qitu_history)"),
            "high_standard_farmland 3 was changed");
    }
    SECTION("a record since the seal made up") {
        has(bench.after("INSERT INTO qitu_history (at, tab, row, op, before, after) VALUES (0, "
                        "'high_standard_farmland', 1, 'update', '\"year\"=1,', '\"year\"=2024,')"),
            "high_standard_farmland 1 was changed");
    }
    SECTION("a record since the seal that is SQL") {
        has(bench.after("INSERT INTO qitu_history (at, tab, row, op, before) VALUES (0, "
                        "'high_standard_farmland', 1, 'delete', '\"year\"=(SELECT 1),')"),
            "did not write");
    }
    SECTION("the list of sealed rows") {
        has(bench.after("DELETE FROM qitu_sealed WHERE tab = 'qitu_quota'"), "list of sealed rows");
    }
    SECTION("the chain itself") {
        has(bench.after("DELETE FROM qitu_chain"), "A record 1 (");
    }
    SECTION("a table") {
        has(bench.after("DROP TABLE high_standard_farmland"), "Table high_standard_farmland");
    }
    CHECK_FALSE(refusal_of([&] { bench.seal("on top"); }).empty());
}

TEST_CASE("A workspace without a seal says that there is none") {
    Bench bench(1);
    CHECK(bench->verify().seals == 0);
    CHECK(bench->verify().broken.empty());
    CHECK_FALSE(bench->latest_seal().has_value());
}
