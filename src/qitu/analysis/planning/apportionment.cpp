#include <qitu/analysis/planning/apportionment.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace qitu::planning {

namespace {

constexpr double same_step = 1e-6;

// A claim in steps.
struct Range {
    double weight;
    std::int64_t least, most;
    bool fixed;
};
constexpr std::int64_t no_cap = std::numeric_limits<std::int64_t>::max() / 4;

std::string listed(const std::vector<std::string> &labels) {
    constexpr std::size_t most = 8;
    if (labels.size() <= most)
        return fmt::format("{}", fmt::join(labels, ", "));
    return say("{} and {} more", fmt::join(labels.begin(), labels.begin() + most, ", "),
               labels.size() - most);
}

Range range_of(const Claim &claim, const Step &step) {
    if (!(claim.weight >= 0) || !std::isfinite(claim.weight))
        throw Error(ErrorKind::refused, say("{}: a weight is 0 or more, not {}.", claim.label, claim.weight));
    if (claim.fixed) {
        const std::optional<std::int64_t> steps = step.steps(*claim.fixed);
        if (!steps || *steps < 0)
            throw Error(ErrorKind::refused, say("{}: the fixed share {} is no multiple of the step {}.",
                                                claim.label, *claim.fixed, step.size()));
        if (*claim.fixed < claim.floor - same_step || (claim.cap && *claim.fixed > *claim.cap + same_step))
            throw Error(ErrorKind::refused,
                        say("{}: the fixed share {} is beyond its own bounds.", claim.label, *claim.fixed));
        return {claim.weight, *steps, *steps, true};
    }
    const std::int64_t least = step.steps_up(std::max(claim.floor, 0.0));
    const std::int64_t most = claim.cap ? step.steps_down(std::max(*claim.cap, 0.0)) : no_cap;
    if (least > most)
        throw Error(ErrorKind::refused,
                    say("{}: it must get at least {} and at most {}, in steps of {}. Change one of them.",
                        claim.label, claim.floor, *claim.cap, step.size()));
    return {claim.weight, least, most, false};
}

double at_level(const Range &range, double level) {
    return std::clamp(range.weight * level, static_cast<double>(range.least),
                      static_cast<double>(range.most));
}

std::int64_t sum_of_least(const std::vector<Range> &ranges) {
    std::int64_t sum = 0;
    for (const Range &range : ranges)
        sum += range.least;
    return sum;
}

// What can be reached at most: a claim without a weight never gets more than its floor.
std::int64_t sum_of_most(const std::vector<Range> &ranges) {
    std::int64_t sum = 0;
    for (const Range &range : ranges) {
        const std::int64_t most = range.weight > 0 ? range.most : range.least;
        if (most >= no_cap)
            return no_cap;
        sum += most;
    }
    return sum;
}

void refuse_conflicts(const std::vector<Range> &ranges, const std::vector<Claim> &claims, std::int64_t whole,
                      const Step &step) {
    const std::int64_t least = sum_of_least(ranges);
    const std::int64_t most = sum_of_most(ranges);
    std::vector<std::string> floors, caps, idle;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (ranges[i].least > 0)
            floors.push_back(claims[i].label);
        if (ranges[i].weight > 0 || ranges[i].fixed)
            caps.push_back(claims[i].label);
        else
            idle.push_back(claims[i].label);
    }
    if (least > whole)
        throw Error(
            ErrorKind::refused,
            say("At least {} must go to {}, and only {} is to be allocated. Lower a floor or a fixed share.",
                step.of(least), listed(floors), step.of(whole)));
    if (most >= whole)
        return;
    std::string message =
        say("At most {} can go to {}, and {} is to be allocated. Raise a cap or a fixed share.",
            step.of(most), listed(caps), step.of(whole));
    if (!idle.empty())
        message += " " + say("{} have no weight and get nothing beyond their floors.", listed(idle));
    throw Error(ErrorKind::refused, message);
}

// The level at which the claims add up to the whole: their sum grows with it along straight lines, which bend where a
// claim leaves its floor or meets its cap.
double level_of(const std::vector<Range> &ranges, std::int64_t whole) {
    std::vector<double> bends{0};
    for (const Range &range : ranges)
        if (range.weight > 0 && !range.fixed) {
            bends.push_back(static_cast<double>(range.least) / range.weight);
            if (range.most < no_cap)
                bends.push_back(static_cast<double>(range.most) / range.weight);
        }
    std::sort(bends.begin(), bends.end());
    const auto sum_at = [&](double level) {
        double sum = 0;
        for (const Range &range : ranges)
            sum += at_level(range, level);
        return sum;
    };
    const auto target = static_cast<double>(whole);
    const auto beyond =
        std::partition_point(bends.begin(), bends.end(), [&](double bend) { return sum_at(bend) < target; });
    if (beyond == bends.begin())
        return 0;
    const double from = *(beyond - 1);
    double slope = 0;
    for (const Range &range : ranges)
        if (range.weight > 0 && from >= static_cast<double>(range.least) / range.weight &&
            from < static_cast<double>(range.most) / range.weight)
            slope += range.weight;
    if (!(slope > 0))
        return from;
    const double level = from + (target - sum_at(from)) / slope;
    return beyond == bends.end() ? level : std::min(level, *beyond);
}

// Whole steps that add up: the claims with the largest remainders are rounded up.
std::vector<std::int64_t> whole_steps(const std::vector<Range> &ranges, const std::vector<Claim> &claims,
                                      double level, std::int64_t whole) {
    std::vector<std::int64_t> steps;
    std::vector<double> remainders;
    std::vector<std::size_t> order;
    std::int64_t left = whole;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const double due = at_level(ranges[i], level);
        const auto down = static_cast<std::int64_t>(std::floor(due + same_step));
        steps.push_back(down);
        remainders.push_back(due - static_cast<double>(down));
        order.push_back(i);
        left -= down;
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double difference = remainders[a] - remainders[b];
        return std::abs(difference) > 1e-9 ? difference > 0 : claims[a].key < claims[b].key;
    });
    while (left != 0) { // once, but for the last bits of the level
        const std::int64_t before = left;
        const auto take = [&](std::size_t i, std::int64_t change) {
            const std::int64_t now = steps[i] + change;
            if (left == 0 || now < ranges[i].least || now > ranges[i].most ||
                (ranges[i].weight <= 0 && change > 0))
                return;
            steps[i] = now;
            left -= change;
        };
        if (left > 0)
            std::for_each(order.begin(), order.end(), [&](std::size_t i) { take(i, 1); });
        else
            std::for_each(order.rbegin(), order.rend(), [&](std::size_t i) { take(i, -1); });
        if (left == before)
            break;
    }
    return steps;
}

Bound bound_of(const Range &range, double level) {
    if (range.fixed)
        return Bound::fixed;
    const double free = range.weight * level;
    if (free < static_cast<double>(range.least) - same_step)
        return Bound::floor;
    return free > static_cast<double>(range.most) + same_step ? Bound::cap : Bound::none;
}

} // namespace

Step::Step(double size) {
    constexpr int most_places = 6;
    for (int places = 0; places <= most_places && size > 0 && size < 1e9; ++places, scale_ *= 10) {
        const double scaled = size * static_cast<double>(scale_);
        last_places_ = std::llround(scaled);
        if (last_places_ > 0 && std::abs(scaled - static_cast<double>(last_places_)) < 1e-9 * scaled)
            return;
    }
    throw Error(
        ErrorKind::usage,
        say("The step {} cannot be used: it must be above 0 and have at most six decimal places.", size));
}

double Step::of(std::int64_t steps) const {
    return static_cast<double>(steps * last_places_) / static_cast<double>(scale_);
}

std::optional<std::int64_t> Step::steps(double value) const {
    const double exact = value / size();
    const double nearest = std::round(exact);
    if (!(std::abs(exact - nearest) <= same_step) || std::abs(nearest) > 1e15)
        return {};
    return static_cast<std::int64_t>(nearest);
}

std::int64_t Step::steps_up(double value) const {
    return static_cast<std::int64_t>(std::ceil(value / size() - same_step));
}

std::int64_t Step::steps_down(double value) const {
    return static_cast<std::int64_t>(std::floor(value / size() + same_step));
}

std::vector<Part> apportion(double whole, double step_size, const std::vector<Claim> &claims) {
    const Step step(step_size);
    const std::optional<std::int64_t> steps = step.steps(whole);
    if (!steps || *steps < 0)
        throw Error(ErrorKind::refused,
                    say("{} cannot be divided into steps of {}: choose a step that it is a multiple of.",
                        whole, step.size()));
    std::vector<Range> ranges;
    ranges.reserve(claims.size());
    for (const Claim &claim : claims)
        ranges.push_back(range_of(claim, step));
    refuse_conflicts(ranges, claims, *steps, step);
    const double level = level_of(ranges, *steps);
    const std::vector<std::int64_t> given = whole_steps(ranges, claims, level, *steps);
    std::vector<Part> parts;
    parts.reserve(given.size());
    for (std::size_t i = 0; i < given.size(); ++i)
        parts.push_back({step.of(given[i]), bound_of(ranges[i], level)});
    return parts;
}

} // namespace qitu::planning
