#include "overlaps.h"
#include "piece_shapes.h"
#include "reusable_state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>
#include <qitu/engine/tabulate/percents.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace qitu::tabulate {

namespace {

struct Batch {
    std::vector<Item> items; // used again: the buffers of their geometry stay
    std::size_t count = 0;
};

class Run {
  public:
    Run(Source &source, const ReusableZones::State &zones, const Options &options, bool pieces)
        : source_(source), options_(options), geos_(zones.geos), zones_(zones.zones), zone_m2_(zones.m2) {
        const std::size_t threads = threads_for(options.threads);
        const Keeping keeping{options.net, pieces, options.subtractions, pieces && options.shapes,
                              options.memory / threads};
        const Measuring measuring{options.method, options.max_edge, options.outside, keeping.shapes};
        for (std::size_t i = 0; i < threads; ++i)
            workers_.push_back(std::make_unique<Worker>(source.crs(), measuring, zones_, keeping));
    }

    void measure() {
        std::uint64_t read = 0;
        unordered_pipeline<Batch>(
            workers_.size(),
            [&](Batch &batch) {
                batch.items.resize(options_.batch);
                for (batch.count = 0; batch.count < options_.batch; ++batch.count)
                    if (!source_.next(batch.items[batch.count]))
                        break;
                read += batch.count;
                report_progress(options_.progress, read);
                return batch.count == options_.batch;
            },
            [&](std::size_t worker, const Batch &batch) {
                for (const Item &item : std::span(batch.items).first(batch.count))
                    workers_[worker]->take(item);
            });
        ranks_ = source_.group_ranks();
    }

    void resolve_overlaps() { contested_ = Overlaps(workers_, ranks_).resolve(); }

    Result finish(const std::function<void(const Piece &)> &piece) {
        Result result;
        result.method = options_.method;
        result.max_edge = options_.max_edge;
        result.target = zones_.target;
        for (const overlay::ZoneFinding &found : zones_.findings)
            result.findings.push_back({found.kind == overlay::ZoneFinding::Kind::overlap
                                           ? Finding::Kind::zone_overlap
                                           : Finding::Kind::zone_repaired,
                                       static_cast<std::int64_t>(found.zone), found.what, found.m2});
        gather(result);
        add_up(result);
        set_percents(result, wholes_of(result));
        list_subtractions(result);
        result.contested = std::move(contested_);
        if (piece)
            tell_pieces(piece, result);
        refuse_unless_conserved(result.worst_relative);
        return result;
    }

  private:
    void gather(Result &result) const {
        std::array<std::uint64_t, geometry::rung_names.size()> rungs = geos_.rungs();
        std::uint64_t by_sides = 0;
        for (const auto &worker : workers_) {
            result.features += worker->read;
            result.repaired += worker->repaired;
            result.rejected += worker->rejected;
            result.long_edges += worker->long_edges;
            result.longest_edge_m = std::max(result.longest_edge_m, worker->longest_edge_m);
            result.worst_relative = std::max(result.worst_relative, worker->worst_relative);
            result.findings.insert(result.findings.end(), worker->findings.begin(), worker->findings.end());
            by_sides += worker->measurer.zone_overlay().by_sides();
            for (std::size_t i = 0; i < rungs.size(); ++i)
                rungs[i] += worker->measurer.zone_overlay().geos().rungs()[i];
        }
        if (by_sides > 0)
            result.overlay_rungs["sides"] = by_sides;
        for (std::size_t i = 0; i < rungs.size(); ++i)
            if (rungs[i] > 0)
                result.overlay_rungs[geometry::rung_names[i]] = rungs[i];
        std::sort(result.findings.begin(), result.findings.end(), [](const Finding &a, const Finding &b) {
            return std::tie(a.kind, a.feature, a.what, a.m2) < std::tie(b.kind, b.feature, b.what, b.m2);
        });
    }

    void add_up(Result &result) {
        on_each_thread(workers_.size(), [&](std::size_t worker) {
            for (const Feature &feature : workers_[worker]->features)
                workers_[worker]->add(feature);
        });
        std::map<Place, Sums> all;
        for (const auto &worker : workers_)
            for (const auto &[place, sums] : worker->sums)
                all[place] += sums;
        for (const auto &[place, sums] : all)
            if (place.zone < 0) {
                result.outside[place.group] = sums.figures();
                result.outside_values[place.group] = sums.values;
            } else {
                result.rows.push_back({code_of(place.zone),
                                       place.group,
                                       sums.figures(),
                                       sums.gross,
                                       sums.net,
                                       sums.length,
                                       sums.net_length,
                                       sums.ground,
                                       {},
                                       sums.values});
            }
        std::stable_sort(result.rows.begin(), result.rows.end(),
                         [](const Row &a, const Row &b) { return a.zone < b.zone; });
        list_zones(result, all);
    }

    void list_zones(Result &result, const std::map<Place, Sums> &all) const {
        std::vector<ExactSum> covered(zones_.codes.size());
        for (const auto &[place, sums] : all)
            if (place.zone >= 0)
                covered[static_cast<std::size_t>(place.zone)] += sums.ground;
        for (std::size_t i = 0; i < covered.size(); ++i)
            result.zones.push_back({zones_.codes[i], zone_m2_[i],
                                    options_.net ? std::optional(covered[i].value()) : std::nullopt});
    }

    void list_subtractions(Result &result) const {
        for (const auto &worker : workers_)
            for (const ZoneSubtraction &taken : worker->taken)
                result.subtractions.push_back({taken.feature, taken.prior, code_of(taken.zone), taken.m2});
        std::sort(result.subtractions.begin(), result.subtractions.end(),
                  [](const Subtraction &a, const Subtraction &b) {
                      return std::tie(a.feature, a.zone, a.prior) < std::tie(b.feature, b.zone, b.prior);
                  });
    }

    void tell_pieces(const std::function<void(const Piece &)> &piece, Result &result) {
        std::vector<const Feature *> order;
        for (const auto &worker : workers_)
            for (const Feature &feature : worker->features)
                order.push_back(&feature);
        std::sort(order.begin(), order.end(), [&](const Feature *a, const Feature *b) {
            return a->id != b->id ? a->id < b->id : comes_first(*a, *b, ranks_);
        });
        if (options_.shapes)
            return tell_drawn_pieces(order, piece, result);
        for (const Feature *feature : order)
            tell_pieces_of(*feature, {}, piece);
    }

    void tell_pieces_of(const Feature &feature, const std::vector<PieceShape> &shapes,
                        const std::function<void(const Piece &)> &piece) const {
        for_each_piece(feature, [&](std::int32_t zone, double gross, double net) {
            const bool area = feature.kind == Kind::polygon;
            const bool line = feature.kind == Kind::line;
            Piece one{feature.id,       code_of(zone),
                      area ? gross : 0, area ? net : 0,
                      line ? gross : 0, line ? net : 0,
                      feature.group,    area || line ? 0 : static_cast<std::uint64_t>(std::llround(gross))};
            if (const auto found = std::ranges::find(shapes, zone, &PieceShape::zone);
                found != shapes.end()) {
                one.kept = &found->kept;
                one.subtracted = &found->subtracted;
            }
            piece(one);
        });
    }

    // Some at a time, on all threads; told in their order.
    void tell_drawn_pieces(const std::vector<const Feature *> &order,
                           const std::function<void(const Piece &)> &piece, Result &result) {
        constexpr std::size_t at_a_time = 4096;
        std::unordered_map<const Feature *, std::vector<Rings>> priors;
        for (const auto &worker : workers_)
            for (auto &[feature, rings] : worker->priors)
                priors[feature] = std::move(rings);
        for (std::size_t begin = 0; begin < order.size(); begin += at_a_time) {
            const auto some = std::span(order).subspan(begin, std::min(at_a_time, order.size() - begin));
            std::vector<std::vector<PieceShape>> shapes(some.size());
            parallel_for(workers_.size(), some.size(), 16, [&](std::size_t worker, std::size_t i) {
                const auto found = priors.find(some[i]);
                shapes[i] = draw(*some[i], found == priors.end() ? std::span<const Rings>() : found->second,
                                 *workers_[worker]);
            });
            for (std::size_t i = 0; i < some.size(); ++i)
                tell_pieces_of(*some[i], shapes[i], piece);
        }
        for (const auto &worker : workers_) {
            result.findings.insert(result.findings.end(), worker->badly_drawn.begin(),
                                   worker->badly_drawn.end());
        }
    }

    std::vector<PieceShape> draw(const Feature &feature, std::span<const Rings> priors,
                                 Worker &worker) const {
        PieceShapes drawer(zones_, worker.measurer.zone_overlay().geos());
        std::vector<PieceShape> shapes;
        std::string fault;
        try {
            shapes = drawer.of(feature, priors);
            if (drawer.worst_relative() > 0)
                fault = fmt::format("{:.3g}", drawer.worst_relative());
        } catch (const GeosError &error) {
            fault = error.what();
        }
        if (!fault.empty())
            worker.badly_drawn.push_back({Finding::Kind::not_drawn, feature.id, fault, feature.whole});
        return shapes;
    }

    [[nodiscard]] std::string code_of(std::int32_t zone) const {
        return zone < 0 ? std::string() : zones_.codes[static_cast<std::size_t>(zone)];
    }

    Source &source_;
    const Options &options_;
    const Geos &geos_; // that made the zones ready
    const PreparedZones &zones_;
    const std::vector<double> &zone_m2_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::uint32_t> ranks_; // of groups
    std::vector<std::int64_t> contested_;
};

void refuse_max_edge(const Options &options) {
    if (options.max_edge == 0)
        return;
    if (options.method == geodesy::Method::td1055)
        throw NeedsParameter(
            Parameter::method, ErrorKind::usage,
            say("The land survey's rule (td1055) divides edges by itself: a maximum edge length is for "
                "geodesic and straight. Leave it out, or choose another method."));
    geodesy::densified({}, options.max_edge, geodesy::Space::plane); // refuses one that makes no sense
}

} // namespace

ReusableZones::ReusableZones(const Zones &zones, const geodesy::Crs &crs, int threads)
    : state_(std::make_shared<const State>(zones, crs, threads_for(threads))) {}

Result tabulate(Source &features, const ReusableZones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece) {
    refuse_max_edge(options);
    Run run(features, zones.state(), options, static_cast<bool>(piece));
    run.measure();
    if (options.net)
        run.resolve_overlaps();
    return run.finish(piece);
}

Result tabulate(Source &features, const Zones &zones, const Options &options,
                const std::function<void(const Piece &)> &piece) {
    refuse_max_edge(options);
    return tabulate(features, ReusableZones(zones, features.crs(), options.threads), options, piece);
}

} // namespace qitu::tabulate
