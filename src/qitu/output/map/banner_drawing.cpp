// What lies in each banner on a small grid of its own.
#include "borders.h"
#include "clip.h"
#include "conic.h"

#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/banner_drawing.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

namespace qitu::map {

namespace {

using geodesy::Point;
using geometry::Kind;

constexpr double overview_side = 1200; // units along the longer side
constexpr double finest = 5;           // metres a unit of a map that is zoomed
constexpr int footer = 40;             // of 1200: for the scale
constexpr double line_tolerance = 0.6; // units
constexpr double wide_share = 0.02;    // of the map: areas of this mean size are drawn lightly
constexpr double speck = 1.5;          // square units: smaller areas are drawn as a dot
constexpr std::size_t most_features = 20000;

/// The lines of a part, each dot once.
class Pen {
  public:
    void draw(std::vector<GridPoint> points, bool closed) { lines_.push_back({std::move(points), closed}); }
    void dot(const GridPoint &at) {
        if (dots_.insert(at).second)
            draw({at, {at.x + 2, at.y}, {at.x + 2, at.y + 2}, {at.x, at.y + 2}, at}, true);
    }
    void weigh(double area) {
        area_ += area;
        ++count_;
    }
    /// Mean of what was weighed, square units.
    [[nodiscard]] double weight() const { return count_ == 0 ? 0 : area_ / static_cast<double>(count_); }
    [[nodiscard]] std::vector<Line> lines() && { return std::move(lines_); }

  private:
    std::vector<Line> lines_;
    std::set<GridPoint> dots_;
    double area_ = 0;
    std::size_t count_ = 0;
};

/// A banner's map while it is drawn.
class Canvas {
  public:
    Canvas(const geometry::Shape &border, bool by_feature)
        : conic_(geometry::box_of(border.points)), by_feature_(by_feature) {
        geometry::Box box;
        for (const Point &p : border.points)
            box.add(conic_.forward(p));
        const double extent = std::max(box.width(), box.height());
        const double side = by_feature ? std::max(overview_side, extent / finest) : overview_side;
        margin_ = side / (by_feature ? 12 : 60); // room for the neighbours
        metres_ = std::max(1.0, extent / (side - 2 * margin_));
        west_ = box.min_x;
        north_ = box.max_y;
        width_ = 2 * margin_ + box.width() / metres_;
        height_ = 2 * margin_ + box.height() / metres_;
        for (std::size_t ring = 0; ring < border.paths(); ++ring)
            if (std::vector<GridPoint> line = on_grid(placed(border.path(ring))); line.size() >= 4)
                border_.push_back({std::move(line), true});
    }

    void add(const std::string &layer, const std::string &stage, std::int64_t feature,
             const geometry::Shape &shape) {
        Pen &pen = pens_[{shape.kind, layer, stage, by_feature_ ? feature : 0}];
        for (std::size_t path = 0; path < shape.paths(); ++path)
            add(pen, shape.kind, placed(shape.path(path)));
    }

    /// What of it lies on the map; its name in the middle of the largest piece.
    void add_neighbour(const std::string &name, const geometry::Shape &shape) {
        Drawing::Neighbour neighbour{name, {}, {}};
        double largest = 0;
        for (std::size_t path = 0; path < shape.paths(); ++path) {
            const std::optional<std::vector<GridPoint>> ring = seen(placed(shape.path(path)));
            if (!ring)
                continue;
            if (const double area = area_of(*ring); area > largest) {
                largest = area;
                neighbour.at = middle_of(*ring);
            }
            neighbour.lines.push_back({*ring, true});
        }
        if (!neighbour.lines.empty())
            neighbours_.push_back(std::move(neighbour));
    }

    // What is large lies below what is small, lines below points.
    Drawing::Map finish() {
        Drawing::Map map{
            static_cast<int>(std::ceil(width_)),
            static_cast<int>(std::ceil(height_ + footer * std::max(width_, height_) / overview_side)),
            metres_,
            by_feature_,
            std::move(border_),
            std::move(neighbours_),
            {},
            conic_.placing({margin_ - west_ / metres_, margin_ + north_ / metres_}, metres_)};
        std::vector<std::pair<std::pair<double, Kind>, Drawing::Part>> parts;
        for (auto &[key, pen] : pens_) {
            const auto &[kind, layer, stage, feature] = key;
            const double weight = pen.weight();
            const bool wide = kind == Kind::polygon && weight > wide_share * width_ * height_;
            if (std::vector<Line> lines = std::move(pen).lines(); !lines.empty())
                parts.push_back({{weight, kind}, {layer, stage, kind, wide, feature, std::move(lines)}});
        }
        std::stable_sort(parts.begin(), parts.end(),
                         [](const auto &a, const auto &b) { return a.first > b.first; });
        for (auto &[weight, part] : parts)
            map.parts.push_back(std::move(part));
        return map;
    }

  private:
    [[nodiscard]] geodesy::Ring placed(std::span<const Point> path) const {
        geodesy::Ring result;
        result.reserve(path.size());
        for (const Point &p : path) {
            const Point metres = conic_.forward(p);
            result.push_back(
                {margin_ + (metres.x - west_) / metres_, margin_ + (north_ - metres.y) / metres_});
        }
        return result;
    }

    static std::vector<GridPoint> on_grid(const geodesy::Ring &path) {
        std::vector<GridPoint> line;
        for (const Point &p : path)
            if (const GridPoint at{static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y))};
                line.empty() || line.back() != at)
                line.push_back(at);
        return line.size() > 3 ? simplified(std::move(line), line_tolerance) : line;
    }

    void add(Pen &pen, Kind kind, const geodesy::Ring &path) const {
        switch (kind) {
        case Kind::point:
            return pen.dot(on_grid(path).front());
        case Kind::line:
            return add_line(pen, path);
        default:
            break;
        }
        if (std::optional<std::vector<GridPoint>> ring = seen(path)) {
            pen.weigh(area_of(*ring));
            if (ring->size() < 4 || area_of(*ring) < speck)
                pen.dot(ring->front());
            else
                pen.draw(std::move(*ring), true);
        }
    }

    /// The part of a closed ring that lies on the map.
    [[nodiscard]] std::optional<std::vector<GridPoint>> seen(const geodesy::Ring &path) const {
        geodesy::Ring open(path.begin(), path.end() - 1);
        open = clipped(std::move(open), width_, height_);
        if (open.empty())
            return std::nullopt;
        open.push_back(open.front());
        std::vector<GridPoint> ring = on_grid(open);
        if (ring.front() != ring.back())
            ring.push_back(ring.front());
        return ring;
    }

    static GridPoint middle_of(const std::vector<GridPoint> &ring) {
        geometry::Box box;
        for (const GridPoint &p : ring)
            box.add(Point{static_cast<double>(p.x), static_cast<double>(p.y)});
        return {static_cast<int>((box.min_x + box.max_x) / 2), static_cast<int>((box.min_y + box.max_y) / 2)};
    }

    // Only stretches near the map.
    void add_line(Pen &pen, const geodesy::Ring &path) const {
        const auto near = [&](const Point &a, const Point &b) {
            return std::max(a.x, b.x) >= 0 && std::min(a.x, b.x) <= width_ && std::max(a.y, b.y) >= 0 &&
                   std::min(a.y, b.y) <= height_;
        };
        geodesy::Ring stretch;
        const auto leave = [&] {
            if (const std::vector<GridPoint> line = on_grid(stretch); line.size() >= 2)
                pen.draw(line, false);
            else if (!line.empty())
                pen.dot(line.front());
            stretch.clear();
        };
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            if (!near(path[i], path[i + 1])) {
                leave();
                continue;
            }
            if (stretch.empty())
                stretch.push_back(path[i]);
            stretch.push_back(path[i + 1]);
        }
        leave();
    }

    Conic conic_;
    bool by_feature_;
    double margin_ = 0;
    double metres_ = 1;
    double west_ = 0;
    double north_ = 0;
    double width_ = 0;
    double height_ = 0;
    std::vector<Line> border_;
    std::vector<Drawing::Neighbour> neighbours_;
    std::map<std::tuple<Kind, std::string, std::string, std::int64_t>, Pen> pens_;
};

/// The maps that are wanted, empty but for borders and neighbours.
std::map<std::string, Canvas> canvases_of(const workspace::Workspace &workspace,
                                          const std::vector<indicators::FeatureShares> &parts,
                                          const Wanted &wanted) {
    std::map<std::string, std::size_t> features;
    for (const indicators::FeatureShares &layer : parts)
        for (const indicators::FeatureShare &share : layer.rows)
            ++features[share.admin];
    std::map<std::string, Canvas> canvases;
    std::map<std::string, std::pair<std::string, geometry::Shape>> borders;
    for (const workspace::Boundary &banner : workspace.banners())
        borders.emplace(banner.code, std::pair(banner.name, polygons_of(banner)));
    for (const auto &[code, border] : borders) {
        if (!wanted.only.empty() && wanted.only != code)
            continue;
        const bool by_feature = wanted.features && features[code] <= most_features;
        Canvas canvas(border.second, by_feature);
        geometry::Box near = geometry::box_of(border.second.points);
        const double room = std::max(near.width(), near.height()) / 4;
        near = {near.min_x - room, near.min_y - room, near.max_x + room, near.max_y + room};
        for (const auto &[other, neighbour] : borders)
            if (by_feature && other != code && near.meets(geometry::box_of(neighbour.second.points)))
                canvas.add_neighbour(neighbour.first, neighbour.second);
        canvases.emplace(code, std::move(canvas));
    }
    return canvases;
}

/// Draws the features of a layer in the banners that they have a part of.
void add_layer(std::map<std::string, Canvas> &canvases, const workspace::Workspace &workspace,
               const catalogue::Layer &layer, const std::vector<indicators::FeatureShare> &shares) {
    const int stage = layer.index_of(catalogue::field_id::stage);
    std::unordered_map<std::int64_t, std::vector<Canvas *>> where;
    for (const indicators::FeatureShare &share : shares)
        if (const auto canvas = canvases.find(share.admin); canvas != canvases.end())
            where[share.feature].push_back(&canvas->second);
    if (where.empty())
        return;
    catalogue::Feature feature;
    for (auto cursor = workspace::features(workspace, layer); cursor.next(feature);) {
        const auto found = where.find(feature.id);
        if (found == where.end())
            continue;
        const geometry::Shape shape =
            geometry::read_wkb(feature.wkb); // the engine has read it, or it has no share
        const std::string at =
            stage < 0 ? "" : catalogue::text_of(feature.values[static_cast<std::size_t>(stage)]);
        for (Canvas *canvas : found->second)
            canvas->add(layer.id, at, feature.id, shape);
    }
}

} // namespace

Drawing draw(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
             const std::vector<indicators::Totals> &layers,
             const std::vector<indicators::FeatureShares> &parts, const Wanted &wanted) {
    std::map<std::string, Canvas> canvases = canvases_of(workspace, parts, wanted);
    for (std::size_t i = 0; i < layers.size() && i < parts.size(); ++i)
        if (!layers[i].rows.empty())
            add_layer(canvases, workspace, catalogue.layer(layers[i].rows.front().layer), parts[i].rows);
    Drawing drawing;
    for (auto &[code, canvas] : canvases)
        drawing.banners[code] = canvas.finish();
    return drawing;
}

bool name_fits(const Drawing::Neighbour &neighbour, const Drawing::Map &map, int size) {
    const double half = size * static_cast<double>(display_width(neighbour.name)) / 4; // a Hanzi is two wide
    return neighbour.at.x >= half && neighbour.at.x + half <= map.width && neighbour.at.y >= size &&
           neighbour.at.y <= map.height;
}

std::string path_of(const std::vector<Line> &lines) {
    std::string text;
    const auto put = [&](int number, bool first) {
        if (!first && number >= 0)
            text += ' ';
        text += std::to_string(number);
    };
    GridPoint pen{0, 0}; // after a closed line: where it began
    for (const Line &line : lines) {
        text += text.empty() ? 'M' : 'm';
        GridPoint at = line.points.front();
        put(at.x - pen.x, true);
        put(at.y - pen.y, false);
        pen = at;
        text += 'l';
        for (std::size_t i = 1; i + (line.closed ? 1 : 0) < line.points.size(); ++i) {
            put(line.points[i].x - at.x, i == 1);
            put(line.points[i].y - at.y, false);
            at = line.points[i];
        }
        if (line.closed)
            text += 'z';
        else
            pen = at;
    }
    return text;
}

} // namespace qitu::map
