// Tables on a terminal, and the formats that a command prints in.
#pragma once

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

/// What a stream leads to. Tables that are printed to it are as wide as it is: the widest column of words is
/// cut short with …, never one of figures. A stream of which nothing was said takes tables as they are.
struct Terminal {
    std::size_t columns = 0; // 0: any number
    bool colours = false;
};
void fit(std::ostream &out, const Terminal &terminal);

} // namespace qitu::console
