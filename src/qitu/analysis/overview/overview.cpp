#include "over_time.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/analysis/overview/overview.h>
#include <qitu/core/base/clock.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace qitu::overview {

namespace {

std::string now_text() {
    return workspace::time_text(time_now()).substr(0, 16);
}

using UnitsOfFeatures = std::map<std::int64_t, std::set<std::string>>; // leagues and banners

UnitsOfFeatures units_of(const Overview &overview, const catalogue::Catalogue &catalogue,
                         const catalogue::Layer &layer) {
    UnitsOfFeatures units;
    for (std::size_t i = 0; i < overview.layers.size(); ++i) {
        if (overview.layers[i].rows.empty() || overview.layers[i].rows.front().layer != layer.id)
            continue;
        for (const indicators::FeatureShare &share : overview.shares[i].rows)
            for (const catalogue::AdminUnit *unit = catalogue.find_admin(share.admin); unit != nullptr;
                 unit = catalogue.find_admin(unit->parent))
                units[share.feature].insert(unit->code);
    }
    return units;
}

void count(Checked::Count &rule, const UnitsOfFeatures &units, std::int64_t feature, const Names &message) {
    ++rule.findings;
    const auto found = units.find(feature);
    if (found == units.end())
        return;
    for (const std::string &unit : found->second)
        ++rule.in_unit.try_emplace(unit, 0, message).first->second.first;
}

void check_layer(Checked &checked, const validation::Findings &findings, const catalogue::Layer &layer,
                 const UnitsOfFeatures &units) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const validation::Findings::Head finding = findings.head(i);
        Checked::Count *last = checked.counts.empty() ? nullptr : &checked.counts.back();
        const bool begins = last == nullptr || last->layer != layer.id || last->rule != finding.rule ||
                            last->severity != finding.severity;
        const Names message = begins || !units.empty() ? findings[i].message : Names();
        if (begins)
            last = &checked.counts.emplace_back(
                Checked::Count{layer.id, std::string(finding.rule), finding.severity, 0, message});
        count(*last, units, finding.feature, message);
    }
}

Checked checked(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const Overview &overview, bool by_unit, const tabulate::Options &options) {
    Checked result{now_text(), {}};
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        const validation::Inspected inspected =
            importer::inspect(workspace, catalogue, layer, {false, false, options.threads, options.progress});
        check_layer(result, inspected.findings, layer,
                    by_unit ? units_of(overview, catalogue, layer) : UnitsOfFeatures());
    }
    return result;
}

std::vector<const catalogue::Layer *> programme_layers(const workspace::Workspace &workspace,
                                                       const catalogue::Catalogue &catalogue) {
    std::vector<const catalogue::Layer *> layers;
    for (const catalogue::Layer &layer : catalogue.layers())
        if (layer.geometry == catalogue::GeometryType::polygon && !layer.reference &&
            workspace::feature_count(workspace, layer) > 0)
            layers.push_back(&layer);
    return layers;
}

void compare_areas(Overview &overview, const workspace::Workspace &workspace,
                   const catalogue::Catalogue &catalogue, const tabulate::Options &options) {
    for (std::size_t i = 0; i < overview.layers.size(); ++i) {
        if (overview.layers[i].rows.empty())
            continue;
        const catalogue::Layer &layer = catalogue.layer(overview.layers[i].rows.front().layer);
        if (layer.geometry == catalogue::GeometryType::polygon)
            overview.reconciled.push_back(area_comparison::compare_area(workspace, layer, overview.layers[i],
                                                                        overview.shares[i], options));
    }
}

Overview progress_and_totals(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                             int year, const tabulate::Options &options, bool with_shares) {
    indicators::Summary account = indicators::summarize(workspace, catalogue, year, options, with_shares);
    Overview overview;
    overview.boundaries_source =
        Names{workspace.meta("boundaries"), workspace.meta("boundaries_en")}.in(language_in_use());
    overview.region_and_leagues = std::move(account.leagues);
    overview.banners = std::move(account.banners);
    overview.layers = std::move(account.layers);
    overview.shares = std::move(account.shares);
    overview.months = std::move(account.months);
    overview.imports = workspace::imports(workspace);
    overview.seal = workspace::latest_seal(workspace);
    return overview;
}

// A league's report has its own sums above those of its banners.
std::vector<indicators::Level> levels_of_money(const Options &options) {
    std::vector<indicators::Level> levels;
    for (const indicators::Level level : {indicators::Level::league, indicators::Level::banner})
        if (level <= options.by)
            levels.push_back(level);
    if (options.townships)
        levels.push_back(indicators::Level::township);
    return levels;
}

} // namespace

Overview gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
                const tabulate::Options &options) {
    return progress_and_totals(workspace, catalogue, year, options, false);
}

Overview gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const Options &options) {
    if (options.by == indicators::Level::township) {
        Options by_banner = options;
        by_banner.by = indicators::Level::banner;
        by_banner.townships = true;
        Overview overview = gather(workspace, catalogue, by_banner);
        overview.townships =
            indicators::progress(workspace, catalogue, options.by, options.year, {}, options.engine);
        return overview;
    }
    Overview overview = progress_and_totals(workspace, catalogue, options.year, options.engine, true);
    overview.as_of = options.as_of;
    overview.by = options.by;
    overview.sealed = sealed_states(workspace, options.engine.method);
    overview.grown = growth(workspace, catalogue);
    overview.overlaps = indicators::overlaps(workspace, catalogue, programme_layers(workspace, catalogue),
                                             options.by, options.engine);
    for (const catalogue::Account &land : catalogue.accounts())
        overview.accounts.push_back(
            land_balance::compute(workspace, catalogue, land, options.by, options.year, options.engine));
    overview.money = project_figures::compute(workspace, catalogue, levels_of_money(options), options.year,
                                              {}, options.engine);
    compare_areas(overview, workspace, catalogue, options.engine);
    overview.plans = plans(workspace, catalogue, overview.region_and_leagues, overview.banners);
    if (options.ledger)
        overview.ledger = project_figures::ledger(workspace, catalogue, overview.layers, overview.shares);
    if (options.check)
        overview.checked = checked(workspace, catalogue, overview, options.ledger, options.engine);
    return overview;
}

} // namespace qitu::overview
