#include "sheet.h"

#include <qitu/core/base/units.h>

#include <cpl_conv.h>
#include <cpl_string.h>

#include <algorithm>
#include <cmath>

namespace qitu::sample {

using catalogue::Field;
using catalogue::Value;

namespace {

constexpr std::size_t dbf_name_bytes = 10;

bool ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

bool chinese_column(const std::string &name) {
    return !name.empty() && !ascii(name) && in_gbk(name).size() <= dbf_name_bytes;
}

bool pinyin_column(std::string_view name) {
    const auto upper = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && name.size() <= dbf_name_bytes && std::all_of(name.begin(), name.end(), upper);
}

} // namespace

Draft &Draft::set(std::string_view field, Value value) {
    if (const int index = layer_->index_of(field); index >= 0) {
        values_[static_cast<std::size_t>(index)] = std::move(value);
        settled_[static_cast<std::size_t>(index)] = true;
    }
    return *this;
}

Draft &Draft::set_area(std::string_view field, double mu) {
    const Field *known = layer_->field(field);
    const double size =
        known != nullptr && !known->unit.empty() ? unit_size(unit_from(known->unit)) : square_metres_per_mu;
    return set(field, std::round(mu * square_metres_per_mu / size * 100) / 100);
}

Draft &Draft::choose_codes(Random &random) {
    for (std::size_t i = 0; i < values_.size(); ++i)
        if (const auto &codes = layer_->fields[i].codes; !codes.empty() && !settled_[i])
            values_[i] = random.pick(codes).code;
    return *this;
}

std::string column_name(const Field &field, Hand hand) {
    const auto wanted = [hand](const std::string &name) {
        return hand == Hand::chinese ? chinese_column(name) : hand == Hand::pinyin && pinyin_column(name);
    };
    const auto alias = std::find_if(field.aliases.begin(), field.aliases.end(), wanted);
    if (alias != field.aliases.end())
        return *alias;
    return wanted(field.names.zh) ? field.names.zh : field.id;
}

Value written(const Field &field, const Value &value, Hand hand) {
    const auto *text = std::get_if<std::string>(&value);
    if (text == nullptr || field.codes.empty() || hand == Hand::english)
        return value;
    const catalogue::Code *code = field.code(*text);
    return code != nullptr && !code->names.zh.empty() ? Value(code->names.zh) : value;
}

std::string in_gbk(const std::string &text) {
    struct Free {
        void operator()(char *bytes) const { CPLFree(bytes); }
    };
    const std::unique_ptr<char, Free> bytes(CPLRecode(text.c_str(), CPL_ENC_UTF8, "GBK"));
    return bytes.get();
}

} // namespace qitu::sample
