#include <qitu/output/format/rounded_progress.h>
#include <qitu/output/format/labels.h>

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/seal.h>

#include <string>
#include <vector>

namespace qitu::report {

namespace {

std::string region_name(const catalogue::Catalogue &catalogue) {
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (unit.level == 0)
            return unit.names.in(language_in_use());
    return "";
}

std::string now_text() {
    return workspace::time_text(time_now()).substr(0, 16);
}

Checked checked(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const tabulate::Options &options) {
    Checked result{now_text(), {}};
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        const validation::Inspected inspected =
            importer::inspect(workspace, catalogue, layer, {false, false, options.threads, options.progress});
        for (std::size_t i = 0; i < inspected.findings.size(); ++i) {
            const validation::Findings::Head finding = inspected.findings.head(i);
            Checked::Count *last = result.counts.empty() ? nullptr : &result.counts.back();
            if (last == nullptr || last->layer != layer.id || last->rule != finding.rule ||
                last->severity != finding.severity)
                last = &result.counts.emplace_back(Checked::Count{
                    layer.id, std::string(finding.rule), finding.severity, 0, inspected.findings[i].message});
            ++last->findings;
        }
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

void reconcile_layers(Figures &figures, const workspace::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const tabulate::Options &options) {
    for (std::size_t i = 0; i < figures.layers.size(); ++i) {
        if (figures.layers[i].rows.empty())
            continue;
        const catalogue::Layer &layer = catalogue.layer(figures.layers[i].rows.front().layer);
        if (layer.geometry == catalogue::GeometryType::polygon)
            figures.reconciled.push_back(area_comparison::compare_area(workspace, layer, figures.layers[i],
                                                                       figures.shares[i], options));
    }
}

Figures progress_and_totals(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                            int year, const tabulate::Options &options, bool with_shares) {
    indicators::Summary account = indicators::summarize(workspace, catalogue, year, options, with_shares);
    Figures figures;
    figures.title = say("{}: progress of land programmes, {}", region_name(catalogue), year);
    figures.date = today();
    figures.boundaries_source = workspace.meta("boundaries");
    figures.region_and_leagues = std::move(account.leagues);
    figures.banners = std::move(account.banners);
    figures.layers = std::move(account.layers);
    figures.shares = std::move(account.shares);
    figures.imports = workspace::imports(workspace);
    figures.seal = workspace::latest_seal(workspace);
    return figures;
}

} // namespace

Figures gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
               const tabulate::Options &options) {
    return progress_and_totals(workspace, catalogue, year, options, false);
}

Figures gather(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const Gathering &gathering) {
    const tabulate::Options &options = gathering.engine;
    Figures figures = progress_and_totals(workspace, catalogue, gathering.year, options, true);
    figures.as_of = gathering.as_of;
    figures.by = gathering.by;
    figures.overlaps = indicators::overlaps(workspace, catalogue, programme_layers(workspace, catalogue),
                                            gathering.by, options);
    for (const catalogue::Account &land : catalogue.accounts())
        figures.accounts.push_back(
            land_balance::compute(workspace, catalogue, land, gathering.by, gathering.year, options));
    reconcile_layers(figures, workspace, catalogue, options);
    if (gathering.check)
        figures.checked = checked(workspace, catalogue, options);
    return figures;
}

} // namespace qitu::report
