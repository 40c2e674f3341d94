#include "obstacles.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/stages.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

std::string stage_name(const catalogue::Catalogue &catalogue, int rank) {
    return rank < 0 ? say("no stage")
                    : catalogue.stages()[static_cast<std::size_t>(rank)].names.in(language_in_use());
}

std::string against_stage(const catalogue::Catalogue &catalogue, int now, int wanted, bool has_reason) {
    if (now == wanted)
        return say("it is at {} already", stage_name(catalogue, now));
    if (wanted < now && !has_reason)
        return say("it is at {}: going back needs a reason", stage_name(catalogue, now));
    if (wanted > now + 1)
        return say("it is at {}: {} comes next", stage_name(catalogue, now), stage_name(catalogue, now + 1));
    return {};
}

void take_row(std::set<std::int64_t> &ids, sqlite::Statement &rows, const std::string &none) {
    bool any = false;
    while (rows.step()) {
        ids.insert(rows.integer(0));
        any = true;
    }
    if (!any)
        throw Error(ErrorKind::refused, none);
}

void refuse_other_sql(const sqlite::Database &database, const sqlite::Statement &rows,
                      const std::string &where) {
    if (!rows.read_only())
        throw Error(ErrorKind::usage, say("{}: \"{}\" is not a condition.", database.file().string(), where));
}

} // namespace

std::string project_of(const sqlite::Database &database, const catalogue::Layer &layer,
                       std::int64_t feature) {
    if (layer.index_of(catalogue::field_id::project_code) < 0)
        return {};
    sqlite::Statement row(database,
                          "SELECT project_code FROM " + sqlite::identifier(layer.id) + " WHERE rowid = ?");
    return row.bind(1, feature).step() ? row.text(0) : std::string();
}

std::vector<std::int64_t> select(const Workspace &workspace, const catalogue::Layer &layer,
                                 const Selection &selection) {
    const sqlite::Database &database = database_of(workspace);
    const std::string file = database.file().string();
    const std::string name = layer.names.in(language_in_use());
    if (!database.has_table(layer.id))
        throw Error(ErrorKind::refused, say("{}: {} has no features yet.", file, name));
    std::set<std::int64_t> ids;
    const std::string all = "SELECT rowid FROM " + sqlite::identifier(layer.id) + " WHERE ";
    for (const std::int64_t feature : selection.features) {
        sqlite::Statement row(database, all + "rowid = ?");
        take_row(ids, row.bind(1, feature), say("{}: {} has no feature {}.", file, name, feature));
    }
    for (const std::string &project : selection.projects) {
        sqlite::Statement row(database, all + "project_code = ?");
        take_row(ids, row.bind(1, project), say("{}: {} has no feature of project {}.", file, name, project));
    }
    if (!selection.where.empty()) {
        sqlite::Statement row(database, all + "(" + selection.where + ")");
        refuse_other_sql(database, row, selection.where);
        take_row(ids, row, say("{}: no feature of {} meets {}.", file, name, selection.where));
    }
    return {ids.begin(), ids.end()};
}

std::vector<Obstacle> advance(Edit &edit, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const std::vector<std::int64_t> &features,
                              const std::string &stage, const std::string &reason_to_go_back) {
    const sqlite::Database &database = edit.database();
    if (layer.index_of(catalogue::field_id::stage) < 0)
        throw Error(ErrorKind::refused, say("{} has no stages.", layer.names.in(language_in_use())));
    const int wanted = catalogue.stage_rank(stage);
    std::vector<Obstacle> obstacles;
    sqlite::Statement now(database, "SELECT stage FROM " + sqlite::identifier(layer.id) + " WHERE rowid = ?");
    for (const std::int64_t feature : features) {
        const int rank = now.bind(1, feature).step() ? catalogue.stage_rank(now.text(0)) : -1;
        now.step();
        const std::string against = against_stage(catalogue, rank, wanted, !reason_to_go_back.empty());
        if (!against.empty())
            obstacles.push_back({feature, project_of(database, layer, feature), against});
    }
    if (!obstacles.empty())
        return obstacles;
    sqlite::Statement set(database,
                          "UPDATE " + sqlite::identifier(layer.id) + " SET stage = ? WHERE rowid = ?");
    for (const std::int64_t feature : features)
        set.bind(1, stage).bind(2, feature).step();
    note_change(database, layer.id, {});
    return {};
}

} // namespace qitu::workspace
