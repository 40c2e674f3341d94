#include "overlaps.h"
#include "reusable_state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace qitu::tabulate {

namespace {

struct Batch {
    std::vector<Item> items; // used again: the buffers of their geometry stay
    std::size_t count = 0;
};

class Run {
  public:
    Run(Source &source, const PreparedZones &zones, const Geos &geos, const Options &options, bool pieces)
        : source_(source), options_(options), geos_(geos), zones_(zones) {
        const std::size_t threads = threads_for(options.threads);
        const Keeping keeping{options.net, pieces, options.subtractions, options.memory / threads};
        const Measuring measuring{options.method, options.max_edge};
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
        for (const overlay::ZoneFinding &found : zones_.findings)
            result.findings.push_back({found.kind == overlay::ZoneFinding::Kind::overlap
                                           ? Finding::Kind::zone_overlap
                                           : Finding::Kind::zone_repaired,
                                       static_cast<std::int64_t>(found.zone), found.what, found.m2});
        gather(result);
        add_up(result);
        list_subtractions(result);
        result.contested = std::move(contested_);
        if (piece)
            tell_pieces(piece);
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
            if (place.zone < 0)
                result.outside[place.group] = sums.figures();
            else
                result.rows.push_back({code_of(place.zone), place.group, sums.figures(), sums.gross, sums.net,
                                       sums.length, sums.net_length});
        std::stable_sort(result.rows.begin(), result.rows.end(),
                         [](const Row &a, const Row &b) { return a.zone < b.zone; });
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
                       feature->kind == Kind::line ? gross : 0, feature->kind == Kind::line ? net : 0});
            });
    }

    [[nodiscard]] std::string code_of(std::int32_t zone) const {
        return zone < 0 ? std::string() : zones_.codes[static_cast<std::size_t>(zone)];
    }

    Source &source_;
    const Options &options_;
    const Geos &geos_; // that made the zones ready
    const PreparedZones &zones_;
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
    Run run(features, zones.state().zones, zones.state().geos, options, static_cast<bool>(piece));
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
