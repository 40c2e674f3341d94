#include "lots.h"

#include <algorithm>
#include <utility>

namespace qitu::land_balance {

namespace {

using Piece = std::pair<double, double>; // quality, mu

// The best first.
std::vector<Piece> ranked(const std::vector<Lot> &lots, const Quality &quality) {
    std::vector<Piece> pieces;
    for (const Lot &lot : lots)
        if (const std::optional<double> value = quality(lot))
            pieces.emplace_back(*value, lot.mu);
    std::sort(pieces.rbegin(), pieces.rend());
    return pieces;
}

// Mean of the best mu; of all where there is less.
double best_mean(const std::vector<Piece> &pieces, double mu) {
    double sum = 0, taken = 0;
    for (const auto &[value, area] : pieces) {
        const double part = std::min(area, mu - taken);
        sum += value * part;
        taken += part;
    }
    return taken > 0 ? sum / taken : 0;
}

} // namespace

std::optional<Excess> exceeds(const std::vector<Lot> &going, const std::vector<Lot> &coming,
                              const Quality &quality, double tolerance) {
    const std::vector<Piece> available = ranked(coming, quality);
    double mu = 0, sum = 0;
    for (const auto &[value, area] : ranked(going, quality)) {
        mu += area;
        sum += value * area;
        if (const double most = best_mean(available, mu); sum / mu > most + tolerance)
            return Excess{mu, sum / mu, most};
    }
    return std::nullopt;
}

} // namespace qitu::land_balance
