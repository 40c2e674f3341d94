#include "fork_check.h"
#include "fork_mark.h"
#include "rejected.h"
#include "row_digest.h"
#include "rows.h"
#include "state.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/fork.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

using Features = std::map<std::string, std::set<std::int64_t>>;

std::vector<std::string> names_in(const sqlite::Database &database, const std::string &sql) {
    std::vector<std::string> result;
    for (sqlite::Statement row(database, sql); row.step();)
        result.push_back(row.text(0));
    return result;
}

void keep_features(const sqlite::Database &database, const std::string &layer,
                   const std::set<std::int64_t> &features) {
    database.run("CREATE TEMP TABLE IF NOT EXISTS kept (id INTEGER PRIMARY KEY); DELETE FROM temp.kept");
    sqlite::Statement keep(database, "INSERT INTO temp.kept VALUES (?)");
    for (const std::int64_t feature : features)
        keep.bind(1, feature).step();
    const std::string name = sqlite::identifier(layer);
    database.run("DELETE FROM " + name + " WHERE rowid NOT IN (SELECT id FROM temp.kept)");
    if (const std::string index = "rtree_" + layer + "_geom"; database.has_table(index))
        database.run("DELETE FROM " + sqlite::identifier(index) +
                     " WHERE id NOT IN (SELECT id FROM temp.kept)");
    sqlite::Statement(database, "UPDATE gpkg_ogr_contents SET feature_count = (SELECT count(*) FROM " + name +
                                    ") WHERE table_name = ?")
        .bind(1, layer)
        .step();
    if (database.has_table("qitu_review"))
        sqlite::Statement(
            database, "DELETE FROM qitu_review WHERE layer = ? AND feature NOT IN (SELECT id FROM temp.kept)")
            .bind(1, layer)
            .step();
}

// The fork's history begins with the fork. What was rejected of others is none of its business.
void forget_history(const sqlite::Database &database) {
    for (const char *table : {"qitu_history", "qitu_change", "qitu_session", "qitu_seal", "qitu_chain",
                              "qitu_sealed", rejection_table})
        database.run("DROP TABLE IF EXISTS " + std::string(table));
}

void reduce(const sqlite::Database &database, const Features &features) {
    const std::vector<std::string> triggers = drop_triggers(database);
    for (const std::string &layer : names_in(database, "SELECT layer FROM qitu_catalogue")) {
        const auto kept = features.find(layer);
        if (database.has_table(layer))
            keep_features(database, layer, kept != features.end() ? kept->second : std::set<std::int64_t>());
    }
    forget_history(database);
    for (const std::string &sql : triggers)
        database.run(sql);
    ensure_recorded(database);
}

} // namespace

std::string mark_of_record(const sqlite::Database &database, std::int64_t record) {
    sqlite::Statement row(database, std::string(chained_sql) + " WHERE h.id = ?");
    Digest digest;
    return row.bind(1, record).step() ? hex_of(hash_of_record(digest, {}, row)) : std::string();
}

void fork(const Workspace &workspace, const std::filesystem::path &out, const std::string &what,
          const Features &features) {
    refuse_unless_new(out);
    const StagedFile staged(out);
    {
        const sqlite::Database copy(staged.path(), sqlite::Access::create);
        copy_pages(database_of(workspace), copy);
    }
    {
        Workspace made = Workspace::open(staged.path());
        const sqlite::Database &database = database_of(made);
        Access::unrecorded(made, [&](Edit &edit) {
            const bool recorded = database.has_table("qitu_history");
            const std::int64_t last = recorded ? last_record(database) : 0;
            edit.set_meta(fork_record, std::to_string(last));
            edit.set_meta(fork_mark, recorded ? mark_of_record(database, last) : "");
            edit.set_meta(fork_what, what);
            reduce(database, features);
            // What a working copy knows of its server, servers of leagues, and figures of others.
            for (const char *table : {"server_state", "qitu_league_server", "qitu_sums"})
                database.run("DROP TABLE IF EXISTS " + std::string(table));
            edit.set_meta(fork_rows, rows_of_layers(database));
            sqlite::Statement(database,
                              "INSERT OR REPLACE INTO qitu_meta VALUES (?, lower(hex(randomblob(8))))")
                .bind(1, std::string_view(fork_id))
                .step();
        });
        database.run("VACUUM");
    }
    refuse_unless_new(out);
    staged.commit();
}

} // namespace qitu::workspace
