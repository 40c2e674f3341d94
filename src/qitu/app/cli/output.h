// Where figures go, and in which format.
#pragma once

#include <qitu/output/console/console.h>

#include <functional>
#include <iosfwd>
#include <string>

namespace qitu::cli {

/// --format -o
struct Output {
    std::string format; // as asked for
    std::string file = "-";
    bool layers = false; // the command writes layers too: .gpkg
    /// What was asked for, or else what the file's ending tells, or else a table. Throws Error (usage) for an
    /// ending that cannot be written, naming those that can.
    [[nodiscard]] std::string format_name() const;
    /// How the listing is printed: a table too where a file is made of the tables. Throws Error (usage).
    [[nodiscard]] console::Format chosen() const;
};

/// Puts out what `print` prints in the format that was asked for: text as it comes; a workbook, a page or Markdown made
/// of its tables under the title.
void put_listing(const Output &output, const std::string &title,
                 const std::function<void(std::ostream &)> &print);
/// The same in two steps.
struct Listing {
    std::string text;
    console::Pages pages; // instead of it, where tables are asked for
};
Listing listing_of(const Output &output, const std::function<void(std::ostream &)> &print);
void put_listing(const Output &output, const std::string &title, const Listing &listing);

/// A plain listing in any format: `keys` are its columns for scripts. In JSON they are objects in "rows", and
/// columns of figures numbers.
void print_listing(std::ostream &out, const console::Table &table, const std::vector<std::string> &keys,
                   console::Format format);

} // namespace qitu::cli
