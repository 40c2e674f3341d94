#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/deliveries.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace qitu::workspace {

namespace {

constexpr const char *refusal_table = "qitu_refusal";

void ensure_refusals(const sqlite::Database &database) {
    if (database.has_table(refusal_table))
        return;
    database.run("CREATE TABLE qitu_refusal (id INTEGER PRIMARY KEY NOT NULL, sender TEXT NOT NULL, "
                 "file TEXT NOT NULL, layer TEXT NOT NULL, message TEXT NOT NULL, who TEXT NOT NULL, "
                 "refused_at DATETIME NOT NULL)");
    ensure_recorded(database);
}

std::map<std::string, std::uint64_t> senders_of(const sqlite::Database &database, const std::string &layer,
                                                std::int64_t change) {
    std::map<std::string, std::uint64_t> senders;
    if (!database.has_table(layer) || !database.has_column(layer, "admin_code"))
        return senders;
    sqlite::Statement row(database,
                          "SELECT ifnull(f.admin_code, ''), count(*) FROM qitu_history h JOIN " +
                              sqlite::identifier(layer) +
                              " f ON f.fid = h.row WHERE h.change = ? AND h.tab = ? AND h.op = 'insert' "
                              "GROUP BY 1");
    for (row.bind(1, change).bind(2, layer); row.step();)
        senders[row.text(0)] = static_cast<std::uint64_t>(row.integer(1));
    return senders;
}

std::uint64_t quarantined_of(const sqlite::Database &database, const std::string &layer,
                             const std::string &file) {
    if (!database.has_table("qitu_quarantine"))
        return 0;
    sqlite::Statement row(database, "SELECT count(*) FROM qitu_quarantine WHERE layer = ? AND file = ?");
    return row.bind(1, layer).bind(2, file).step() ? static_cast<std::uint64_t>(row.integer(0)) : 0;
}

void add_imports(const sqlite::Database &database, std::vector<Delivery> &result) {
    const bool recorded = database.has_table("qitu_history");
    for (sqlite::Statement row(
             database, recorded ? "SELECT i.layer, i.file, i.features, i.imported_at, ifnull(h.change, 0), "
                                  "ifnull(c.who, '') FROM qitu_import i LEFT JOIN qitu_history h ON "
                                  "h.tab = 'qitu_import' AND h.row = i.id AND h.op = 'insert' LEFT JOIN "
                                  "qitu_change c ON c.id = h.change ORDER BY i.id"
                                : "SELECT layer, file, features, imported_at, 0, '' FROM qitu_import "
                                  "ORDER BY id");
         row.step();) {
        Delivery delivery{
            row.text(0), row.text(1), {},          true,       static_cast<std::uint64_t>(row.integer(2)),
            0,           "",          row.text(5), row.text(3)};
        if (recorded)
            delivery.senders = senders_of(database, delivery.layer, row.integer(4));
        delivery.quarantined = quarantined_of(database, delivery.layer, delivery.file);
        result.push_back(std::move(delivery));
    }
}

void add_refusals(const sqlite::Database &database, std::vector<Delivery> &result) {
    if (!database.has_table(refusal_table))
        return;
    for (sqlite::Statement row(database,
                               "SELECT layer, file, sender, message, who, refused_at FROM qitu_refusal "
                               "ORDER BY id");
         row.step();) {
        Delivery delivery{row.text(0), row.text(1), {}, false, 0, 0, row.text(3), row.text(4), row.text(5)};
        if (const std::string sender = row.text(2); !sender.empty())
            delivery.senders[sender] = 0;
        result.push_back(std::move(delivery));
    }
}

} // namespace

void note_refusal(Edit &edit, const Delivery &refused) {
    const sqlite::Database &database = edit.database();
    ensure_refusals(database);
    const std::string who = login(edit.database());
    const std::string now = time_stamp();
    const std::string sender = refused.senders.empty() ? std::string() : refused.senders.begin()->first;
    sqlite::Statement(database, "INSERT INTO qitu_refusal (sender, file, layer, message, who, refused_at) "
                                "VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, sender)
        .bind(2, refused.file)
        .bind(3, refused.layer)
        .bind(4, refused.message)
        .bind(5, std::string_view(who))
        .bind(6, std::string_view(now))
        .step();
}

std::vector<Delivery> deliveries(const Workspace &workspace) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<Delivery> result;
    add_imports(database, result);
    add_refusals(database, result);
    std::stable_sort(result.begin(), result.end(),
                     [](const Delivery &a, const Delivery &b) { return a.at < b.at; });
    return result;
}

} // namespace qitu::workspace
