#include "overlaps.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/box_pairs.h>

namespace qitu::tabulate {

namespace {

// What decides who comes first, and the rings.
Feature taker_like(const Feature &feature, overlay::Arena &arena) {
    Feature taker;
    taker.id = feature.id;
    taker.priority = feature.priority;
    taker.key = feature.key;
    taker.group = feature.group;
    taker.rings = arena.keep(feature.rings);
    return taker;
}

} // namespace

void Overlaps::settle() {
    gather_in_memory();
    deferred_ = std::vector<Deferred>(workers_.size());
    if (std::any_of(workers_.begin(), workers_.end(),
                    [](const auto &worker) { return worker->spool.has_value(); }))
        settle_tiles();
    std::vector<Loss> losses = find_losses(in_memory_, workers_);
    for (const Deferred &deferred : deferred_)
        losses.insert(losses.end(), deferred.losses.begin(), deferred.losses.end());
    settle(std::move(losses), workers_);
}

void Overlaps::gather_in_memory() {
    for (const auto &worker : workers_)
        for (Feature &feature : worker->features)
            if (feature.kind == Kind::polygon)
                in_memory_.areas.push_back(&feature);
    in_memory_.own = in_memory_.areas.size();
    in_memory_.boxes.resize(in_memory_.own);
    parallel_for(workers_.size(), in_memory_.own, 4096, [&](std::size_t, std::size_t i) {
        in_memory_.boxes[i] = box_of(in_memory_.areas[i]->rings.all());
    });
}

void Overlaps::settle_tiles() {
    on_each_thread(workers_.size(), [&](std::size_t worker) {
        if (workers_[worker]->spool)
            workers_[worker]->spool->finish();
    });
    in_tile_.resize(Tiles::count);
    for (std::uint32_t i = 0; i < in_memory_.own; ++i)
        Tiles::for_each(in_memory_.boxes[i], [&](std::size_t tile) { in_tile_[tile].push_back(i); });
    parallel_for(workers_.size(), Tiles::count, 1, [&](std::size_t worker, std::size_t tile) {
        settle_tile(tile, workers_.subspan(worker, 1), deferred_[worker]);
    });
}

// All that can take from a feature on disk meets its tile. One in memory may have to wait for other tiles.
void Overlaps::settle_tile(std::size_t tile, Crew one, Deferred &deferred) const {
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
        company.areas.push_back(in_memory_.areas[i]);
        company.boxes.push_back(in_memory_.boxes[i]);
    }
    std::vector<Loss> here;
    for (const Loss &loss : find_losses(company, one)) {
        if (loss.loser->from_disk) {
            here.push_back(loss);
        } else {
            deferred.takers.push_back(taker_like(*loss.taker, deferred.arena));
            deferred.losses.push_back({loss.loser, &deferred.takers.back()});
        }
    }
    settle(std::move(here), one);
    for (const Feature &feature : content.features)
        one.front()->add(feature);
}

std::vector<Overlaps::Loss> Overlaps::find_losses(const Company &company, Crew crew) const {
    const auto &areas = company.areas;
    const auto &boxes = company.boxes;
    const std::size_t own = company.own;
    const overlay::BoxPairs pairs(boxes, crew.size());
    std::vector<std::vector<Loss>> found(crew.size());
    parallel_for(crew.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip, [&](std::uint32_t i, std::uint32_t j) {
            if ((i >= own && j >= own) || !boxes[i].overlaps(boxes[j]))
                return;
            Feature &a = *areas[i];
            Feature &b = *areas[j];
            if (crew[worker]->classifier.classify(a.rings, boxes[i], b.rings, boxes[j]) !=
                PairRelation::disjoint)
                found[worker].push_back(comes_first(a, b, ranks_) ? Loss{&b, &a} : Loss{&a, &b});
        });
    });
    std::vector<Loss> losses;
    for (const std::vector<Loss> &some : found)
        losses.insert(losses.end(), some.begin(), some.end());
    return losses;
}

void Overlaps::settle(std::vector<Loss> losses, Crew crew) const {
    std::sort(losses.begin(), losses.end());
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < losses.size(); ++i)
        if (i == 0 || losses[i].loser != losses[i - 1].loser)
            begins.push_back(i);
    begins.push_back(losses.size());
    parallel_for(crew.size(), begins.size() - 1, 64, [&](std::size_t worker, std::size_t i) {
        take_from(std::span(losses).subspan(begins[i], begins[i + 1] - begins[i]), *crew[worker]);
    });
}

void Overlaps::take_from(std::span<const Loss> losses, Worker &worker) const {
    std::vector<const Feature *> first;
    for (const Loss &loss : losses)
        first.push_back(loss.taker);
    std::sort(first.begin(), first.end(),
              [&](const Feature *a, const Feature *b) { return comes_first(*a, *b, ranks_); });
    std::vector<Rings> takers;
    for (const Feature *feature : first)
        takers.push_back(feature->rings);
    Feature &loser = *losses.front().loser;
    try {
        worker.surveyor.take(loser, takers);
        if (worker.keeping().takers)
            note_takers(loser, first, worker.surveyor, worker.taken);
    } catch (const GeosError &error) {
        worker.findings.push_back({Finding::Kind::rejected, loser.id, error.what(), loser.whole});
    }
}

} // namespace qitu::tabulate
