// text_layouts: how the lines of coordinate TXT files are laid out, and which words their headers use. All of it is data:
// layers/layouts/*.toml. A form of another province is a table more, with no line of C++.
#pragma once

#include <qitu/core/base/language.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

/// The columns of a line by name, from the first on.
struct LineLayout {
    std::string id;
    Names names;
    std::vector<std::string> columns;
    /// As `columns`: what a word must look like there, folded and without blanks; empty where anything may stand.
    std::vector<std::function<bool(const std::string &)>> forms;
    std::vector<bool> required; // as `columns`: must not be empty
    bool unmarked = false;      // the column of the shape is empty

    /// Place of the column, or -1.
    [[nodiscard]] int column(std::string_view name) const;
    /// Whether the words can be these columns. Fewer words than columns, and more, may be.
    [[nodiscard]] bool fits(const std::vector<std::string> &words) const;
    /// How many of the words had to look like something, and do.
    [[nodiscard]] std::size_t evidence(const std::vector<std::string> &words) const;
};

struct TextLayouts {
    /// What a column is for beyond its text.
    struct Columns {
        std::string count, area, shape;
    };
    /// A word and what it stands for: 米 → metre. Folded, without blanks.
    using Words = std::map<std::string, std::string, std::less<>>;

    Words sections;                         // → header, parcels
    std::vector<std::string> remark_marks;  // what a line of remarks begins with
    Words shapes;                           // → polygon, line, point
    Words header_keys;                      // → the key as the reader knows it
    Words units;                            // → metre, degree, packed
    std::vector<std::string> about_numbers; // what may stand about a number of the header, longest first
    Words numerals;                         // 三 → 3
    Columns columns;
    std::vector<LineLayout> parcel_lines, point_lines;

    /// The files of a folder, the ones that come with the library where it has none. Throws Error (refused) with
    /// file:line as Catalogue::load does.
    static TextLayouts load(const std::filesystem::path &folder);
    /// Those that come with the library: layers/layouts/coordinate_text.toml as it was when it was built.
    static const TextLayouts &shipped();

    /// The parcel layout of this id or name; throws Error (usage) with the known ones.
    [[nodiscard]] const LineLayout &parcel_line(std::string_view name) const;
};

/// Folded and without any blanks: how words are looked up in TextLayouts.
std::string layout_word(std::string_view text);

} // namespace qitu::catalogue
