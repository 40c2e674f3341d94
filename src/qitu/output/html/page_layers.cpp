// Layers by stage: what the unit of the report has of each, whatever the year.
#include "markup.h"
#include "page_parts.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/rounding.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/console/json.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using Measured = tabulate::Figures;

/// How a layer is measured in this table.
struct Scale {
    std::string unit;
    int decimals = 0;
    double (*gross)(const Measured &) = nullptr;
    double (*net)(const Measured &) = nullptr;
};

Scale scale_of(const Measured &total) {
    if (total.gross_m2 > 0)
        return {say("mu"), 0, [](const Measured &f) { return f.gross_m2 / square_metres_per_mu; },
                [](const Measured &f) { return f.net_m2 / square_metres_per_mu; }};
    const auto kilometres = [](const Measured &f) { return f.length_m / 1000; };
    if (total.length_m > 0)
        return {say("km"), 1, kilometres, kilometres};
    const auto count = [](const Measured &f) { return static_cast<double>(f.features); };
    return {say("points"), 0, count, count};
}

/// Sums by stage in the catalogue's order; what has no stage comes last.
std::vector<Measured> by_stage(const indicators::Totals &totals, const PageFigures &page) {
    const catalogue::Catalogue &catalogue = page.catalogue;
    const std::size_t stages = catalogue.stages().size();
    std::vector<std::vector<Measured>> parts(stages + 1);
    for (const indicators::TotalRow &row : totals.rows) {
        if (!report::shows(page.figures, row.admin, catalogue))
            continue;
        const auto stage = row.group.find(catalogue::field_id::stage);
        const int rank = stage == row.group.end() ? -1 : catalogue.stage_rank(stage->second);
        parts[rank < 0 ? stages : static_cast<std::size_t>(rank)].push_back(row.figures);
    }
    std::vector<Measured> result;
    for (const auto &of_stage : parts)
        result.push_back(console::sum_of(of_stage));
    return result;
}

std::string stack_of(const std::vector<double> &net, const std::vector<std::string> &names) {
    double whole = 0;
    for (const double part : net)
        whole += part;
    std::string result;
    for (std::size_t i = 0; i < net.size(); ++i)
        if (net[i] > 0)
            result += fmt::format(R"(<i class="s{}" style="width:{:.2f}%" title="{}"></i>)", i,
                                  100 * net[i] / whole, escaped(names[i]));
    return "<span class=\"stack\">" + result + "</span>";
}

std::vector<std::string> stage_names(const catalogue::Catalogue &catalogue) {
    std::vector<std::string> names;
    for (const catalogue::Stage &stage : catalogue.stages())
        names.push_back(stage.names.in(language_in_use()));
    names.push_back(say("no stage"));
    return names;
}

std::string layer_row(const indicators::Totals &totals, const PageFigures &page,
                      const std::vector<std::string> &names) {
    const std::vector<Measured> sums = by_stage(totals, page);
    const Measured total = console::sum_of(sums);
    if (total.features == 0)
        return "";
    const Scale scale = scale_of(total);
    std::vector<double> net;
    for (const Measured &sum : sums)
        net.push_back(scale.net(sum));
    const std::vector<double> printed = rounded_to_total(net, scale.decimals);
    double whole = 0;
    for (const double part : printed)
        whole += part;
    const bool areas = total.gross_m2 > 0;
    const double gross = format::rounded(scale.gross(total), scale.decimals);
    const std::string &id = totals.rows.front().layer;
    std::string row =
        fmt::format("<tr><th scope=\"row\" class=\"wrap\">{}</th><td class=\"text\">{}</td><td>{}</td>",
                    escaped(format::layer_label(format::find_layer(page.catalogue, id), id)),
                    escaped(scale.unit), stack_of(net, names));
    for (std::size_t i = 0; i < printed.size(); ++i)
        row += cell(net[i] > 0 ? format::with_separators(printed[i], scale.decimals) : "–");
    row += cell(format::with_separators(whole, scale.decimals));
    row += cell(areas ? format::with_separators(gross, scale.decimals) : "–");
    row += cell(areas ? format::with_separators(std::max(0.0, gross - whole), scale.decimals) : "–");
    return row + "</tr>\n";
}

} // namespace

std::string layers_section(const PageFigures &page) {
    const std::vector<std::string> names = stage_names(page.catalogue);
    std::string headers = head(say("Layer")) + head(say("Unit")) + "<td></td>";
    std::string keys;
    for (std::size_t i = 0; i < names.size(); ++i) {
        headers += head(names[i]);
        keys += fmt::format(R"(<li><span class="key s{}"></span>{}</li>)", i, escaped(names[i]));
    }
    headers += head(say("Net")) + head(say("Gross")) + head(say("Overlap"));
    std::string rows;
    for (const indicators::Totals &totals : page.figures.layers)
        if (!totals.rows.empty())
            rows += layer_row(totals, page, names);
    return fmt::format(
        "<section><h2>{}</h2>\n<div class=\"scroll\"><table><thead><tr>{}</tr></thead><tbody>\n{}</tbody>"
        "</table></div><ul class=\"legend\">{}</ul></section>\n",
        escaped(say("Layers by stage, all years")), headers, rows, keys);
}

} // namespace qitu::html
