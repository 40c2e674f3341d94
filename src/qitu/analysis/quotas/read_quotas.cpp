#include "layout.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::quotas {

namespace {

using catalogue::AdminUnit;
using catalogue::Indicator;

constexpr std::array<std::string_view, 6> no_value{"", "-", "—", "–", "/", "无"};

std::string plain(const std::string &text) {
    std::string result = folded(text);
    std::erase_if(result, [](char c) { return c == ' ' || c == '\n'; });
    return result;
}

// Places after the point, as written.
int decimals_of(const std::string &text) {
    const std::size_t point = text.find('.');
    if (point == std::string::npos)
        return 0;
    const std::size_t end = text.find_first_not_of("0123456789", point + 1);
    return static_cast<int>(std::min(end, text.size()) - point - 1);
}

class Reader {
  public:
    Reader(const reader::Sheet &sheet, const catalogue::Catalogue &catalogue, const QuotaDefaults &defaults)
        : sheet_(sheet), catalogue_(catalogue), defaults_(defaults),
          layout_(layout_of(sheet, catalogue, defaults)) {}

    void read(QuotaFile &result) {
        describe(result);
        for (std::size_t i = layout_.first; i < sheet_.records.size(); ++i) {
            const reader::Record &record = sheet_.records[i];
            if (reader::kind_of_row(record.cells) == reader::RowKind::closing) {
                result.notes.push_back(say("{}, row {}: skipped as a note.", sheet_.name, record.line));
                continue;
            }
            if (repeats_headers(record))
                continue; // heads again on a new page
            read_record(record, i + 1 == sheet_.records.size());
            if (sheet_.hidden_rows.contains(record.line))
                note_hidden(record, result);
        }
        check_totals(result);
        for (Entry &entry : entries_)
            result.quotas.push_back(std::move(entry.quota));
    }

  private:
    struct Entry {
        workspace::Quota quota;
        std::size_t line;
        std::size_t column; // that the value stands in
        double sent;        // as the table has it
    };
    struct Total {
        std::size_t line;
        std::size_t column;
        double sent;
        int decimals;
        const Indicator *indicator; // of the line, where the table is a list
        int year;
    };

    [[noreturn]] void fault(const reader::Record &record, const std::string &what) const {
        throw Error(ErrorKind::unreadable, say("{}, row {}: {}", sheet_.name, record.line, what));
    }

    // What the catalogue refuses, refused with its line.
    template <typename Find>
    [[nodiscard]] auto known(const reader::Record &record, const Find &find) const {
        try {
            return find();
        } catch (const Error &error) {
            fault(record, error.what());
        }
    }

    [[nodiscard]] static std::string cell(const reader::Record &record, std::size_t column) {
        return column < record.cells.size() ? trimmed(record.cells[column]) : "";
    }
    [[nodiscard]] std::string cell(const reader::Record &record, Header head) const {
        return layout_.columns[head] ? cell(record, *layout_.columns[head]) : "";
    }

    void describe(QuotaFile &result) const {
        for (const ValueColumn &column : layout_.values)
            result.notes.push_back(say("{}: column \"{}\" is {} ({}).", sheet_.name, column.head,
                                       column.indicator->id, column.indicator->names.in(language_in_use())));
        for (const ValueColumn &column : layout_.values)
            if (sheet_.hidden_columns.contains(column.column))
                result.notes.push_back(say("{}: column \"{}\" is hidden on the sheet, and read all the same.",
                                           sheet_.name, column.head));
        if (layout_.year && defaults_.year != 0 && *layout_.year != defaults_.year)
            result.notes.push_back(say("{}: the title says {}, which counts rather than the year given, {}.",
                                       sheet_.name, *layout_.year, defaults_.year));
        if (!layout_.skipped.empty())
            result.notes.push_back(say("{}: skipped columns that name no indicator: {}.", sheet_.name,
                                       fmt::join(layout_.skipped, ", ")));
    }

    // What nobody sees on the sheet counts, and is said.
    void note_hidden(const reader::Record &record, QuotaFile &result) const {
        std::vector<std::string> texts;
        for (const std::string &text : record.cells)
            if (!trimmed(text).empty())
                texts.push_back(trimmed(text));
        result.notes.push_back(say("{}, row {}: hidden on the sheet, and read all the same: {}.", sheet_.name,
                                   record.line, fmt::join(texts, ", ")));
    }

    [[nodiscard]] bool repeats_headers(const reader::Record &record) const {
        return record.cells == sheet_.records[layout_.first - 1].cells;
    }

    void read_record(const reader::Record &record, bool last) {
        const std::string league = layout_.league ? compact(cell(record, *layout_.league)) : "";
        if (!league.empty())
            league_ = league;
        std::vector<std::string> names;
        for (const std::size_t column : layout_.admin)
            if (std::string name = compact(cell(record, column)); !name.empty())
                names.push_back(std::move(name));
        if (is_total(record))
            return take_total(record, names, last);
        if (names.empty() && !league.empty())
            names.push_back(league); // a row of the league itself
        if (names.empty()) {
            if (has_values(record))
                fault(record, say("the row has values but no admin unit."));
            return;
        }
        take(record, &one_unit(record, names));
    }

    // 合计 in the column of the admin unit, of its league, or before them: merged over 序号 and 旗县.
    [[nodiscard]] bool is_total(const reader::Record &record) const {
        const std::size_t last = *std::max_element(layout_.admin.begin(), layout_.admin.end());
        for (std::size_t column = 0; column <= std::max(last, layout_.league.value_or(0)); ++column)
            if (reader::is_total_word(cell(record, column)))
                return true;
        return false;
    }

    // 小计 below a league is the league's own quota; in the last row, or where no league precedes it, 合计 is that of all.
    void take_total(const reader::Record &record, const std::vector<std::string> &names, bool last) {
        const bool subtotal = !names.empty() && plain(names.front()).starts_with("小计");
        const bool of_league = !names.empty() && reader::is_total_word(names.front()) && !league_.empty() &&
                               !reader::is_total_word(league_) && (subtotal || !last || names_league(record));
        take(record, of_league ? &unit_named(record, league_) : nullptr);
    }

    [[nodiscard]] bool names_league(const reader::Record &record) const {
        return layout_.league && !cell(record, *layout_.league).empty();
    }

    // Code, name and league of a row must name one unit.
    [[nodiscard]] const AdminUnit &one_unit(const reader::Record &record,
                                            const std::vector<std::string> &names) const {
        const AdminUnit &unit = unit_named(record, names.front());
        for (const std::string &name : names)
            if (const AdminUnit &other = unit_named(record, name); other.code != unit.code)
                fault(
                    record,
                    say("\"{}\" is {} {}, but \"{}\" is {} {}. Find out which is meant, and correct the row.",
                        names.front(), unit.code, unit.names.in(language_in_use()), name, other.code,
                        other.names.in(language_in_use())));
        const AdminUnit *above = league_of_rows();
        if (above != nullptr && above->level < unit.level && unit.parent != above->code && above->level > 0)
            fault(record, say("\"{}\" is not in {} {}, under which it stands.", names.front(), above->code,
                              above->names.in(language_in_use())));
        return unit;
    }

    // The league of the rows at hand; null where there is none.
    [[nodiscard]] const AdminUnit *league_of_rows() const {
        try {
            return league_.empty() ? nullptr : &catalogue_.admin(league_);
        } catch (const Error &) {
            return nullptr;
        }
    }

    // A name that several banners have is that of the league's.
    [[nodiscard]] const AdminUnit &unit_named(const reader::Record &record, const std::string &name) const {
        return *known(record, [&] {
            try {
                return &catalogue_.admin(name);
            } catch (const Error &) {
                if (league_.empty() || name == league_)
                    throw;
                const AdminUnit &league = catalogue_.admin(league_);
                for (const AdminUnit &unit : catalogue_.admin_units())
                    if (unit.parent == league.code && unit.names.zh.starts_with(name))
                        return &unit;
                throw;
            }
        });
    }

    [[nodiscard]] bool has_values(const reader::Record &record) const {
        if (layout_.values.empty())
            return !is_one_of(plain(cell(record, header_value)), no_value);
        return std::any_of(layout_.values.begin(), layout_.values.end(), [&](const ValueColumn &column) {
            return !is_one_of(plain(cell(record, column.column)), no_value);
        });
    }

    void take(const reader::Record &record, const AdminUnit *unit) {
        if (!layout_.values.empty()) {
            for (const ValueColumn &column : layout_.values)
                take_value(record, unit, column);
            return;
        }
        const std::string named = cell(record, header_indicator);
        if (unit == nullptr && named.empty() && defaults_.indicator.empty())
            fault(record, say("the total does not name an indicator."));
        ValueColumn column;
        column.column = *layout_.columns[header_value];
        column.indicator =
            known(record, [&] { return &catalogue_.indicator(named.empty() ? defaults_.indicator : named); });
        column.unit = cell(record, header_unit);
        if (column.unit.empty())
            column.unit = layout_.value_unit;
        column.year = layout_.value_year;
        take_value(record, unit, column);
    }

    void take_value(const reader::Record &record, const AdminUnit *unit, const ValueColumn &column) {
        const std::string sent = cell(record, column.column);
        refuse_merged(record, column.column);
        if (!layout_.values.empty() && is_one_of(plain(sent), no_value))
            return;
        const Indicator &counted = *column.indicator;
        workspace::Quota quota;
        quota.indicator = counted.id;
        quota.year = year_of(record, column);
        quota.value = value_of(record, sent);
        quota.unit = unit_of(record, column, sent);
        if (unit == nullptr) {
            totals_.push_back(
                {record.line, column.column, quota.value, decimals_of(sent), &counted, quota.year});
            return;
        }
        quota.admin = unit->code;
        quota.source = first_of({cell(record, header_source), defaults_.source});
        quota.clause = cell(record, header_clause);
        quota.letter = first_of({cell(record, header_letter), defaults_.letter, layout_.letter});
        quota.illustrative = is_illustrative(record);
        const auto [place, fresh] =
            lines_.emplace(std::tuple(quota.indicator, quota.admin, quota.year), record.line);
        if (!fresh)
            fault(record, say("row {} has the same indicator, admin unit and year. Keep one of them.",
                              place->second));
        entries_.push_back({quota, record.line, column.column, quota.value});
    }

    // A number that is merged over several rows is the quota of none of them alone.
    void refuse_merged(const reader::Record &record, std::size_t column) const {
        for (const reader::MergedCells &merged : sheet_.merged)
            if (merged.first_row != merged.last_row && record.line >= merged.first_row &&
                record.line <= merged.last_row && column >= merged.first_column &&
                column <= merged.last_column)
                fault(record, say("its quota is merged over rows {} to {}. Write each unit's own.",
                                  merged.first_row, merged.last_row));
    }

    static std::string first_of(std::initializer_list<std::string> texts) {
        for (const std::string &text : texts)
            if (!text.empty())
                return text;
        return {};
    }

    [[nodiscard]] Unit unit_of(const reader::Record &record, const ValueColumn &column,
                               const std::string &sent) const {
        const Indicator &counted = *column.indicator;
        for (const std::string &text : {unit_behind(sent), column.unit}) {
            if (text.empty())
                continue;
            const Unit unit = known(record, [&] { return unit_from(text); });
            if (!convertible(unit, counted.unit))
                fault(record,
                      say("the unit {} cannot be converted to that of the indicator {}, which is {}.", text,
                          counted.id, unit_name(counted.unit, language_in_use() == Language::zh)));
            return unit;
        }
        for (const std::string &text : layout_.units)
            if (const Unit unit = unit_from(text); convertible(unit, counted.unit))
                return unit;
        if (!defaults_.unit.empty())
            if (const Unit unit = unit_from(defaults_.unit); convertible(unit, counted.unit))
                return unit;
        return counted.unit;
    }

    static std::string unit_behind(const std::string &sent) {
        double number = 0;
        return parse_number(sent, number) ? "" : unit_in(sent);
    }

    [[nodiscard]] int year_of(const reader::Record &record, const ValueColumn &column) const {
        if (std::string text = cell(record, header_year); !text.empty()) {
            for (const std::string_view ending : {"年度", "年"})
                if (text.ends_with(ending)) {
                    text.resize(text.size() - ending.size());
                    break;
                }
            double number = 0;
            if (!parse_number(text, number) || number != std::floor(number) || number < 1900 || number > 2200)
                fault(record,
                      say("\"{}\" is not a year. Expected a year such as 2023.", cell(record, header_year)));
            return static_cast<int>(number);
        }
        if (column.year)
            return *column.year;
        if (layout_.year)
            return *layout_.year;
        if (defaults_.year == 0)
            throw NeedsParameter(Parameter::year, ErrorKind::unreadable,
                                 say("{}, row {}: {}", sheet_.name, record.line,
                                     say("no column, header or title gives the year. Give the year.")));
        return defaults_.year;
    }

    [[nodiscard]] double value_of(const reader::Record &record, const std::string &sent) const {
        double number = 0;
        std::string text = plain(sent);
        if (const std::string unit = unit_behind(sent); !unit.empty() && text.ends_with(unit))
            text.resize(text.size() - unit.size());
        if (!parse_number(text, number) || !std::isfinite(number) || number < 0)
            fault(record, say("\"{}\" is not a quota. Expected a number of 0 or more.", sent));
        return number;
    }

    [[nodiscard]] bool is_illustrative(const reader::Record &record) const {
        const std::string text = folded(cell(record, header_illustrative));
        for (const std::string_view yes : {"是", "示意", "yes", "true", "1"})
            if (text == yes)
                return true;
        for (const std::string_view no : {"", "否", "no", "false", "0"})
            if (text == no)
                return false;
        fault(record, say("\"{}\" under {} is neither yes nor no.", text, header_name(header_illustrative)));
    }

    // A total is that of the topmost units: of leagues where the table has them, of banners without theirs.
    void check_totals(QuotaFile &result) const {
        for (const Total &total : totals_) {
            std::set<std::string> units;
            for (const Entry &entry : entries_)
                if (belongs(entry, total))
                    units.insert(entry.quota.admin);
            double sum = 0;
            for (const Entry &entry : entries_)
                if (belongs(entry, total) &&
                    !units.contains(catalogue_.find_admin(entry.quota.admin)->parent))
                    sum += entry.sent;
            const double slack = 0.5 * std::pow(10.0, -total.decimals) * (1 + 1e-9) + 1e-9 * sum;
            if (std::abs(sum - total.sent) > slack)
                throw Error(ErrorKind::unreadable,
                            say("{}, row {}: the total of {} is {}, and its parts add up to {}. Correct the "
                                "table.",
                                sheet_.name, total.line, total.indicator->id, total.sent, sum));
            result.notes.push_back(say("{}, row {}: the total of {} agrees with its parts.", sheet_.name,
                                       total.line, total.indicator->id));
        }
    }

    static bool belongs(const Entry &entry, const Total &total) {
        return entry.column == total.column && entry.quota.indicator == total.indicator->id &&
               entry.quota.year == total.year;
    }

    const reader::Sheet &sheet_;
    const catalogue::Catalogue &catalogue_;
    const QuotaDefaults &defaults_;
    Layout layout_;
    std::string league_; // of the lines at hand
    std::map<std::tuple<std::string, std::string, int>, std::size_t> lines_;
    std::vector<Entry> entries_;
    std::vector<Total> totals_;
};

} // namespace

QuotaFile read_quotas(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                      const QuotaDefaults &defaults) {
    const std::vector<reader::Sheet> sheets = reader::read_sheets(file);
    if (sheets.empty())
        throw Error(ErrorKind::unreadable,
                    say("{}: the table is empty. Its first line should name the columns.", file.string()));
    QuotaFile result;
    for (const reader::Sheet &sheet : sheets)
        Reader(sheet, catalogue, defaults).read(result);
    return result;
}

} // namespace qitu::quotas
