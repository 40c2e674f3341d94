#include "head_words.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/reader/table_file.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

constexpr std::array<std::string_view, 24> admin_words{
    "单位名称", "县(区)", "旗县(市区)", "旗县(市)", "县名",     "旗县名",     "县级单位",     "县",
    "市县",     "行政区", "旗县",       "旗县区",   "旗县市区", "admin",      "行政区代码",   "行政区名称",
    "行政区划", "地区",   "县区",       "旗县名称", "旗县代码", "县(市、区)", "旗县(市、区)", "区域"};
constexpr std::array<std::string_view, 4> league_words{"盟市", "盟市名称", "league", "盟(市)"};
constexpr std::array<std::string_view, 6> passed_over{"序号", "备注", "no", "no.", "note", "remarks"};

// Any blank as the ASCII one.
std::string folded_blanks(std::string text) {
    for (const std::string_view blank : {"\xE3\x80\x80", "\xC2\xA0", "\t", "\n", "\r"})
        replace_all(text, blank, " ");
    return text;
}

std::string without_blanks(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return text;
}

void remove_all(std::string &text, std::string_view part) {
    for (std::size_t at = 0; (at = text.find(part)) != std::string::npos;)
        text.erase(at, part.size());
}

// What a head is about: without brackets, years and the words that every table of tasks has.
std::string core_of(std::string text) {
    for (std::size_t open = 0; (open = text.find('(')) != std::string::npos;)
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
    for (const std::string_view word : {"建成", "建设", "面积", "新增", "同步发展", "规模"})
        remove_all(essence, word);
    return essence;
}

} // namespace

bool is_unit(const std::string &text) {
    try {
        unit_from(text);
        return true;
    } catch (const Error &) {
        return false;
    }
}

std::string header_text(const std::string &cell) {
    return without_blanks(folded(cell));
}

// What says nothing of the thing: 合计, 面积, 建设任务, a year, a unit.
bool is_general(const std::string &text) {
    if (is_unit(text) || reader::is_total_word(text))
        return true;
    std::string rest = core_of(text);
    for (const std::string_view word :
         {"建设", "面积", "规模", "数量", "合计", "小计", "总计", "共计", "计", "总"})
        remove_all(rest, word);
    return rest.empty();
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

// A head that is one of the codes by which the features of the indicator's layer are told apart: a part of it, not the whole.
bool is_part(const std::string &head, const Indicator &indicator, const Catalogue &catalogue) {
    const std::vector<catalogue::Field> &fields = catalogue.layer(indicator.layer).fields;
    return std::any_of(fields.begin(), fields.end(), [&](const catalogue::Field &field) {
        return field.id != catalogue::field_id::stage && field.code(head) != nullptr;
    });
}

bool is_admin_head(const std::string &text) {
    return is_one_of(text, admin_words);
}

bool is_league_head(const std::string &text) {
    return is_one_of(text, league_words);
}

bool is_passed_over(const std::string &text) {
    return is_one_of(text, passed_over);
}

std::optional<Header> list_head(const std::string &text) {
    std::string bare = text.substr(0, text.find('('));
    if (const auto year = year_in(bare))
        remove_all(bare, fmt::format("{}年", *year));
    for (const auto &[word, head] : header_words)
        if (bare == word || text == word)
            return head;
    return {};
}

std::string compact(const std::string &text) {
    const auto hanzi = [](std::string_view c) {
        return !c.empty() && static_cast<unsigned char>(c.front()) >= 0xE3;
    };
    const std::string plain = folded_blanks(text);
    std::vector<std::string_view> all = characters(plain);
    std::string result;
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::size_t next = i;
        while (next < all.size() && all[next] == " ")
            ++next;
        const bool between = next > i && i > 0 && next < all.size() && hanzi(all[i - 1]) && hanzi(all[next]);
        if (!between)
            result += all[i];
        else
            i = next - 1;
    }
    return result;
}

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
    std::string plain = header_text(text);
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

} // namespace qitu::quotas
