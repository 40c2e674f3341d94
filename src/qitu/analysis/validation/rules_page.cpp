#include <qitu/analysis/validation/validation.h>

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

namespace qitu::validation {

namespace {

constexpr const char *head = R"(# The rules, 质量规则

Made from the rules themselves by `qitu check --rules`; do not edit it by hand. 本页由 `qitu check --rules` 生成，请勿手工修改。

`import` and `check` apply them. How severe a rule is for a layer, and its limit, stand in `layers/<layer>.toml`: `error` keeps a file out
(unless `--accept`), `warning` is reported, `off` is neither. Where a layer gives no limit, the one here holds.

`import` 与 `check` 执行这些规则。各图层的严重程度与限值写在 `layers/<图层>.toml` 中：`error`（错误）拒绝导入（除非 `--accept`），`warning`（警告）仅报告，`off` 不检查；未给限值时用本页的限值。

)";

std::string condition_of(const std::string &field, const std::vector<std::string> &codes) {
    std::string text = field + " =";
    for (const std::string &code : codes)
        text += " " + (code.empty() ? "\"\"" : code);
    return text;
}

std::string setting_of(const catalogue::Rule &rule) {
    std::string text = rule.severity;
    if (rule.limit)
        text += fmt::format(", {}", *rule.limit);
    for (const auto &[field, codes] : rule.where)
        text += ", " + condition_of(field, codes);
    if (rule.raster)
        text += fmt::format(", {}", rule.raster->file.filename().string());
    for (const auto &[field, codes] : rule.only)
        text += ", only/仅 " + condition_of(field, codes);
    return text;
}

// Setting → the layers that have it, as "27 layers" or by name where they are few.
std::string settings_of(const Rule &rule, const catalogue::Catalogue &catalogue) {
    std::map<std::string, std::vector<std::string>> layers;
    for (const catalogue::Layer &layer : catalogue.layers())
        for (const catalogue::Rule &each : layer.rules)
            if (validation::rule(each.id) == &rule)
                layers[(each.id == rule.id ? "" : each.id + ": ") + setting_of(each)].push_back(layer.id);
    constexpr std::size_t few = 4;
    std::string text;
    for (const auto &[setting, names] : layers)
        text += fmt::format("- {} ({})\n", setting,
                            names.size() > few ? fmt::format("{} layers, 个图层", names.size())
                                               : fmt::format("{}", fmt::join(names, ", ")));
    return text;
}

std::string section_of(const Rule &rule, const catalogue::Catalogue &catalogue) {
    std::string text = fmt::format("## `{}` {}, {}\n\n{}\n\n{}\n\n", rule.id, rule.names.en, rule.names.zh,
                                   rule.finds.en, rule.finds.zh);
    const bool error = rule.severity == Severity::error;
    text += fmt::format("- {}, {}{}\n", error ? "error" : "warning", error ? "错误" : "警告",
                        rule.always ? "; always checked unless off, 未关闭即检查"
                                    : "; checked where the layer names it, 图层列出时检查");
    if (!rule.measures.en.empty())
        text += fmt::format("- measured: {}; 量测值：{}\n", rule.measures.en, rule.measures.zh);
    if (rule.limit)
        text += fmt::format("- limit, 限值: {}\n", *rule.limit);
    return text + settings_of(rule, catalogue) + "\n";
}

} // namespace

std::string rules_page(const catalogue::Catalogue &catalogue) {
    std::string page = head;
    page += "| rule 规则 | name | 名称 |\n|---|---|---|\n";
    for (const Rule &rule : rules())
        page += fmt::format("| `{}` | {} | {} |\n", rule.id, rule.names.en, rule.names.zh);
    page += "\n";
    for (const Rule &rule : rules())
        page += section_of(rule, catalogue);
    page.pop_back();
    return page;
}

} // namespace qitu::validation
