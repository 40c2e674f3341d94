#include <qitu/core/base/exact_sum.h>
#include <qitu/engine/tabulate/percents.h>

#include <algorithm>
#include <functional>
#include <string>

namespace qitu::tabulate {

namespace {

using Visit = std::function<void(std::uint32_t group, const Figures &figures)>;

void for_each_figures(const Result &result, const Visit &visit) {
    for (const Row &row : result.rows)
        visit(row.group, row.figures);
    for (const auto &[group, figures] : result.outside)
        visit(group, figures);
}

Wholes::Measure measure_of(const Result &result) {
    Wholes::Measure measure = Wholes::Measure::number;
    for_each_figures(result, [&](std::uint32_t, const Figures &figures) {
        if (figures.gross_m2 > 0)
            measure = Wholes::Measure::area;
        else if (figures.length_m > 0)
            measure = std::min(measure, Wholes::Measure::length);
    });
    return measure;
}

double measured(const Figures &figures, Wholes::Measure measure) {
    switch (measure) {
    case Wholes::Measure::area:
        return figures.net_m2;
    case Wholes::Measure::length:
        return figures.net_length_m;
    case Wholes::Measure::number:
        break;
    }
    return static_cast<double>(figures.features);
}

// What is left of features that others cover is rounding: m² or m.
constexpr double nothing = 1e-6;

std::optional<double> percent(double part, double whole) {
    return whole > nothing ? std::optional(part / whole * 100) : std::nullopt;
}

double ground_of(const Result &result, const std::string &zone) {
    return std::ranges::lower_bound(result.zones, zone, {}, &ZoneGround::zone)->m2;
}

} // namespace

Wholes wholes_of(const Result &result) {
    Wholes wholes{measure_of(result), {}, 0};
    std::map<std::uint32_t, ExactSum> groups;
    ExactSum all;
    for_each_figures(result, [&](std::uint32_t group, const Figures &figures) {
        const double part = measured(figures, wholes.measure);
        groups[group] += part;
        all += part;
    });
    for (const auto &[group, sum] : groups)
        wholes.groups[group] = sum.value();
    wholes.all = all.value();
    return wholes;
}

Percents percents_of(std::uint32_t group, const Figures &figures, const Wholes &wholes) {
    const double part = measured(figures, wholes.measure);
    return {{}, percent(part, wholes.groups.at(group)), percent(part, wholes.all)};
}

void set_percents(Result &result, const Wholes &wholes) {
    for (Row &row : result.rows) {
        row.percents = percents_of(row.group, row.figures, wholes);
        if (row.figures.gross_m2 > 0)
            row.percents.of_zone = percent(row.ground.value(), ground_of(result, row.zone));
    }
    for (const auto &[group, figures] : result.outside)
        result.outside_percents[group] = percents_of(group, figures, wholes);
}

} // namespace qitu::tabulate
