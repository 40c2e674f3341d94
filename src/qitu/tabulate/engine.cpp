#include "feature.h"
#include "neighbours.h"

#include <qitu/tabulate/tabulate.h>

#include <atomic>
#include <numeric>
#include <thread>

namespace qitu::tabulate {

namespace {

constexpr double conservation_limit = 1e-9;

int threads_for(int wanted) {
    return wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// Calls work(surveyor, i) for every i below count, shared out in small chunks among the surveyors' threads.
template <typename Work>
void share_out(std::vector<std::unique_ptr<Surveyor>> &surveyors, std::size_t count, const Work &work) {
    constexpr std::size_t chunk = 32;
    std::atomic<std::size_t> next{0};
    const auto run = [&](Surveyor &surveyor) {
        for (std::size_t begin = next.fetch_add(chunk); begin < count; begin = next.fetch_add(chunk))
            for (std::size_t i = begin; i < std::min(begin + chunk, count); ++i)
                work(surveyor, i);
    };
    std::vector<std::jthread> helpers;
    if (count > chunk)
        for (std::size_t i = 1; i < surveyors.size(); ++i)
            helpers.emplace_back(run, std::ref(*surveyors[i]));
    run(*surveyors.front());
}

struct Place {
    std::uint32_t group;
    std::int32_t zone; // -1 outside
    friend auto operator<=>(const Place &, const Place &) = default;
};

struct Sums {
    std::uint64_t features = 0;
    ExactSum gross, net, length;
};

class Run {
  public:
    Run(const Zones &zones, const Options &options, const geodesy::Crs &crs)
        : options_(options), ground_(ground_from(zones, geos_)), grid_(ground_.shapes) {
        result_.method = options.method;
        result_.findings = ground_.findings;
        for (int i = 0; i < threads_for(options.threads); ++i)
            surveyors_.push_back(std::make_unique<Surveyor>(crs, options.method, ground_, grid_));
    }

    void survey(Source &source) {
        constexpr std::size_t batch_size = 4096;
        std::vector<Item> batch(batch_size);
        std::vector<Surveyor::Outcome> outcomes;
        for (bool more = true; more;) {
            std::size_t count = 0;
            while (count < batch_size && (more = source.next(batch[count])))
                ++count;
            outcomes.assign(count, {});
            share_out(surveyors_, count,
                      [&](Surveyor &s, std::size_t i) { outcomes[i] = s.survey(batch[i]); });
            for (Surveyor::Outcome &outcome : outcomes)
                take(std::move(outcome));
            report_progress();
        }
    }

    // Each overlap is taken from the features that come later, so it does not matter who is looked at first.
    void settle_overlaps() {
        std::vector<std::uint32_t> areas;
        for (std::uint32_t i = 0; i < features_.size(); ++i)
            if (features_[i].shape.kind == Kind::polygon)
                areas.push_back(i);
        std::sort(areas.begin(), areas.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return comes_first(features_[a], features_[b]); });
        std::vector<Box> boxes;
        for (const std::uint32_t i : areas)
            boxes.push_back(features_[i].box);
        const auto pairs = box_pairs(boxes);
        std::vector<Contact> contacts(pairs.size());
        share_out(surveyors_, pairs.size(), [&](Surveyor &, std::size_t i) {
            const Feature &a = features_[areas[pairs[i].first]];
            const Feature &b = features_[areas[pairs[i].second]];
            contacts[i] = contact(a.shape, a.box, b.shape, b.box);
        });
        std::map<std::uint32_t, std::vector<const Feature *>>
            losers; // ranks ascend, so do the takers of each
        for (std::size_t i = 0; i < pairs.size(); ++i)
            if (contacts[i] != Contact::apart)
                losers[areas[pairs[i].second]].push_back(&features_[areas[pairs[i].first]]);
        std::vector<std::pair<std::uint32_t, std::vector<const Feature *>>> work(losers.begin(),
                                                                                 losers.end());
        std::vector<std::string> failed(work.size());
        share_out(surveyors_, work.size(), [&](Surveyor &surveyor, std::size_t i) {
            try {
                surveyor.lose(features_[work[i].first], work[i].second);
            } catch (const OverlayFailed &error) {
                failed[i] = error.what();
            }
        });
        for (std::size_t i = 0; i < work.size(); ++i)
            if (!failed[i].empty())
                result_.findings.push_back({Finding::Kind::rejected, features_[work[i].first].id, failed[i],
                                            features_[work[i].first].whole});
    }

    Result finish(const std::function<void(const Piece &)> &piece) {
        for (const Feature &feature : features_)
            add(feature);
        for (const auto &[place, sums] : sums_) {
            const Figures figures{sums.features, sums.gross.value(), sums.net.value(), sums.length.value(),
                                  sums.length.value()};
            if (place.zone < 0)
                result_.outside[place.group] = figures;
            else
                result_.rows.push_back(
                    {ground_.codes[static_cast<std::size_t>(place.zone)], place.group, figures});
        }
        std::sort(result_.rows.begin(), result_.rows.end(), [](const Row &a, const Row &b) {
            return std::tie(a.zone, a.group) < std::tie(b.zone, b.group);
        });
        for (std::size_t rung = 0; rung < rung_names.size(); ++rung) {
            std::uint64_t used = geos_.rungs()[rung];
            for (const auto &surveyor : surveyors_)
                used += surveyor->geos().rungs()[rung];
            if (used > 0)
                result_.overlay_rungs[rung_names[rung]] = used;
        }
        std::sort(result_.findings.begin(), result_.findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.kind, a.feature, a.what, a.m2) < std::tie(b.kind, b.feature, b.what, b.m2);
        });
        if (piece)
            tell_pieces(piece);
        if (result_.worst_relative > conservation_limit)
            throw Error(
                Status::refused,
                say("Area is not conserved: the pieces of a feature differ from the whole by {:.2g} of it. "
                    "No figures are given; please report this with the file.",
                    result_.worst_relative));
        return std::move(result_);
    }

  private:
    void take(Surveyor::Outcome outcome) {
        ++result_.features;
        if (outcome.finding) {
            ++(outcome.feature ? result_.repaired : result_.rejected);
            result_.findings.push_back(std::move(*outcome.finding));
        }
        if (!outcome.feature)
            return;
        const double error = outcome.feature->cut.relative_error;
        result_.worst_relative = std::max(result_.worst_relative, error);
        if (error > conservation_limit)
            result_.findings.push_back({Finding::Kind::not_conserved, outcome.feature->id,
                                        fmt::format("{:.3g}", error), outcome.feature->whole});
        features_.push_back(std::move(*outcome.feature));
    }

    void report_progress() const {
        if (options_.progress && !options_.progress(result_.features, 0))
            throw Cancelled();
    }

    // A feature's pieces, straight shares turned into the chosen method's area.
    template <typename Take>
    void pieces_of(const Feature &feature, const Take &take) const {
        const double scale = feature.whole > 0 ? feature.by_method / feature.whole : 0;
        const auto lost_in = [&](std::uint32_t zone) {
            for (const Share &share : feature.lost)
                if (share.zone == zone)
                    return share.measure;
            return 0.0;
        };
        for (const Share &share : feature.cut.zones)
            take(static_cast<std::int32_t>(share.zone), share.measure * scale,
                 std::max(0.0, share.measure - lost_in(share.zone)) * scale);
        if (feature.cut.outside > 0)
            take(std::int32_t{-1}, feature.cut.outside * scale,
                 std::max(0.0, feature.cut.outside - feature.lost_outside) * scale);
    }

    void add(const Feature &feature) {
        pieces_of(feature, [&](std::int32_t zone, double gross, double net) {
            Sums &sums = sums_[{feature.group, zone}];
            ++sums.features;
            if (feature.shape.kind == Kind::polygon) {
                sums.gross += gross;
                sums.net += net;
            } else if (feature.shape.kind == Kind::line) {
                sums.length += gross;
            }
        });
    }

    void tell_pieces(const std::function<void(const Piece &)> &piece) const {
        std::vector<const Feature *> order;
        for (const Feature &feature : features_)
            order.push_back(&feature);
        std::sort(order.begin(), order.end(), [](const Feature *a, const Feature *b) {
            return a->id != b->id ? a->id < b->id : comes_first(*a, *b);
        });
        for (const Feature *feature : order)
            pieces_of(*feature, [&](std::int32_t zone, double gross, double net) {
                const bool area = feature->shape.kind == Kind::polygon;
                piece({feature->id, zone < 0 ? "" : ground_.codes[static_cast<std::size_t>(zone)],
                       area ? gross : 0, area ? net : 0, feature->shape.kind == Kind::line ? gross : 0});
            });
    }

    const Options &options_;
    Geos geos_;
    Ground ground_;
    ZoneGrid grid_;
    std::vector<std::unique_ptr<Surveyor>> surveyors_;
    std::vector<Feature> features_;
    std::map<Place, Sums> sums_;
    Result result_;
};

} // namespace

Result tabulate(Source &features, const Zones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece) {
    Run run(zones, options, features.crs());
    run.survey(features);
    if (options.net)
        run.settle_overlaps();
    return run.finish(piece);
}

} // namespace qitu::tabulate
