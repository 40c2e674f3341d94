#include "schema.h"
#include "state.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/rules.h>

#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

// The tables of indicators in a layer's TOML, without comments and blank lines.
std::string indicator_tables(const std::string &toml) {
    std::istringstream lines(toml);
    std::string result;
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        const std::string text = trimmed(line);
        if (text.starts_with('['))
            inside = text.starts_with("[[indicator]]") || text.starts_with("[indicator.");
        if (inside && !text.empty() && !text.starts_with('#'))
            result += text + '\n';
    }
    return result;
}

} // namespace

std::vector<std::string> layers_counted_otherwise(const Workspace &workspace,
                                                  const catalogue::Catalogue &catalogue) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<std::string> result;
    if (!database.has_table("qitu_catalogue"))
        return result;
    sqlite::Statement row(database, "SELECT toml FROM qitu_catalogue WHERE layer = ?");
    for (const catalogue::Layer &layer : catalogue.layers()) {
        row.reset();
        row.bind(1, layer.id);
        if (row.step() && indicator_tables(row.text(0)) != indicator_tables(toml_of(layer)) &&
            feature_count(workspace, layer) > 0)
            result.push_back(layer.id);
    }
    return result;
}

std::string rules_digest(const catalogue::Catalogue &catalogue) {
    std::string rules;
    for (const catalogue::Layer &layer : catalogue.layers())
        rules += layer.id + '\n' + indicator_tables(toml_of(layer));
    return sha256_hex(rules);
}

} // namespace qitu::workspace
