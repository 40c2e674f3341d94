#include <qitu/core/base/text.h>
#include <qitu/data/reader/table_file.h>

#include <algorithm>
#include <array>

namespace qitu::reader {

namespace {

constexpr std::array<std::string_view, 9> total_words{"合计", "总计",  "小计",     "共计", "累计",
                                                      "总和", "total", "subtotal", "sum"};
constexpr std::array<std::string_view, 22> closing_words{
    "注:",    "注1",  "注：", "备注",   "说明",   "填表",    "审核",   "制表",
    "联系",   "填报", "制图", "测量人", "检查人", "复核人",  "负责人", "单位负责",
    "审批人", "签字", "签章", "盖章",   "日期:",  "打印日期"};

std::string without_blanks(std::string_view text) {
    std::string plain = folded(text);
    std::erase_if(plain, [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    return plain;
}

/// 合计, 全区合计, 合计（亩）, 共计:
bool total(const std::string &plain) {
    const std::string bare = plain.substr(0, plain.find_first_of("(:"));
    return std::any_of(total_words.begin(), total_words.end(), [&](std::string_view word) {
        return bare == word || (bare.ends_with(word) && characters(bare).size() <= 8 &&
                                static_cast<unsigned char>(word[0]) > 0x7F);
    });
}

bool closing(const std::string &plain) {
    return plain == "注" || std::any_of(closing_words.begin(), closing_words.end(),
                                        [&](std::string_view word) { return plain.starts_with(word); });
}

} // namespace

bool is_total_word(std::string_view text) {
    return total(without_blanks(text));
}

RowKind kind_of_row(const std::vector<std::string> &cells) {
    for (const std::string &cell : cells) {
        const std::string plain = without_blanks(cell);
        if (plain.empty())
            continue;
        return total(plain) ? RowKind::total : closing(plain) ? RowKind::closing : RowKind::data;
    }
    return RowKind::data;
}

} // namespace qitu::reader
