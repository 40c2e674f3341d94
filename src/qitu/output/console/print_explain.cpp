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
using land_balance::Link;
using land_balance::Links;

std::string_view share_unit(const Indicator *indicator) {
    if (indicator == nullptr || indicator->measure == Measure::area || indicator->measure == Measure::share)
        return "m2";
    return indicator->measure == Measure::length ? "m" : "works";
}

std::string described(const std::vector<Contest> &contests) {
    std::vector<std::string> words;
    for (const Contest &contest : contests)
        words.push_back(
            fmt::format("{}:{}={}", contest.layer, contest.feature, format::shortest(contest.m2)));
    return fmt::format("{}", fmt::join(words, ";"));
}

// Those of the indicator's own layer by their numbers alone.
std::string for_people(const std::vector<Contest> &contests, const Indicator *indicator,
                       const Catalogue &catalogue) {
    std::vector<std::string> words;
    for (const Contest &contest : contests) {
        const bool own = indicator != nullptr && indicator->layer == contest.layer;
        const std::string layer =
            own ? "" : format::layer_label(format::find_layer(catalogue, contest.layer), contest.layer) + ":";
        words.push_back(fmt::format("{}{} {:.2f}", layer, contest.feature, contest.m2));
    }
    return fmt::format("{}", fmt::join(words, say(", ")));
}

std::string stage_name(const std::string &stage, const Catalogue &catalogue) {
    const int rank = catalogue.stage_rank(stage);
    return rank < 0 ? stage : catalogue.stages()[static_cast<std::size_t>(rank)].names.in(language_in_use());
}

std::string counts_label(const std::string &counts) {
    if (counts == "done")
        return say("done");
    return counts == "approved" ? say("approved") : say("under construction");
}

std::string why_label(const Contribution &row) {
    if (row.why == "outside_places")
        return say("no: outside the places of the indicator");
    if (row.why == "not_named")
        return say("no: not named by the document");
    return row.why == "earlier_year" ? say("no: it counts in an earlier year") : counts_label(row.counts);
}

std::string equation(const Explanation &explanation, const Indicator *indicator) {
    const indicators::ProgressRow &figure = explanation.figure;
    const Language language = language_in_use();
    const std::string unit = figure.unit_words.in(language).empty()
                                 ? std::string(unit_name(figure.unit, language == Language::zh))
                                 : figure.unit_words.in(language);
    const std::string done = fmt::format("{} {}", format::shortest(figure.done), unit);
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
    return {key, say("{} ({})", heading, share_unit(indicator)), Align::right,
            [=](const Contribution &row) { return Value(row.*member); },
            [=](const Contribution &row) { return format::with_separators(row.*member, decimals); }};
}

Column<Contribution> contest_column(const char *key, std::string heading,
                                    std::vector<Contest> Contribution::*member, const Indicator *indicator,
                                    const Catalogue &catalogue) {
    return {
        key, std::move(heading), Align::left,
        [=](const Contribution &row) { return Value(described(row.*member)); },
        [=, &catalogue](const Contribution &row) { return for_people(row.*member, indicator, catalogue); }};
}

Columns<Contribution> columns_of(const Indicator *indicator, const Catalogue &catalogue) {
    return {
        {"feature", say("feature"), Align::right, [](const Contribution &row) { return Value(row.feature); },
         [](const Contribution &row) { return fmt::format("{}", row.feature); }},
        text_column("project", say("project"), &Contribution::project),
        text_column("admin", say("code"), &Contribution::admin),
        text_column("name", say("name"), &Contribution::name),
        text_column("year", say("year"), &Contribution::year, Align::right),
        {"stage", say("stage"), Align::left, [](const Contribution &row) { return Value(row.stage); },
         [&](const Contribution &row) { return stage_name(row.stage, catalogue); }},
        {"review", "", Align::left, [](const Contribution &row) { return Value(row.review); }},
        {"counts", say("counts as"), Align::left, [](const Contribution &row) { return Value(row.counts); },
         [](const Contribution &row) { return why_label(row); }},
        size_column("gross", say("gross"), &Contribution::gross, indicator),
        size_column("share", say("share"), &Contribution::share, indicator),
        contest_column("leaves", say("leaves to (m²)"), &Contribution::leaves, indicator, catalogue),
        contest_column("takes", say("takes from (m²)"), &Contribution::takes, indicator, catalogue),
        {"why", "", Align::left, [](const Contribution &row) { return Value(row.why); }},
        {"declared_m2", "", Align::left, [](const Contribution &row) { return value_of(row.declared_m2); }}};
}

void print_table(std::ostream &out, const Explanation &explanation, const Indicator *indicator,
                 const Catalogue &catalogue) {
    out << format::indicator_label(indicator, explanation.figure.indicator) << " · "
        << explanation.figure.admin << ' ' << explanation.figure.name << " · " << explanation.year << '\n';
    print(out, table_of(columns_of(indicator, catalogue), explanation.rows));
    out << '\n' << equation(explanation, indicator) << '\n';
    if (!explanation.figure.target)
        out << say("no target") << '\n';
}

const char *way_of(const Link &link) {
    return link.way == Link::Way::supplies ? "supplies" : "supplied_by";
}

void print_links(std::ostream &out, const Links &linked, const Catalogue &catalogue) {
    if (linked.links.empty())
        return;
    Table table{{say("feature"), "", say("layer"), say("feature"), say("project"), say("year"), say("stage"),
                 say("net (mu)")},
                {true, false, false, true, false, true, false, true},
                {}};
    for (const Link &link : linked.links)
        table.cells.push_back({fmt::format("{}", link.feature),
                               link.way == Link::Way::supplies ? say("supplies") : say("is supplied by"),
                               format::layer_label(format::find_layer(catalogue, link.layer), link.layer),
                               fmt::format("{}", link.other), link.project, link.year,
                               stage_name(link.stage, catalogue),
                               format::with_separators(link.net_m2 / square_metres_per_mu, 2)});
    out << '\n';
    print(out, table);
}

std::string described(const Links &linked, std::int64_t feature) {
    std::vector<std::string> words;
    for (const Link &link : linked.links)
        if (link.feature == feature)
            words.push_back(fmt::format("{} {}:{}={}", way_of(link), link.layer, link.other,
                                        format::shortest(link.net_m2)));
    return fmt::format("{}", fmt::join(words, ";"));
}

Columns<Contribution> columns_with_links(const Indicator *indicator, const Links &linked,
                                         const Catalogue &catalogue) {
    Columns<Contribution> columns = columns_of(indicator, catalogue);
    columns.push_back({"links", "", Align::left,
                       [&linked](const Contribution &row) { return Value(described(linked, row.feature)); }});
    return columns;
}

Json contests_of(const std::vector<Contest> &contests) {
    Json result = Json::array();
    for (const Contest &contest : contests)
        result.push_back({{"layer", contest.layer}, {"feature", contest.feature}, {"m2", contest.m2}});
    return result;
}

Json links_of(const Links &linked) {
    Json result = Json::array();
    for (const Link &link : linked.links)
        result.push_back({{"feature", link.feature},
                          {"way", way_of(link)},
                          {"layer", link.layer},
                          {"other", link.other},
                          {"project", link.project},
                          {"year", link.year},
                          {"stage", link.stage},
                          {"net_m2", link.net_m2}});
    return result;
}

void print_json(std::ostream &out, const Explanation &explanation, const Links &linked,
                const Indicator *indicator, const Catalogue &catalogue) {
    const indicators::ProgressRow &figure = explanation.figure;
    Json rows = console::json_of(columns_of(indicator, catalogue), explanation.rows);
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
                     {"under_construction", console::json_of(figure.under_construction)},
                     {"approved", console::json_of(figure.approved)},
                     {"sum", explanation.sum},
                     {"base_m2", console::json_of(explanation.base)},
                     {"rows", rows},
                     {"links", links_of(linked)},
                     {"conservation", {{"worst_relative", explanation.worst_relative}}},
                     {"findings", console::json_of(explanation.findings)}});
}

} // namespace

void print(std::ostream &out, const Explanation &explanation, const Links &linked, const Catalogue &catalogue,
           Format format) {
    const Indicator *indicator = format::find_indicator(catalogue, explanation.figure.indicator);
    switch (format) {
    case Format::table:
        print_table(out, explanation, indicator, catalogue);
        return print_links(out, linked, catalogue);
    case Format::csv:
        return write_csv(out, columns_with_links(indicator, linked, catalogue), explanation.rows);
    case Format::json:
        return print_json(out, explanation, linked, indicator, catalogue);
    }
}

} // namespace qitu::console
