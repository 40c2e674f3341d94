#include "crew.h"
#include "feature.h"
#include "neighbours.h"
#include "pairs.h"
#include "takers.h"

#include <qitu/tabulate/tabulate.h>

#include <deque>
#include <unordered_map>

namespace qitu::tabulate {

namespace {

constexpr double conservation_limit = 1e-9;
constexpr std::size_t batch_size = 512;

std::size_t threads_for(int wanted) {
    return static_cast<std::size_t>(
        wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

struct Sums {
    std::uint64_t features = 0;
    ExactSum gross, net, length;

    Sums &operator+=(const Sums &other) {
        features += other.features;
        gross += other.gross;
        net += other.net;
        length += other.length;
        return *this;
    }
    [[nodiscard]] Figures figures() const {
        return {features, gross.value(), net.value(), length.value(), length.value()};
    }
};

struct Place {
    std::uint32_t group;
    std::int32_t zone;
    friend auto operator<=>(const Place &, const Place &) = default;
};
struct HashPlace {
    std::size_t operator()(const Place &place) const {
        return static_cast<std::size_t>(place.group) * 0x9e3779b97f4a7c15ULL +
               static_cast<std::size_t>(static_cast<std::uint32_t>(place.zone));
    }
};
using SumsByPlace = std::unordered_map<Place, Sums, HashPlace>;

// A feature's pieces: take(zone, gross, net), straight shares turned into the chosen method's area.
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

void add(const Feature &feature, SumsByPlace &by_place) {
    for_each_piece(feature, [&](std::int32_t zone, double gross, double net) {
        Sums &sums = by_place[{feature.group, zone}];
        ++sums.features;
        if (feature.kind == Kind::polygon) {
            sums.gross += gross;
            sums.net += net;
        } else if (feature.kind == Kind::line) {
            sums.length += gross;
        }
    });
}

// What one thread has read and found.
struct Worker {
    Worker(const geodesy::Crs &crs, geodesy::Method method, const Ground &ground, bool keep_features)
        : surveyor(crs, method, ground, keep_features), keep(keep_features) {}

    void take(Surveyor::Outcome outcome) {
        ++read;
        if (outcome.finding) {
            ++(outcome.feature ? repaired : rejected);
            findings.push_back(std::move(*outcome.finding));
        }
        if (!outcome.feature)
            return;
        worst_relative = std::max(worst_relative, outcome.relative_error);
        if (outcome.relative_error > conservation_limit)
            findings.push_back({Finding::Kind::not_conserved, outcome.feature->id,
                                fmt::format("{:.3g}", outcome.relative_error), outcome.feature->whole});
        if (keep)
            features.push_back(std::move(*outcome.feature));
        else
            add(*outcome.feature, sums);
    }

    Surveyor surveyor;
    Comparer comparer;
    std::deque<Feature> features;
    std::vector<Finding> findings;
    std::uint64_t read = 0, repaired = 0, rejected = 0;
    double worst_relative = 0;
    SumsByPlace sums;
    std::vector<TakenInZone> taken;
    bool keep; // features, for what comes after all are read
};

/// Positions of two features of which the second loses what they have in common.
struct Loss {
    std::uint32_t loser, taker;
    friend auto operator<=>(const Loss &, const Loss &) = default;
};

class Run {
  public:
    Run(Source &source, const Zones &zones, const Options &options, bool keep)
        : source_(source), options_(options), ground_(ground_from(zones, geos_)) {
        for (std::size_t i = 0; i < threads_for(options.threads); ++i)
            workers_.push_back(std::make_unique<Worker>(source.crs(), options.method, ground_, keep));
    }

    // One thread reads at a time, the others measure what they have read.
    void survey() {
        std::mutex reading;
        bool more = true;
        std::uint64_t read = 0;
        on_each_thread(workers_.size(), [&](std::size_t worker) {
            std::vector<Item> batch(batch_size);
            for (;;) {
                std::size_t count = 0;
                {
                    const std::scoped_lock lock(reading);
                    const auto ended = [&] { return more = false; };
                    try {
                        while (more && count < batch_size)
                            source_.next(batch[count]) ? ++count : ended();
                        read += count;
                        if (options_.progress && !options_.progress(read, 0))
                            throw Cancelled();
                    } catch (...) {
                        ended();
                        throw;
                    }
                }
                if (count == 0)
                    return;
                for (std::size_t i = 0; i < count; ++i)
                    workers_[worker]->take(workers_[worker]->surveyor.survey(batch[i]));
            }
        });
        ranks_ = source_.group_ranks();
    }

    // Each overlap is taken from the feature that comes later, so it does not matter who is looked at first.
    void settle_overlaps() {
        std::vector<Feature *> areas;
        std::vector<Box> boxes;
        for (const auto &worker : workers_)
            for (Feature &feature : worker->features)
                if (feature.kind == Kind::polygon)
                    areas.push_back(&feature);
        boxes.resize(areas.size());
        share_out(workers_.size(), areas.size(), 4096,
                  [&](std::size_t, std::size_t i) { boxes[i] = box_of(areas[i]->rings.all()); });
        const std::vector<Loss> losses = find_losses(areas, boxes);
        std::vector<std::size_t> begins;
        for (std::size_t i = 0; i < losses.size(); ++i)
            if (i == 0 || losses[i].loser != losses[i - 1].loser)
                begins.push_back(i);
        begins.push_back(losses.size());
        share_out(workers_.size(), begins.size() - 1, 64, [&](std::size_t worker, std::size_t i) {
            take_from(areas, std::span(losses).subspan(begins[i], begins[i + 1] - begins[i]),
                      *workers_[worker]);
        });
    }

    Result finish(const std::function<void(const Piece &)> &piece) {
        Result result;
        result.method = options_.method;
        result.findings = ground_.findings;
        gather(result);
        add_up(result);
        list_takers(result);
        if (piece)
            tell_pieces(piece);
        if (result.worst_relative > conservation_limit)
            throw Error(
                Status::refused,
                say("Area is not conserved: the pieces of a feature differ from the whole by {:.2g} of it. "
                    "No figures are given; please report this with the file.",
                    result.worst_relative));
        return result;
    }

  private:
    std::vector<Loss> find_losses(const std::vector<Feature *> &areas, const std::vector<Box> &boxes) {
        const BoxPairs pairs(boxes);
        std::vector<std::vector<Loss>> found(workers_.size());
        share_out(workers_.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
            pairs.of_strip(strip, [&](std::uint32_t a, std::uint32_t b) {
                if (!boxes[a].overlaps(boxes[b]) ||
                    workers_[worker]->comparer.contact(areas[a]->rings, boxes[a], areas[b]->rings,
                                                       boxes[b]) == Contact::apart)
                    return;
                const bool first = comes_first(*areas[a], *areas[b], ranks_);
                found[worker].push_back(first ? Loss{b, a} : Loss{a, b});
            });
        });
        std::vector<Loss> losses;
        for (const std::vector<Loss> &some : found)
            losses.insert(losses.end(), some.begin(), some.end());
        std::sort(losses.begin(), losses.end());
        return losses;
    }

    void take_from(const std::vector<Feature *> &areas, std::span<const Loss> losses, Worker &worker) {
        Feature &loser = *areas[losses.front().loser];
        std::vector<const Feature *> first;
        for (const Loss &loss : losses)
            first.push_back(areas[loss.taker]);
        std::sort(first.begin(), first.end(),
                  [&](const Feature *a, const Feature *b) { return comes_first(*a, *b, ranks_); });
        std::vector<Rings> takers;
        for (const Feature *feature : first)
            takers.push_back(feature->rings);
        try {
            worker.surveyor.take(loser, takers);
            if (options_.takers)
                note_takers(loser, first, worker.surveyor, worker.taken);
        } catch (const OverlayFailed &error) {
            worker.findings.push_back({Finding::Kind::rejected, loser.id, error.what(), loser.whole});
        }
    }

    void gather(Result &result) const {
        std::array<std::uint64_t, rung_names.size()> rungs = geos_.rungs();
        std::uint64_t by_sides = 0;
        for (const auto &worker : workers_) {
            result.features += worker->read;
            result.repaired += worker->repaired;
            result.rejected += worker->rejected;
            result.worst_relative = std::max(result.worst_relative, worker->worst_relative);
            result.findings.insert(result.findings.end(), worker->findings.begin(), worker->findings.end());
            by_sides += worker->surveyor.cutter().by_sides();
            for (std::size_t i = 0; i < rungs.size(); ++i)
                rungs[i] += worker->surveyor.cutter().geos().rungs()[i];
        }
        if (by_sides > 0)
            result.overlay_rungs["sides"] = by_sides;
        for (std::size_t i = 0; i < rungs.size(); ++i)
            if (rungs[i] > 0)
                result.overlay_rungs[rung_names[i]] = rungs[i];
        std::sort(result.findings.begin(), result.findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.kind, a.feature, a.what, a.m2) < std::tie(b.kind, b.feature, b.what, b.m2);
        });
    }

    void add_up(Result &result) {
        on_each_thread(workers_.size(), [&](std::size_t worker) {
            for (const Feature &feature : workers_[worker]->features)
                add(feature, workers_[worker]->sums);
        });
        std::map<Place, Sums> all;
        for (const auto &worker : workers_)
            for (const auto &[place, sums] : worker->sums)
                all[place] += sums;
        for (const auto &[place, sums] : all)
            if (place.zone < 0)
                result.outside[place.group] = sums.figures();
            else
                result.rows.push_back(
                    {code_of(place.zone), place.group, sums.figures(), sums.net, sums.length});
        std::stable_sort(result.rows.begin(), result.rows.end(),
                         [](const Row &a, const Row &b) { return a.zone < b.zone; });
    }

    void list_takers(Result &result) const {
        for (const auto &worker : workers_)
            for (const TakenInZone &taken : worker->taken)
                result.taken.push_back({taken.feature, taken.taker, code_of(taken.zone), taken.m2});
        std::sort(result.taken.begin(), result.taken.end(), [](const Taken &a, const Taken &b) {
            return std::tie(a.feature, a.zone, a.taker) < std::tie(b.feature, b.zone, b.taker);
        });
    }

    void tell_pieces(const std::function<void(const Piece &)> &piece) const {
        std::vector<const Feature *> order;
        for (const auto &worker : workers_)
            for (const Feature &feature : worker->features)
                order.push_back(&feature);
        std::sort(order.begin(), order.end(), [&](const Feature *a, const Feature *b) {
            return a->id != b->id ? a->id < b->id : comes_first(*a, *b, ranks_);
        });
        for (const Feature *feature : order)
            for_each_piece(*feature, [&](std::int32_t zone, double gross, double net) {
                const bool area = feature->kind == Kind::polygon;
                piece({feature->id, code_of(zone), area ? gross : 0, area ? net : 0,
                       feature->kind == Kind::line ? gross : 0});
            });
    }

    [[nodiscard]] std::string code_of(std::int32_t zone) const {
        return zone < 0 ? std::string() : ground_.codes[static_cast<std::size_t>(zone)];
    }

    Source &source_;
    const Options &options_;
    Geos geos_;
    Ground ground_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::uint32_t> ranks_; // of groups
};

} // namespace

Result tabulate(Source &features, const Zones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece) {
    Run run(features, zones, options, options.net || piece);
    run.survey();
    if (options.net)
        run.settle_overlaps();
    return run.finish(piece);
}

} // namespace qitu::tabulate
