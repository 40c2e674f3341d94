#include "layout.h"

#include "head_words.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace qitu::quotas {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;

class Finder {
  public:
    Finder(const reader::Sheet &sheet, const Catalogue &catalogue, const QuotaDefaults &defaults)
        : sheet_(sheet), catalogue_(catalogue), defaults_(defaults) {}

    [[nodiscard]] Layout find() const {
        constexpr std::size_t most_rows_above = 20;
        for (std::size_t i = 0; i < std::min(sheet_.records.size(), most_rows_above); ++i)
            if (std::optional<Layout> layout = heads_at(i)) {
                look_above(*layout, layout->first - 1);
                check_indicator(*layout);
                check_units(*layout);
                return *layout;
            }
        refuse_heads();
    }

  private:
    // From the first to the last row of heads.
    struct Heads {
        std::size_t top = 0, bottom = 0;
    };

    [[nodiscard]] std::string cell(std::size_t record, std::size_t column) const {
        const auto &cells = sheet_.records[record].cells;
        return column < cells.size() ? header_text(cells[column]) : "";
    }

    [[nodiscard]] std::size_t width(std::size_t record) const { return sheet_.records[record].cells.size(); }

    // The row that looks most like heads: the first with a column of admin units, else the first with several texts.
    [[noreturn]] void refuse_heads() const {
        const reader::Record *looked_at = &sheet_.records.front();
        for (std::size_t i = sheet_.records.size(); i-- > 0;) {
            std::size_t texts = 0;
            for (std::size_t column = 0; column < width(i); ++column)
                texts += cell(i, column).empty() ? 0 : 1;
            if (texts > 1)
                looked_at = &sheet_.records[i];
        }
        throw Error(ErrorKind::unreadable,
                    say("{}, row {}: {}", sheet_.name, looked_at->line,
                        say("no column headers were found: expected a column {}, and {} "
                            "with {} or columns named after indicators. Found: {}.",
                            "行政区 admin", header_name(header_indicator), header_name(header_value),
                            fmt::join(looked_at->cells, ", "))));
    }

    [[nodiscard]] std::optional<Layout> heads_at(std::size_t i) const {
        Layout layout;
        find_admin(layout, {i, i});
        if (layout.admin.empty())
            return {};
        const Heads heads = depth_of(layout, i);
        layout.admin.clear();
        layout.league.reset();
        find_admin(layout, heads);
        layout.first = heads.bottom + 1;
        find_columns(layout, heads);
        const bool listed = layout.columns[header_value] &&
                            (layout.columns[header_indicator] || !defaults_.indicator.empty());
        if (listed)
            layout.values.clear();
        if (!listed && layout.values.empty())
            return {};
        drop_parts(layout);
        return layout;
    }

    // By the deepest text of a column: 旗县 below 行政区划.
    void find_admin(Layout &layout, const Heads &heads) const {
        for (std::size_t column = 0; column < width_of(heads); ++column)
            for (std::size_t i = heads.bottom + 1; i-- > heads.top;) {
                const std::string text = cell(i, column);
                if (is_admin_head(text))
                    layout.admin.push_back(column);
                else if (is_league_head(text))
                    layout.league = column;
                if (!text.empty())
                    break;
            }
        if (layout.admin.empty() && layout.league)
            layout.admin.push_back(*std::exchange(layout.league, std::nullopt));
    }

    [[nodiscard]] std::size_t width_of(const Heads &heads) const {
        std::size_t most = 0;
        for (std::size_t i = heads.top; i <= heads.bottom; ++i)
            most = std::max(most, width(i));
        return most;
    }

    // Rows below and above that are heads too, where the cell of the admin unit is merged over them.
    [[nodiscard]] Heads depth_of(const Layout &layout, std::size_t i) const {
        constexpr std::size_t deepest = 3;
        Heads heads{i, i};
        while (heads.bottom + 1 < sheet_.records.size() && heads.bottom + 1 < i + deepest &&
               goes_on(layout, i, heads.bottom + 1))
            ++heads.bottom;
        while (heads.top > 0 && heads.bottom - heads.top + 1 < deepest && stands_over(layout, heads.top - 1))
            --heads.top;
        return heads;
    }

    [[nodiscard]] bool goes_on(const Layout &layout, std::size_t i, std::size_t next) const {
        bool words = false;
        double number = 0;
        for (std::size_t column = 0; column < width(next); ++column) {
            const std::string text = cell(next, column);
            const bool of_admin = is_one_of(column, layout.admin) || layout.league == std::optional(column);
            const bool head = is_admin_head(text) || is_league_head(text);
            if (of_admin && !text.empty() && text != cell(i, column) && !head)
                return false;
            if (!of_admin && parse_number(text, number) && !(number >= 1990 && number <= 2100))
                return false;
            words = words || (!of_admin && !text.empty() && !parse_number(text, number));
        }
        return words;
    }

    // Heads over those of the admin units; a title begins further left.
    [[nodiscard]] bool stands_over(const Layout &layout, std::size_t above) const {
        bool words = false;
        for (std::size_t column = 0; column < width(above); ++column) {
            const std::string text = cell(above, column);
            if (text.empty())
                continue;
            if (column <= layout.admin.front() || text.find("单位:") != std::string::npos)
                return false;
            words = true;
        }
        return words;
    }

    // Texts over a column, the uppermost first. A merged head stands over all its columns.
    [[nodiscard]] std::vector<std::string> chain(const Heads &heads, std::size_t column) const {
        std::vector<std::string> texts;
        for (std::size_t i = heads.top; i <= heads.bottom; ++i)
            if (const std::string text = merged_text(heads, i, column);
                !text.empty() && (texts.empty() || texts.back() != text))
                texts.push_back(text);
        return texts;
    }

    // Its own text, else that of the nearest column to the left, as long as something stands below it and nothing new above.
    [[nodiscard]] std::string merged_text(const Heads &heads, std::size_t row, std::size_t column) const {
        const auto below = [&](std::size_t c) {
            for (std::size_t i = row + 1; i <= heads.bottom; ++i)
                if (!cell(i, c).empty())
                    return true;
            return false;
        };
        const auto anew = [&](std::size_t c) {
            for (std::size_t i = heads.top; i < row; ++i)
                if (!cell(i, c).empty())
                    return true;
            return false;
        };
        for (std::size_t c = column + 1; c-- > 0;) {
            if (!cell(row, c).empty())
                return cell(row, c);
            if (!below(c) || anew(c))
                return {};
        }
        return {};
    }

    void find_columns(Layout &layout, const Heads &heads) const {
        for (std::size_t column = 0; column < width_of(heads); ++column)
            if (!is_one_of(column, layout.admin) && layout.league != std::optional(column))
                take_column(layout, heads, column, chain(heads, column));
    }

    void take_column(Layout &layout, const Heads &heads, std::size_t column,
                     const std::vector<std::string> &texts) const {
        if (texts.empty() || std::any_of(texts.begin(), texts.end(),
                                         [](const std::string &text) { return is_passed_over(text); }))
            return;
        if (const auto head = list_head(texts.front()); texts.size() == 1 && head) {
            if (layout.columns[*head])
                throw Error(ErrorKind::unreadable,
                            say("{}, row {}: {}", sheet_.name, sheet_.records[heads.top].line,
                                say("two columns mean {}. Keep one of them.", header_name(*head))));
            layout.columns[*head] = column;
            if (*head == header_value) {
                layout.value_unit = unit_in(texts.front());
                layout.value_year = year_in(texts.front());
            }
            return;
        }
        take_values(layout, column, texts);
    }

    // The lowest text that is not general names the indicator; where all are, it is the one that was given.
    void take_values(Layout &layout, std::size_t column, const std::vector<std::string> &texts) const {
        const std::string head = fmt::format("{}", fmt::join(texts, " / "));
        const auto naming = std::find_if_not(texts.rbegin(), texts.rend(), is_general);
        const Indicator *found = naming != texts.rend()        ? indicator_named(*naming, catalogue_)
                                 : defaults_.indicator.empty() ? nullptr
                                                               : &catalogue_.indicator(defaults_.indicator);
        const bool part = found != nullptr && naming != texts.rend() &&
                          std::any_of(naming + 1, texts.rend(), [&](const std::string &above) {
                              return is_part(above, *found, catalogue_);
                          });
        if (found == nullptr || part) {
            layout.skipped.push_back(head);
            return;
        }
        ValueColumn made{column, found, "", {}, head, true};
        for (auto text = texts.rbegin(); text != texts.rend(); ++text) {
            made.unit = made.unit.empty() ? unit_in(*text) : made.unit;
            made.year = made.year ? made.year : year_in(*text);
            made.whole = made.whole && (text <= naming || is_general(*text));
        }
        layout.values.push_back(std::move(made));
    }

    // Of several columns of one indicator and year the one under 合计; the others are its parts.
    static void drop_parts(Layout &layout) {
        const auto rivals = [&](const ValueColumn &one) {
            return std::count_if(layout.values.begin(), layout.values.end(), [&](const ValueColumn &other) {
                return other.indicator == one.indicator && other.year == one.year && other.whole;
            });
        };
        std::vector<ValueColumn> kept;
        for (const ValueColumn &column : layout.values)
            if (column.whole || rivals(column) != 1)
                kept.push_back(column);
            else
                layout.skipped.push_back(column.head);
        layout.values = std::move(kept);
    }

    void check_indicator(const Layout &layout) const {
        if (defaults_.indicator.empty() || layout.values.empty())
            return;
        const Indicator &wanted = catalogue_.indicator(defaults_.indicator);
        std::vector<std::string> heads;
        for (const ValueColumn &column : layout.values) {
            if (column.indicator == &wanted)
                return;
            heads.push_back(fmt::format("{} ({})", column.head, column.indicator->id));
        }
        heads.insert(heads.end(), layout.skipped.begin(), layout.skipped.end());
        throw Error(ErrorKind::unreadable, say("{}: no column is {}. Its columns: {}.", sheet_.name,
                                               wanted.id, fmt::join(heads, ", ")));
    }

    // What head, title and caller say of the unit must be one; what is given decides between the first two. Beside columns
    // that take the title's unit a head may name its own.
    void check_units(const Layout &layout) const {
        for (const ValueColumn &column : layout.values)
            check_unit(layout, *column.indicator, column.unit, column.head);
        if (layout.values.empty() && !defaults_.indicator.empty())
            check_unit(layout, catalogue_.indicator(defaults_.indicator), layout.value_unit,
                       std::string(header_name(header_value)));
    }

    void check_unit(const Layout &layout, const Indicator &indicator, const std::string &in_head,
                    const std::string &head) const {
        const auto fits = [&](const std::string &unit) {
            return !unit.empty() && convertible(unit_from(unit), indicator.unit);
        };
        std::vector<std::string> above;
        std::copy_if(layout.units.begin(), layout.units.end(), std::back_inserter(above), fits);
        const std::string given = fits(defaults_.unit) ? defaults_.unit : "";
        const auto among_above = [&](const std::string &unit) {
            return std::any_of(above.begin(), above.end(),
                               [&](const std::string &one) { return unit_from(one) == unit_from(unit); });
        };
        const bool decided = fits(in_head) && !given.empty() && unit_from(given) == unit_from(in_head);
        const std::string said = fits(in_head) ? in_head : above.size() == 1 ? above.front() : "";
        const bool title_counts = std::any_of(layout.values.begin(), layout.values.end(),
                                              [](const ValueColumn &column) { return column.unit.empty(); });
        if (fits(in_head) && !above.empty() && !among_above(in_head) && !decided && !title_counts)
            refuse_units(head, in_head, fmt::format("{}", fmt::join(above, ", ")));
        if (!given.empty() && !said.empty() && unit_from(given) != unit_from(said))
            refuse_units(head, said, given);
    }

    [[noreturn]] void refuse_units(const std::string &head, const std::string &one,
                                   const std::string &other) const {
        throw NeedsParameter(
            Parameter::unit, ErrorKind::unreadable,
            say("{}: column \"{}\" is in {} by its head or title, and in {} by what stands above it or is "
                "given. Find out which is right, and give the unit that its head names, or correct "
                "the table.",
                sheet_.name, head, one, other));
    }

    void look_above(Layout &layout, std::size_t end) const {
        for (std::size_t i = 0; i < end; ++i)
            for (std::size_t column = 0; column < sheet_.records[i].cells.size(); ++column)
                read_above(layout, cell(i, column));
    }

    static void read_above(Layout &layout, const std::string &text) {
        if (!layout.year)
            layout.year = year_in(text);
        constexpr std::string_view mark = "单位:";
        if (const std::size_t at = text.find(mark); at != std::string::npos)
            read_units(layout, text.substr(at + mark.size()));
        read_letter(layout, text);
    }

    static void read_units(Layout &layout, std::string text) {
        for (const std::string_view mark : {"、", ",", "/", ")", ";"})
            for (std::size_t at = 0; (at = text.find(mark, at)) != std::string::npos;)
                text.replace(at, mark.size(), "\n");
        for (std::size_t begin = 0; begin <= text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            if (const std::string word = text.substr(begin, end - begin); is_unit(word))
                layout.units.push_back(word);
            begin = end + 1;
        }
    }

    // 巴自然资发〔2023〕12号
    static void read_letter(Layout &layout, const std::string &text) {
        const std::size_t bracket = text.find("〔");
        const std::size_t end = text.find("号", bracket == std::string::npos ? 0 : bracket);
        if (!layout.letter.empty() || bracket == std::string::npos || end == std::string::npos)
            return;
        const std::size_t before = text.find_last_of("(:", bracket);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        layout.letter = text.substr(begin, end - begin + std::string_view("号").size());
    }

    const reader::Sheet &sheet_;
    const Catalogue &catalogue_;
    const QuotaDefaults &defaults_;
};

} // namespace

Layout layout_of(const reader::Sheet &sheet, const Catalogue &catalogue, const QuotaDefaults &defaults) {
    return Finder(sheet, catalogue, defaults).find();
}

} // namespace qitu::quotas
