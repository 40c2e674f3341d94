#include "recorded.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/review.h>
#include <qitu/data/workspace/stages.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace recorded;

namespace {

const std::vector<std::string> tables{"high_standard_farmland", "qitu_quota", "qitu_review", "banner"};

std::vector<Record> records_of(Bench &bench, const std::string &table) {
    HistoryFilter filter;
    filter.table = table;
    return history(*bench, filter);
}

// The target among the cells of a quota: when it was set is another, where a second passed since the last.
Cell value_in(const std::vector<NamedCell> &cells) {
    const auto found = std::find_if(cells.begin(), cells.end(),
                                    [](const NamedCell &cell) { return cell.column == "value"; });
    REQUIRE(found != cells.end());
    return found->value;
}

// The changes between two states, done by hand to the rows of the first.
using Rows = std::map<std::pair<std::string, std::int64_t>, std::vector<Cell>>;

Rows rows_of(const std::filesystem::path &file, const Workspace &workspace) {
    Rows rows;
    sqlite3 *handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    for (const std::string &table : tables) {
        std::string list = "rowid";
        for (const std::string &column : columns(workspace, table))
            list += ", " + column;
        sqlite3_stmt *row = nullptr;
        REQUIRE(sqlite3_prepare_v2(handle, ("SELECT " + list + " FROM " + table).c_str(), -1, &row,
                                   nullptr) == SQLITE_OK);
        while (sqlite3_step(row) == SQLITE_ROW) {
            std::vector<Cell> &cells = rows[{table, sqlite3_column_int64(row, 0)}];
            for (int i = 1; i < sqlite3_column_count(row); ++i) {
                const auto *bytes = static_cast<const char *>(sqlite3_column_blob(row, i));
                const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, i));
                switch (sqlite3_column_type(row, i)) {
                case SQLITE_NULL:
                    cells.emplace_back();
                    break;
                case SQLITE_INTEGER:
                    cells.emplace_back(std::int64_t{sqlite3_column_int64(row, i)});
                    break;
                case SQLITE_FLOAT:
                    cells.emplace_back(sqlite3_column_double(row, i));
                    break;
                case SQLITE_BLOB: {
                    const auto *data = reinterpret_cast<const std::byte *>(bytes);
                    cells.emplace_back(std::vector<std::byte>(data, data + size));
                    break;
                }
                default:
                    cells.emplace_back(std::string(bytes, size));
                }
            }
        }
        sqlite3_finalize(row);
    }
    sqlite3_close(handle);
    return rows;
}

void do_changes(const std::vector<RowChange> &changes, Rows &rows) {
    for (const RowChange &change : changes) {
        const std::pair key{change.table, change.row};
        if (std::find(tables.begin(), tables.end(), change.table) == tables.end())
            continue;
        if (change.before)
            REQUIRE(rows.at(key) == *change.before);
        else
            REQUIRE_FALSE(rows.contains(key));
        if (change.after)
            rows[key] = *change.after;
        else
            rows.erase(key);
    }
}

} // namespace

TEST_CASE("A change by another program is recorded with what was before and after, and by nobody we know") {
    Bench bench(3);
    bench.sql("UPDATE high_standard_farmland SET stage = 'accepted', project_name = '甲''s \"A\", 1=2' WHERE "
              "fid = 2");
    const auto records = records_of(bench, "high_standard_farmland");
    REQUIRE(records.size() == 4);
    const Record &last = records.back();
    CHECK(last.row == 2);
    CHECK(last.operation == Operation::update);
    CHECK(last.before ==
          std::vector<NamedCell>{{"project_name", Cell()}, {"stage", std::string("approved")}});
    CHECK(last.after == std::vector<NamedCell>{{"project_name", std::string("甲's \"A\", 1=2")},
                                               {"stage", std::string("accepted")}});
    CHECK_FALSE(last.moved);
    CHECK(last.change == 0);
    CHECK(last.who.empty());
    CHECK(records.front().program == "qitu import");
    CHECK(records.front().note == "plots");
    CHECK_FALSE(records.front().who.empty());
}

TEST_CASE("Removal, a new number, replacement and a change of nothing are recorded as what they are") {
    Bench bench(5);
    const auto before = Other(bench.file()).rows(tables);
    const Revision start = current_revision(*bench);
    bench.sql("UPDATE high_standard_farmland SET stage = stage"); // nothing
    CHECK(current_revision(*bench).record == start.record);
    bench.sql("DELETE FROM high_standard_farmland WHERE fid = 1");
    bench.sql("UPDATE high_standard_farmland SET fid = 77 WHERE fid = 2");
    bench.sql("INSERT OR REPLACE INTO high_standard_farmland (fid, geom, stage) SELECT 3, geom, 'accepted' "
              "FROM high_standard_farmland WHERE fid = 4");
    bench.sql("INSERT OR IGNORE INTO high_standard_farmland (fid, stage) VALUES (4, 'maintained')");
    bench.sql("INSERT INTO high_standard_farmland (fid, stage) VALUES (5, 'maintained') ON CONFLICT (fid) DO "
              "UPDATE SET stage = 'accepted'");
    const Workspace past = open_revision(bench.file(), start);
    CHECK(Other(past.file()).rows(tables) == before);
    std::vector<std::pair<Operation, std::int64_t>> seen;
    for (const Record &record : records_of(bench, "high_standard_farmland"))
        if (record.id > start.record)
            seen.emplace_back(record.operation, record.row);
    CHECK(seen == std::vector<std::pair<Operation, std::int64_t>>{{Operation::remove, 1},
                                                                  {Operation::remove, 2},
                                                                  {Operation::insert, 77},
                                                                  {Operation::remove, 3},
                                                                  {Operation::insert, 3},
                                                                  {Operation::update, 5}});
}

TEST_CASE("What a transaction of ours took back is not on record, and its mark stays with nobody") {
    Bench bench(1);
    const Revision start = current_revision(*bench);
    CHECK_THROWS(bench->transaction({"test"}, [&](Edit &edit) {
        add_feature(edit, farmland(), plot(9));
        throw Error(ErrorKind::refused, "no");
    }));
    CHECK(current_revision(*bench).record == start.record);
    bench.sql("UPDATE high_standard_farmland SET year = 2024");
    CHECK(records_of(bench, "high_standard_farmland").back().change == 0);
    CHECK(Other(bench.file()).value("SELECT count(*) FROM qitu_session") == "0");
}

TEST_CASE("A transaction that writes nothing leaves the file as it was") {
    Bench bench(1);
    const auto bytes = [&] {
        std::ifstream stream(bench.file(), std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    };
    const std::string before = bytes();
    bench->transaction({"test"}, [](Edit &) {});
    CHECK(bytes() == before);
    bench->transaction({"test"}, [](Edit &edit) { edit.set_meta("k", "v"); });
    CHECK(bytes() != before);
}

TEST_CASE("Quotas and tables that others add are recorded too, by core SQLite alone") {
    Bench bench(1);
    const Other bare(bench.file(), false);
    bare.run("CREATE TABLE qitu_ledger (id INTEGER PRIMARY KEY, mu REAL)");
    bench->transaction({"test"}, [&](Edit &edit) {
        set_quota(edit, {"hsf.built", "150800", 2023, 10, Unit::wan_mu, "letter", false});
    });
    bench->transaction({"test"}, [&](Edit &edit) {
        set_quota(edit, {"hsf.built", "150800", 2023, 12.125, Unit::wan_mu, "letter", false});
    });
    bare.run("INSERT INTO qitu_ledger VALUES (1, 0.1)");
    CHECK(records_of(bench, "qitu_ledger").size() == 1);
    const auto quotas = records_of(bench, "qitu_quota");
    REQUIRE(quotas.size() == 2);
    CHECK(value_in(quotas[1].before) == Cell(10.0));
    CHECK(value_in(quotas[1].after) == Cell(12.125));
}

TEST_CASE("A field that a layer gained is recorded from then on, and its past is empty") {
    Bench bench(2);
    const Revision start = current_revision(*bench);
    bench.sql("ALTER TABLE high_standard_farmland ADD COLUMN \"备注 1\" TEXT");
    bench->transaction({"test"},
                       [&](Edit &edit) { edit.set_meta("k", "v"); }); // our next write sees the column
    bench.sql("UPDATE high_standard_farmland SET \"备注 1\" = '好' WHERE fid = 1");
    CHECK(records_of(bench, "high_standard_farmland").back().after ==
          std::vector<NamedCell>{{"备注 1", std::string("好")}});
    const Workspace past = open_revision(bench.file(), start);
    CHECK(Other(past.file()).value("SELECT \"备注 1\" FROM high_standard_farmland WHERE fid = 1") == "null");
}

TEST_CASE("Any sequence of edits, stages, reviews and undoing is rebuilt exactly, and changes lead from "
          "state to state",
          "[slow]") {
    Bench bench(12);
    std::mt19937 random(5);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<Revision> moments;
    std::vector<std::map<std::string, std::string>> states;
    std::vector<Rows> rows;
    const auto note = [&] {
        moments.push_back(current_revision(*bench));
        states.push_back(Other(bench.file()).rows(tables));
        rows.push_back(rows_of(bench.file(), *bench));
    };
    note();
    for (int step = 0; step < 40; ++step) {
        const std::string id = std::to_string(1 + pick(14));
        switch (pick(9)) {
        case 0:
            bench.sql("UPDATE high_standard_farmland SET qitu_cm = 108 + 1.0 / (" + id +
                      " + 2), year = 2024 WHERE fid % 3 = " + std::to_string(pick(3)));
            break;
        case 1:
            bench.sql("DELETE FROM high_standard_farmland WHERE fid = " + id);
            break;
        case 2:
            bench.sql("UPDATE high_standard_farmland SET geom = CAST(geom || zeroblob(" + id +
                      ") AS BLOB) WHERE fid = " + id);
            break;
        case 3:
            bench.sql("INSERT OR REPLACE INTO high_standard_farmland (fid, geom, project_name) SELECT " + id +
                      ", geom, '新' FROM high_standard_farmland LIMIT 1");
            break;
        case 4:
            bench->transaction({"test"}, [&](Edit &edit) { add_feature(edit, farmland(), plot(step + 20)); });
            break;
        case 5:
            bench->transaction({"test"}, [&](Edit &edit) {
                (void)advance(edit, catalogue_of_qitu(), farmland(), {1 + pick(14)}, "under_construction",
                              "back");
            });
            break;
        case 6:
            bench->transaction({"test"}, [&](Edit &edit) {
                (void)review(edit, farmland(), {1 + pick(14)},
                             {ReviewLevel::banner, "Li", "2026-11-24", "", pick(2) == 0});
            });
            break;
        case 7:
            bench->transaction({"test"}, [&](Edit &edit) {
                set_quota(edit, {"hsf.built", "150800", 2020 + pick(3), 0.1 * step, Unit::wan_mu, "", false});
            });
            break;
        default:
            (void)refusal_of([&] {
                bench->transaction({"test"}, [&](Edit &edit) {
                    undo(edit, moments[static_cast<std::size_t>(pick(step + 1))].record);
                });
            });
        }
        note();
    }
    for (std::size_t i = 0; i < states.size(); i += 3) {
        const Workspace past = open_revision(bench.file(), moments[i]);
        CHECK(Other(past.file()).rows(tables) == states[i]);
    }
    for (int trial = 0; trial < 60; ++trial) {
        const auto a = static_cast<std::size_t>(pick(static_cast<int>(states.size())));
        const auto b = static_cast<std::size_t>(pick(static_cast<int>(states.size())));
        Rows applied = rows[a];
        do_changes(changes(*bench, moments[a], moments[b]), applied);
        CHECK(applied == rows[b]);
    }
}

TEST_CASE("A record is taken back as a new record, and not when its row was changed since") {
    Bench bench(2);
    bench.sql("UPDATE high_standard_farmland SET year = 2030 WHERE fid = 1");
    const std::int64_t first = current_revision(*bench).record;
    bench->transaction({"test"}, [&](Edit &edit) { undo(edit, first); });
    CHECK(Other(bench.file()).value("SELECT year FROM high_standard_farmland WHERE fid = 1") == "2023");
    CHECK(current_revision(*bench).record == first + 1);
    CHECK(refusal_of([&] {
              bench->transaction({"test"}, [&](Edit &edit) { undo(edit, first); });
          }).find("was changed since") != std::string::npos);
    bench.sql("DELETE FROM high_standard_farmland WHERE fid = 2");
    const auto gone = current_revision(*bench).record;
    bench->transaction({"test"}, [&](Edit &edit) { undo(edit, gone); });
    CHECK(Other(bench.file()).value("SELECT project_code FROM high_standard_farmland WHERE fid = 2") == "P2");
}

TEST_CASE("A time is read in local time or with its zone, and what is left out is taken to its end") {
    setenv("TZ", "Asia/Shanghai", 1);
    tzset();
    CHECK(time_from("2026-11-24T00:00:00.000Z") == 1795478400000);
    CHECK(time_from("2026-11-24T08:00:00.000+08:00") == 1795478400000);
    CHECK(time_from("2026-11-24 08:00:00.000") == 1795478400000);
    CHECK(time_from("2026-11-24", false) == 1795478400000 - 8 * 3600 * 1000);
    CHECK(time_from("2026-11-24") == 1795478400000 + 16 * 3600 * 1000 - 1);
    CHECK(time_from("2026-11-24 08:00") == 1795478400000 + 59999);
    CHECK(time_from("2026-11-24 08:00:01.5") == 1795478400000 + 1599);
    CHECK(time_text(1795478400123) == "2026-11-24 08:00:00.123");
    CHECK(utc_text(1795478400123) == "2026-11-24T00:00:00.123Z");
    unsetenv("TZ");
    tzset();
    for (const char *wrong :
         {"", "yesterday", "2026-13-01", "2026-02-30", "2026-11-24 25:00", "2026-11-24x", "-026-11-24"})
        CHECK_THROWS(time_from(wrong));
}
