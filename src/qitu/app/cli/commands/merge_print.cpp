#include "merge_print.h"

#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/console/feature_json.h>
#include <qitu/output/console/table.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace qitu::cli {

namespace {

using Json = nlohmann::ordered_json;
using workspace::ForkChange;
using Cells = std::optional<std::vector<workspace::Cell>>;
using Columns = std::vector<std::string>;

constexpr const char *geometry_column = "geom";

std::size_t place_of(const Columns &columns, const std::string &name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

std::string change_id(const workspace::ForkRow &row) {
    return fmt::format("{}:{}", row.first, row.second);
}

bool is_decided_alone(const ForkChange &change) {
    return change.decided_with == workspace::ForkRow(change.table, change.row);
}

Json counts_json(const std::vector<workspace::MergeResult::Count> &counts) {
    Json rows = Json::array();
    for (const workspace::MergeResult::Count &count : counts)
        rows.push_back({{"who", count.who},
                        {"table", count.table},
                        {"added", count.added},
                        {"changed", count.changed},
                        {"removed", count.removed}});
    return rows;
}

// What one side has in the columns that are concerned; null where it removed the row.
Json side_json(const Cells &side, const Columns &concerned, const Columns &columns) {
    if (!side)
        return {};
    Json values = Json::object();
    for (const std::string &column : concerned)
        values[column] = workspace::text_of((*side)[place_of(columns, column)]);
    return values;
}

Json conflict_json(const ForkChange &conflict, const Columns &columns) {
    return {{"table", conflict.table},
            {"row", conflict.row},
            {"base", side_json(conflict.base, conflict.columns, columns)},
            {"ours", side_json(conflict.ours, conflict.columns, columns)},
            {"theirs", side_json(conflict.theirs, conflict.columns, columns)},
            {"ours_by", conflict.ours_by},
            {"theirs_by", conflict.theirs_by}};
}

const char *change_kind(const ForkChange &change) {
    if (!change.base)
        return "added";
    return change.theirs ? "changed" : "removed";
}

/// Columns that they have changed; of an added or removed row those that are filled. Without the geometry.
Columns fields_of(const ForkChange &change, const Columns &columns) {
    Columns fields;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const workspace::Cell none;
        const workspace::Cell &before = change.base ? (*change.base)[i] : none;
        const workspace::Cell &after = change.theirs ? (*change.theirs)[i] : none;
        if (columns[i] != geometry_column && before != after)
            fields.push_back(columns[i]);
    }
    return fields;
}

bool is_redrawn(const ForkChange &change, const Columns &columns) {
    const std::size_t place = place_of(columns, geometry_column);
    return place < columns.size() && change.base && change.theirs &&
           (*change.base)[place] != (*change.theirs)[place];
}

Json cell_of_side(const Cells &side, std::size_t place) {
    return side ? console::cell_json((*side)[place]) : Json();
}

Json shape_of_side(const Cells &side, std::size_t place) {
    const auto *blob = side ? std::get_if<std::vector<std::byte>>(&(*side)[place]) : nullptr;
    if (blob == nullptr || workspace::unusable_geometry(*blob))
        return {}; // what stands here may have been written by any program
    return console::geometry_json(workspace::wkb_of((*side)[place]));
}

Json change_json(const ForkChange &change, const commands::Merged &merged) {
    const Columns &columns = merged.columns.at(change.table);
    Json fields = Json::object();
    for (const std::string &field : fields_of(change, columns)) {
        const std::size_t place = place_of(columns, field);
        fields[field] = {{"base", cell_of_side(change.base, place)},
                         {"ours", cell_of_side(change.ours, place)},
                         {"theirs", cell_of_side(change.theirs, place)}};
    }
    Json json{{"change", change_id({change.table, change.row})},
              {"table", change.table},
              {"row", change.row},
              {"kind", change_kind(change)},
              {"redrawn", is_redrawn(change, columns)},
              {"conflict", change.conflict},
              {"conflict_fields", change.columns},
              {"ours_by", change.ours_by},
              {"theirs_by", change.theirs_by},
              {"fields", std::move(fields)}};
    if (const std::size_t place = place_of(columns, geometry_column); place < columns.size())
        json["geometry"] = {{"ours", shape_of_side(change.ours, place)},
                            {"theirs", shape_of_side(change.theirs, place)}};
    return json;
}

/// Those that are decided by themselves, each with what goes with it.
Json changes_json(const commands::Merged &merged) {
    Json rows = Json::array();
    std::map<workspace::ForkRow, std::size_t> places;
    for (const ForkChange &change : merged.changes) {
        if (!is_decided_alone(change)) {
            rows[places.at(change.decided_with)]["with"].push_back(change_json(change, merged));
            continue;
        }
        places[change.decided_with] = rows.size();
        Json row = change_json(change, merged);
        const auto level = merged.levels.find(change.decided_with);
        row["level"] = level == merged.levels.end() ? "" : workspace::review_level_name(level->second);
        row["with"] = Json::array();
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string change_words(const ForkChange &change, const Columns &columns) {
    if (!change.base)
        return say("added");
    if (!change.theirs)
        return say("removed");
    std::vector<std::string> parts;
    if (is_redrawn(change, columns))
        parts.push_back(say("geometry changed"));
    for (const std::string &field : fields_of(change, columns)) {
        const std::size_t place = place_of(columns, field);
        parts.push_back(fmt::format("{}: {} → {}", field, workspace::text_of((*change.base)[place]),
                                    workspace::text_of((*change.theirs)[place])));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

} // namespace

void print_merge(std::ostream &out, const commands::Result<commands::Merged> &result) {
    const commands::Merged &merged = result.value;
    Json conflicts = Json::array();
    for (const ForkChange &conflict : merged.conflicts)
        conflicts.push_back(conflict_json(conflict, merged.columns.at(conflict.table)));
    Json refused = Json::array();
    for (const workspace::MergeResult::Refusal &refusal : merged.refused)
        refused.push_back({{"change", change_id(refusal.row)}, {"reason", refusal.reason}});
    const Json json{{"fork", merged.fork},
                    {"record", merged.record},
                    {"theirs", counts_json(merged.theirs)},
                    {"ours", counts_json(merged.ours)},
                    {"conflicts", conflicts},
                    {"unsettled", merged.unresolved},
                    {"undecided", merged.undecided},
                    {"refused", refused},
                    {"applied", merged.applied},
                    {"combined", merged.combined},
                    {"rejected", merged.rejected},
                    {"refusal", result.refusal},
                    {"changes", changes_json(merged)}};
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void print_fork_changes(std::ostream &out, const commands::Merged &merged) {
    console::Table table{
        {translated("Change"), translated("What"), translated("Who"), translated("Conflict")},
        {false, false, false, false},
        {}};
    for (const ForkChange &change : merged.changes)
        if (is_decided_alone(change))
            table.cells.push_back({change_id({change.table, change.row}),
                                   change_words(change, merged.columns.at(change.table)), change.theirs_by,
                                   change.conflict ? translated("conflict") : ""});
    console::print(out, table);
}

} // namespace qitu::cli
