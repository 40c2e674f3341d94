#include <qitu/analysis/planning/forecast.h>
#include <qitu/core/base/random.h>

#include <algorithm>
#include <map>

namespace qitu::planning {

namespace {

using Pool = std::vector<double>; // days, ascending

class History {
  public:
    explicit History(const std::vector<Finished> &finished) {
        for (const Finished &one : finished) {
            pools_[{one.kind, one.banner}].push_back(one.days);
            pools_[{one.kind, ""}].push_back(one.days);
            pools_[{"", ""}].push_back(one.days);
        }
        for (auto &[key, pool] : pools_)
            std::sort(pool.begin(), pool.end());
    }

    /// The most particular pool that is large enough.
    [[nodiscard]] const Pool &of(const Ongoing &project) const {
        constexpr std::size_t enough = 8;
        static const Pool none;
        for (const auto &key :
             {std::pair(project.kind, project.banner), std::pair(project.kind, std::string())})
            if (const auto pool = pools_.find(key); pool != pools_.end() && pool->second.size() >= enough)
                return pool->second;
        const auto all = pools_.find({"", ""});
        return all == pools_.end() ? none : all->second;
    }

  private:
    std::map<std::pair<std::string, std::string>, Pool> pools_;
};

std::size_t below(SplitMix64 &random, std::size_t end) {
    return static_cast<std::size_t>(random.next() % end);
}

// The pool with its members drawn anew, as many as it has.
Pool drawn(const Pool &pool, SplitMix64 &random) {
    Pool result;
    for (std::size_t i = 0; i < pool.size(); ++i)
        result.push_back(pool[below(random, pool.size())]);
    std::sort(result.begin(), result.end());
    return result;
}

bool done_by(const Pool &pool, double elapsed, double horizon, SplitMix64 &random) {
    const auto longer = std::upper_bound(pool.begin(), pool.end(), elapsed);
    if (longer == pool.end())
        return false;
    const auto count = static_cast<std::size_t>(pool.end() - longer);
    return *(longer + static_cast<std::ptrdiff_t>(below(random, count))) <= elapsed + horizon;
}

} // namespace

std::vector<std::vector<double>> simulate(const std::vector<Finished> &history,
                                          const std::vector<Ongoing> &ongoing, const SimulationRules &rules) {
    const History known(history);
    SplitMix64 random(rules.seed);
    std::vector<std::vector<double>> gains(rules.units, std::vector<double>(rules.runs, 0));
    std::vector<const Pool *> pools;
    for (const Ongoing &project : ongoing)
        pools.push_back(&known.of(project));
    for (std::size_t run = 0; run < rules.runs; ++run) {
        std::map<const Pool *, Pool> drawn_pools;
        for (std::size_t i = 0; i < ongoing.size(); ++i) {
            auto [pool, fresh] = drawn_pools.try_emplace(pools[i]);
            if (fresh)
                pool->second = drawn(*pools[i], random);
            if (!pool->second.empty() && done_by(pool->second, ongoing[i].days, rules.horizon_days, random))
                for (const auto &[unit, amount] : ongoing[i].amounts)
                    gains[unit][run] += amount;
        }
    }
    return gains;
}

} // namespace qitu::planning
