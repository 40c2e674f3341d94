#include "contested_features.h"
#include "division.h"
#include "overlaps.h"
#include "piece_shapes.h"
#include "reusable_state.h"
#include "rows_digest.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>
#include <qitu/engine/tabulate/contests.h>
#include <qitu/engine/tabulate/partial.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

namespace qitu::tabulate {

struct Contests::State {
    geodesy::Crs crs;
    ReusableZones zones;
    std::vector<ContestedFeatures> features; // by worker of the run that kept them
    std::vector<std::uint32_t> ranks;        // of groups
};

namespace {

struct BatchOfRows {
    std::vector<Item> items; // used again: the buffers of their geometry stay
    std::size_t count = 0;
    std::uint64_t first = 0; // row
    std::vector<std::optional<Box>> boxes;
    [[nodiscard]] std::span<const Item> rows() const { return std::span(items).first(count); }
};

// Which features are counted, of all that are read; all where neither is given.
struct Counted {
    std::optional<PartNumber> part{};
    const std::vector<std::int64_t> *ids = nullptr; // ascending
};

class Run {
  public:
    Run(Source &source, const ReusableZones::State &zones, const Options &options, bool pieces,
        const Counted &counted = {})
        : Run(source.crs(), zones, options, pieces, counted) {
        source_ = &source;
        if (part_ && options.net)
            divide();
    }

    // Of what was measured already.
    Run(const Contests::State &kept, const Contests::OrderOfGroup &order, const Options &options, bool pieces)
        : Run(kept.crs, kept.zones.state(), options, pieces, Counted()) {
        ranks_ = kept.ranks;
        for (const ContestedFeatures &some : kept.features)
            for (const Feature &feature : some.all())
                take_again(feature, order(feature.group));
    }

    void measure() {
        rows_ = 0;
        unordered_pipeline<BatchOfRows>(
            workers_.size(), [&](BatchOfRows &batch) { return read(batch); },
            [&](std::size_t worker, const BatchOfRows &batch) {
                if (part_)
                    digests_[worker].add(batch.first, batch.rows());
                for (std::size_t i = 0; i < batch.count; ++i)
                    take(batch.items[i], batch.first + i, *workers_[worker]);
            });
        if (part_ && options_.net && rows_ != division_.size())
            refuse_changed();
        ranks_ = source_->group_ranks();
    }

    void resolve_overlaps() { contested_ = Overlaps(workers_, ranks_).resolve(kept_); }

    void keep_contested() {
        kept_.clear();
        for (std::size_t i = 0; i < workers_.size(); ++i)
            kept_.emplace_back(options_.memory / workers_.size());
    }

    [[nodiscard]] std::vector<std::uint32_t> ranks() const { return ranks_; }
    [[nodiscard]] std::vector<ContestedFeatures> take_kept() { return std::move(kept_); }

    Partial partial() {
        Partial partial;
        partial.method = options_.method;
        partial.max_edge = options_.max_edge;
        partial.net = options_.net;
        partial.target = zones_.zones.target;
        partial.codes = zones_.zones.codes;
        partial.zone_m2 = zones_.m2;
        for (const overlay::ZoneFinding &found : zones_.zones.findings)
            partial.zone_findings.push_back({found.kind == overlay::ZoneFinding::Kind::overlap
                                                 ? Finding::Kind::zone_overlap
                                                 : Finding::Kind::zone_repaired,
                                             static_cast<std::int64_t>(found.zone), found.what, found.m2});
        partial.rows = own_ == nullptr ? rows_ : 0;
        RowsDigest read;
        for (const RowsDigest &some : digests_)
            read.add(some.value());
        partial.read = read.value();
        add_rungs(zones_.geos, partial.zone_rungs);
        gather(partial);
        partial.contested = std::move(contested_.own);
        partial.rivals = std::move(contested_.rivals);
        return partial;
    }

    Partial finish_part(const TakePiece &piece) {
        Partial found = partial();
        if (piece)
            tell_pieces(piece, found.findings);
        return found;
    }

    Result finish(const TakePiece &piece) {
        Result result = result_of(partial());
        list_subtractions(result);
        if (piece)
            tell_pieces(piece, result.findings);
        return result;
    }

  private:
    Run(const geodesy::Crs &crs, const ReusableZones::State &zones, const Options &options, bool pieces,
        const Counted &counted)
        : options_(options), zones_(zones), part_(counted.part), own_(counted.ids) {
        const std::size_t threads = threads_for(options.threads);
        const bool rivals = options.net && (part_ || own_ != nullptr);
        const Keeping keeping{options.net,
                              pieces,
                              options.subtractions,
                              pieces && options.shapes,
                              rivals,
                              options.memory / threads};
        const Measuring measuring{options.method, options.max_edge, options.outside, keeping.shapes};
        for (std::size_t i = 0; i < threads; ++i)
            workers_.push_back(std::make_unique<Worker>(crs, measuring, zones_.zones, keeping));
        if (part_)
            digests_.resize(threads);
    }

    // Features go to the workers in turn.
    void take_again(const Feature &feature, const std::optional<Contests::Order> &order) {
        if (!order)
            return;
        Worker &worker = *workers_[rows_++ % workers_.size()];
        Feature &again = worker.features.emplace_back(untouched(feature));
        again.priority = order->priority;
        again.key = {order->key, feature.id};
        ++worker.read;
    }

    bool read(BatchOfRows &batch) {
        batch.items.resize(options_.batch);
        batch.first = rows_;
        for (batch.count = 0; batch.count < options_.batch; ++batch.count)
            if (!source_->next(batch.items[batch.count]))
                break;
        rows_ += batch.count;
        report_progress(options_.progress, rows_);
        return batch.count == options_.batch;
    }

    void divide() {
        ordered_pipeline<BatchOfRows>(
            workers_.size(), [&](BatchOfRows &batch) { return read(batch); },
            [&](std::size_t worker, BatchOfRows &batch) {
                batch.boxes.clear();
                for (const Item &item : batch.rows())
                    batch.boxes.push_back(workers_[worker]->rival_measurer->place(item));
            },
            [&](const BatchOfRows &batch) {
                for (const std::optional<Box> &box : batch.boxes)
                    division_.add(box);
            });
        division_.divide(*part_);
        source_->rewind();
    }

    [[noreturn]] static void refuse_changed() {
        throw Error(ErrorKind::refused,
                    say("The features changed while they were read. Count this part again."));
    }

    void take(const Item &item, std::uint64_t row, Worker &worker) const {
        switch (role_of(item, row)) {
        case Division::Role::own:
            return worker.take(item);
        case Division::Role::rival:
            return worker.take_rival(item);
        case Division::Role::none:
            break;
        }
    }

    [[nodiscard]] Division::Role role_of(const Item &item, std::uint64_t row) const {
        using enum Division::Role;
        if (own_ != nullptr && !std::binary_search(own_->begin(), own_->end(), item.id))
            return options_.net ? rival : none;
        if (!part_)
            return own;
        if (options_.net && row >= division_.size())
            refuse_changed();
        if (options_.net)
            return division_.role(row);
        return row % part_->of == part_->number - 1 ? own : none;
    }

    static void add_rungs(const Geos &geos, std::map<std::string, std::uint64_t> &rungs) {
        for (std::size_t i = 0; i < geometry::rung_names.size(); ++i)
            if (geos.rungs()[i] > 0)
                rungs[geometry::rung_names[i]] += geos.rungs()[i];
    }

    void gather(Partial &partial) {
        on_each_thread(workers_.size(), [&](std::size_t worker) {
            for (const Feature &feature : workers_[worker]->features)
                workers_[worker]->add(feature);
        });
        for (const auto &worker : workers_) {
            partial.features += worker->read;
            partial.repaired += worker->repaired;
            partial.rejected += worker->rejected;
            partial.long_edges += worker->long_edges;
            partial.longest_edge_m = std::max(partial.longest_edge_m, worker->longest_edge_m);
            partial.worst_relative = std::max(partial.worst_relative, worker->worst_relative);
            partial.findings.insert(partial.findings.end(), worker->findings.begin(), worker->findings.end());
            if (const std::uint64_t by_sides = worker->measurer.zone_overlay().by_sides(); by_sides > 0)
                partial.rungs["sides"] += by_sides;
            add_rungs(worker->measurer.zone_overlay().geos(), partial.rungs);
            for (const auto &[place, sums] : worker->sums)
                partial.sums[place] += sums;
        }
        std::sort(partial.findings.begin(), partial.findings.end(), comes_before);
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

    void tell_pieces(const TakePiece &piece, std::vector<Finding> &findings) {
        std::vector<const Feature *> order;
        for (const auto &worker : workers_)
            for (const Feature &feature : worker->features)
                if (!feature.rival)
                    order.push_back(&feature);
        std::sort(order.begin(), order.end(), [&](const Feature *a, const Feature *b) {
            return a->id != b->id ? a->id < b->id : comes_first(*a, *b, ranks_);
        });
        if (options_.shapes)
            return tell_drawn_pieces(order, piece, findings);
        for (const Feature *feature : order)
            tell_pieces_of(*feature, {}, piece);
    }

    void tell_pieces_of(const Feature &feature, const std::vector<PieceShape> &shapes,
                        const TakePiece &piece) const {
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
    void tell_drawn_pieces(const std::vector<const Feature *> &order, const TakePiece &piece,
                           std::vector<Finding> &findings) {
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
        for (const auto &worker : workers_)
            findings.insert(findings.end(), worker->badly_drawn.begin(), worker->badly_drawn.end());
    }

    std::vector<PieceShape> draw(const Feature &feature, std::span<const Rings> priors,
                                 Worker &worker) const {
        PieceShapes drawer(zones_.zones, worker.measurer.zone_overlay().geos());
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
        return zone < 0 ? std::string() : zones_.zones.codes[static_cast<std::size_t>(zone)];
    }

    Source *source_ = nullptr; // of what is to be measured
    const Options &options_;
    const ReusableZones::State &zones_;
    std::optional<PartNumber> part_;
    const std::vector<std::int64_t> *own_;
    std::uint64_t rows_ = 0; // that were read
    Division division_;
    std::vector<RowsDigest> digests_; // by worker
    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<std::uint32_t> ranks_; // of groups
    ContestedIds contested_;
    std::vector<ContestedFeatures> kept_; // by worker, where they are to be kept
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
                const TakePiece &piece) {
    refuse_max_edge(options);
    Run run(features, zones.state(), options, static_cast<bool>(piece));
    run.measure();
    if (options.net)
        run.resolve_overlaps();
    return run.finish(piece);
}

Contests::Contests() = default;
Contests::Contests(std::unique_ptr<State> state) : state_(std::move(state)) {}
Contests::~Contests() = default;
Contests::Contests(Contests &&) noexcept = default;
Contests &Contests::operator=(Contests &&) noexcept = default;

bool Contests::kept() const {
    return state_ && std::ranges::all_of(state_->features, &ContestedFeatures::complete);
}

Result Contests::settle(const OrderOfGroup &order, const Options &options, const TakePiece &piece) const {
    if (!kept())
        throw std::logic_error("these contests were not kept");
    Run run(*state_, order, options, static_cast<bool>(piece));
    run.resolve_overlaps();
    return run.finish(piece);
}

Result tabulate_keeping(Source &features, const ReusableZones &zones, const Options &options,
                        const TakePiece &piece, Contests &contests) {
    refuse_max_edge(options);
    Run run(features, zones.state(), options, static_cast<bool>(piece));
    run.keep_contested();
    run.measure();
    run.resolve_overlaps();
    Result result = run.finish(piece);
    contests = Contests(std::make_unique<Contests::State>(
        Contests::State{features.crs(), zones, run.take_kept(), run.ranks()}));
    return result;
}

namespace {

Partial partial_of(Source &features, const ReusableZones &zones, const Options &options,
                   const Counted &counted, const TakePiece &piece) {
    refuse_max_edge(options);
    Run run(features, zones.state(), options, static_cast<bool>(piece), counted);
    run.measure();
    if (options.net)
        run.resolve_overlaps();
    return run.finish_part(piece);
}

} // namespace

Partial tabulate_part(Source &features, const ReusableZones &zones, const Options &options, PartNumber part,
                      const TakePiece &piece) {
    if (part.number < 1 || part.number > part.of)
        throw Error(ErrorKind::usage, say("There is no part {} of {}.", part.number, part.of));
    return partial_of(features, zones, options, {part, nullptr}, piece);
}

Partial tabulate_some(Source &features, const ReusableZones &zones, const Options &options,
                      const std::vector<std::int64_t> &own, const TakePiece &piece) {
    return partial_of(features, zones, options, {std::nullopt, &own}, piece);
}

Result tabulate(Source &features, const Zones &zones, const Options &options, const TakePiece &piece) {
    refuse_max_edge(options);
    return tabulate(features, ReusableZones(zones, features.crs(), options.threads), options, piece);
}

} // namespace qitu::tabulate
