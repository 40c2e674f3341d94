#include "adjacency.h"

#include <qitu/analysis/planning/lots.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/local_plane.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sources/ready_banners.h>
#include <qitu/data/workspace/features.h>
#include <qitu/engine/overlay/box_pairs.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>

namespace qitu::planning {

namespace {

using geometry::Point;

// The features asked for, as the engine reads them.
class AreaSource : public tabulate::Source {
  public:
    AreaSource(const workspace::Workspace &workspace, const catalogue::Layer &layer,
               const std::vector<std::int64_t> &features)
        : cursor_(workspace::features(workspace, layer, features)) {}
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override {
        if (!cursor_.next(feature_))
            return false;
        item.id = feature_.id;
        item.key = {0, feature_.id};
        item.wkb = feature_.wkb;
        item.no_place = feature_.no_place;
        item.central_meridian = feature_.central_meridian;
        return true;
    }

  private:
    workspace::FeatureCursor cursor_;
    catalogue::Feature feature_;
};

double distance(const geometry::Shape &one, const geometry::Shape &other) {
    const geodesy::LocalPlane plane(geometry::box_of(one.points).middle());
    double best = std::numeric_limits<double>::infinity();
    const auto look_at = [&](const geometry::Shape &points, const geometry::Shape &edges) {
        for (const Point point : points.points)
            geometry::for_each_edge(geometry::rings_of(edges), [&](Point from, Point to) {
                const Point p = plane.metres(point), a = plane.metres(from), b = plane.metres(to);
                const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
                const double along =
                    square > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0) : 0;
                best = std::min(best, std::hypot(p.x - a.x - along * dx, p.y - a.y - along * dy));
            });
    };
    look_at(one, other);
    look_at(other, one);
    return best;
}

class Cutting {
  public:
    Cutting(const workspace::Workspace &workspace, const catalogue::Layer &layer,
            const std::vector<std::int64_t> &features, const tabulate::Options &options)
        : options_(options) {
        std::map<std::int64_t, double> net;
        AreaSource source(workspace, layer, features);
        tabulate::tabulate(source, sources::ready_banners(workspace, options.threads), options,
                           [&](const tabulate::Piece &piece) { net[piece.feature] += piece.net_m2; });
        workspace::FeatureCursor cursor = workspace::features(workspace, layer, features);
        std::vector<double> weights;
        for (catalogue::Feature feature; cursor.next(feature);)
            if (net[feature.id] > 0) {
                ids_.push_back(feature.id);
                weights.push_back(net[feature.id]);
                shapes_.push_back(geometry::read_wkb(feature.wkb));
            }
        parcels_ = neighbours(shapes_, std::move(weights));
    }

    Lots cut(std::uint32_t count, double bridge_m, bool with_shapes) {
        if (ids_.size() < count || count < 1)
            throw Error(ErrorKind::refused,
                        say("{} parcels cannot be cut into {} lots.", ids_.size(), count));
        bridge(bridge_m);
        const Parts parts = balanced_parts(parcels_.graph, count);
        result_.worst_deviation = planning::worst_deviation(parcels_.graph, parts, count);
        for (const std::uint32_t part : west_to_east(parts, count))
            add_lot(parts, part, with_shapes);
        return std::move(result_);
    }

  private:
    // Pieces that no border joins are joined across the shortest gaps between them, ever wider ones.
    void bridge(double most_m) {
        const std::size_t before = components(parcels_.graph).size();
        constexpr double first_reach = 10;
        double reach = std::min(first_reach, most_m);
        while (number_pieces() > 1) {
            join_within(reach);
            report_progress(options_.progress, before - number_pieces(), before);
            if (reach >= most_m)
                break;
            reach = std::min(2 * reach, most_m);
        }
        if (number_pieces() > 1)
            throw Error(ErrorKind::refused, say("The area is in {} pieces with more than {:g} m between "
                                                "them: lots would not be connected. "
                                                "Cut each piece by itself, or allow wider gaps.",
                                                number_pieces(), most_m));
        if (before > 1)
            result_.notes.push_back(
                say("The area is in {} pieces; lots are connected across gaps of up to {:.1f} m.", before,
                    widest_));
    }

    std::size_t number_pieces() {
        const auto pieces = components(parcels_.graph);
        piece_of_.assign(ids_.size(), 0);
        for (std::size_t i = 0; i < pieces.size(); ++i)
            for (const std::uint32_t vertex : pieces[i])
                piece_of_[vertex] = static_cast<std::uint32_t>(i);
        return pieces.size();
    }

    struct Gap {
        double width;
        std::uint32_t a, b;
    };
    void join_within(double reach) {
        std::vector<geometry::Box> boxes;
        for (const geometry::Shape &shape : shapes_) {
            const geometry::Box box = geometry::box_of(shape.points);
            const geodesy::LocalPlane plane(box.middle());
            boxes.push_back(geometry::buffered(box, plane.degrees_x(reach) / 2, plane.degrees_y(reach) / 2));
        }
        std::vector<Gap> gaps;
        const overlay::BoxPairs pairs(boxes);
        for (std::size_t strip = 0; strip < pairs.strips(); ++strip)
            pairs.of_strip(strip, [&](std::uint32_t a, std::uint32_t b) {
                if (piece_of_[a] == piece_of_[b])
                    return;
                const double width = distance(shapes_[a], shapes_[b]);
                if (width <= reach)
                    gaps.push_back({width, std::min(a, b), std::max(a, b)});
            });
        std::sort(gaps.begin(), gaps.end(), [](const Gap &one, const Gap &other) {
            return std::tie(one.width, one.a, one.b) < std::tie(other.width, other.a, other.b);
        });
        for (const Gap &gap : gaps) {  // all of them: one bridge alone would tie the lots on both sides
            constexpr double weak = 1; // m of border: lots are rather cut here
            parcels_.graph.connect(gap.a, gap.b, weak);
            widest_ = std::max(widest_, gap.width);
        }
    }

    [[nodiscard]] std::vector<std::uint32_t> west_to_east(const Parts &parts, std::uint32_t count) const {
        std::vector<double> west(count, std::numeric_limits<double>::infinity());
        for (std::size_t i = 0; i < parts.size(); ++i)
            west[parts[i]] = std::min(west[parts[i]], geometry::box_of(shapes_[i].points).min_x);
        std::vector<std::uint32_t> order(count);
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return west[a] < west[b]; });
        return order;
    }

    void add_lot(const Parts &parts, std::uint32_t part, bool with_shape) {
        Lot lot;
        lot.id = static_cast<std::int64_t>(result_.lots.size()) + 1;
        std::vector<geometry::GeosGeometry> shapes;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (parts[i] == part) {
                lot.net_m2 += parcels_.graph.weights[i];
                lot.features.push_back(ids_[i]);
                if (with_shape)
                    shapes.push_back(geos_.from(geometry::find_defect(shapes_[i], geos_)
                                                    ? geometry::make_valid(shapes_[i], geos_)
                                                    : shapes_[i]));
            }
        lot.parcels = lot.features.size();
        if (with_shape) {
            geometry::Shape whole;
            whole.kind = geometry::Kind::polygon;
            const geometry::GeosGeometry united = geos_.united(std::move(shapes));
            geos_.read(united.get(), geometry::Kind::polygon, whole);
            lot.wkb = geometry::write_wkb(whole);
        }
        result_.lots.push_back(std::move(lot));
    }

    const tabulate::Options &options_;
    std::vector<std::int64_t> ids_;
    std::vector<geometry::Shape> shapes_;
    Neighbours parcels_;
    std::vector<std::uint32_t> piece_of_; // of each parcel
    double widest_ = 0;                   // of the gaps that were bridged
    geometry::Geos geos_;
    Lots result_;
};

} // namespace

Lots lots_of(const workspace::Workspace &workspace, const catalogue::Layer &layer,
             const std::vector<std::int64_t> &features, std::uint32_t count, double bridge_m, bool shapes,
             const tabulate::Options &options) {
    if (layer.geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage, say("The layer {} has no polygons to cut into lots.", layer.id));
    return Cutting(workspace, layer, features, options).cut(count, bridge_m, shapes);
}

} // namespace qitu::planning
