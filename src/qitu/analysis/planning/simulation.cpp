#include <qitu/analysis/planning/forecast.h>
#include <qitu/core/base/random.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace qitu::planning {

namespace {

double unit(SplitMix64 &random) {
    return static_cast<double>(random.next() >> 11U) * 0x1p-53;
}

// How long projects took, and how many of them were under way for so long.
struct Durations {
    std::vector<double> days; // of those that are finished, ascending
    std::vector<double>
        at_risk; // of each: how many took as long or longer, or are under way for as long by now

    void settle(std::vector<double> unfinished) {
        std::sort(days.begin(), days.end());
        std::sort(unfinished.begin(), unfinished.end());
        for (std::size_t i = 0; i < days.size(); ++i) {
            const auto longer = std::lower_bound(unfinished.begin(), unfinished.end(), days[i]);
            at_risk.push_back(static_cast<double>(days.size() - i) +
                              static_cast<double>(unfinished.end() - longer));
        }
    }
};

using Key = std::pair<std::string, std::string>; // kind and banner
constexpr const char *every = "*";

class History {
  public:
    History(const std::vector<Finished> &finished, const std::vector<Ongoing> &ongoing) {
        std::map<Key, std::vector<double>> unfinished;
        const auto add = [](auto &to, const auto &project, auto take) {
            for (const Key &key :
                 std::set<Key>{{project.kind, project.banner}, {project.kind, ""}, {every, every}})
                take(to[key]);
        };
        for (const Finished &one : finished)
            add(pools_, one, [&](Durations &pool) { pool.days.push_back(one.days); });
        for (const Ongoing &one : ongoing)
            add(unfinished, one, [&](std::vector<double> &days) { days.push_back(one.days); });
        for (auto &[key, pool] : pools_)
            pool.settle(unfinished[key]);
    }

    /// The most particular pool that is large enough.
    [[nodiscard]] const Durations &of(const Ongoing &project) const {
        constexpr std::size_t enough = 8;
        static const Durations none;
        for (const Key &key : {Key(project.kind, project.banner), Key(project.kind, "")})
            if (const auto pool = pools_.find(key);
                pool != pools_.end() && pool->second.days.size() >= enough)
                return pool->second;
        const auto all = pools_.find({every, every});
        return all == pools_.end() ? none : all->second;
    }

  private:
    std::map<Key, Durations> pools_;
};

// One distribution of durations out of those that the history allows. Of n values one more lies in each of the n + 1 gaps
// with the same probability, whatever they are distributed by (Hill 1968); so of those still under way at a duration a share
// that is Beta(1, at risk) ends in the gap before it.
class Draw {
  public:
    Draw(const Durations &durations, SplitMix64 &random) : days_(durations.days) {
        double left = 1;
        for (const double at_risk : durations.at_risk) {
            left *= std::pow(1 - unit(random), 1 / at_risk);
            left_.push_back(left);
        }
    }

    /// Until `horizon` days from now, after `elapsed` days.
    [[nodiscard]] double probability(double elapsed, double horizon) const {
        const double now = left_at(std::max(0.0, elapsed));
        return now > 0 ? 1 - left_at(std::max(0.0, elapsed + horizon)) / now : 1;
    }

  private:
    // The share that takes longer; even within a gap.
    [[nodiscard]] double left_at(double days) const {
        const auto next = std::upper_bound(days_.begin(), days_.end(), days);
        if (next == days_.end())
            return left_beyond(days);
        const auto place = static_cast<std::size_t>(next - days_.begin());
        const double before = place == 0 ? 1 : left_[place - 1];
        const double begin = place == 0 ? 0 : days_[place - 1];
        return before + (left_[place] - before) * (days - begin) / (*next - begin);
    }

    // What takes longer than all before ends at the pace of the last of them.
    [[nodiscard]] double left_beyond(double days) const {
        constexpr std::size_t last = 10;
        if (days_.empty())
            return 1;
        const bool some = days_.size() > last && days_[days_.size() - last - 1] < days_.back();
        const double begin = some ? days_[days_.size() - last - 1] : 0;
        const double before = some ? left_[left_.size() - last - 1] : 1;
        const double span = days_.back() - begin;
        return span > 0 ? left_.back() * std::pow(left_.back() / before, (days - days_.back()) / span) : 0;
    }

    const std::vector<double> &days_;
    std::vector<double> left_; // after each of them
};

} // namespace

std::vector<std::vector<double>> simulate(const std::vector<Finished> &history,
                                          const std::vector<Ongoing> &ongoing, const SimulationRules &rules) {
    const History known(history, ongoing);
    SplitMix64 random(rules.seed);
    std::vector<std::vector<double>> gains(rules.units, std::vector<double>(rules.runs, 0));
    std::vector<const Durations *> pools;
    for (const Ongoing &project : ongoing)
        pools.push_back(&known.of(project));
    for (std::size_t run = 0; run < rules.runs; ++run) {
        std::map<const Durations *, Draw> draws;
        for (std::size_t i = 0; i < ongoing.size(); ++i) {
            const auto draw = draws.find(pools[i]);
            const Draw &durations = draw != draws.end()
                                        ? draw->second
                                        : draws.try_emplace(pools[i], *pools[i], random).first->second;
            if (unit(random) < durations.probability(ongoing[i].days, rules.horizon_days))
                for (const auto &[place, amount] : ongoing[i].amounts)
                    gains[place][run] += amount;
        }
    }
    return gains;
}

} // namespace qitu::planning
