// How a table of quotas is laid out: which lines are heads, which columns say what, what stands above.
#pragma once

#include <qitu/analysis/quotas/quotas.h>
#include <qitu/data/reader/table_file.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::quotas {

template <typename Item, typename Items>
bool is_one_of(const Item &item, const Items &items) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

enum Header : std::size_t {
    header_indicator,
    header_year,
    header_value,
    header_unit,
    header_source,
    header_clause,
    header_letter,
    header_illustrative,
    header_count
};
std::string_view header_name(Header head);

/// A column with the quotas of one indicator.
struct ValueColumn {
    std::size_t column = 0;
    const catalogue::Indicator *indicator = nullptr;
    std::string unit; // as sent; "" where the column has none
    std::optional<int> year;
    std::string head;  // as it stands
    bool whole = true; // all heads above are 合计 and the like, years or units
};

struct Layout {
    std::vector<std::size_t> admin;    // columns of the unit itself, the first that is filled counts
    std::optional<std::size_t> league; // column of its league
    std::array<std::optional<std::size_t>, header_count> columns{};
    std::vector<ValueColumn> values; // empty when the indicator stands in a column
    std::string value_unit;          // in the head of the column of values, where the table is a list
    std::optional<int> value_year;
    std::size_t first = 0; // record after the heads
    // Above the heads.
    std::optional<int> year;
    std::vector<std::string> units;
    std::string letter;
    std::vector<std::string> skipped; // heads of columns that nothing was made of
};

/// Heads are one to three rows deep. Throws Error (unreadable) when none are found, when nothing in them is the indicator that
/// is asked for, or when head, title and QuotaDefaults name different units.
Layout layout_of(const reader::Sheet &sheet, const catalogue::Catalogue &catalogue,
                 const QuotaDefaults &defaults);

/// Without blanks between Chinese characters, as printed tables have them: 临 河 区.
std::string compact(const std::string &text);

/// The year in "2023年…"; none when there is none.
std::optional<int> year_in(const std::string &text);

/// A unit that the text is, or has in brackets or behind a number; "" for none.
std::string unit_in(const std::string &text);

} // namespace qitu::quotas
