#include "sealed.h"

#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

// column TABLE NAME TYPE HIDDEN: 2 and 3 are generated columns, whose values are not what was written.
constexpr const char *columns_sql = "SELECT 'column ' || quote(?1) || ' ' || quote(name) || ' ' || type || ' "
                                    "' || hidden FROM pragma_table_xinfo(?1)";

std::vector<std::string> schema_lines(const sqlite::Database &database) {
    std::vector<std::string> lines;
    sqlite::Statement column(database, columns_sql);
    for (const std::string &table : sealed_tables(database)) {
        column.bind(1, table);
        while (column.step())
            lines.push_back(column.text(0));
    }
    for (const char *sql : {"SELECT 'layer ' || quote(layer) FROM qitu_catalogue NOT INDEXED",
                            "SELECT 'meta ' || quote(key) || ' ' || quote(value) FROM qitu_meta NOT INDEXED "
                            "WHERE key IN ('schema', "
                            "'created', 'history_since') OR key GLOB 'fork_*'"})
        for (sqlite::Statement row(database, sql); row.step();)
            lines.push_back(row.text(0));
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace

std::string schema_to_seal(const sqlite::Database &database) {
    return fmt::format("{}", fmt::join(schema_lines(database), "\n"));
}

std::vector<std::string> broken_schema(const sqlite::Database &database, std::string_view sealed) {
    const std::vector<std::string> lines = schema_lines(database);
    const std::set<std::string, std::less<>> now(lines.begin(), lines.end());
    while (!sealed.empty()) {
        const std::string_view line = sealed.substr(0, sealed.find('\n'));
        if (!now.contains(line))
            return {say("The structure is not as it was sealed: {} is no longer there.", std::string(line))};
        sealed.remove_prefix(std::min(line.size() + 1, sealed.size()));
    }
    return {};
}

} // namespace qitu::workspace
