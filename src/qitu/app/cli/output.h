// Where figures go, and in which format.
#pragma once

#include <qitu/output/console/console.h>

#include <string>

namespace qitu::cli {

/// --format -o
struct Output {
    std::string format; // as asked for
    std::string file = "-";
    /// What was asked for, or else what the file's ending tells, or else a table.
    [[nodiscard]] std::string format_name() const;
    [[nodiscard]] console::Format chosen() const; // throws Error (usage)
};

/// A plain listing in any format: `keys` are its columns for scripts. In JSON they are objects in "rows", and
/// columns of figures numbers.
void print_listing(std::ostream &out, const console::Table &table, const std::vector<std::string> &keys,
                   console::Format format);

} // namespace qitu::cli
