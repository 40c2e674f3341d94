#include "overlaps.h"

#include <qitu/core/base/parallel.h>
#include <qitu/core/base/random.h>

#include <bit>
#include <unordered_map>
#include <unordered_set>

namespace qitu::tabulate {

namespace {

constexpr std::size_t many = 64; // of features that each meet one

struct HashRings {
    std::size_t operator()(const Rings &rings) const {
        std::uint64_t hash = rings.count;
        for (const Point p : rings.all())
            for (const double value : {p.x, p.y})
                hash = mixed(hash + golden_gamma + std::bit_cast<std::uint64_t>(value + 0.0)); // -0 is 0
        return hash;
    }
};
struct SameRings {
    bool operator()(const Rings &a, const Rings &b) const {
        return a.count == b.count && std::equal(a.ends, a.ends + a.count, b.ends) &&
               std::ranges::equal(a.all(), b.all());
    }
};

// Its ground is another's to the bit.
void take_all(Feature &feature) {
    if (!feature.shares)
        feature.taken = feature.whole;
    else
        for (Share &share : *feature.shares)
            share.taken = share.measure;
}

// So many prior features, eight deep on average, that their union has far fewer edges.
bool crowded(const Feature &subordinate, SharedUnions::List first) {
    constexpr double deep = 8;
    if (subordinate.kind != Kind::polygon || first.size() < many)
        return false;
    const Box box = box_of(subordinate.rings.all());
    double covered = 0;
    for (const Feature *prior : first) {
        const Box common = intersection(box, box_of(prior->rings.all()));
        if (!common.empty())
            covered += common.width() * std::max(0.0, common.height());
    }
    return covered > deep * box.width() * box.height();
}

std::vector<Rings> ground_of(SharedUnions::List first) {
    std::vector<Rings> ground;
    for (const Feature *feature : first)
        ground.push_back(feature->rings);
    return ground;
}

template <typename Pairs>
void note_ids(const Pairs &pairs, ContestedIds &ids) {
    for (const auto &pair : pairs) {
        ids.add(*pair.subordinate);
        ids.add(*pair.prior);
    }
}

template <typename T>
void sort_once(std::vector<T> &values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
}

template <typename Pairs>
void keep_from_disk(const Pairs &pairs, ContestedFeatures &kept) {
    std::vector<const Feature *> features;
    for (const auto &pair : pairs)
        for (const Feature *feature : {static_cast<const Feature *>(pair.subordinate), pair.prior})
            if (feature->from_disk)
                features.push_back(feature);
    sort_once(features);
    for (const Feature *feature : features)
        kept.add(*feature);
}

} // namespace

void ContestedIds::add(const ContestedIds &others) {
    own.insert(own.end(), others.own.begin(), others.own.end());
    rivals.insert(rivals.end(), others.rivals.begin(), others.rivals.end());
}

void ContestedIds::sort() {
    sort_once(own);
    sort_once(rivals);
}

ContestedIds Overlaps::resolve(std::span<ContestedFeatures> kept) {
    polygons_ = in_memory(Kind::polygon);
    deferred_ = std::vector<Deferred>(workers_.size());
    if (std::any_of(workers_.begin(), workers_.end(),
                    [](const auto &worker) { return worker->spool.has_value(); }))
        resolve_tiles(kept);
    std::vector<OverlapPair> overlapping = find_overlaps(polygons_, workers_);
    ContestedIds contested;
    for (const Deferred &deferred : deferred_) {
        overlapping.insert(overlapping.end(), deferred.overlapping.begin(), deferred.overlapping.end());
        contested.add(deferred.contested);
    }
    const std::vector<OverlapPair> of_lines = find_overlaps(in_memory(Kind::line), workers_);
    overlapping.insert(overlapping.end(), of_lines.begin(), of_lines.end());
    note_ids(overlapping, contested);
    resolve(std::move(overlapping), workers_);
    contested.sort();
    if (!kept.empty())
        keep(contested.own, kept);
    return contested;
}

// Those in memory: what waited on disk was kept with its tile.
void Overlaps::keep(const std::vector<std::int64_t> &contested, std::span<ContestedFeatures> kept) const {
    on_each_thread(workers_.size(), [&](std::size_t worker) {
        for (const Feature &feature : workers_[worker]->features)
            if (!feature.rival && std::ranges::binary_search(contested, feature.id))
                kept[worker].add(feature);
    });
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

void Overlaps::resolve_tiles(std::span<ContestedFeatures> kept) {
    on_each_thread(workers_.size(), [&](std::size_t worker) {
        if (workers_[worker]->spool)
            workers_[worker]->spool->finish();
    });
    in_tile_.resize(Tiles::count);
    for (std::uint32_t i = 0; i < polygons_.own; ++i)
        Tiles::for_each(polygons_.boxes[i], [&](std::size_t tile) { in_tile_[tile].push_back(i); });
    parallel_for(workers_.size(), Tiles::count, 1, [&](std::size_t worker, std::size_t tile) {
        resolve_tile(tile, workers_.subspan(worker, 1), deferred_[worker],
                     kept.empty() ? nullptr : &kept[worker]);
    });
}

// All that can take from a feature on disk meets its tile. One in memory may have to wait for other tiles.
void Overlaps::resolve_tile(std::size_t tile, Crew one, Deferred &deferred, ContestedFeatures *kept) const {
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
    const std::vector<OverlapPair> overlapping = find_overlaps(company, one);
    if (kept != nullptr)
        keep_from_disk(overlapping, *kept);
    for (const OverlapPair &pair : overlapping) {
        if (pair.subordinate->from_disk) {
            here.push_back(pair);
        } else {
            deferred.priors.push_back(untouched(*pair.prior, deferred.arena));
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

Overlaps::OverlapPair Overlaps::ordered(Feature &a, Feature &b) const {
    return comes_first(a, b, ranks_) ? OverlapPair{&b, &a} : OverlapPair{&a, &b};
}

// Of many polygons that are equal to the bit only the first is compared with others: it has the ground of them all and
// precedes them. Pairs of the others with it.
std::vector<Overlaps::OverlapPair> Overlaps::set_copies_aside(const Company &company,
                                                              overlay::BoxPairs &pairs) const {
    std::vector<OverlapPair> overlapping;
    std::vector<bool> copies;
    pairs.equal_boxes(many, [&](std::span<const std::uint32_t> equal) {
        std::unordered_map<Rings, std::vector<std::uint32_t>, HashRings, SameRings> same;
        for (const std::uint32_t i : equal)
            same[company.areas[i]->rings].push_back(i);
        for (const auto &[rings, alike] : same) {
            const std::uint32_t first =
                *std::ranges::min_element(alike, [&](std::uint32_t a, std::uint32_t b) {
                    return comes_first(*company.areas[a], *company.areas[b], ranks_);
                });
            copies.resize(company.areas.size());
            for (const std::uint32_t i : alike) {
                copies[i] = i != first;
                if (i != first && (i < company.own || first < company.own))
                    overlapping.push_back({company.areas[i], company.areas[first]});
            }
        }
    });
    if (!copies.empty())
        pairs.leave_out(copies);
    return overlapping;
}

std::vector<Overlaps::OverlapPair> Overlaps::find_overlaps(const Company &company, Crew crew) const {
    const auto &areas = company.areas;
    const std::size_t own = company.own;
    overlay::BoxPairs pairs(company.boxes, crew.size());
    std::vector<OverlapPair> overlapping;
    if (own > 0 && areas.front()->kind == Kind::polygon)
        overlapping = set_copies_aside(company, pairs);
    std::vector<std::vector<OverlapPair>> found(crew.size());
    parallel_for(crew.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip, [&](std::uint32_t i, std::uint32_t j) {
            if ((i < own || j < own) && !(areas[i]->rival && areas[j]->rival) &&
                share(company, i, j, *crew[worker]))
                found[worker].push_back(ordered(*areas[i], *areas[j]));
        });
    });
    for (const std::vector<OverlapPair> &some : found)
        overlapping.insert(overlapping.end(), some.begin(), some.end());
    return overlapping;
}

void Overlaps::resolve(std::vector<OverlapPair> overlapping, Crew crew) const {
    std::erase_if(overlapping, [](const OverlapPair &pair) { return pair.subordinate->rival; });
    std::sort(overlapping.begin(), overlapping.end());
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < overlapping.size(); ++i)
        if (i == 0 || overlapping[i].subordinate != overlapping[i - 1].subordinate)
            begins.push_back(i);
    begins.push_back(overlapping.size());
    std::vector<Loser> losers(begins.size() - 1);
    parallel_for(crew.size(), losers.size(), 64, [&](std::size_t /*worker*/, std::size_t i) {
        losers[i] = loser_of(std::span(overlapping).subspan(begins[i], begins[i + 1] - begins[i]));
    });
    std::vector<SharedUnions::List> crowds;
    for (const Loser &loser : losers)
        if (loser.crowded)
            crowds.emplace_back(loser.first);
    const SharedUnions unions(crowds, crew.size());
    parallel_for(crew.size(), losers.size(), 64,
                 [&](std::size_t worker, std::size_t i) { subtract(losers[i], unions, *crew[worker]); });
}

// Of many prior features, those whose ground an earlier one has are left out.
Overlaps::Loser Overlaps::loser_of(std::span<const OverlapPair> overlapping) const {
    Loser loser{overlapping.front().subordinate, {}, false};
    for (const OverlapPair &pair : overlapping)
        loser.first.push_back(pair.prior);
    std::sort(loser.first.begin(), loser.first.end(),
              [&](const Feature *a, const Feature *b) { return comes_first(*a, *b, ranks_); });
    if (loser.first.size() < many)
        return loser;
    std::unordered_set<Rings, HashRings, SameRings> known;
    std::erase_if(loser.first, [&](const Feature *prior) { return !known.insert(prior->rings).second; });
    loser.crowded = crowded(*loser.subordinate, loser.first);
    return loser;
}

void Overlaps::subtract(const Loser &loser, const SharedUnions &unions, Worker &worker) {
    Feature &subordinate = *loser.subordinate;
    const bool is_copy =
        subordinate.kind == Kind::polygon && std::ranges::any_of(loser.first, [&](const Feature *prior) {
            return SameRings()(subordinate.rings, prior->rings);
        });
    const auto ground = [&](std::size_t n) {
        const SharedUnions::List some = std::span(loser.first).first(n);
        return loser.crowded ? unions.ground_of(some) : ground_of(some);
    };
    try {
        if (is_copy)
            take_all(subordinate);
        else
            worker.note_conservation(subordinate,
                                     worker.measurer.subtract(subordinate, ground(loser.first.size())));
        if (worker.keeping().subtractions)
            note_subtractions(subordinate, loser.first, ground, worker.measurer, worker.taken);
        if (worker.keeping().shapes)
            worker.priors.emplace_back(&subordinate, ground_of(loser.first));
    } catch (const GeosError &error) {
        worker.findings.push_back({Finding::Kind::rejected, subordinate.id, error.what(), subordinate.whole});
    }
}

} // namespace qitu::tabulate
