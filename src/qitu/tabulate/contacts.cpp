#include "contacts.h"

#include "crew.h"
#include "cut.h"
#include "neighbours.h"
#include "outline.h"
#include "pairs.h"

#include <stdexcept>
#include <tuple>

namespace qitu::tabulate {

namespace {

Box common_box(const Box &a, const Box &b) {
    return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
            std::min(a.max_y, b.max_y)};
}

std::size_t tile_of(Point p) {
    return Tiles::of({p.x, p.y, p.x, p.y});
}

// What each thread found, as one list in the order of the pairs.
template <typename Worker>
auto in_order(std::vector<Worker> &crew) {
    decltype(crew.front().found) all;
    for (Worker &worker : crew)
        std::move(worker.found.begin(), worker.found.end(), std::back_inserter(all));
    std::sort(all.begin(), all.end(),
              [](const auto &x, const auto &y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
    return all;
}

// Finds and measures what two polygons have in common; one per thread.
class Overlapper {
  public:
    std::vector<Contacts::Overlap> found;

    template <typename Company>
    void look(const Company &company, std::uint32_t i, std::uint32_t j, double more_than_m2,
              const Contacts::Wanted &wanted) {
        if (company.numbers[i] > company.numbers[j])
            std::swap(i, j);
        if (!wanted(company.numbers[i], company.numbers[j]))
            return;
        auto overlap = common(company.rings[i], company.boxes[i], company.rings[j], company.boxes[j]);
        if (!overlap || overlap->m2 <= more_than_m2)
            return;
        overlap->a = company.numbers[i];
        overlap->b = company.numbers[j];
        found.push_back(std::move(*overlap));
    }

  private:
    std::optional<Contacts::Overlap> common(const Rings &a, const Box &box_a, const Rings &b,
                                            const Box &box_b) {
        if (comparer_.contact(a, box_a, b, box_b) == Contact::apart)
            return std::nullopt;
        const Box window = common_box(box_a, box_b);
        const std::optional<double> m2 = arrangement_.settle_common(a, b, window);
        if (!m2 || !trace_outline(arrangement_.border(), shape_))
            return by_geos(a, b, window.middle());
        if (shape_.empty())
            return std::nullopt;
        return made(*m2, point_inside(shape_), arrangement_.origin());
    }

    std::optional<Contacts::Overlap> by_geos(const Rings &a, const Rings &b, Point origin) {
        const Geometry common =
            geos_.intersection(geos_.from(shape_of(a), origin).get(), geos_.from(shape_of(b), origin).get());
        shape_.clear();
        geos_.read(common.get(), Kind::polygon, shape_);
        if (shape_.empty())
            return std::nullopt;
        return made(straight_area(shape_, origin, geodesy::cgcs2000), point_in(common.get()), origin);
    }

    // What they have in common lies in shape_, as offsets from the origin.
    [[nodiscard]] Contacts::Overlap made(double m2, Point inside, Point origin) const {
        return {0,
                0,
                m2,
                {inside.x + origin.x, inside.y + origin.y},
                write_wkb_multipolygon(moved(shape_, {-origin.x, -origin.y}))};
    }

    Point point_in(const GEOSGeometry *geometry) {
        const Geometry point = geos_.own(GEOSPointOnSurface_r(geos_.context(), geometry));
        Point place;
        GEOSGeomGetX_r(geos_.context(), point.get(), &place.x);
        GEOSGeomGetY_r(geos_.context(), point.get(), &place.y);
        return place;
    }

    Comparer comparer_;
    Arrangement arrangement_{nullptr, geodesy::cgcs2000};
    Shape shape_;
    Geos geos_;
};

// Finds gaps between two polygons; one per thread.
class GapSeeker {
  public:
    explicit GapSeeker(double width_m) : finder_(width_m) {}
    std::vector<Contacts::Gap> found; // that nobody fills

    template <typename Company>
    std::optional<Contacts::Gap> between(const Company &company, std::uint32_t i, std::uint32_t j,
                                         const Box &window, const Contacts::Wanted &wanted) {
        if (company.numbers[i] > company.numbers[j])
            std::swap(i, j);
        if (!wanted(company.numbers[i], company.numbers[j]))
            return std::nullopt;
        auto gap = finder_.between(company.rings[i], company.rings[j], window);
        if (gap) {
            gap->a = company.numbers[i];
            gap->b = company.numbers[j];
        }
        return gap;
    }

  private:
    GapFinder finder_;
};

template <typename Found>
std::vector<Found> joined(const std::vector<std::vector<Found>> &parts) {
    std::vector<Found> all;
    for (const std::vector<Found> &part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

// What a third one fills, or one of the two themselves, is no gap. Whoever holds the place is in the company.
template <typename Company>
std::vector<Contacts::Gap> open_ones(const Company &company, const std::vector<Contacts::Gap> &gaps) {
    if (gaps.empty())
        return {};
    const std::size_t polygons = company.boxes.size();
    std::vector<Box> all = company.boxes;
    for (const Contacts::Gap &gap : gaps)
        all.push_back({gap.place.x, gap.place.y, gap.place.x, gap.place.y});
    std::vector<char> filled(gaps.size());
    const BoxPairs places(all);
    for (std::size_t strip = 0; strip < places.strips(); ++strip)
        places.of_strip(strip, [&](std::uint32_t one, std::uint32_t other) {
            const auto [polygon, place] = std::minmax(one, other);
            if (polygon >= polygons || place < polygons)
                return;
            const std::size_t gap = place - polygons;
            if (filled[gap] == 0 && inside(company.rings[polygon], gaps[gap].place))
                filled[gap] = 1;
        });
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

} // namespace

bool surely_valid(std::span<const std::byte> wkb) {
    thread_local Shape shape;
    try {
        read_wkb(wkb, shape);
    } catch (const BadGeometry &) {
        return false;
    }
    return shape.kind == Kind::polygon && shape.part_ends.size() == 1 && surely_simple(shape);
}

void Contacts::Company::add(const Rings &ring, const Box &box, std::uint32_t number) {
    rings.push_back(ring);
    boxes.push_back(box);
    numbers.push_back(number);
}

void Contacts::State::keep(const Rings &ring, const Box &box, std::uint32_t number) {
    if (spill)
        if (const std::size_t tile = Tiles::of(widened(box, widest)); tile != Tiles::several) {
            Feature feature;
            feature.id = number;
            feature.rings = ring;
            return spill->put(tile, feature);
        }
    in_memory.add(arena.keep(ring), box, number);
    in_memory.own = in_memory.rings.size();
    bytes += sizeof(Rings) + sizeof(Box) + ring.all().size_bytes();
    if (!spill && bytes > most)
        move_to_disk();
}

void Contacts::State::move_to_disk() {
    spill.emplace();
    const Arena old_arena = std::exchange(arena, {});
    const Company old = std::exchange(in_memory, {});
    for (std::size_t i = 0; i < old.rings.size(); ++i)
        keep(old.rings[i], old.boxes[i], old.numbers[i]);
    in_memory.own = 0;
}

std::vector<std::vector<std::uint32_t>> Contacts::State::in_memory_by_tile() const {
    std::vector<std::vector<std::uint32_t>> tiles(Tiles::count);
    for (std::uint32_t i = 0; i < in_memory.boxes.size(); ++i)
        Tiles::for_each(widened(in_memory.boxes[i], widest),
                        [&](std::size_t tile) { tiles[tile].push_back(i); });
    return tiles;
}

Contacts::Company Contacts::State::company_of(const TileContent &content,
                                              const std::vector<std::uint32_t> &others) const {
    Company company;
    for (const Feature &feature : content.features)
        company.add(feature.rings, box_of(feature.rings.all()), static_cast<std::uint32_t>(feature.id));
    company.own = company.rings.size();
    for (const std::uint32_t i : others)
        company.add(in_memory.rings[i], in_memory.boxes[i], in_memory.numbers[i]);
    return company;
}

Contacts::Contacts(double widest_m, std::size_t memory) : state_(std::make_unique<State>(widest_m, memory)) {}
Contacts::~Contacts() = default;
Contacts::Contacts(Contacts &&) noexcept = default;
Contacts &Contacts::operator=(Contacts &&) noexcept = default;

std::uint32_t Contacts::add(std::span<const std::byte> wkb) {
    State &state = *state_;
    read_wkb(wkb, state.shape);
    orient(state.shape);
    state.keep(rings_of(state.shape), box_of(state.shape.points), state.count);
    return state.count++;
}

// Looks at all polygons together, threads sharing the work; or, where they wait on disk, at those of one tile
// after the other, each tile on one thread.
template <typename Worker, typename Look>
void Contacts::look_everywhere(std::vector<Worker> &crew, const Look &look) const {
    State &state = *state_;
    if (!state.spill)
        return look(std::span(crew), state.in_memory, Tiles::several);
    state.spill->finish();
    const auto others = state.in_memory_by_tile();
    share_out(crew.size(), Tiles::count, 1, [&](std::size_t worker, std::size_t tile) {
        TileContent content;
        state.spill->take_back(tile, content);
        const Company company = state.company_of(content, others[tile]);
        look(std::span(crew).subspan(worker, 1), company, tile);
    });
}

std::vector<Contacts::Overlap> Contacts::overlaps(double more_than_m2, const Wanted &wanted,
                                                  int threads) const {
    std::vector<Overlapper> crew(threads_for(threads));
    look_everywhere(crew, [&](std::span<Overlapper> workers, const Company &company, std::size_t tile) {
        const BoxPairs pairs(company.boxes);
        share_out(workers.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
            pairs.of_strip(strip, [&](std::uint32_t i, std::uint32_t j) {
                const Box &box_i = company.boxes[i];
                const Box &box_j = company.boxes[j];
                if (!box_i.overlaps(box_j))
                    return;
                const Box common = common_box(box_i, box_j);
                const bool elsewhere =
                    i >= company.own && j >= company.own && tile_of({common.min_x, common.min_y}) != tile;
                if (!elsewhere)
                    workers[worker].look(company, i, j, more_than_m2, wanted);
            });
        });
    });
    return in_order(crew);
}

std::vector<Contacts::Gap> Contacts::gaps(double width_m, const Wanted &wanted, int threads) const {
    if (width_m > state_->widest)
        throw std::logic_error("Contacts: a wider gap is asked for than was said");
    std::vector<GapSeeker> crew(threads_for(threads), GapSeeker(width_m));
    look_everywhere(crew, [&](std::span<GapSeeker> workers, const Company &company, std::size_t tile) {
        std::vector<Box> boxes;
        for (const Box &box : company.boxes)
            boxes.push_back(widened(box, width_m / 2));
        const BoxPairs pairs(boxes);
        std::vector<std::vector<Gap>> found(workers.size());
        share_out(workers.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
            pairs.of_strip(strip, [&](std::uint32_t i, std::uint32_t j) {
                if (!boxes[i].meets(boxes[j]))
                    return;
                const auto gap =
                    workers[worker].between(company, i, j, common_box(boxes[i], boxes[j]), wanted);
                const bool elsewhere =
                    gap && i >= company.own && j >= company.own && tile_of(gap->place) != tile;
                if (gap && !elsewhere)
                    found[worker].push_back(*gap);
            });
        });
        std::vector<Gap> &mine = workers.front().found;
        for (const Gap &gap : open_ones(company, joined(found)))
            mine.push_back(gap);
    });
    return in_order(crew);
}

} // namespace qitu::tabulate
