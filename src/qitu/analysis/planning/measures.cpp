#include "measures.h"

#include "local_plane.h"

#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/engine/tabulate/zone_assignment.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qitu::planning {

namespace {

using geometry::Point;
using Values = std::vector<std::optional<double>>;

template <typename Take>
void for_each_feature(const Criterion &criterion, const workspace::Workspace &workspace, const Take &take) {
    for (const catalogue::Layer *layer : criterion.layers) {
        workspace::FeatureCursor cursor = workspace::features(workspace, *layer);
        for (catalogue::Feature feature; cursor.next(feature);)
            if (meets(criterion.where, *layer, feature))
                take(*layer, feature);
    }
}

// ---------------------------------------------------------------- by area

class AreaMeasure {
  public:
    AreaMeasure(const Criterion &criterion, const workspace::Workspace &workspace) : criterion_(criterion) {
        zones_.crs = geodesy::Crs::from("EPSG:4490");
        for_each_feature(criterion, workspace, [&](const auto &layer, const auto &feature) {
            numbers_.push_back(number_of(layer, feature));
            zones_.zones.push_back({fmt::format("{:09}", zones_.zones.size()), feature.wkb});
        });
    }

    Values of(std::span<const Measured> blocks, std::span<const Parcel> parcels,
              std::span<const std::size_t> block_of, const tabulate::Options &options) {
        inside_.assign(blocks.size(), 0);
        known_.assign(blocks.size(), 0);
        sums_.assign(blocks.size(), 0);
        wholes_.assign(blocks.size(), 0);
        if (!zones_.zones.empty())
            assign(parcels, block_of, options);
        Values values;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (criterion_.kind == Criterion::Kind::inside)
                values.emplace_back(wholes_[i] > 0 ? std::min(1.0, inside_[i] / wholes_[i]) : 0);
            else
                values.push_back(known_[i] > 0 ? std::optional(sums_[i] / known_[i]) : std::nullopt);
        }
        return values;
    }

  private:
    std::optional<double> number_of(const catalogue::Layer &layer, const catalogue::Feature &feature) const {
        const int place = criterion_.field.empty() ? -1 : layer.index_of(criterion_.field);
        double number = 0;
        if (place < 0 ||
            !parse_number(catalogue::text_of(feature.values[static_cast<std::size_t>(place)]), number))
            return {};
        return number;
    }

    void assign(std::span<const Parcel> parcels, std::span<const std::size_t> block_of,
                const tabulate::Options &options) {
        tabulate::ZoneAssignment assignment(zones_.crs, zones_, geodesy::Method::straight, options.threads);
        constexpr std::size_t batch = 4096;
        for (std::size_t begin = 0; begin < parcels.size(); begin += batch) {
            const std::size_t end = std::min(begin + batch, parcels.size());
            std::vector<tabulate::Item> items(end - begin);
            for (std::size_t i = begin; i < end; ++i) {
                items[i - begin].id = static_cast<std::int64_t>(i);
                items[i - begin].wkb = parcels[i].wkb;
            }
            assignment.assign(items, [&](const tabulate::Piece &piece) {
                note(piece, block_of[static_cast<std::size_t>(piece.feature)]);
            });
            report_progress(options.progress, end, parcels.size());
        }
    }

    void note(const tabulate::Piece &piece, std::size_t block) {
        wholes_[block] += piece.gross_m2;
        if (piece.zone.empty())
            return;
        inside_[block] += piece.gross_m2;
        const std::optional<double> &number = numbers_[std::stoul(piece.zone)];
        if (number) {
            known_[block] += piece.gross_m2;
            sums_[block] += piece.gross_m2 * *number;
        }
    }

    const Criterion &criterion_;
    tabulate::Zones zones_;
    std::vector<std::optional<double>> numbers_; // of each zone
    std::vector<double> inside_, known_, sums_, wholes_;
};

// ---------------------------------------------------------------- by distance

Point nearest_on(Point from, Point to) { // to the origin
    const double dx = to.x - from.x, dy = to.y - from.y;
    const double square = dx * dx + dy * dy;
    const double along = square > 0 ? std::clamp(-(from.x * dx + from.y * dy) / square, 0.0, 1.0) : 0;
    return {from.x + along * dx, from.y + along * dy};
}

bool lies_in(Point p, const geometry::Shape &polygon) {
    bool inside = false;
    geometry::for_each_edge(geometry::rings_of(polygon), [&](Point a, Point b) {
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
    });
    return inside;
}

class DistanceMeasure {
  public:
    DistanceMeasure(const Criterion &criterion, const workspace::Workspace &workspace)
        : criterion_(criterion) {
        for_each_feature(criterion, workspace, [&](const auto &, const auto &feature) {
            geometry::Shape shape = geometry::read_wkb(feature.wkb);
            if (!shape.empty()) {
                boxes_.push_back(geometry::box_of(shape.points));
                shapes_.push_back(std::move(shape));
            }
        });
    }

    Values of(std::span<const Measured> blocks) const {
        Values values;
        for (const Measured &block : blocks)
            values.push_back(criterion_.kind == Criterion::Kind::count ? std::optional(count(block.middle))
                                                                       : nearest(block.middle));
        return values;
    }

  private:
    [[nodiscard]] double count(Point middle) const {
        const LocalPlane plane(middle);
        double found = 0;
        for (std::size_t i = 0; i < shapes_.size(); ++i)
            if (box_distance(i, plane) <= criterion_.within_m * 1.1 &&
                distance(i, middle, plane) <= criterion_.within_m)
                ++found;
        return found;
    }

    [[nodiscard]] std::optional<double> nearest(Point middle) const {
        const LocalPlane plane(middle);
        double best = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < shapes_.size(); ++i)
            if (box_distance(i, plane) < best * 1.1)
                best = std::min(best, distance(i, middle, plane));
        return shapes_.empty() ? std::nullopt : std::optional(best);
    }

    [[nodiscard]] double box_distance(std::size_t i, const LocalPlane &plane) const {
        const Point low = plane.metres({boxes_[i].min_x, boxes_[i].min_y});
        const Point high = plane.metres({boxes_[i].max_x, boxes_[i].max_y});
        return std::hypot(std::max({0.0, low.x, -high.x}), std::max({0.0, low.y, -high.y}));
    }

    // The nearest place is sought in the plane, and its distance is that of the geodesic.
    [[nodiscard]] double distance(std::size_t i, Point middle, const LocalPlane &plane) const {
        const geometry::Shape &shape = shapes_[i];
        if (shape.kind == geometry::Kind::polygon && lies_in(middle, shape))
            return 0;
        double best = std::numeric_limits<double>::infinity();
        Point place;
        const auto look_at = [&](Point p) {
            if (const double far = std::hypot(p.x, p.y); far < best) {
                best = far;
                place = p;
            }
        };
        for (const Point p : shape.points)
            look_at(plane.metres(p));
        if (shape.kind != geometry::Kind::point)
            for (std::size_t path = 0; path < shape.paths(); ++path) {
                const auto points = shape.path(path);
                for (std::size_t k = 0; k + 1 < points.size(); ++k)
                    look_at(nearest_on(plane.metres(points[k]), plane.metres(points[k + 1])));
            }
        const std::array<Point, 2> line{
            middle, Point{middle.x + plane.degrees_x(place.x), middle.y + plane.degrees_y(place.y)}};
        return geodesy::length(line);
    }

    const Criterion &criterion_;
    std::vector<geometry::Shape> shapes_;
    std::vector<geometry::Box> boxes_;
};

} // namespace

Values values_of(const Criterion &criterion, const workspace::Workspace &workspace,
                 std::span<const Measured> blocks, std::span<const Parcel> parcels,
                 std::span<const std::size_t> block_of, const tabulate::Options &options) {
    using Kind = Criterion::Kind;
    constexpr double hundred = 100;
    Values values;
    switch (criterion.kind) {
    case Kind::inside:
    case Kind::mean:
        return AreaMeasure(criterion, workspace).of(blocks, parcels, block_of, options);
    case Kind::distance:
    case Kind::count:
        return DistanceMeasure(criterion, workspace).of(blocks);
    case Kind::compactness:
        for (const Measured &block : blocks)
            values.emplace_back(block.compactness);
        return values;
    case Kind::parcels:
        break;
    }
    for (const Measured &block : blocks)
        values.emplace_back(hundred * static_cast<double>(block.parcels) * square_metres_per_mu / block.m2);
    return values;
}

} // namespace qitu::planning
