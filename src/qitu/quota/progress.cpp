#include "census.h"
#include "convert.h"
#include "tally.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace qitu::quota {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;
using catalogue::Measure;

class Targets {
  public:
    explicit Targets(const store::Workspace &workspace) : quotas_(workspace.quotas()) {}

    /// For the year; else one of no year.
    [[nodiscard]] const store::Quota *find(const std::string &indicator, const std::string &admin,
                                           int year) const {
        const store::Quota *found = nullptr;
        for (const store::Quota &quota : quotas_)
            if (quota.indicator == indicator && quota.admin == admin &&
                (quota.year == year || (quota.year == 0 && found == nullptr)))
                found = &quota;
        return found;
    }

  private:
    std::vector<store::Quota> quotas_;
};

double target_in(const store::Quota &quota, const Indicator &indicator) {
    if (!convertible(quota.unit, indicator.unit))
        throw Error(
            Status::refused,
            say("The quota of {} for {} in {} is in {}, which does not fit the indicator's unit {}. Set it "
                "again.",
                quota.indicator, quota.admin, quota.year, unit_name(quota.unit, false),
                unit_name(indicator.unit, false)));
    return converted(quota.value, quota.unit, indicator.unit);
}

std::vector<const Indicator *> chosen(const Catalogue &catalogue, const std::vector<std::string> &names) {
    std::set<std::string> wanted;
    for (const std::string &name : names)
        wanted.insert(catalogue.indicator(name).id);
    std::vector<const Indicator *> result;
    for (const Indicator &indicator : catalogue.indicators())
        if (names.empty() || wanted.contains(indicator.id))
            result.push_back(&indicator);
    return result;
}

// Only those banners that an indicator may count in, and only the places that have any.
bool allowed(const Indicator &indicator, const store::Boundary &banner, const std::string &region) {
    const auto named = [&](const std::string &code) {
        return std::find(indicator.admin.begin(), indicator.admin.end(), code) != indicator.admin.end();
    };
    return indicator.admin.empty() || named(banner.code) || named(banner.league) || named(region);
}

std::vector<Place> places_of(const Indicator &indicator, const Tree &tree, Level by) {
    std::vector<Place> result{tree.region()};
    if (by != Level::region)
        for (Place &place : tree.places(by))
            result.push_back(std::move(place));
    for (Place &place : result)
        std::erase_if(place.banners, [&](std::size_t banner) {
            return !allowed(indicator, tree.banners[banner], tree.region_code);
        });
    if (!indicator.admin.empty())
        result.erase(std::remove_if(result.begin() + 1, result.end(),
                                    [](const Place &place) { return place.banners.empty(); }),
                     result.end());
    return result;
}

class Run {
  public:
    Run(const store::Workspace &workspace, const Catalogue &catalogue, int year,
        std::vector<const Indicator *> indicators, const tabulate::Options &options)
        : tree_(workspace, catalogue), targets_(workspace),
          surveys_(workspace, catalogue, tree_, year, indicators, options),
          indicators_(std::move(indicators)), year_(year), method_(options.method) {}

    ProgressTable table(Level by) {
        ProgressTable table;
        table.year = year_;
        table.method = method_;
        table.by = by;
        for (const Indicator *indicator : indicators_) {
            const Counter counter = surveys_.counter(*indicator);
            for (const Place &place : places_of(*indicator, tree_, by))
                table.rows.push_back(row(*indicator, place, counter));
        }
        table.worst_relative = surveys_.worst_relative();
        table.findings = surveys_.findings();
        return table;
    }

    Totals totals(const catalogue::Layer &layer) { return surveys_.totals(layer); }

  private:
    [[nodiscard]] ProgressRow row(const Indicator &indicator, const Place &place,
                                  const Counter &counter) const {
        ProgressRow row;
        row.indicator = indicator.id;
        row.admin = place.code;
        row.name = place.name;
        row.unit = indicator.unit;
        const Tally tally = counter(place);
        row.done = tally.done;
        row.under_construction = tally.under_construction;
        row.approved = tally.approved;
        if (const store::Quota *quota = targets_.find(indicator.id, place.code, year_)) {
            row.target = target_in(*quota, indicator);
            row.target_illustrative = quota->illustrative;
        } else if (place.code == tree_.region_code && indicator.target_year.value_or(year_) == year_) {
            row.target = indicator.target; // of a layer that the workspace is older than
        }
        if (indicator.measure == Measure::share) {
            if (tally.known)
                row.percent = tally.done;
        } else if (row.target && *row.target > 0) {
            row.percent = 100 * tally.done / *row.target;
        }
        if (row.target && tally.known)
            row.remaining = std::max(0.0, *row.target - tally.done);
        return row;
    }

    Tree tree_;
    Targets targets_;
    Surveys surveys_;
    std::vector<const Indicator *> indicators_;
    int year_;
    geodesy::Method method_;
};

tabulate::Options with_net(const tabulate::Options &options) {
    tabulate::Options result = options;
    result.net = true;
    return result;
}

} // namespace

ProgressTable progress(const store::Workspace &workspace, const Catalogue &catalogue, Level by, int year,
                       const std::vector<std::string> &indicators, const tabulate::Options &options) {
    return Run(workspace, catalogue, year, chosen(catalogue, indicators), with_net(options)).table(by);
}

Account account(const store::Workspace &workspace, const Catalogue &catalogue, int year,
                const tabulate::Options &options) {
    Run run(workspace, catalogue, year, chosen(catalogue, {}), with_net(options));
    Account account{run.table(Level::league), run.table(Level::banner), {}};
    for (const catalogue::Layer &layer : catalogue.layers())
        if (workspace.count(layer) > 0)
            account.layers.push_back(run.totals(layer));
    return account;
}

} // namespace qitu::quota
