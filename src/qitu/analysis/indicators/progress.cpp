#include "monthly.h"
#include "progress_run.h"

#include <qitu/analysis/indicators/progress_parts.h>
#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/quotas.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;
using catalogue::Measure;

// Only those banners that an indicator may count in, and only the places that have any.
bool allowed(const Indicator &indicator, const workspace::Boundary &banner, const std::string &region) {
    const auto named = [&](const std::string &code) {
        return std::find(indicator.admin.begin(), indicator.admin.end(), code) != indicator.admin.end();
    };
    return indicator.admin.empty() || named(banner_code(banner)) || named(banner.league) || named(region);
}

// The region stands first and is not ranked; equal shares have equal ranks.
void rank(std::span<ProgressRow> rows, const std::string &region) {
    for (ProgressRow &row : rows) {
        if (!row.percent || row.admin == region)
            continue;
        row.rank =
            1 + static_cast<int>(std::count_if(rows.begin(), rows.end(), [&](const ProgressRow &other) {
                return other.admin != region && other.percent && *other.percent > *row.percent;
            }));
    }
}

// The indicator with an earlier stage to count from, where it has stages.
Indicator as_if(const Indicator &indicator, const Catalogue &catalogue, const std::string &stage) {
    Indicator result = indicator;
    if (!indicator.from_stage.empty() &&
        catalogue.stage_rank(stage) < catalogue.stage_rank(indicator.from_stage)) {
        result.from_stage = stage;
        result.from_review.clear();
    }
    return result;
}

} // namespace

ChosenIndicators::ChosenIndicators(const Catalogue &catalogue, const std::vector<std::string> &names,
                                   const std::string &assume) {
    std::set<std::string> wanted;
    for (const std::string &name : names)
        wanted.insert(catalogue.indicator(name).id);
    for (const Indicator &indicator : catalogue.indicators())
        if (names.empty() || wanted.contains(indicator.id))
            list_.push_back(assume.empty() ? &indicator
                                           : &assumed_.emplace_back(as_if(indicator, catalogue, assume)));
}

tabulate::Options with_net(const tabulate::Options &options) {
    tabulate::Options result = options;
    result.net = true;
    return result;
}

const workspace::Quota *Targets::find(const std::string &indicator, const std::string &admin,
                                      int year) const {
    const workspace::Quota *found = nullptr;
    for (const workspace::Quota &quota : quotas_)
        if (quota.indicator == indicator && quota.admin == admin &&
            (quota.year == year || (quota.year == 0 && found == nullptr)))
            found = &quota;
    return found;
}

double target_in(const workspace::Quota &quota, const Indicator &indicator) {
    if (!convertible(quota.unit, indicator.unit))
        throw Error(ErrorKind::refused,
                    say("The quota of {} for {} in {} is in {}, which cannot be converted "
                        "to the indicator's unit {}. Set it again.",
                        quota.indicator, quota.admin, quota.year, unit_name(quota.unit, false),
                        unit_name(indicator.unit, false)));
    return converted(quota.value, quota.unit, indicator.unit);
}

std::vector<Place> places_of(const Indicator &indicator, const Tree &tree, Level by) {
    std::vector<Place> result{tree.region()};
    if (by != Level::region)
        for (Place &place : tree.places(by))
            result.push_back(std::move(place));
    for (Place &place : result)
        place = counted_part(std::move(place), indicator, tree);
    if (!indicator.admin.empty())
        result.erase(std::remove_if(result.begin() + 1, result.end(),
                                    [](const Place &place) { return place.banners.empty(); }),
                     result.end());
    return result;
}

Place counted_part(Place place, const Indicator &indicator, const Tree &tree) {
    std::erase_if(place.banners, [&](std::size_t banner) {
        return !allowed(indicator, tree.banners[banner], tree.region_code);
    });
    return place;
}

Place place_of(const Tree &tree, const catalogue::AdminUnit &unit) {
    std::vector<Place> places{tree.region()};
    for (const Level level : {Level::league, Level::banner})
        for (Place &place : tree.places(level))
            places.push_back(std::move(place));
    const auto found = std::find_if(places.begin(), places.end(),
                                    [&](const Place &place) { return place.code == unit.code; });
    if (found == places.end())
        throw Error(ErrorKind::usage, say("The workspace has no unit {} {}.", unit.code, unit.names.zh));
    return *found;
}

ProgressRun::ProgressRun(const workspace::Workspace &workspace, const Catalogue &catalogue, int year,
                         std::vector<const Indicator *> indicators, const tabulate::Options &options,
                         std::optional<double> year_gone, Level finest, const PartRuns *parts)
    : tree_(workspace, catalogue, finest), targets_(workspace),
      evaluation_(workspace, catalogue, tree_, year, indicators, options, parts),
      indicators_(std::move(indicators)), year_(year), method_(options.method), year_gone_(year_gone) {}

bool ProgressRun::has_rows(const Indicator &indicator, Level by) {
    return by != Level::township || indicator.measure != Measure::banners;
}

ProgressSums ProgressRun::sums(Level by) {
    ProgressSums sums;
    for (const Indicator *indicator : indicators_)
        if (has_rows(*indicator, by)) {
            sums.leaves[indicator->id] = evaluation_.leaf_sums(*indicator);
            if (!indicator->renewed.empty())
                sums.renewals.try_emplace(indicator->layer, evaluation_.renewals(*indicator));
        }
    sums.worst_relative = evaluation_.worst_relative();
    sums.findings = evaluation_.findings();
    return sums;
}

ProgressTable ProgressRun::table_of(ProgressSums sums, Level by, Others *others) const {
    ProgressTable table;
    table.year = year_;
    table.method = method_;
    table.by = by;
    for (const Indicator *indicator : indicators_) {
        if (!has_rows(*indicator, by))
            continue;
        Leaves leaves = std::move(sums.leaves.at(indicator->id));
        if (others != nullptr)
            others->add_to(leaves, indicator->id);
        const Evaluator evaluator = evaluation_.evaluator(*indicator, std::move(leaves));
        const std::size_t first = table.rows.size();
        for (const Place &place : places_of(*indicator, tree_, by)) {
            table.rows.push_back(row(*indicator, place, evaluator));
            if (others != nullptr)
                others->mark(table.rows.back(), place);
        }
        if (others == nullptr || !others->any_missing())
            rank(std::span(table.rows).subspan(first), tree_.region_code);
    }
    table.worst_relative = std::max(sums.worst_relative, others == nullptr ? 0.0 : others->worst_relative());
    table.findings = std::move(sums.findings);
    table.renewals = std::move(sums.renewals);
    return table;
}

ProgressRow ProgressRun::row(const Indicator &indicator, const Place &place,
                             const Evaluator &evaluator) const {
    ProgressRow row;
    row.indicator = indicator.id;
    row.admin = place.code;
    row.name = place.name;
    row.unit = indicator.unit;
    row.unit_words = indicator.unit_words;
    row.target_kind = indicator.target_kind;
    const IndicatorValue value = evaluator(place);
    row.done = value.done;
    row.known = value.known;
    row.under_construction = value.under_construction;
    row.approved = value.approved;
    row.cumulative = value.cumulative;
    row.part_m2 = value.part_m2;
    row.base_m2 = value.base_m2;
    row.named = value.named;
    if (const workspace::Quota *quota = targets_.find(indicator.id, place.code, year_)) {
        row.target = target_in(*quota, indicator);
        row.target_illustrative = quota->illustrative;
    } else if (place.code == tree_.region_code && indicator.target_year.value_or(year_) == year_) {
        row.target = indicator.target; // of a layer that the workspace is older than
    }
    if (place.code == tree_.region_code && indicator.target_year.value_or(year_) == year_ &&
        row.target != indicator.target)
        row.document_target = indicator.target;
    if (indicator.measure == Measure::share) {
        if (value.known && row.target)
            row.percent = value.done;
    } else if (row.target && *row.target > 0) {
        row.percent = 100 * value.done / *row.target;
    }
    if (row.target && value.known)
        row.remaining = std::max(0.0, *row.target - value.done);
    if (row.target && year_gone_ && indicator.flow && indicator.measure != Measure::share)
        row.expected = *row.target * *year_gone_;
    return row;
}

namespace {

/// Whether `inner` is `outer` or lies in it.
bool lies_in(const std::string &inner, const std::string &outer, const catalogue::Catalogue &catalogue) {
    constexpr std::size_t banner_digits = 6;
    if (inner == outer)
        return true;
    for (const catalogue::AdminUnit *unit =
             catalogue.find_admin(inner.substr(0, banner_digits)); // of a township
         unit != nullptr; unit = catalogue.find_admin(unit->parent))
        if (unit->code == outer)
            return true;
    return false;
}

} // namespace

bool Totals::shows(const TotalRow &row, const catalogue::Catalogue &catalogue) const {
    return only.empty() || lies_in(row.admin, only, catalogue);
}

bool ProgressTable::shows(const std::string &admin, const catalogue::Catalogue &catalogue) const {
    return only.empty() || lies_in(admin, only, catalogue) || lies_in(only, admin, catalogue);
}

namespace {

// Runs over other leaves of the tree have other names.
std::string beginning_of_names(Level by) {
    return by == Level::township ? "township\t" : "";
}

ProgressTable table_from(const PartRuns *parts, const workspace::Workspace &workspace,
                         const Catalogue &catalogue, Level by, int year,
                         const std::vector<std::string> &indicators, const tabulate::Options &options,
                         std::optional<double> year_gone, const std::string &assume) {
    const ChosenIndicators chosen(catalogue, indicators, assume);
    ProgressTable table =
        ProgressRun(workspace, catalogue, year, chosen.list(), with_net(options), year_gone, by, parts)
            .table(by);
    table.assume = assume;
    return table;
}

} // namespace

ProgressTable progress(const workspace::Workspace &workspace, const Catalogue &catalogue, Level by, int year,
                       const std::vector<std::string> &indicators, const tabulate::Options &options,
                       std::optional<double> year_gone, const std::string &assume) {
    return table_from(nullptr, workspace, catalogue, by, year, indicators, options, year_gone, assume);
}

void count_part(parts::Runs &runs, tabulate::PartNumber part, const workspace::Workspace &workspace,
                const Catalogue &catalogue, Level by, int year, const std::vector<std::string> &indicators,
                const tabulate::Options &options, const std::string &assume) {
    const ChosenIndicators chosen(catalogue, indicators, assume);
    const PartRuns parts(runs, part, beginning_of_names(by));
    static_cast<void>(
        ProgressRun(workspace, catalogue, year, chosen.list(), with_net(options), {}, by, &parts).sums(by));
}

ProgressTable progress_of_parts(const parts::Runs &runs, const workspace::Workspace &workspace,
                                const Catalogue &catalogue, Level by, int year,
                                const std::vector<std::string> &indicators, const tabulate::Options &options,
                                std::optional<double> year_gone, const std::string &assume) {
    const PartRuns parts(runs, beginning_of_names(by));
    return table_from(&parts, workspace, catalogue, by, year, indicators, options, year_gone, assume);
}

double share_of_year(const std::string &date, int year) {
    using namespace std::chrono;
    const auto day = date_from(date);
    if (!day)
        throw Error(ErrorKind::usage, say("\"{}\" is not a date. Expected a date such as 2023-06-30.", date));
    const sys_days begin = std::chrono::year(year) / January / 1;
    const sys_days end = std::chrono::year(year + 1) / January / 1;
    const auto gone = (sys_days(*day) - begin).count() + 1;
    return std::clamp(static_cast<double>(gone) / static_cast<double>((end - begin).count()), 0.0, 1.0);
}

void spread_until(ProgressTable &table, int last) {
    if (last <= table.year)
        throw Error(ErrorKind::usage, say("The last year {} must come after {}.", last, table.year));
    for (ProgressRow &row : table.rows)
        if (row.base_m2 && row.target)
            row.per_year_m2 =
                std::max(0.0, *row.target / 100 * *row.base_m2 - *row.part_m2) / (last - table.year);
}

Summary summarize(const workspace::Workspace &workspace, const Catalogue &catalogue, int year,
                  const tabulate::Options &options, bool with_shares) {
    const ChosenIndicators all(catalogue, {});
    ProgressRun run(workspace, catalogue, year, all.list(), with_net(options));
    if (with_shares)
        run.evaluation().keep_pieces();
    Summary summary{run.table(Level::league), run.table(Level::banner), {}, {}, {}};
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        summary.layers.push_back(run.totals(layer));
        if (with_shares)
            summary.shares.push_back(run.evaluation().feature_shares(layer));
    }
    if (with_shares)
        for (const Indicator &indicator : catalogue.indicators())
            for (MonthlyDone &banner : monthly(run, workspace, indicator, year))
                summary.months.push_back(std::move(banner));
    return summary;
}

} // namespace qitu::indicators
