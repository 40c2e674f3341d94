// Whether a workspace records what happens to it, and did so without a break.
#include "record.h"
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr const char *gap_key = "recording_gap"; // of qitu_meta: time and tables, when recording began again

/// Tables whose changes would leave no record: a trigger is missing, or writes none.
std::vector<std::string> unrecorded_tables(const sqlite::Database &database) {
    constexpr std::array parts{"insert", "update", "delete", "renumber", "replace"};
    std::vector<std::string> result;
    sqlite::Statement trigger(database,
                              "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 AND "
                              "name = ?2 AND instr(sql, 'INSERT INTO qitu_history') > 0");
    for (const std::string &table : recorded_tables(database)) {
        const bool whole = std::all_of(parts.begin(), parts.end(), [&](const char *part) {
            const std::string name = fmt::format("qitu_record_{}_{}", part, table);
            const bool there = trigger.bind(1, table).bind(2, name).step();
            while (there && trigger.step()) { // to its end, so that it can be bound again
            }
            return there;
        });
        if (!whole)
            result.push_back(table);
    }
    return result;
}

/// Records have the numbers from 1 on, without a gap; SQLite keeps the last one that it gave.
std::string missing_records(const sqlite::Database &database) {
    const std::int64_t given =
        number_of(database, "SELECT ifnull(max(seq), 0) FROM sqlite_sequence WHERE name = 'qitu_history'");
    const std::int64_t there = number_of(database, "SELECT count(*) FROM qitu_history");
    const std::int64_t highest = std::max(given, last_record(database));
    if (there == highest)
        return {};
    return say("{} of {} records were removed from the history.", highest - there, highest);
}

/// Another program has put a table in a layer's place.
std::vector<std::string> other_references(const sqlite::Database &database) {
    std::vector<std::string> result;
    for (sqlite::Statement row(
             database, "SELECT table_name, srs_id FROM gpkg_geometry_columns WHERE srs_id <> 4490 AND "
                       "table_name IN (SELECT layer FROM qitu_catalogue) ORDER BY table_name");
         row.step();)
        result.push_back(
            say("Layer {} is in the reference system {}, not 4490: another program has replaced it.",
                row.text(0), row.integer(1)));
    return result;
}

} // namespace

void note_gap(const sqlite::Database &database) {
    if (!database.has_table("qitu_history") || last_record(database) == 0)
        return;
    std::vector<std::string> tables = unrecorded_tables(database);
    if (tables.empty())
        return;
    sqlite::Statement(database, "INSERT INTO qitu_meta VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET "
                                "value = substr(value || char(10) || excluded.value, -4000)")
        .bind(1, std::string_view(gap_key))
        .bind(2, fmt::format("{} {}", time_stamp(), fmt::join(tables, ", ")))
        .step();
}

std::vector<std::string> recording_faults(const sqlite::Database &database) {
    if (!database.has_table("qitu_history"))
        return {say("There is no history: nothing that happens to the workspace is recorded.")};
    std::vector<std::string> result;
    for (const std::string &table : unrecorded_tables(database))
        result.push_back(
            say("Changes of {} are not recorded: another program has removed what records them, or "
                "has replaced the table.",
                table));
    if (std::string missing = missing_records(database); !missing.empty())
        result.push_back(std::move(missing));
    for (std::string &other : other_references(database))
        result.push_back(std::move(other));
    return result;
}

std::string mark_left(const sqlite::Database &database) {
    if (!database.has_table("qitu_session") || number_of(database, "SELECT count(*) FROM qitu_session") == 0)
        return {};
    return say("A mark of a command is left in qitu_session: what other programs do would be recorded under "
               "its name. "
               "The next command that writes removes it.");
}

std::vector<std::string> recording_faults(const Workspace &workspace) {
    std::vector<std::string> result = recording_faults(database_of(workspace));
    if (std::string mark = mark_left(database_of(workspace)); !mark.empty())
        result.push_back(std::move(mark));
    return result;
}

std::vector<std::string> recording_gaps(const Workspace &workspace) {
    std::vector<std::string> result;
    std::string text = workspace.meta(gap_key);
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const std::size_t blank = line.find(' ');
        if (blank != std::string_view::npos)
            result.push_back(
                say("Until {} changes of {} were not recorded: what happened to them before is unknown.",
                    std::string(line.substr(0, blank)), std::string(line.substr(blank + 1))));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
    return result;
}

} // namespace qitu::workspace
