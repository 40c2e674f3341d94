#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;
using catalogue::Measure;
using indicators::Contest;
using indicators::Contribution;
using indicators::Explanation;

std::string_view share_unit(const Indicator *indicator) {
    if (indicator == nullptr || indicator->measure == Measure::area || indicator->measure == Measure::share)
        return "m2";
    return indicator->measure == Measure::length ? "m" : "works";
}

int decimals_of_share(const Indicator *indicator) {
    return share_unit(indicator) == "works" ? 0 : 2;
}

std::string described(const std::vector<Contest> &contests, bool with_area) {
    std::vector<std::string> words;
    for (const Contest &contest : contests)
        words.push_back(with_area ? fmt::format("{}:{} {:.2f}", contest.layer, contest.feature, contest.m2)
                                  : fmt::format("{}:{}={}", contest.layer, contest.feature,
                                                format::shortest(contest.m2)));
    return fmt::format("{}", fmt::join(words, with_area ? ", " : ";"));
}

std::string counts_label(const std::string &counts) {
    if (counts == "done")
        return say("done");
    return counts == "approved" ? say("approved") : say("under construction");
}

std::string equation(const Explanation &explanation, const Indicator *indicator) {
    const indicators::ProgressRow &figure = explanation.figure;
    const std::string done = fmt::format("{} {}", format::shortest(figure.done),
                                         unit_name(figure.unit, language_in_use() == Language::zh));
    if (explanation.base)
        return say("100 × {} m² ÷ {} m² of the base = {}", format::shortest(explanation.sum),
                   format::shortest(*explanation.base), done);
    return say("the shares of what is done add up to {} {} = {}", format::shortest(explanation.sum),
               share_unit(indicator), done);
}

void print_table(std::ostream &out, const Explanation &explanation, const Catalogue &catalogue) {
    const Indicator *indicator = format::find_indicator(catalogue, explanation.figure.indicator);
    Table table{{say("feature"), say("project"), say("code"), say("name"), say("year"), say("stage"),
                 say("counts as"), fmt::format("{} ({})", say("gross"), share_unit(indicator)),
                 fmt::format("{} ({})", say("share"), share_unit(indicator)), say("leaves to (m²)"),
                 say("takes from (m²)")},
                {true, false, false, false, true, false, false, true, true, false, false},
                {}};
    const int decimals = decimals_of_share(indicator);
    for (const Contribution &row : explanation.rows)
        table.cells.push_back({fmt::format("{}", row.feature), row.project, row.admin, row.name, row.year,
                               row.stage, counts_label(row.counts),
                               format::with_separators(row.gross, decimals),
                               format::with_separators(row.share, decimals), described(row.leaves, true),
                               described(row.takes, true)});
    out << format::indicator_label(indicator, explanation.figure.indicator) << " · "
        << explanation.figure.admin << ' ' << explanation.figure.name << " · " << explanation.year << '\n';
    print(out, table);
    out << '\n' << equation(explanation, indicator) << '\n';
    if (!explanation.figure.target)
        out << say("no target") << '\n';
}

void print_csv(std::ostream &out, const Explanation &explanation) {
    write_csv(out, {"feature", "project", "admin", "name", "year", "stage", "review", "counts", "gross",
                    "share", "leaves", "takes"});
    for (const Contribution &row : explanation.rows)
        write_csv(out, {fmt::format("{}", row.feature), row.project, row.admin, row.name, row.year, row.stage,
                        row.review, row.counts, format::shortest(row.gross), format::shortest(row.share),
                        described(row.leaves, false), described(row.takes, false)});
}

Json contests_of(const std::vector<Contest> &contests) {
    Json result = Json::array();
    for (const Contest &contest : contests)
        result.push_back({{"layer", contest.layer}, {"feature", contest.feature}, {"m2", contest.m2}});
    return result;
}

void print_json(std::ostream &out, const Explanation &explanation, const Catalogue &catalogue) {
    const indicators::ProgressRow &figure = explanation.figure;
    Json rows = Json::array();
    for (const Contribution &row : explanation.rows)
        rows.push_back({{"feature", row.feature},
                        {"project", row.project},
                        {"admin", row.admin},
                        {"name", row.name},
                        {"year", row.year},
                        {"stage", row.stage},
                        {"review", row.review},
                        {"counts", row.counts},
                        {"gross", row.gross},
                        {"share", row.share},
                        {"leaves", contests_of(row.leaves)},
                        {"takes", contests_of(row.takes)}});
    write_json(out, {{"indicator", figure.indicator},
                     {"admin", figure.admin},
                     {"name", figure.name},
                     {"year", explanation.year},
                     {"method", geodesy::method_name(explanation.method)},
                     {"unit", unit_name(figure.unit, true)},
                     {"share_unit", share_unit(format::find_indicator(catalogue, figure.indicator))},
                     {"target", console::json_of(figure.target)},
                     {"done", figure.done},
                     {"under_construction", figure.under_construction},
                     {"approved", figure.approved},
                     {"sum", explanation.sum},
                     {"base_m2", console::json_of(explanation.base)},
                     {"rows", rows},
                     {"conservation", {{"worst_relative", explanation.worst_relative}}},
                     {"findings", console::json_of(explanation.findings)}});
}

} // namespace

void print(std::ostream &out, const Explanation &explanation, const Catalogue &catalogue, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, explanation, catalogue);
    case Format::csv:
        return print_csv(out, explanation);
    case Format::json:
        return print_json(out, explanation, catalogue);
    }
}

} // namespace qitu::console
