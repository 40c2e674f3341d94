#include "overlaps.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/box_pairs.h>

namespace qitu::tabulate {

namespace {

// What decides who comes first, and the rings.
Feature prior_like(const Feature &feature, overlay::Arena &arena) {
    Feature prior;
    prior.id = feature.id;
    prior.priority = feature.priority;
    prior.key = feature.key;
    prior.group = feature.group;
    prior.rings = arena.keep(feature.rings);
    if (feature.values)
        prior.values = std::make_unique<std::vector<double>>(*feature.values);
    return prior;
}

template <typename Pairs>
void note_ids(const Pairs &pairs, std::vector<std::int64_t> &ids) {
    for (const auto &pair : pairs)
        ids.insert(ids.end(), {pair.subordinate->id, pair.prior->id});
}

} // namespace

std::vector<std::int64_t> Overlaps::resolve() {
    polygons_ = in_memory(Kind::polygon);
    deferred_ = std::vector<Deferred>(workers_.size());
    if (std::any_of(workers_.begin(), workers_.end(),
                    [](const auto &worker) { return worker->spool.has_value(); }))
        resolve_tiles();
    std::vector<OverlapPair> overlapping = find_overlaps(polygons_, workers_);
    std::vector<std::int64_t> contested;
    for (const Deferred &deferred : deferred_) {
        overlapping.insert(overlapping.end(), deferred.overlapping.begin(), deferred.overlapping.end());
        contested.insert(contested.end(), deferred.contested.begin(), deferred.contested.end());
    }
    const std::vector<OverlapPair> of_lines = find_overlaps(in_memory(Kind::line), workers_);
    overlapping.insert(overlapping.end(), of_lines.begin(), of_lines.end());
    note_ids(overlapping, contested);
    resolve(std::move(overlapping), workers_);
    std::sort(contested.begin(), contested.end());
    contested.erase(std::unique(contested.begin(), contested.end()), contested.end());
    return contested;
}

Overlaps::Company Overlaps::in_memory(Kind kind) const {
    Company company;
    for (const auto &worker : workers_)
        for (Feature &feature : worker->features)
            if (feature.kind == kind)
                company.areas.push_back(&feature);
    company.own = company.areas.size();
    company.boxes.resize(company.own);
    parallel_for(workers_.size(), company.own, 4096, [&](std::size_t, std::size_t i) {
        company.boxes[i] = box_of(company.areas[i]->rings.all());
    });
    return company;
}

void Overlaps::resolve_tiles() {
    on_each_thread(workers_.size(), [&](std::size_t worker) {
        if (workers_[worker]->spool)
            workers_[worker]->spool->finish();
    });
    in_tile_.resize(Tiles::count);
    for (std::uint32_t i = 0; i < polygons_.own; ++i)
        Tiles::for_each(polygons_.boxes[i], [&](std::size_t tile) { in_tile_[tile].push_back(i); });
    parallel_for(workers_.size(), Tiles::count, 1, [&](std::size_t worker, std::size_t tile) {
        resolve_tile(tile, workers_.subspan(worker, 1), deferred_[worker]);
    });
}

// All that can take from a feature on disk meets its tile. One in memory may have to wait for other tiles.
void Overlaps::resolve_tile(std::size_t tile, Crew one, Deferred &deferred) const {
    TileContent content;
    for (const auto &worker : workers_)
        if (worker->spool)
            worker->spool->take_back(tile, content);
    Company company;
    for (Feature &feature : content.features) {
        company.areas.push_back(&feature);
        company.boxes.push_back(box_of(feature.rings.all()));
    }
    company.own = company.areas.size();
    for (const std::uint32_t i : in_tile_[tile]) {
        company.areas.push_back(polygons_.areas[i]);
        company.boxes.push_back(polygons_.boxes[i]);
    }
    std::vector<OverlapPair> here;
    for (const OverlapPair &pair : find_overlaps(company, one)) {
        if (pair.subordinate->from_disk) {
            here.push_back(pair);
        } else {
            deferred.priors.push_back(prior_like(*pair.prior, deferred.arena));
            deferred.overlapping.push_back({pair.subordinate, &deferred.priors.back()});
        }
    }
    note_ids(here, deferred.contested);
    resolve(std::move(here), one);
    for (const Feature &feature : content.features)
        one.front()->add(feature);
}

// Whether two polygons may overlap, or two lines have a stretch in common.
bool Overlaps::share(const Company &company, std::size_t i, std::size_t j, Worker &worker) {
    const Feature &a = *company.areas[i];
    const Feature &b = *company.areas[j];
    if (a.kind == Kind::line)
        return worker.measurer.zone_overlay().common_length(a.rings, b.rings) > 0;
    return company.boxes[i].overlaps(company.boxes[j]) &&
           worker.classifier.classify(a.rings, company.boxes[i], b.rings, company.boxes[j]) !=
               PairRelation::disjoint;
}

std::vector<Overlaps::OverlapPair> Overlaps::find_overlaps(const Company &company, Crew crew) const {
    const auto &areas = company.areas;
    const std::size_t own = company.own;
    const overlay::BoxPairs pairs(company.boxes, crew.size());
    std::vector<std::vector<OverlapPair>> found(crew.size());
    parallel_for(crew.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip, [&](std::uint32_t i, std::uint32_t j) {
            if ((i >= own && j >= own) || !share(company, i, j, *crew[worker]))
                return;
            Feature &a = *areas[i];
            Feature &b = *areas[j];
            found[worker].push_back(comes_first(a, b, ranks_) ? OverlapPair{&b, &a} : OverlapPair{&a, &b});
        });
    });
    std::vector<OverlapPair> overlapping;
    for (const std::vector<OverlapPair> &some : found)
        overlapping.insert(overlapping.end(), some.begin(), some.end());
    return overlapping;
}

void Overlaps::resolve(std::vector<OverlapPair> overlapping, Crew crew) const {
    std::sort(overlapping.begin(), overlapping.end());
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < overlapping.size(); ++i)
        if (i == 0 || overlapping[i].subordinate != overlapping[i - 1].subordinate)
            begins.push_back(i);
    begins.push_back(overlapping.size());
    parallel_for(crew.size(), begins.size() - 1, 64, [&](std::size_t worker, std::size_t i) {
        subtract(std::span(overlapping).subspan(begins[i], begins[i + 1] - begins[i]), *crew[worker]);
    });
}

void Overlaps::subtract(std::span<const OverlapPair> overlapping, Worker &worker) const {
    std::vector<const Feature *> first;
    for (const OverlapPair &pair : overlapping)
        first.push_back(pair.prior);
    std::sort(first.begin(), first.end(),
              [&](const Feature *a, const Feature *b) { return comes_first(*a, *b, ranks_); });
    std::vector<Rings> priors;
    for (const Feature *feature : first)
        priors.push_back(feature->rings);
    Feature &subordinate = *overlapping.front().subordinate;
    try {
        worker.note_conservation(subordinate, worker.measurer.subtract(subordinate, priors));
        if (worker.keeping().subtractions)
            note_subtractions(subordinate, first, worker.measurer, worker.taken);
        if (worker.keeping().shapes)
            worker.priors.emplace_back(&subordinate, std::move(priors));
    } catch (const GeosError &error) {
        worker.findings.push_back({Finding::Kind::rejected, subordinate.id, error.what(), subordinate.whole});
    }
}

} // namespace qitu::tabulate
