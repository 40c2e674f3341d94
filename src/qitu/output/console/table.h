// Tables on a terminal, and the formats that a command prints in.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

enum class Format { table, csv, json };
Format format_from(std::string_view name); // throws Error (usage)

/// A plain table: headers and cells as text, numbers right-aligned; the widths count Chinese characters as two.
enum class Tone { plain, good, doubtful, bad };
struct Table {
    std::vector<std::string> headers;
    std::vector<bool> numeric;
    std::vector<std::vector<std::string>> cells;
    std::vector<Tone> tones = {}; // of each row's first cell; none: plain
};
void print(std::ostream &out, const Table &table);

/// A table with the words that were printed above it.
struct PrintedTable {
    std::string words;
    Table table;
};
/// What a command prints for people, in pieces: its tables, and the words behind the last of them.
struct Pages {
    std::vector<PrintedTable> tables;
    std::string words;
};
/// Takes apart what `print` prints to the stream that it is given.
Pages collect(const std::function<void(std::ostream &)> &print);

/// Tables as Markdown, under a title.
void write_markdown(std::ostream &out, const std::string &title, const Pages &pages);
/// Text with all that Markdown takes for a sign escaped.
std::string in_markdown(std::string_view text);

/// What a stream leads to. Tables that are printed to it are as wide as it is: the widest column of words is
/// cut short with …, never one of figures. A stream of which nothing was said takes tables as they are.
struct Terminal {
    std::size_t columns = 0; // 0: any number
    bool colours = false;
};
void fit(std::ostream &out, const Terminal &terminal);

} // namespace qitu::console
