#include "layout.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace qitu::quotas {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;

constexpr std::array<std::string_view, header_count> header_names{
    "指标 indicator", "年度 year",   "指标值 value", "单位 unit",
    "来源 source",    "条款 clause", "文号 letter",  "示意 illustrative"};

constexpr std::array<std::pair<std::string_view, Header>, 27> header_words{{
    {"指标", header_indicator},
    {"indicator", header_indicator},
    {"指标名称", header_indicator},
    {"指标编号", header_indicator},
    {"年度", header_year},
    {"年份", header_year},
    {"year", header_year},
    {"指标值", header_value},
    {"任务", header_value},
    {"任务数", header_value},
    {"value", header_value},
    {"目标", header_value},
    {"任务量", header_value},
    {"单位", header_unit},
    {"计量单位", header_unit},
    {"unit", header_unit},
    {"来源", header_source},
    {"依据", header_source},
    {"source", header_source},
    {"条款", header_clause},
    {"clause", header_clause},
    {"文号", header_letter},
    {"letter", header_letter},
    {"示意", header_illustrative},
    {"illustrative", header_illustrative},
    {"目标值", header_value},
    {"数量", header_value},
}};

constexpr std::array<std::string_view, 15> admin_words{
    "行政区", "旗县", "旗县区",   "旗县市区", "admin",      "行政区代码",   "行政区名称", "行政区划",
    "地区",   "县区", "旗县名称", "旗县代码", "县(市、区)", "旗县(市、区)", "区域"};
constexpr std::array<std::string_view, 4> league_words{"盟市", "盟市名称", "league", "盟(市)"};
constexpr std::array<std::string_view, 6> passed_over{"序号", "备注", "no", "no.", "note", "remarks"};

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return text;
}

std::string header_text(const std::string &cell) {
    return without_blanks(folded(cell));
}

bool is_unit(const std::string &text) {
    try {
        unit_from(text);
        return true;
    } catch (const Error &) {
        return false;
    }
}

void remove_all(std::string &text, std::string_view part) {
    for (std::size_t at; (at = text.find(part)) != std::string::npos;)
        text.erase(at, part.size());
}

// What a head is about: without brackets, years and the words that every table of tasks has.
std::string core_of(std::string text) {
    for (std::size_t open; (open = text.find('(')) != std::string::npos;)
        text.erase(open, text.find(')', open) == std::string::npos ? std::string::npos
                                                                   : text.find(')', open) - open + 1);
    if (const auto year = year_in(text))
        remove_all(text, fmt::format("{}年", *year));
    for (const std::string_view word : {"其中:", "任务数", "任务量", "任务", "目标值", "目标", "指标值",
                                        "指标", "计划数", "计划", "下达", "分解", "年度"})
        remove_all(text, word);
    return text;
}

// The same without what indicators add to the name of the thing.
std::string essence_of(const std::string &text) {
    std::string essence = core_of(text);
    for (const std::string_view word : {"建成", "建设", "面积", "新增", "同步发展"})
        remove_all(essence, word);
    return essence;
}

const Indicator *indicator_named(const std::string &text, const Catalogue &catalogue) {
    const std::string core = core_of(text);
    if (core.empty())
        return nullptr;
    for (const std::string &name : {text, core})
        for (const Indicator &indicator : catalogue.indicators())
            if (name == indicator.id || name == header_text(indicator.names.zh) ||
                name == header_text(indicator.names.en))
                return &indicator;
    const Indicator *found = nullptr;
    const std::string essence = essence_of(text);
    for (const Indicator &indicator : catalogue.indicators())
        if (!essence.empty() && essence == essence_of(header_text(indicator.names.zh))) {
            if (found != nullptr)
                return nullptr; // which of them nobody can say
            found = &indicator;
        }
    return found;
}

class Finder {
  public:
    Finder(const reader::Sheet &sheet, const Catalogue &catalogue, const QuotaDefaults &defaults)
        : sheet_(sheet), catalogue_(catalogue), defaults_(defaults) {}

    [[nodiscard]] Layout find() const {
        constexpr std::size_t most_lines_above = 20;
        for (std::size_t i = 0; i < std::min(sheet_.records.size(), most_lines_above); ++i)
            if (std::optional<Layout> layout = heads_at(i)) {
                look_above(*layout, i);
                return *layout;
            }
        const reader::Record &first = sheet_.records.front();
        throw Error(ErrorKind::unreadable,
                    say("{}, line {}: {}", sheet_.name, first.line,
                        say("no column headers were found: expected a column {}, and {} "
                            "with {} or columns named after indicators. Found: {}.",
                            "行政区 admin", header_name(header_indicator), header_name(header_value),
                            fmt::join(first.cells, ", "))));
    }

  private:
    [[nodiscard]] std::string cell(std::size_t record, std::size_t column) const {
        const auto &cells = sheet_.records[record].cells;
        return column < cells.size() ? header_text(cells[column]) : "";
    }

    // Heads in one line, or in two where the cell of the admin unit is merged down.
    [[nodiscard]] std::optional<Layout> heads_at(std::size_t i) const {
        Layout layout;
        find_admin(layout, i);
        if (layout.admin.empty())
            return {};
        const bool two = two_deep(layout, i);
        layout.first = i + (two ? 2 : 1);
        find_columns(layout, i, two);
        const bool listed = layout.columns[header_value] &&
                            (layout.columns[header_indicator] || !defaults_.indicator.empty());
        if (listed)
            layout.values.clear();
        if (!listed && layout.values.empty())
            return {};
        return layout;
    }

    void find_admin(Layout &layout, std::size_t i) const {
        for (std::size_t column = 0; column < sheet_.records[i].cells.size(); ++column) {
            const std::string text = cell(i, column);
            if (is_one_of(text, admin_words))
                layout.admin.push_back(column);
            else if (is_one_of(text, league_words))
                layout.league = column;
        }
        if (layout.admin.empty() && layout.league)
            layout.admin.push_back(*std::exchange(layout.league, std::nullopt));
    }

    [[nodiscard]] bool two_deep(const Layout &layout, std::size_t i) const {
        if (i + 1 >= sheet_.records.size())
            return false;
        bool words = false;
        for (std::size_t column = 0; column < sheet_.records[i + 1].cells.size(); ++column) {
            const std::string text = cell(i + 1, column);
            double number = 0;
            const bool of_admin = is_one_of(column, layout.admin) || layout.league == std::optional(column);
            if (of_admin && !text.empty() && text != cell(i, column))
                return false;
            words = words || (!of_admin && !text.empty() && !parse_number(text, number));
        }
        return words;
    }

    void find_columns(Layout &layout, std::size_t i, bool two) const {
        std::string above;
        const std::size_t width =
            std::max(sheet_.records[i].cells.size(), two ? sheet_.records[i + 1].cells.size() : 0);
        for (std::size_t column = 0; column < width; ++column) {
            const std::string own = cell(i, column);
            const std::string below = two ? cell(i + 1, column) : "";
            if (!own.empty() || below.empty())
                above = own; // a merged head stands over all its columns
            if (is_one_of(column, layout.admin) || layout.league == std::optional(column))
                continue;
            take_column(layout, i, column, above, below);
        }
    }

    void take_column(Layout &layout, std::size_t i, std::size_t column, const std::string &above,
                     const std::string &below) const {
        if ((above.empty() && below.empty()) || is_one_of(above, passed_over) ||
            is_one_of(below, passed_over))
            return;
        for (const auto &[word, head] : header_words)
            if (above == word && below.empty()) {
                if (layout.columns[head])
                    throw Error(ErrorKind::unreadable,
                                say("{}, line {}: {}", sheet_.name, sheet_.records[i].line,
                                    say("two columns mean {}. Keep one of them.", header_name(head))));
                layout.columns[head] = column;
                return;
            }
        const Indicator *own = indicator_named(below, catalogue_);
        const bool plain = core_of(below).empty() || is_unit(below);
        const Indicator *found = own != nullptr ? own : plain ? indicator_named(above, catalogue_) : nullptr;
        const std::string head = below.empty() ? above : above.empty() ? below : above + " / " + below;
        if (found == nullptr) {
            layout.skipped.push_back(head);
            return;
        }
        std::string unit = unit_in(below);
        std::optional<int> year = year_in(below);
        layout.values.push_back(
            {column, found, unit.empty() ? unit_in(above) : unit, year ? year : year_in(above), head});
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

std::string_view header_name(Header head) {
    return header_names[head];
}

std::optional<int> year_in(const std::string &text) {
    for (std::size_t at = 0; (at = text.find("年", at)) != std::string::npos; at += 1) {
        std::size_t begin = at;
        while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0)
            --begin;
        if (at - begin == 4)
            return std::stoi(text.substr(begin, 4));
    }
    return {};
}

std::string unit_in(const std::string &text) {
    const std::string plain = header_text(text);
    if (plain.empty() || is_unit(plain))
        return plain;
    for (std::size_t open = 0; (open = plain.find('(', open)) != std::string::npos; ++open) {
        std::string inner = plain.substr(open + 1, plain.find(')', open) - open - 1);
        if (inner.starts_with("单位:"))
            inner.erase(0, std::string_view("单位:").size());
        if (is_unit(inner))
            return inner;
    }
    const std::size_t number_end = plain.find_first_not_of("0123456789.,");
    if (number_end != 0 && number_end != std::string::npos && is_unit(plain.substr(number_end)))
        return plain.substr(number_end);
    return {};
}

Layout layout_of(const reader::Sheet &sheet, const Catalogue &catalogue, const QuotaDefaults &defaults) {
    return Finder(sheet, catalogue, defaults).find();
}

} // namespace qitu::quotas
