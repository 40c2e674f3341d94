#include "listing.h"

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

Column<Contribution> text_column(const char *key, std::string heading, std::string Contribution::*member,
                                 Align align = Align::left) {
    return {key, std::move(heading), align, [=](const Contribution &row) { return Value(row.*member); },
            [=](const Contribution &row) { return row.*member; }};
}

Column<Contribution> size_column(const char *key, const std::string &heading, double Contribution::*member,
                                 const Indicator *indicator) {
    const int decimals = share_unit(indicator) == "works" ? 0 : 2;
    return {key, fmt::format("{} ({})", heading, share_unit(indicator)), Align::right,
            [=](const Contribution &row) { return Value(row.*member); },
            [=](const Contribution &row) { return format::with_separators(row.*member, decimals); }};
}

Column<Contribution> contest_column(const char *key, std::string heading,
                                    std::vector<Contest> Contribution::*member) {
    return {key, std::move(heading), Align::left,
            [=](const Contribution &row) { return Value(described(row.*member, false)); },
            [=](const Contribution &row) { return described(row.*member, true); }};
}

Columns<Contribution> columns_of(const Indicator *indicator) {
    return {
        {"feature", say("feature"), Align::right, [](const Contribution &row) { return Value(row.feature); },
         [](const Contribution &row) { return fmt::format("{}", row.feature); }},
        text_column("project", say("project"), &Contribution::project),
        text_column("admin", say("code"), &Contribution::admin),
        text_column("name", say("name"), &Contribution::name),
        text_column("year", say("year"), &Contribution::year, Align::right),
        text_column("stage", say("stage"), &Contribution::stage),
        {"review", "", Align::left, [](const Contribution &row) { return Value(row.review); }},
        {"counts", say("counts as"), Align::left, [](const Contribution &row) { return Value(row.counts); },
         [](const Contribution &row) { return counts_label(row.counts); }},
        size_column("gross", say("gross"), &Contribution::gross, indicator),
        size_column("share", say("share"), &Contribution::share, indicator),
        contest_column("leaves", say("leaves to (m²)"), &Contribution::leaves),
        contest_column("takes", say("takes from (m²)"), &Contribution::takes)};
}

void print_table(std::ostream &out, const Explanation &explanation, const Indicator *indicator) {
    out << format::indicator_label(indicator, explanation.figure.indicator) << " · "
        << explanation.figure.admin << ' ' << explanation.figure.name << " · " << explanation.year << '\n';
    print(out, table_of(columns_of(indicator), explanation.rows));
    out << '\n' << equation(explanation, indicator) << '\n';
    if (!explanation.figure.target)
        out << say("no target") << '\n';
}

Json contests_of(const std::vector<Contest> &contests) {
    Json result = Json::array();
    for (const Contest &contest : contests)
        result.push_back({{"layer", contest.layer}, {"feature", contest.feature}, {"m2", contest.m2}});
    return result;
}

void print_json(std::ostream &out, const Explanation &explanation, const Indicator *indicator) {
    const indicators::ProgressRow &figure = explanation.figure;
    Json rows = console::json_of(columns_of(indicator), explanation.rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i]["leaves"] = contests_of(explanation.rows[i].leaves);
        rows[i]["takes"] = contests_of(explanation.rows[i].takes);
    }
    write_json(out, {{"indicator", figure.indicator},
                     {"admin", figure.admin},
                     {"name", figure.name},
                     {"year", explanation.year},
                     {"method", geodesy::method_name(explanation.method)},
                     {"unit", unit_name(figure.unit, true)},
                     {"share_unit", share_unit(indicator)},
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
    const Indicator *indicator = format::find_indicator(catalogue, explanation.figure.indicator);
    switch (format) {
    case Format::table:
        return print_table(out, explanation, indicator);
    case Format::csv:
        return write_csv(out, columns_of(indicator), explanation.rows);
    case Format::json:
        return print_json(out, explanation, indicator);
    }
}

} // namespace qitu::console
