#include "contacts.h"

#include "crew.h"
#include "cut.h"
#include "neighbours.h"
#include "pairs.h"

#include <tuple>

namespace qitu::tabulate {

namespace {

std::size_t threads_for(int wanted) {
    return static_cast<std::size_t>(
        wanted > 0 ? wanted : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
}

Box common_box(const Box &a, const Box &b) {
    return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
            std::min(a.max_y, b.max_y)};
}

// What each thread found, as one list in the order of the pairs.
template <typename Found>
std::vector<Found> in_order(std::vector<std::vector<Found>> &parts) {
    std::vector<Found> all;
    for (std::vector<Found> &part : parts)
        std::move(part.begin(), part.end(), std::back_inserter(all));
    std::sort(all.begin(), all.end(),
              [](const Found &x, const Found &y) { return std::tie(x.a, x.b) < std::tie(y.a, y.b); });
    return all;
}

// Finds and measures what two polygons have in common; one per thread.
class Overlapper {
  public:
    std::optional<Contacts::Overlap> common(const Rings &a, const Box &box_a, const Rings &b,
                                            const Box &box_b) {
        if (comparer_.contact(a, box_a, b, box_b) == Contact::apart)
            return std::nullopt;
        const Point origin = common_box(box_a, box_b).middle();
        const Geometry common =
            geos_.intersection(geos_.from(shape_of(a), origin).get(), geos_.from(shape_of(b), origin).get());
        Shape shape;
        geos_.read(common.get(), Kind::polygon, shape);
        if (shape.empty())
            return std::nullopt;
        const double m2 = straight_area(shape, origin, geodesy::cgcs2000);
        shape = moved(shape, {-origin.x, -origin.y});
        const Point inside = point_in(common.get());
        return Contacts::Overlap{
            0, 0, m2, {inside.x + origin.x, inside.y + origin.y}, write_wkb_multipolygon(shape)};
    }

  private:
    Point point_in(const GEOSGeometry *geometry) {
        const Geometry point = geos_.own(GEOSPointOnSurface_r(geos_.context(), geometry));
        Point place;
        GEOSGeomGetX_r(geos_.context(), point.get(), &place.x);
        GEOSGeomGetY_r(geos_.context(), point.get(), &place.y);
        return place;
    }

    Comparer comparer_;
    Geos geos_;
};

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

Contacts::Contacts() : state_(std::make_unique<State>()) {}
Contacts::~Contacts() = default;
Contacts::Contacts(Contacts &&) noexcept = default;
Contacts &Contacts::operator=(Contacts &&) noexcept = default;

std::uint32_t Contacts::add(std::span<const std::byte> wkb) {
    read_wkb(wkb, state_->shape);
    orient(state_->shape);
    state_->boxes.push_back(box_of(state_->shape.points));
    state_->rings.push_back(state_->arena.keep(rings_of(state_->shape)));
    return static_cast<std::uint32_t>(state_->rings.size() - 1);
}

std::vector<Contacts::Overlap> Contacts::overlaps(double more_than_m2, const Wanted &wanted,
                                                  int threads) const {
    const std::vector<Box> &boxes = state_->boxes;
    const std::vector<Rings> &rings = state_->rings;
    const BoxPairs pairs(boxes);
    std::vector<Overlapper> workers(threads_for(threads));
    std::vector<std::vector<Overlap>> found(workers.size());
    share_out(workers.size(), pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip, [&](std::uint32_t one, std::uint32_t other) {
            const auto [a, b] = std::minmax(one, other);
            if (!boxes[a].overlaps(boxes[b]) || !wanted(a, b))
                return;
            auto overlap = workers[worker].common(rings[a], boxes[a], rings[b], boxes[b]);
            if (!overlap || overlap->m2 <= more_than_m2)
                return;
            overlap->a = a;
            overlap->b = b;
            found[worker].push_back(std::move(*overlap));
        });
    });
    return in_order(found);
}

std::vector<Contacts::Gap> Contacts::gaps(double width_m, const Wanted &wanted, int threads) const {
    const std::vector<Rings> &rings = state_->rings;
    std::vector<Box> boxes;
    for (const Box &box : state_->boxes)
        boxes.push_back(widened(box, width_m / 2));
    const std::size_t workers = threads_for(threads);
    std::vector<GapFinder> finders(workers, GapFinder(width_m));
    std::vector<std::vector<Gap>> found(workers);
    const BoxPairs pairs(boxes);
    share_out(workers, pairs.strips(), 16, [&](std::size_t worker, std::size_t strip) {
        pairs.of_strip(strip, [&](std::uint32_t one, std::uint32_t other) {
            const auto [a, b] = std::minmax(one, other);
            if (!boxes[a].meets(boxes[b]) || !wanted(a, b))
                return;
            auto gap = finders[worker].between(rings[a], rings[b], common_box(boxes[a], boxes[b]));
            if (gap)
                found[worker].push_back({a, b, gap->width_m, gap->place});
        });
    });
    std::vector<Gap> gaps = in_order(found);

    // What a third one fills, or one of the two themselves, is no gap.
    std::vector<Box> all = state_->boxes;
    for (const Gap &gap : gaps)
        all.push_back({gap.place.x, gap.place.y, gap.place.x, gap.place.y});
    std::vector<char> filled(gaps.size());
    const BoxPairs places(all);
    for (std::size_t strip = 0; !gaps.empty() && strip < places.strips(); ++strip)
        places.of_strip(strip, [&](std::uint32_t one, std::uint32_t other) {
            const auto [polygon, place] = std::minmax(one, other);
            if (polygon >= rings.size() || place < rings.size())
                return;
            const std::size_t gap = place - rings.size();
            if (filled[gap] == 0 && inside(rings[polygon], gaps[gap].place))
                filled[gap] = 1;
        });
    std::vector<Gap> open;
    for (std::size_t i = 0; i < gaps.size(); ++i)
        if (filled[i] == 0)
            open.push_back(gaps[i]);
    return open;
}

} // namespace qitu::tabulate
