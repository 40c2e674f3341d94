#include "convert.h"
#include "csv.h"

#include <qitu/quota/quota.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <tuple>

namespace qitu::quota {

namespace {

enum Head : std::size_t { indicator, admin, year, value, unit, source, illustrative, heads };

constexpr std::array<std::string_view, heads> head_names{"指标 indicator",   "行政区 admin", "年度 year",
                                                         "指标值 value",     "单位 unit",    "来源 source",
                                                         "示意 illustrative"};

constexpr std::array<std::pair<std::string_view, Head>, 24> head_words{{
    {"指标", indicator},   {"indicator", indicator}, {"指标名称", indicator}, {"指标编号", indicator},
    {"行政区", admin},     {"旗县", admin},          {"盟市", admin},         {"admin", admin},
    {"行政区代码", admin}, {"行政区名称", admin},    {"年度", year},          {"年份", year},
    {"year", year},        {"指标值", value},        {"任务", value},         {"任务数", value},
    {"value", value},      {"目标", value},          {"单位", unit},          {"unit", unit},
    {"来源", source},      {"source", source},       {"示意", illustrative},  {"illustrative", illustrative},
}};

using Positions = std::array<std::optional<std::size_t>, heads>;

class Table {
  public:
    Table(const std::filesystem::path &file, const catalogue::Catalogue &catalogue)
        : name_(file.string()), catalogue_(catalogue), records_(read_csv(file)) {
        if (records_.empty())
            throw Error(Status::unreadable,
                        say("{}: the table is empty. Its first line should name the columns.", name_));
        find_heads();
    }

    [[nodiscard]] std::vector<store::Quota> quotas() const {
        std::vector<store::Quota> result;
        std::map<std::tuple<std::string, std::string, int>, std::size_t> lines;
        for (std::size_t i = 1; i < records_.size(); ++i) {
            const Record &record = records_[i];
            store::Quota quota = quota_of(record);
            const auto [place, fresh] =
                lines.emplace(std::tuple(quota.indicator, quota.admin, quota.year), record.line);
            if (!fresh)
                fault(record,
                      say("the same indicator, admin unit and year stand on line {}. Keep one of them.",
                          place->second));
            result.push_back(std::move(quota));
        }
        return result;
    }

  private:
    [[noreturn]] void fault(const Record &record, const std::string &what) const {
        throw Error(Status::unreadable, say("{}, line {}: {}", name_, record.line, what));
    }

    // What the catalogue refuses, refused with its line.
    template <typename Find>
    auto known(const Record &record, const Find &find) const {
        try {
            return find();
        } catch (const Error &error) {
            fault(record, error.what());
        }
    }

    void find_heads() {
        const Record &first = records_.front();
        for (std::size_t column = 0; column < first.cells.size(); ++column)
            for (const auto &[word, head] : head_words)
                if (folded(first.cells[column]) == word) {
                    if (positions_[head])
                        fault(first, say("two columns mean {}. Keep one of them.", head_names[head]));
                    positions_[head] = column;
                }
        for (const Head head : {indicator, admin, year, value})
            if (!positions_[head])
                fault(first, say("no column {} was found among: {}. Name it so.", head_names[head],
                                 fmt::join(first.cells, ", ")));
    }

    [[nodiscard]] std::string cell(const Record &record, Head head) const {
        const auto &position = positions_[head];
        if (!position || *position >= record.cells.size())
            return {};
        const std::string &text = record.cells[*position];
        const std::size_t begin = text.find_first_not_of(" \t");
        return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
    }

    [[nodiscard]] store::Quota quota_of(const Record &record) const {
        store::Quota quota;
        const catalogue::Indicator &counted =
            *known(record, [&] { return &catalogue_.indicator(cell(record, indicator)); });
        quota.indicator = counted.id;
        quota.admin = known(record, [&] { return &catalogue_.admin(cell(record, admin)); })->code;
        const std::string sent = cell(record, unit);
        quota.unit = sent.empty() ? counted.unit : known(record, [&] { return unit_from(sent); });
        if (!convertible(quota.unit, counted.unit))
            fault(record, say("the unit {} does not fit the indicator {}, which is counted in {}.", sent,
                              counted.id, unit_name(counted.unit, language_in_use() == Language::zh)));
        quota.year = year_of(record);
        quota.value = value_of(record);
        quota.source = cell(record, source);
        quota.illustrative = is_illustrative(record);
        return quota;
    }

    [[nodiscard]] int year_of(const Record &record) const {
        std::string text = cell(record, year);
        for (const std::string_view ending : {"年度", "年"})
            if (text.ends_with(ending)) {
                text.resize(text.size() - ending.size());
                break;
            }
        double number = 0;
        if (!parse_number(text, number) || number != std::floor(number) || number < 1900 || number > 2200)
            fault(record, say("\"{}\" is no year. A year such as 2023 is expected.", cell(record, year)));
        return static_cast<int>(number);
    }

    [[nodiscard]] double value_of(const Record &record) const {
        double number = 0;
        if (!parse_number(cell(record, value), number) || !std::isfinite(number) || number < 0)
            fault(record, say("\"{}\" is no quota. A number of 0 or more is expected.", cell(record, value)));
        return number;
    }

    [[nodiscard]] bool is_illustrative(const Record &record) const {
        const std::string text = folded(cell(record, illustrative));
        for (const std::string_view yes : {"是", "示意", "yes", "true", "1"})
            if (text == yes)
                return true;
        for (const std::string_view no : {"", "否", "no", "false", "0"})
            if (text == no)
                return false;
        fault(record, say("\"{}\" under {} is neither yes nor no.", text, head_names[illustrative]));
    }

    std::string name_;
    const catalogue::Catalogue &catalogue_;
    std::vector<Record> records_;
    Positions positions_{};
};

} // namespace

std::vector<store::Quota> read_quotas(const std::filesystem::path &csv,
                                      const catalogue::Catalogue &catalogue) {
    return Table(csv, catalogue).quotas();
}

} // namespace qitu::quota
