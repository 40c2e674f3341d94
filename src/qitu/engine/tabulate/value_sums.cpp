#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/tabulate/value_sums.h>

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace qitu::tabulate {

namespace {

// Weights are hectares: with them the products of a region's area and any plausible value fit into ExactSum.
double weight_of(geometry::Kind kind, double net) {
    constexpr double square_metres_per_hectare = 1e4;
    return kind == geometry::Kind::polygon ? net / square_metres_per_hectare : net;
}

// What is left of features that others cover is rounding.
double least_weight(geometry::Kind kind) {
    constexpr double nothing = 1e-6; // m² or m
    return weight_of(kind, nothing);
}

} // namespace

void ValueSums::add(double value, double share, geometry::Kind kind, double net) {
    const double weight = weight_of(kind, net);
    Weighted &weighted = parts_.by_kind[static_cast<std::size_t>(kind)];
    try {
        parts_.sum += value * share;
        weighted.values += value * weight;
    } catch (const std::range_error &) {
        throw Error(ErrorKind::refused, say("A value of {:g} is too large to be summed or averaged.", value));
    }
    weighted.weights += weight;
    note_extremes(value, value);
}

ValueSums &ValueSums::operator+=(const ValueSums &other) {
    parts_.sum += other.parts_.sum;
    for (std::size_t i = 0; i < parts_.by_kind.size(); ++i) {
        parts_.by_kind[i].values += other.parts_.by_kind[i].values;
        parts_.by_kind[i].weights += other.parts_.by_kind[i].weights;
    }
    note_extremes(other.parts_.least, other.parts_.greatest);
    return *this;
}

void ValueSums::note_extremes(const std::optional<double> &least, const std::optional<double> &greatest) {
    if (least)
        parts_.least = std::min(parts_.least.value_or(*least), *least);
    if (greatest)
        parts_.greatest = std::max(parts_.greatest.value_or(*greatest), *greatest);
}

std::optional<double> ValueSums::mean() const {
    for (const geometry::Kind kind : {geometry::Kind::polygon, geometry::Kind::line, geometry::Kind::point}) {
        const Weighted &weighted = parts_.by_kind[static_cast<std::size_t>(kind)];
        if (const double weights = weighted.weights.value(); weights > least_weight(kind))
            return std::clamp(weighted.values.value() / weights, *parts_.least, *parts_.greatest);
    }
    return std::nullopt;
}

} // namespace qitu::tabulate
