// What lines have in common. Two surveys of one road have other vertices on the same line, rounded to a
// centimetre: lines are laid on a grid of that size, where vertices draw passing lines to them. What is shared to
// the last digit is measured as drawn, on a much finer grid.
#include "zone_overlay.h"

namespace qitu::overlay {

namespace {

constexpr double as_drawn = 1e-10;    // degrees
constexpr double centimetre = 1e-7;   // likewise
constexpr double least_stretch = 0.1; // m: less is a crossing at a narrow angle

Shape lines_of(const Rings &rings) {
    Shape shape;
    shape.kind = Kind::line;
    for (std::uint32_t i = 0; i < rings.count; ++i) {
        shape.add_path(rings.ring(i));
        shape.end_part();
    }
    return shape;
}

} // namespace

double ZoneOverlay::length_of(const Shape &lines) const {
    double sum = 0;
    for (std::size_t i = 0; i < lines.paths(); ++i)
        sum += geodesy::length(lines.path(i), ellipsoid_);
    return sum;
}

Shape ZoneOverlay::common_on_grid(const Shape &line, std::span<const Shape> others, Point origin,
                                  double grid) {
    std::vector<GeosGeometry> parts;
    for (const Shape &other : others)
        parts.push_back(geos_.from(other, origin));
    Shape common;
    const GeosGeometry all = geos_.united(std::move(parts), grid);
    geos_.read(geos_.intersection(geos_.from(line, origin).get(), all.get(), grid).get(), Kind::line, common);
    return moved(common, {-origin.x, -origin.y});
}

Shape ZoneOverlay::common_stretch(const Rings &line, std::span<const Rings> others, Point origin) {
    const Shape own = lines_of(line);
    std::vector<Shape> shapes;
    for (const Rings &other : others)
        shapes.push_back(lines_of(other));
    Shape exact = common_on_grid(own, shapes, origin, as_drawn);
    Shape near = common_on_grid(own, shapes, origin, centimetre);
    const double length = length_of(near);
    if (length < least_stretch)
        return {};
    constexpr double alike = 1e-3;
    return length_of(exact) > length * (1 - alike) ? std::move(exact) : std::move(near);
}

double ZoneOverlay::common_length(const Rings &a, const Rings &b) {
    return length_of(common_stretch(a, std::span(&b, 1), box_of(a.all()).middle()));
}

void ZoneOverlay::subtract_line(const Rings &line, std::span<const Rings> priors, double &taken,
                                std::vector<Share> *shares) {
    const Shape common = common_stretch(line, priors, box_of(line.all()).middle());
    if (common.empty())
        return;
    const double measure = length_of(common);
    if (shares == nullptr)
        taken = measure;
    else
        note_taken(cut(common, box_of(common.points), measure), measure, *shares);
}

} // namespace qitu::overlay
