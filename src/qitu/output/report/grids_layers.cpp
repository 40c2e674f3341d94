// Layers by banner and stage, what two layers both claim, findings, land accounts.
#include "document.h"
#include "rounded_once.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;

Number number(double exact, int decimals) {
    return {exact, format::rounded(exact, decimals), decimals};
}

Value number(const std::optional<double> &exact, int decimals) {
    return exact ? Value(number(*exact, decimals)) : Value();
}

Column code_column() {
    return {"code", say("Code"), say("Of the unit of administration."), Kind::text};
}

/// Positions of the columns that a layer has anything in, of `layer_columns`.
Value value_of(const LayerLine &line, LayerColumn column) {
    return Number{line.exact[column], line.values[column], layer_decimals[column]};
}

Value overlap_of(const LayerLine &line, LayerColumn gross, LayerColumn net) {
    const int decimals = layer_decimals[gross];
    return Number{line.exact[gross] - line.exact[net],
                  format::rounded(line.values[gross] - line.values[net], decimals), decimals};
}

Level level_of(LayerLine::Kind kind) {
    switch (kind) {
    case LayerLine::Kind::total:
        return Level::total;
    case LayerLine::Kind::league:
        return Level::league;
    case LayerLine::Kind::outside:
        return Level::apart;
    case LayerLine::Kind::banner:
        break;
    }
    return Level::part;
}

std::vector<Column> area_columns() {
    const std::string gross = say("A place counts as often as features cover it.");
    const std::string net = say("A place counts once.");
    const std::string overlap = say("Gross less net.");
    return {
        {"gross_mu", say("Gross (mu)"), gross, Kind::number, true},
        {"net_mu", say("Net (mu)"), net, Kind::number, true},
        {"overlap_mu", say("Overlap (mu)"), overlap, Kind::number, true, Derived{Derived::How::less, {4, 5}}},
        {"gross_m2", say("Gross (m²)"), gross, Kind::number, true},
        {"net_m2", say("Net (m²)"), net, Kind::number, true},
        {"overlap_m2", say("Overlap (m²)"), overlap, Kind::number, true,
         Derived{Derived::How::less, {7, 8}}}};
}

} // namespace

Grid layer_grid(const PrintedProgress &printed, std::size_t at) {
    const catalogue::Catalogue &catalogue = printed.catalogue;
    const std::string &id = printed.figures.layers[at].rows.front().layer;
    const catalogue::Layer *layer = format::find_layer(catalogue, id);
    const catalogue::Field *stages = layer == nullptr ? nullptr : layer->field(catalogue::field_id::stage);
    const std::vector<LayerLine> lines = layer_lines(printed.figures, printed.rounded->layers[at], catalogue);
    const bool areas = !lines.empty() && lines.front().values[gross_m2] > 0;
    const bool lengths = !lines.empty() && lines.front().values[length_km] > 0;
    Grid grid{"layer." + id,
              format::layer_label(layer, id),
              say("{}: totals by banner and stage, all years", format::layer_label(layer, id)),
              say("as in the head"),
              {},
              {},
              {},
              id};
    grid.columns = {
        code_column(),
        {"name", say("Banner"), say("Leagues stand above their banners."), Kind::text},
        {"stage", say("Stage"), say("Of the features in the line."), Kind::text, false, {}, ""},
        {"features",
         say("Features"),
         say("Features with a part in the banner; one in two banners stands in both lines, so the "
             "column is not summed."),
         Kind::number,
         false,
         {},
         ""}};
    if (areas)
        for (Column &column : area_columns())
            grid.columns.push_back(std::move(column));
    if (lengths)
        grid.columns.push_back({"length_km", say("Length (km)"),
                                say("Ellipsoidal length inside the unit; a line along a boundary counts for "
                                    "the lower code."),
                                Kind::number, true});
    for (const LayerLine &line : lines) {
        const bool sum = line.kind == LayerLine::Kind::total || line.kind == LayerLine::Kind::league;
        Row row{level_of(line.kind), line.code, {line.code, line.name}, sum};
        row.cells.resize(4);
        if (!sum && stages != nullptr)
            row.cells[2] = format::code_label(stages, line.stage);
        if (!sum)
            row.cells[3] = number(static_cast<double>(line.features), 0);
        if (areas)
            row.cells.insert(row.cells.end(), {value_of(line, gross_mu), value_of(line, net_mu),
                                               overlap_of(line, gross_mu, net_mu), value_of(line, gross_m2),
                                               value_of(line, net_m2), overlap_of(line, gross_m2, net_m2)});
        if (lengths)
            row.cells.push_back(value_of(line, length_km));
        grid.rows.push_back(std::move(row));
    }
    return grid;
}

// Each pair with its sum over the region, then the units.
Grid overlaps_grid(const PrintedProgress &printed_progress) {
    const Figures &figures = printed_progress.figures;
    const catalogue::Catalogue &catalogue = printed_progress.catalogue;
    Grid grid{"overlaps", say("Cross-overlaps"), say("Ground that two layers both claim"), say("mu"), {}, {}};
    grid.note =
        say("All stages and years, each place once. What two layers share is not always wrong: basic "
            "farmland is meant to hold high-standard farmland. Whether it may be is said by the rules.");
    grid.columns = {
        code_column(),
        {"name", say("Layers, unit"), say("The pair of layers, then the units in which they meet."),
         Kind::wrapped},
        {"common_mu", say("Both claim (mu)"), say("Ground that lies in both layers."), Kind::number, true},
        {"a_mu", say("First layer (mu)"), say("Net area of the first layer of the pair in the unit."),
         Kind::number, true},
        {"b_mu", say("Second layer (mu)"), say("Net area of the second layer of the pair in the unit."),
         Kind::number, true}};
    constexpr double indicators::OverlapRow::*members[] = {
        &indicators::OverlapRow::m2, &indicators::OverlapRow::a_m2, &indicators::OverlapRow::b_m2};
    const std::vector<indicators::OverlapRow> &rows = figures.overlaps.rows;
    for (const format::OverlapPair &of : printed_progress.rounded->overlaps) {
        const indicators::OverlapRow &front = rows[of.first];
        Row pair{Level::league,
                 "",
                 {std::string(),
                  fmt::format("{} × {}", format::layer_label(format::find_layer(catalogue, front.a), front.a),
                              format::layer_label(format::find_layer(catalogue, front.b), front.b))},
                 true};
        std::vector<Row> parts;
        std::vector<std::size_t> shown;
        for (std::size_t i = of.first; i < of.end; ++i)
            if (shows(figures, rows[i].admin, catalogue)) {
                shown.push_back(i);
                parts.push_back({Level::part, rows[i].admin, {rows[i].admin, rows[i].name}});
            }
        if (parts.empty())
            continue;
        for (std::size_t k = 0; k < of.mu.size(); ++k) {
            ExactSum sum;
            ExactSum printed; // of all units that is the pair's total
            for (std::size_t i = 0; i < parts.size(); ++i) {
                const double mu = rows[shown[i]].*members[k] / square_metres_per_mu;
                const double leaf = of.mu[k].leaves[shown[i] - of.first];
                sum += mu;
                printed += leaf;
                parts[i].cells.emplace_back(Number{mu, leaf, 2});
            }
            pair.cells.emplace_back(Number{sum.value(), format::rounded(printed.value(), 2), 2});
        }
        grid.rows.push_back(std::move(pair));
        std::move(parts.begin(), parts.end(), std::back_inserter(grid.rows));
    }
    return grid;
}

namespace {

// Of the unit of the report.
std::vector<overview::Checked::Count> counts_of(const Figures &figures) {
    std::vector<overview::Checked::Count> counts = figures.checked->counts;
    if (figures.level == indicators::Level::region)
        return counts;
    for (overview::Checked::Count &count : counts) {
        const auto found = count.in_unit.find(figures.of);
        count.findings = found == count.in_unit.end() ? 0 : found->second.first;
        if (found != count.in_unit.end())
            count.first = found->second.second;
    }
    std::erase_if(counts, [](const overview::Checked::Count &count) { return count.findings == 0; });
    return counts;
}

Row findings_row(const overview::Checked::Count &count, const catalogue::Catalogue &catalogue) {
    const validation::Rule *rule = validation::rule(count.rule);
    return {Level::part,
            "",
            {format::layer_label(format::find_layer(catalogue, count.layer), count.layer),
             rule == nullptr ? count.rule : rule->names.in(language_in_use()),
             count.severity == validation::Severity::error ? say("error") : say("warning"),
             number(static_cast<double>(count.findings), 0), count.first.in(language_in_use())}};
}

} // namespace

Grid findings_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"findings", say("Findings"), say("What the rules find in the layers"), say("findings"), {}, {}};
    if (!figures.checked)
        return grid;
    grid.note =
        say("Checked on {}. \"qitu check\" lists every finding with its place.", figures.checked->when);
    grid.columns = {
        {"layer", say("Layer"), say("In which the finding is."), Kind::text},
        {"rule", say("Rule"), say("docs/rules.md says what each rule finds."), Kind::wrapped},
        {"severity", say("Severity"), say("An error keeps a file out; a warning is to be looked at."),
         Kind::text},
        {"findings", say("Findings"), say("How often the rule finds something."), Kind::number, true},
        {"example", say("The first of them"), say("What was found and what to do."), Kind::wrapped}};
    Row total{Level::total, "", {say("Total"), std::string(), std::string()}, true};
    const std::vector<overview::Checked::Count> counts = counts_of(figures);
    double sum = 0;
    for (const overview::Checked::Count &count : counts)
        sum += static_cast<double>(count.findings);
    total.cells.emplace_back(number(sum, 0));
    total.cells.emplace_back(std::string());
    grid.rows.push_back(std::move(total));
    for (const overview::Checked::Count &count : counts)
        grid.rows.push_back(findings_row(count, catalogue));
    return grid;
}

namespace {

Value grade_of(const land_balance::Weight &weight) {
    return weight.grade_known() ? number(weight.grade(), 2) : Value(say("unknown"));
}

Value tonnes_of(const land_balance::Weight &weight) {
    const std::optional<double> kg = weight.capacity();
    return kg ? Value(number(*kg / 1000, 2)) : Value(say("unknown"));
}

std::string state_of(const land_balance::Line &line) {
    if (line.overdrawn())
        return say("overdrawn");
    return line.undetermined() ? say("unknown") : say("balanced");
}

} // namespace

std::vector<Grid> balance_grids(const Figures &figures, const catalogue::Catalogue &catalogue) {
    std::vector<Grid> grids;
    for (const land_balance::Balance &account : figures.accounts) {
        const std::string name = catalogue.account(account.account).names.in(language_in_use());
        Grid grid{"balance." + account.account, name, say("Land balance: {}", name),
                  say("as in the head"),        {},   {}};
        grid.note =
            say("What comes must be no less in area, no poorer in mean grade and no less in capacity than "
                "what is occupied.");
        const auto mu = [](const char *id, const std::string &head, const std::string &meaning) {
            return Column{id, head, meaning, Kind::number};
        };
        grid.columns = {
            code_column(),
            {"name", say("Unit of administration"), say("That the account is of."), Kind::text},
            mu("out_mu", say("Occupied (mu)"), say("Net area of farmland that is built upon.")),
            mu("in_mu", say("Supplied (mu)"),
               say("Net area of supplementary land that was accepted and reviewed.")),
            mu("carried_mu", say("Carried (mu)"), say("In from other years, less what went to later years.")),
            mu("moved_mu", say("Moved (mu)"), say("From other banners, less what went to them.")),
            {"balance_mu", say("Balance (mu)"), say("Supplied, carried and moved, less occupied."),
             Kind::number, false, Derived{Derived::How::sum, {3, 4, 5, 2}, true}},
            {"out_grade", say("Grade occupied"), say("Mean by area; 1 the best, 15 the poorest."),
             Kind::number},
            {"credit_grade", say("Grade against it"), say("The same of what is set against it."),
             Kind::number},
            {"out_t", say("Capacity occupied (t)"), say("Capacity per mu times mu."), Kind::number},
            {"credit_t", say("Capacity against it (t)"), say("The same of what is set against it."),
             Kind::number},
            {"pending_mu", say("Not yet counted (mu)"),
             say("Supplementary land before acceptance or review."), Kind::number},
            {"short", say("State"), say("Balanced, or what the account is short of."), Kind::text}};
        for (const land_balance::Line &line : account.lines) {
            if (!shows(figures, line.admin, catalogue))
                continue;
            const land_balance::Weight credit = line.credit();
            const double out = line.out.mu.value(), in = line.in.mu.value(),
                         carried = line.carried.mu.value(), moved = line.moved.mu.value();
            grid.rows.push_back(
                {Level::plain,
                 line.admin,
                 {line.admin, line.name, number(out, 2), number(in, 2), number(carried, 2), number(moved, 2),
                  Number{credit.mu.value() - out, format::rounded_balance(line), 2}, grade_of(line.out),
                  grade_of(credit), tonnes_of(line.out), tonnes_of(credit), number(line.pending_mu, 2),
                  state_of(line)}});
        }
        grids.push_back(std::move(grid));
    }
    return grids;
}

} // namespace qitu::report
