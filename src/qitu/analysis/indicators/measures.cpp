#include "convert.h"
#include "tally.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::GeometryType;
using catalogue::Indicator;
using catalogue::Measure;

// Exact sums by standing: they do not depend on the order of banners and groups, nor on how fine groups are.
class Sums {
  public:
    void add(Standing standing, const ExactSum &sum) { sums_[static_cast<std::size_t>(standing)] += sum; }
    [[nodiscard]] double of(Standing standing) const {
        return sums_[static_cast<std::size_t>(standing)].value();
    }
    [[nodiscard]] double from(Standing least) const {
        ExactSum sum;
        for (std::size_t i = static_cast<std::size_t>(least); i < std::size(sums_); ++i)
            sum += sums_[i];
        return sum.value();
    }

  private:
    ExactSum sums_[4];
};

template <typename Measured>
Sums sums_in(const std::vector<std::size_t> &banners, const std::vector<Standing> &standings,
             const Measured &measured) {
    Sums sums;
    for (const std::size_t banner : banners)
        for (std::size_t group = 0; group < standings.size(); ++group)
            sums.add(standings[group], measured(banner, group));
    return sums;
}

ExactSum exactly(double number) {
    ExactSum sum;
    sum += number;
    return sum;
}

// What `a` has more than `b`, exactly.
ExactSum difference(const ExactSum &a, const ExactSum &b) {
    ExactSum rest = a;
    rest.subtract(b);
    return rest;
}

void count(Tally &tally, Standing standing) {
    tally.done += standing == Standing::done ? 1 : 0;
    tally.under_construction += standing == Standing::under_construction ? 1 : 0;
    tally.approved += standing == Standing::approved ? 1 : 0;
}

} // namespace

Counter Surveys::measured(const Indicator &indicator, const Survey &survey) {
    const bool length = indicator.measure == Measure::length;
    const Census *under = indicator.excludes.empty() ? nullptr : &under_bases(indicator);
    return [&survey, under, length, unit = indicator.unit,
            standings = standings(indicator, survey.plan, survey.census.groups)](const Place &place) {
        const Sums sums = sums_in(place.banners, standings, [&](std::size_t banner, std::size_t group) {
            const Amounts &amounts =
                under == nullptr ? survey.census.amounts[banner][group] : under->amounts[banner][group + 1];
            return length ? amounts.length : amounts.net;
        });
        const double size = unit_size(unit);
        return Tally{sums.of(Standing::done) / size, sums.of(Standing::under_construction) / size,
                     sums.of(Standing::approved) / size};
    };
}

// A work stands where its furthest feature stands, and is one however many banners it lies in.
Counter Surveys::works(const Indicator &indicator, const Survey &survey) const {
    return
        [&survey, standings = standings(indicator, survey.plan, survey.census.groups)](const Place &place) {
            std::unordered_map<std::string_view, Standing> furthest;
            for (const std::size_t banner : place.banners)
                for (const auto &[group, project] : survey.works[banner]) {
                    Standing &standing = furthest.emplace(project, Standing::none).first->second;
                    standing = std::max(standing, standings[group]);
                }
            Tally tally;
            for (const auto &[project, standing] : furthest)
                count(tally, standing);
            return tally;
        };
}

// A banner stands at the first standing from which on its net area reaches the threshold; points and lines
// have no area, there one feature is enough.
Counter Surveys::banners(const Indicator &indicator, const Survey &survey) const {
    const bool by_area = survey.plan.layer->geometry == GeometryType::polygon;
    const double threshold = by_area ? indicator.banner_threshold_mu * square_metres_per_mu : 1;
    return [&survey, by_area, threshold,
            standings = standings(indicator, survey.plan, survey.census.groups)](const Place &place) {
        Tally tally;
        for (const std::size_t banner : place.banners) {
            const Sums sums = sums_in({banner}, standings, [&](std::size_t, std::size_t group) {
                const Amounts &amounts = survey.census.amounts[banner][group];
                return by_area ? amounts.net : exactly(static_cast<double>(amounts.figures.features));
            });
            for (const Standing standing : {Standing::done, Standing::under_construction, Standing::approved})
                if (sums.from(standing) > 0 && sums.from(standing) >= threshold) {
                    count(tally, standing);
                    break;
                }
        }
        return tally;
    };
}

// Net of the intersection: what a group has alone, less what it has left under the base.
Counter Surveys::share(const Indicator &indicator, const Survey &survey) {
    const Plan base = base_plan(indicator);
    if (survey.plan.layer->geometry != GeometryType::polygon || base.layer->geometry != GeometryType::polygon)
        throw Error(ErrorKind::refused,
                    say("Indicator {}: a share needs two layers of polygons, and {} or {} is none.",
                        indicator.id, indicator.layer, indicator.base_layer));
    const auto of_layer = standings(indicator, survey.plan, survey.census.groups);
    const auto percents = [](const Sums &over, double whole) {
        if (!(whole > 0))
            return Tally{0, 0, 0, false};
        const auto percent = [&](Standing standing) {
            return 100 * std::max(0.0, over.of(standing)) / whole;
        };
        return Tally{percent(Standing::done), percent(Standing::under_construction),
                     percent(Standing::approved)};
    };
    const auto net = [&survey](std::size_t banner, std::size_t group) {
        return survey.census.amounts[banner][group].net;
    };
    if (indicator.base_layer == indicator.layer) {
        Indicator all = indicator;
        all.where.clear();
        return [=, of_base = standings(all, survey.plan, survey.census.groups)](const Place &place) {
            return percents(sums_in(place.banners, of_layer, net),
                            sums_in(place.banners, of_base, net).of(Standing::done));
        };
    }
    const Census &under = under_bases(indicator);
    return [=, &under](const Place &place) {
        const Sums over = sums_in(place.banners, of_layer, [&](std::size_t banner, std::size_t group) {
            return difference(net(banner, group), under.amounts[banner][group + 1].net);
        });
        ExactSum whole;
        for (const std::size_t banner : place.banners)
            whole += under.amounts[banner][0].net;
        return percents(over, whole.value());
    };
}

} // namespace qitu::indicators
