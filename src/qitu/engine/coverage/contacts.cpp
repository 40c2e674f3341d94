#include "contact_state.h"
#include "gap_finder.h"

#include <qitu/core/base/parallel.h>
#include <qitu/engine/overlay/box_pairs.h>
#include <qitu/engine/overlay/outline.h>
#include <qitu/engine/overlay/pair_classifier.h>
#include <qitu/engine/overlay/zone_overlay.h>

#include <deque>
#include <mutex>
#include <stdexcept>
#include <tuple>

namespace qitu::coverage {

namespace {

std::size_t tile_of(Point p) {
    return overlay::Tiles::of({p.x, p.y, p.x, p.y});
}

// As polygons lie in the spool: the head, then points and ends.
struct Head {
    std::uint32_t number, points, rings, spare;
};

void put(const Rings &rings, std::uint32_t number, std::vector<std::byte> &record) {
    const Head head{number, static_cast<std::uint32_t>(rings.all().size()), rings.count, 0};
    overlay::append_values(record, std::span(&head, 1));
    overlay::append_values(record, rings.all());
    overlay::append_values(record, std::span(rings.ends, rings.count));
}

std::pair<Rings, std::uint32_t> next_polygon(const std::byte *&at) {
    const Head &head = *overlay::next_values<Head>(at, 1);
    const auto *points = overlay::next_values<Point>(at, head.points);
    const auto *ends = overlay::next_values<std::uint32_t>(at, head.rings);
    return {{points, ends, head.rings}, head.number};
}

// Finds and measures what two polygons have in common; one per thread.
class Overlapper {
  public:
    std::optional<Contacts::Overlap> common(const Rings &a, const Box &box_a, const Rings &b,
                                            const Box &box_b) {
        if (classifier_.classify(a, box_a, b, box_b) == overlay::PairRelation::disjoint)
            return std::nullopt;
        const Box window = intersection(box_a, box_b);
        const std::optional<double> m2 = arrangement_.resolve_common(a, b, window);
        if (!m2 || !overlay::trace_outline(arrangement_.border(), arrangement_.origin(), shape_))
            return by_geos(a, b, window.middle());
        if (shape_.empty())
            return std::nullopt;
        return Contacts::Overlap{0, 0, *m2, overlay::point_inside(shape_), write_wkb(shape_)};
    }

  private:
    std::optional<Contacts::Overlap> by_geos(const Rings &a, const Rings &b, Point origin) {
        const GeosGeometry common =
            geos_.intersection(geos_.from(shape_of(a), {}).get(), geos_.from(shape_of(b), {}).get());
        shape_.clear();
        geos_.read(common.get(), Kind::polygon, shape_);
        if (shape_.empty())
            return std::nullopt;
        return Contacts::Overlap{0, 0,
                                 overlay::straight_area(moved(shape_, origin), origin, geodesy::cgcs2000),
                                 geos_.point_on_surface(common.get()), write_wkb(shape_)};
    }

    overlay::PairClassifier classifier_;
    overlay::Arrangement arrangement_{nullptr, geodesy::cgcs2000};
    Shape shape_;
    Geos geos_;
};

// Looks at pairs; one per thread.
class Looker {
  public:
    Looker(const Contacts::Asked &asked, const Contacts::Take &take)
        : asked_(asked), take_(take), gap_finder_(asked.gap_below_m) {}

    template <typename Company>
    void look(const Company &company, std::uint32_t i, std::uint32_t j, std::size_t tile) {
        if (company.numbers[i] > company.numbers[j])
            std::swap(i, j);
        const std::uint32_t a = company.numbers[i];
        const std::uint32_t b = company.numbers[j];
        const bool everywhere = i >= company.own && j >= company.own; // they may meet in other tiles too
        const auto here = [&](Point place) { return !everywhere || tile_of(place) == tile; };
        const Box common = intersection(company.boxes[i], company.boxes[j]);
        if (asked_.overlap && company.boxes[i].overlaps(company.boxes[j]) &&
            here({common.min_x, common.min_y}) && asked_.overlap(a, b)) {
            auto overlap =
                overlapper_.common(company.rings[i], company.boxes[i], company.rings[j], company.boxes[j]);
            if (overlap && overlap->m2 > asked_.overlap_over_m2) {
                overlap->a = a;
                overlap->b = b;
                overlaps_.push_back(std::move(*overlap));
                constexpr std::size_t at_a_time = 256;
                if (overlaps_.size() == at_a_time)
                    hand_over();
            }
        }
        if (asked_.gap && asked_.gap(a, b))
            for (const Contacts::Gap &gap :
                 gap_finder_.between(company.rings[i], company.boxes[i], company.rings[j], company.boxes[j]))
                if (here(gap.place))
                    gaps.push_back({a, b, gap.width_m, gap.place});
    }

    void hand_over() {
        if (!overlaps_.empty())
            take_(overlaps_);
        overlaps_.clear();
    }

    std::vector<Contacts::Gap> gaps; // that somebody may fill

  private:
    const Contacts::Asked &asked_;
    const Contacts::Take &take_;
    std::vector<Contacts::Overlap> overlaps_;
    Overlapper overlapper_;
    GapFinder gap_finder_;
};

// What a third one fills, or one of the two themselves, is no gap. Whoever holds the place is in the company.
template <typename Company>
std::vector<Contacts::Gap> open_ones(const Company &company, std::vector<Contacts::Gap> gaps) {
    if (gaps.empty())
        return gaps;
    std::sort(gaps.begin(), gaps.end(),
              [](const Contacts::Gap &a, const Contacts::Gap &b) { return a.place.x < b.place.x; });
    std::vector<char> filled(gaps.size());
    for (std::size_t polygon = 0; polygon < company.boxes.size(); ++polygon) {
        const Box &box = company.boxes[polygon];
        auto gap = std::lower_bound(gaps.begin(), gaps.end(), box.min_x,
                                    [](const Contacts::Gap &each, double x) { return each.place.x < x; });
        for (; gap != gaps.end() && gap->place.x <= box.max_x; ++gap)
            if (box.contains(gap->place) && contains(company.rings[polygon], gap->place))
                filled[static_cast<std::size_t>(gap - gaps.begin())] = 1;
    }
    std::vector<Contacts::Gap> open;
    for (std::size_t i = 0; i < gaps.size(); ++i)
        if (filled[i] == 0)
            open.push_back(gaps[i]);
    return open;
}

Box widened(const Box &box, double m) {
    const Metres metres(box.middle().y);
    return {box.min_x - m / metres.per_x, box.min_y - m / metres.per_y, box.max_x + m / metres.per_x,
            box.max_y + m / metres.per_y};
}

// So that boxes meet wherever one is nearer to the other than the distance.
std::vector<Box> widened(std::vector<Box> boxes, double m) {
    if (m == 0)
        return boxes;
    constexpr double farthest = 89; // nearer to the pole there is no land
    double latitude = 0;
    for (const Box &box : boxes)
        latitude = std::max({latitude, std::abs(box.min_y), std::abs(box.max_y)});
    const double x = m / 2 / Metres(std::min(latitude, farthest)).per_x;
    const double y = m / 2 / Metres(0).per_y;
    for (Box &box : boxes)
        box = {box.min_x - x, box.min_y - y, box.max_x + x, box.max_y + y};
    return boxes;
}

} // namespace

void Contacts::Company::add(const Rings &ring, const Box &box, std::uint32_t number) {
    rings.push_back(ring);
    boxes.push_back(box);
    numbers.push_back(number);
}

void Contacts::State::keep(const Rings &ring, const Box &box, std::uint32_t number) {
    if (spool)
        if (const std::size_t tile = overlay::Tiles::of(widened(box, widest));
            tile != overlay::Tiles::several) {
            put(ring, number, spool->waiting(tile));
            return spool->added(tile);
        }
    in_memory.add(arena.keep(ring), box, number);
    in_memory.own = in_memory.rings.size();
    bytes += sizeof(Rings) + sizeof(Box) + ring.all().size_bytes();
    if (!spool && bytes > most)
        move_to_disk();
}

void Contacts::State::move_to_disk() {
    spool.emplace();
    const overlay::Arena old_arena = std::exchange(arena, {});
    const Company old = std::exchange(in_memory, {});
    for (std::size_t i = 0; i < old.rings.size(); ++i)
        keep(old.rings[i], old.boxes[i], old.numbers[i]);
    in_memory.own = 0;
}

std::vector<std::vector<std::uint32_t>> Contacts::State::in_memory_by_tile() const {
    std::vector<std::vector<std::uint32_t>> tiles(overlay::Tiles::count);
    for (std::uint32_t i = 0; i < in_memory.boxes.size(); ++i)
        overlay::Tiles::for_each(widened(in_memory.boxes[i], widest),
                                 [&](std::size_t tile) { tiles[tile].push_back(i); });
    return tiles;
}

Contacts::Company Contacts::State::company_of_tile(std::size_t tile, overlay::TileSpool::Blocks &blocks,
                                                   const std::vector<std::uint32_t> &others) const {
    Company company;
    spool->take_back(tile, blocks, [&](const std::byte *&at) {
        const auto [rings, number] = next_polygon(at);
        company.add(rings, box_of(rings.all()), number);
    });
    company.own = company.rings.size();
    for (const std::uint32_t i : others)
        company.add(in_memory.rings[i], in_memory.boxes[i], in_memory.numbers[i]);
    return company;
}

Contacts::Contacts(double widest_m, std::size_t memory) : state_(std::make_unique<State>(widest_m, memory)) {}
Contacts::~Contacts() = default;
Contacts::Contacts(Contacts &&) noexcept = default;
Contacts &Contacts::operator=(Contacts &&) noexcept = default;

std::uint32_t Contacts::add(const Shape &polygon) {
    State &state = *state_;
    state.shape = polygon;
    orient(state.shape);
    state.keep(rings_of(state.shape), box_of(state.shape.points), state.count);
    return state.count++;
}

std::vector<Contacts::Gap> Contacts::State::among(const Company &company, std::size_t tile,
                                                  const Asked &asked, const Take &take, std::size_t threads) {
    std::deque<Looker> crew;
    for (std::size_t i = 0; i < threads; ++i)
        crew.emplace_back(asked, take);
    const overlay::BoxPairs pairs(widened(company.boxes, asked.gap ? asked.gap_below_m : 0), threads);
    parallel_for(threads, pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip,
                       [&](std::uint32_t i, std::uint32_t j) { crew[worker].look(company, i, j, tile); });
    });
    std::vector<Gap> gaps;
    for (Looker &looker : crew) {
        looker.hand_over();
        gaps.insert(gaps.end(), looker.gaps.begin(), looker.gaps.end());
    }
    return open_ones(company, std::move(gaps));
}

// At all polygons together, threads sharing the work; or, where they wait on disk, at those of one tile after
// the other, each tile on one thread.
std::vector<Contacts::Gap> Contacts::look(const Asked &asked, const Take &take, int threads) const {
    State &state = *state_;
    if (asked.gap && asked.gap_below_m > state.widest)
        throw std::logic_error("Contacts: a wider gap is asked for than was said");
    const std::size_t count = threads_for(threads);
    std::vector<Gap> gaps;
    if (state.spool) {
        state.spool->finish();
        const auto others = state.in_memory_by_tile();
        std::mutex adding;
        parallel_for(count, overlay::Tiles::count, 1, [&](std::size_t, std::size_t tile) {
            overlay::TileSpool::Blocks blocks;
            const Company company = state.company_of_tile(tile, blocks, others[tile]);
            const auto found = State::among(company, tile, asked, take, 1);
            const std::scoped_lock lock(adding);
            gaps.insert(gaps.end(), found.begin(), found.end());
        });
    } else {
        gaps = State::among(state.in_memory, overlay::Tiles::several, asked, take, count);
    }
    const auto key = [](const Gap &gap) {
        return std::tuple(gap.a, gap.b, -gap.width_m, gap.place.x, gap.place.y);
    };
    std::sort(gaps.begin(), gaps.end(), [&](const Gap &x, const Gap &y) { return key(x) < key(y); });
    const auto same_pair = [](const Gap &x, const Gap &y) { return x.a == y.a && x.b == y.b; };
    gaps.erase(std::unique(gaps.begin(), gaps.end(), same_pair), gaps.end());
    return gaps;
}

} // namespace qitu::coverage
