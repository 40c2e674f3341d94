// Works and banners: what is counted one by one, by project, by the names that the document gives, or by place.
#include "evaluation.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;

constexpr int banner_level = 2;

void count(IndicatorValue &value, CountingStatus status) {
    value.done += status == CountingStatus::done ? 1 : 0;
    value.under_construction =
        *value.under_construction + (status == CountingStatus::under_construction ? 1 : 0);
    value.approved = *value.approved + (status == CountingStatus::approved ? 1 : 0);
}

IndicatorValue none_yet() {
    return {.done = 0, .under_construction = 0, .approved = 0};
}

Names names_of(const Project &project) {
    std::string name = project.name.empty() ? project.code : project.name;
    return {name, name};
}

// Of one work over its features: how far it is in the year, and whether it was done before.
struct WorkStatus {
    CountingStatus now = CountingStatus::none;
    bool before = false;
    bool ever = false;

    [[nodiscard]] CountingStatus counts() const { return before ? CountingStatus::none : now; }
};
using Works = std::map<std::string, WorkStatus>; // by what makes two features one work

// A part of a work that is counted, or of another that is named beside the figure where it is done.
void note(const WorkPart &part, const std::string &key, Works &works, std::map<std::string, Names> &others) {
    if (key.empty()) {
        if (part.now == CountingStatus::done)
            others.emplace(part.project.code, names_of(part.project));
        return;
    }
    WorkStatus &status = works[key];
    status.now = std::max(status.now, part.now);
    status.before = status.before || part.before;
    status.ever = status.ever || part.ever;
}

// The status of each group for works.
struct GroupStatus {
    CountingStatus now;
    bool before, ever;
};

std::vector<GroupStatus> group_statuses(const CountingRules &rules, const std::vector<Group> &groups) {
    std::vector<GroupStatus> result;
    for (const Group &group : groups)
        result.push_back({rules.status(group), rules.done_before(group),
                          rules.by_years() && rules.cumulative(group) == CountingStatus::done});
    return result;
}

} // namespace

std::string Evaluation::work_key(const Indicator &indicator, const Project &project,
                                 std::size_t banner) const {
    if (indicator.one_per_place) {
        const std::string &code = tree_.banners[banner].code;
        for (const std::string &unit : indicator.admin)
            if (catalogue_.lies_in(code, {unit}))
                return unit;
        return "";
    }
    if (indicator.named.empty())
        return project.code;
    const auto named = indicator.named_work(project.code, project.name);
    return named ? std::to_string(*named) : "";
}

std::vector<NamedUnit> Evaluation::named_units(const Indicator &indicator) const {
    std::vector<NamedUnit> units;
    for (std::size_t i = 0; i < indicator.named.size(); ++i)
        units.push_back({std::to_string(i), indicator.named[i].names});
    if (!units.empty() || !indicator.regions.empty())
        return units;
    const bool banners = indicator.measure == catalogue::Measure::banners &&
                         std::all_of(indicator.admin.begin(), indicator.admin.end(), [&](const auto &code) {
                             return catalogue_.find_admin(code)->level == banner_level;
                         });
    if (indicator.one_per_place || banners)
        for (const std::string &code : indicator.admin)
            units.push_back({code, catalogue_.find_admin(code)->names});
    return units;
}

// A work that is named lies in the region; where, is known of places only.
bool Evaluation::expected_in(const NamedUnit &unit, const Indicator &indicator, const Place &place) const {
    if (place.code == tree_.region_code)
        return true;
    return indicator.named.empty() && catalogue_.lies_in(unit.key, {place.code});
}

void Evaluation::tell_named(IndicatorValue &value, const Indicator &indicator, const Place &place,
                            const std::vector<std::string> &done, std::vector<Names> others) const {
    const std::vector<NamedUnit> units = named_units(indicator);
    if (units.empty() && others.empty())
        return;
    NamedStatus &status = value.named.emplace();
    status.others = std::move(others);
    for (const NamedUnit &unit : units)
        if (std::find(done.begin(), done.end(), unit.key) != done.end())
            status.counted.push_back(unit.names);
        else if (expected_in(unit, indicator, place))
            status.missing.push_back(unit.names);
}

Leaves Evaluation::works_of(const Indicator &indicator, const LayerRun &run) const {
    const std::vector<GroupStatus> statuses =
        group_statuses(rules(indicator, run.plan), run.breakdown.groups);
    Leaves leaves(run.works.size());
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
        std::set<std::tuple<std::string, std::string, CountingStatus, bool, bool>> known;
        for (const Work &work : run.works[leaf]) {
            const auto &[now, before, ever] = statuses[work.group];
            const bool counts = now != CountingStatus::none || before || ever;
            if (counts && known.emplace(work.project->code, work.project->name, now, before, ever).second)
                leaves[leaf].works.push_back({*work.project, now, before, ever});
        }
    }
    return leaves;
}

// Those in which a feature can make a difference to works that are counted, or named beside them.
std::vector<bool> Evaluation::groups_with_works(const Plan &plan, const std::vector<Group> &groups) const {
    std::vector<bool> found(groups.size());
    for (const Indicator *indicator : indicators_) {
        if (indicator->layer != plan.layer->id || indicator->measure != catalogue::Measure::works)
            continue;
        const std::vector<GroupStatus> statuses = group_statuses(rules(*indicator, plan), groups);
        for (std::size_t group = 0; group < groups.size(); ++group) {
            const GroupStatus &status = statuses[group];
            if (status.now != CountingStatus::none || status.before || status.ever)
                found[group] = true;
        }
    }
    return found;
}

// A work stands where its furthest feature stands, and is one however many banners it lies in. What was done
// in an earlier year counted then.
Evaluator Evaluation::works(const Indicator &indicator, Leaves leaves) const {
    return [this, indicator, by_years = rules(indicator, plan_of(indicator.layer)).by_years(),
            leaves = std::make_shared<const Leaves>(std::move(leaves))](const Place &place) {
        Works works;
        std::map<std::string, Names> others;
        const auto look_at = [&](std::size_t banner, bool inside) {
            for (const WorkPart &part : (*leaves)[banner].works) {
                const std::string key = inside ? work_key(indicator, part.project, banner) : "";
                note(part, key, works, others);
            }
        };
        for_each_banner(place, look_at);
        IndicatorValue value = none_yet();
        std::vector<std::string> done;
        for (const auto &[key, status] : works) {
            count(value, status.counts());
            if (status.counts() == CountingStatus::done)
                done.push_back(key);
            if (by_years)
                value.cumulative = value.cumulative.value_or(0) + (status.ever ? 1 : 0);
        }
        if (by_years && !value.cumulative)
            value.cumulative = 0;
        std::vector<Names> beside;
        for (auto &[code, names] : others)
            beside.push_back(std::move(names));
        tell_named(value, indicator, place, done, std::move(beside));
        return value;
    };
}

Evaluator Evaluation::banners(const Indicator &indicator, Leaves leaves) const {
    return [this, indicator, leaves = std::make_shared<const Leaves>(std::move(leaves))](const Place &place) {
        IndicatorValue value = none_yet();
        std::vector<std::string> done;
        std::vector<Names> others;
        for_each_banner(place, [&](std::size_t banner, bool inside) {
            const CountingStatus status = banner_status(indicator, (*leaves)[banner].now);
            const std::string &code = tree_.banners[banner].code;
            if (inside)
                count(value, status);
            if (inside && status == CountingStatus::done)
                done.push_back(code);
            if (!inside && status == CountingStatus::done)
                others.push_back(catalogue_.find_admin(code)->names);
        });
        tell_named(value, indicator, place, done, std::move(others));
        return value;
    };
}

// Those that count, and for the region those that do not.
void Evaluation::for_each_banner(const Place &place,
                                 const std::function<void(std::size_t, bool inside)> &look_at) const {
    for (const std::size_t banner : place.banners)
        look_at(banner, true);
    if (place.code != tree_.region_code)
        return;
    for (std::size_t banner = 0; banner < tree_.banners.size(); ++banner)
        if (std::find(place.banners.begin(), place.banners.end(), banner) == place.banners.end())
            look_at(banner, false);
}

} // namespace qitu::indicators
