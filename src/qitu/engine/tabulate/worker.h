// One thread's part of a run: what it has read and found, and the features that it keeps until overlaps are
// resolved.
#pragma once

#include "feature_spool.h"
#include "subtractions.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/engine/overlay/arena.h>
#include <qitu/engine/tabulate/partial.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace qitu::tabulate {

/// Worst |Σ pieces + outside − feature| / feature that a run may have.
inline constexpr double conservation_limit = 1e-9;
/// Throws Error (refused) beyond it.
void refuse_unless_conserved(double worst_relative);

/// The order in which findings are told.
bool comes_before(const Finding &a, const Finding &b);

struct HashPlace {
    std::size_t operator()(const Place &place) const {
        return static_cast<std::size_t>(place.group) * 0x9e3779b97f4a7c15ULL +
               static_cast<std::size_t>(static_cast<std::uint32_t>(place.zone));
    }
};

/// A feature's pieces: take(zone, gross, net), straight shares turned into the chosen method's area.
template <typename Take>
void for_each_piece(const Feature &feature, const Take &take) {
    if (!feature.shares) {
        const double kept = feature.taken > 0 ? 1 - feature.taken / feature.whole : 1;
        take(feature.zone, feature.by_method, feature.by_method * std::max(0.0, kept));
        return;
    }
    const double scale = feature.by_method / feature.whole;
    for (const Share &share : *feature.shares)
        take(share.zone, share.measure * scale, std::max(0.0, share.measure - share.taken) * scale);
}

/// What of a run's features is kept after they are read.
struct Keeping {
    bool net = false;          // overlaps are to be resolved
    bool all = false;          // pieces are to be told one by one
    bool subtractions = false; // and to be listed
    bool shapes = false;       // pieces are to be drawn
    bool rivals = false;       // there are features that other parts count
    std::size_t memory = 0;    // bytes for each thread; what is beyond waits on disk, unless `all`
};

class Worker {
  public:
    Worker(const geodesy::Crs &crs, const Measuring &measuring, const PreparedZones &zones,
           const Keeping &keeping)
        : measurer(crs, measuring, zones), keeping_(keeping) {
        if (keeping.rivals)
            rival_measurer.emplace(crs, measuring, zones);
    }

    void take(const Item &item);
    /// One that another part counts. \pre there are such
    void take_rival(const Item &item);
    void add(const Feature &feature);
    /// That the pieces of a feature do not add up, or what is subtracted from it.
    void note_conservation(const Feature &feature, double relative_error);
    [[nodiscard]] const Keeping &keeping() const { return keeping_; }

    FeatureMeasurer measurer;
    std::optional<FeatureMeasurer> rival_measurer; // what it meets is told by other parts
    PairClassifier classifier;
    std::deque<Feature> features;      // in memory
    std::optional<FeatureSpool> spool; // the others
    overlay::Arena arena;
    std::vector<Finding> findings;
    std::vector<Finding> badly_drawn; // pieces
    std::uint64_t read = 0, repaired = 0, rejected = 0;
    double worst_relative = 0;
    std::uint64_t long_edges = 0;
    double longest_edge_m = 0;
    std::vector<ZoneSubtraction> taken;
    std::vector<std::pair<const Feature *, std::vector<Rings>>> priors; // of pieces that are drawn
    std::unordered_map<Place, Sums, HashPlace> sums;

  private:
    void keep(Feature feature, const Box &box);
    void move_to_disk();

    Keeping keeping_;
    std::size_t kept_bytes_ = 0;
};

} // namespace qitu::tabulate
