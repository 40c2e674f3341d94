#include <qitu/analysis/importer/importer.h>
#include <qitu/analysis/overview/overview.h>
#include <qitu/core/base/clock.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>

namespace qitu::overview {

namespace {

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
    overview.boundaries_source = workspace.meta("boundaries");
    overview.region_and_leagues = std::move(account.leagues);
    overview.banners = std::move(account.banners);
    overview.layers = std::move(account.layers);
    overview.shares = std::move(account.shares);
    overview.imports = workspace::imports(workspace);
    overview.seal = workspace::latest_seal(workspace);
    return overview;
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
        Overview overview = gather(workspace, catalogue, by_banner);
        overview.townships =
            indicators::progress(workspace, catalogue, options.by, options.year, {}, options.engine);
        return overview;
    }
    Overview overview = progress_and_totals(workspace, catalogue, options.year, options.engine, true);
    overview.as_of = options.as_of;
    overview.by = options.by;
    overview.overlaps = indicators::overlaps(workspace, catalogue, programme_layers(workspace, catalogue),
                                             options.by, options.engine);
    for (const catalogue::Account &land : catalogue.accounts())
        overview.accounts.push_back(
            land_balance::compute(workspace, catalogue, land, options.by, options.year, options.engine));
    overview.money =
        project_figures::compute(workspace, catalogue, options.by, options.year, {}, options.engine);
    compare_areas(overview, workspace, catalogue, options.engine);
    if (options.check)
        overview.checked = checked(workspace, catalogue, options.engine);
    return overview;
}

} // namespace qitu::overview
