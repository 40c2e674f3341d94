#include "markup.h"
#include "page_assets.h"
#include "page_parts.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/console/findings_by_rule.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/html/html.h>
#include <qitu/output/map/borders.h>
#include <qitu/output/map/conic.h>
#include <qitu/output/report/document.h>

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::html {

namespace {

using validation::Finding;
using validation::Severity;

constexpr std::size_t most_rows = 1000; // of a rule: a page that a browser opens at once
constexpr std::size_t most_points = 20000;

std::string id_of(const console::RuleFindings &of_rule) {
    return fmt::format("{}-{}", of_rule.rule, console::severity_id(of_rule.severity));
}

std::string title_of(const console::RuleFindings &of_rule) {
    return of_rule.name().empty() ? of_rule.rule : of_rule.name();
}

// ---------------------------------------------------------------- map

struct Place {
    geodesy::Point at;
    Severity severity;
};

std::vector<Place> places_of(const validation::Findings &findings) {
    std::vector<Place> places;
    for (const Finding &finding : findings)
        if (finding.place)
            places.push_back({*finding.place, finding.severity});
    return places;
}

// The banners in which anything was found; all where nothing was found in any.
std::vector<workspace::Boundary> near(const std::vector<workspace::Boundary> &banners,
                                      const std::vector<Place> &places) {
    std::vector<workspace::Boundary> chosen;
    for (const workspace::Boundary &banner : banners) {
        const geometry::Box box = workspace::box_of({&banner, 1});
        if (std::any_of(places.begin(), places.end(),
                        [&](const Place &place) { return box.contains(place.at); }))
            chosen.push_back(banner);
    }
    return chosen.empty() ? banners : chosen;
}

std::string points_of(const std::vector<Place> &places, const map::MapBorders &map, Severity severity) {
    constexpr int apart = 20;                        // units: what lies nearer is one point
    constexpr geometry::Box mapped{60, 20, 150, 70}; // a place that is in none of it may be anywhere
    std::set<map::GridPoint> drawn;
    for (const Place &place : places)
        if (place.severity == severity && drawn.size() < most_points && mapped.contains(place.at)) {
            const map::GridPoint at = map.place(place.at);
            if (at.x >= 0 && at.x <= map.width && at.y >= 0 && at.y <= map.height)
                drawn.insert({at.x / apart * apart, at.y / apart * apart});
        }
    std::string path;
    for (const map::GridPoint &at : drawn)
        path += fmt::format("M{} {}h0", at.x, at.y);
    return path.empty()
               ? ""
               : fmt::format("<path class=\"place {}\" d=\"{}\"/>\n", console::severity_id(severity), path);
}

std::string map_of(const validation::Findings &findings, const std::vector<workspace::Boundary> &banners) {
    const std::vector<Place> places = places_of(findings);
    if (places.empty() || banners.empty())
        return "";
    const map::MapBorders map = map::map_borders(near(banners, places), {}, map_width);
    std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", map.width,
                                  map.height, escaped(say("Where the findings lie")));
    for (const map::Shape &banner : map.banners)
        svg += fmt::format("<path class=\"b\" fill-rule=\"evenodd\" d=\"{}\"><title>{}</title></path>\n",
                           path_of(banner.rings), escaped(banner.name));
    for (const map::Label &label : map::map_labels(map).banners)
        svg += text_of(label, "small");
    svg += points_of(places, map, Severity::warning) + points_of(places, map, Severity::error) + "</svg>\n";
    return fmt::format(
        "<section><h2>{}</h2><figure>{}<figcaption><ul class=\"legend\"><li><span class=\"key "
        "error\"></span>{}</li><li><span class=\"key warning\"></span>{}</li></ul></figcaption>"
        "</figure></section>\n",
        escaped(say("Where the findings lie")), svg, escaped(console::severity_name(Severity::error)),
        escaped(console::severity_name(Severity::warning)));
}

// ---------------------------------------------------------------- tables

std::string summary_of(const std::vector<console::RuleFindings> &rules) {
    std::string rows;
    for (const console::RuleFindings &of_rule : rules)
        rows += fmt::format(
            "<tr><th scope=\"row\"><a href=\"#{0}\"><span class=\"dot {1}\"></span>{2}</a></th>"
            "<td class=\"text\">{3}</td><td class=\"text\">{4}</td><td>{5}</td></tr>\n",
            escaped(id_of(of_rule)), console::severity_id(of_rule.severity), escaped(title_of(of_rule)),
            escaped(of_rule.rule), escaped(console::severity_name(of_rule.severity)),
            format::with_separators(of_rule.at.size()));
    return fmt::format(
        "<div class=\"scroll\"><table class=\"sortable\"><caption>{}</caption><thead><tr>"
        "<th scope=\"col\" class=\"text\">{}</th><th scope=\"col\" class=\"text\">{}</th>"
        "<th scope=\"col\" class=\"text\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>\n{}"
        "</tbody></table></div>\n",
        escaped(say("Findings by rule")), escaped(say("Rule")), escaped(say("Its name for --rule")),
        escaped(say("Severity")), escaped(say("Findings")), rows);
}

report::Value number_or_none(const std::optional<double> &value) {
    constexpr int decimals = 3;
    return value ? report::Value(report::Number{*value, format::rounded(*value, decimals), decimals})
                 : report::Value();
}

report::Row row_of(const Finding &finding, const catalogue::Catalogue &catalogue) {
    const std::string place =
        finding.place ? fmt::format("{:.6f} {:.6f}", finding.place->x, finding.place->y) : std::string();
    return {report::Row::Level::plain,
            "",
            {fmt::format("{}", finding.feature), finding.project,
             format::layer_label(format::find_layer(catalogue, finding.layer), finding.layer), place,
             number_or_none(finding.measured), number_or_none(finding.limit),
             finding.message.in(language_in_use())}};
}

std::string section_of(const console::RuleFindings &of_rule, const validation::Findings &findings,
                       const catalogue::Catalogue &catalogue) {
    const validation::Rule *rule = validation::rule(of_rule.rule);
    const Language language = language_in_use();
    const std::string measures = rule == nullptr ? std::string() : rule->measures.in(language);
    report::Grid grid{
        id_of(of_rule),
        "",
        title_of(of_rule),
        say("{} findings", format::with_separators(of_rule.at.size())),
        {{"feature", say("Feature"), say("Its number in the file or the layer."), report::Column::Kind::text},
         {"project", say("Project code"), "", report::Column::Kind::text},
         {"layer", say("Layer"), "", report::Column::Kind::text},
         {"place", say("Place"), say("Longitude and latitude on CGCS2000, to be pasted into QGIS."),
          report::Column::Kind::text},
         {"measured", say("Measured"), measures, report::Column::Kind::number},
         {"limit", say("Limit"), measures, report::Column::Kind::number},
         {"message", say("What was found and what to do"), "", report::Column::Kind::wrapped}},
        {}};
    for (std::size_t i = 0; i < std::min(most_rows, of_rule.at.size()); ++i)
        grid.rows.push_back(row_of(findings[of_rule.at[i]], catalogue));
    std::string section = fmt::format("<section class=\"part\"><h2>{} <small>{} · {}</small></h2>\n",
                                      escaped(title_of(of_rule)), escaped(of_rule.rule),
                                      escaped(console::severity_name(of_rule.severity)));
    if (rule != nullptr)
        section += fmt::format("<p class=\"says\">{}{}{}</p>\n", escaped(rule->finds.in(language)),
                               measures.empty() ? "" : " ",
                               measures.empty() ? "" : escaped(say("Measured: {}", measures)));
    section += table_of(grid, id_of(of_rule));
    if (of_rule.at.size() > most_rows)
        section += fmt::format(
            "<p class=\"says\">{}</p>\n",
            escaped(say("… and {} more. \"qitu check … --rule {} --format csv -o FILE\" writes all of them.",
                        format::with_separators(of_rule.at.size() - most_rows), of_rule.rule)));
    return section + "</section>\n";
}

std::string unchecked_of(const validation::Inspected &inspected) {
    if (inspected.unchecked.empty())
        return "";
    std::string lines;
    for (const auto &[rule, why] : inspected.unchecked)
        lines += fmt::format("<dt>{}</dt><dd>{}</dd>\n", escaped(rule), escaped(why.in(language_in_use())));
    return fmt::format("<section><h2>{}</h2><dl>{}</dl></section>\n", escaped(say("Not checked")), lines);
}

} // namespace

void write_findings_page(std::ostream &out, const validation::Inspected &inspected,
                         const std::string &subject, const catalogue::Catalogue &catalogue,
                         const std::vector<workspace::Boundary> &banners) {
    const validation::Findings &findings = inspected.findings;
    const std::vector<console::RuleFindings> rules = console::by_rule(findings);
    const std::string title = say("Findings in {}", subject);
    const bool chinese = language_in_use() == Language::zh;
    out << fmt::format(
        R"(<!DOCTYPE html>
<html lang="{}"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>{}</title><style>
{}
{}</style></head><body>
<header class="top"><h1>{}</h1><p class="meta"><span>{}</span><span>{}</span></p></header><main{}>
)",
        chinese ? "zh-CN" : "en", escaped(title), class_colours() + std::string(page_css), findings_css,
        escaped(title), escaped(say("As of {}", today())),
        escaped(say("Checked {} features: {} errors, {} warnings.",
                    format::with_separators(inspected.features), format::with_separators(findings.errors()),
                    format::with_separators(findings.size() - findings.errors()))),
        words_of_maps());
    if (!rules.empty())
        out << "<section><h2>" << escaped(say("Overview")) << "</h2>\n"
            << summary_of(rules) << "</section>\n";
    out << map_of(findings, banners);
    for (const console::RuleFindings &of_rule : rules)
        out << section_of(of_rule, findings, catalogue);
    out << unchecked_of(inspected)
        << fmt::format("<footer>{}</footer></main>\n", escaped(say("Made by qitu on {}.", today())))
        << "<script type=\"application/json\" id=\"data\">[]</script>\n<script>\n"
        << page_js << "</script>\n</body></html>\n";
}

} // namespace qitu::html
