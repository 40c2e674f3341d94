// What lies in each banner as short SVG paths on a small grid of its own.
#include "borders.h"
#include "clip.h"
#include "conic.h"

#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/banner_drawing.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace qitu::map {

namespace {

using geodesy::Point;
using geometry::Kind;

constexpr double map_side = 1200; // units along the longer side
constexpr int drawing_margin = 20;
constexpr int footer = 40;             // for the scale
constexpr double line_tolerance = 0.6; // units
constexpr double wide_share = 0.02;    // of the map: areas of this mean size are drawn lightly
constexpr double speck = 1.5;          // square units: smaller areas are drawn as a dot

/// Appends subpaths in relative coordinates, each after the place where the last one left the pen.
class Pen {
  public:
    void draw(const std::vector<GridPoint> &points, bool closed) {
        begin(points.front());
        text_ += 'l';
        bool first = true;
        const std::size_t end = points.size() - (closed ? 1 : 0);
        GridPoint at = points.front();
        for (std::size_t i = 1; i < end; ++i) {
            put(points[i].x - at.x, first);
            put(points[i].y - at.y, false);
            at = points[i];
            first = false;
        }
        if (closed)
            text_ += 'z';
        else
            pen_ = at;
    }
    void dot(const GridPoint &at) {
        if (!dots_.insert(at).second)
            return;
        begin(at);
        text_ += "h2v2h-2z";
    }
    void weigh(double area) {
        area_ += area;
        ++count_;
    }
    /// Mean of what was weighed, square units.
    [[nodiscard]] double weight() const { return count_ == 0 ? 0 : area_ / static_cast<double>(count_); }
    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    void begin(const GridPoint &at) {
        text_ += text_.empty() ? 'M' : 'm';
        put(at.x - pen_.x, true);
        put(at.y - pen_.y, false);
        pen_ = at;
    }
    void put(int number, bool first) {
        if (!first && number >= 0)
            text_ += ' ';
        text_ += std::to_string(number);
    }

    std::string text_;
    GridPoint pen_{0, 0}; // after a closed subpath: where it began
    std::set<GridPoint> dots_;
    double area_ = 0;
    std::size_t count_ = 0;
};

/// A banner's map while it is drawn.
class Canvas {
  public:
    explicit Canvas(const geometry::Shape &border) : conic_(geometry::box_of(border.points)) {
        geometry::Box box;
        for (const Point &p : border.points)
            box.add(conic_.forward(p));
        metres_ = std::max(1.0, std::max(box.width(), box.height()) / (map_side - 2 * drawing_margin));
        west_ = box.min_x;
        north_ = box.max_y;
        width_ = 2 * drawing_margin + box.width() / metres_;
        height_ = 2 * drawing_margin + box.height() / metres_;
        Pen pen;
        for (std::size_t ring = 0; ring < border.paths(); ++ring)
            if (const std::vector<GridPoint> line = on_grid(placed(border.path(ring))); line.size() >= 4)
                pen.draw(line, true);
        border_ = std::move(pen).text();
    }

    void add(const std::string &layer, const std::string &stage, const geometry::Shape &shape) {
        Pen &pen = pens_[{shape.kind, layer, stage}];
        for (std::size_t path = 0; path < shape.paths(); ++path)
            add(pen, shape.kind, placed(shape.path(path)));
    }

    // What is large lies below what is small, lines below points.
    Drawing::Map finish() {
        Drawing::Map map{static_cast<int>(std::ceil(width_)),
                         static_cast<int>(std::ceil(height_)) + footer,
                         metres_,
                         std::move(border_),
                         {}};
        std::vector<std::pair<std::pair<double, Kind>, Drawing::Part>> parts;
        for (auto &[key, pen] : pens_) {
            const auto &[kind, layer, stage] = key;
            const double weight = pen.weight();
            const bool is_wide = weight > wide_share * width_ * height_;
            if (std::string path = std::move(pen).text(); !path.empty())
                parts.push_back({{weight, kind},
                                 {layer, stage,
                                  kind == Kind::line    ? "line"
                                  : kind == Kind::point ? "point"
                                  : is_wide             ? "polygon wide"
                                                        : "polygon",
                                  std::move(path)}});
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
            result.push_back({drawing_margin + (metres.x - west_) / metres_,
                              drawing_margin + (north_ - metres.y) / metres_});
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
        geodesy::Ring open(path.begin(), path.end() - 1);
        open = clipped(std::move(open), width_, height_);
        if (open.empty())
            return;
        open.push_back(open.front());
        std::vector<GridPoint> ring = on_grid(open);
        if (ring.front() != ring.back())
            ring.push_back(ring.front());
        pen.weigh(area_of(ring));
        if (ring.size() < 4 || area_of(ring) < speck)
            pen.dot(ring.front());
        else
            pen.draw(ring, true);
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
    double metres_ = 1;
    double west_ = 0;
    double north_ = 0;
    double width_ = 0;
    double height_ = 0;
    std::string border_;
    std::map<std::tuple<Kind, std::string, std::string>, Pen> pens_;
};

} // namespace

Drawing draw(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
             const std::vector<indicators::Totals> &layers,
             const std::vector<indicators::FeatureShares> &parts) {
    std::map<std::string, Canvas> canvases;
    for (const workspace::Boundary &banner : workspace.banners())
        canvases.emplace(banner.code, Canvas(polygons_of(banner)));
    for (std::size_t i = 0; i < layers.size() && i < parts.size(); ++i) {
        if (layers[i].rows.empty())
            continue;
        const catalogue::Layer &layer = catalogue.layer(layers[i].rows.front().layer);
        const int stage = layer.index_of(catalogue::field_id::stage);
        const std::vector<indicators::FeatureShare> &shares = parts[i].rows;
        std::unordered_map<std::int64_t, std::size_t> first;
        for (std::size_t k = 0; k < shares.size(); ++k)
            first.try_emplace(shares[k].feature, k);
        catalogue::Feature feature;
        for (auto cursor = workspace::features(workspace, layer); cursor.next(feature);) {
            const auto found = first.find(feature.id);
            if (found == first.end())
                continue;
            const geometry::Shape shape =
                geometry::read_wkb(feature.wkb); // the engine has read it, or it has no share
            const std::string at =
                stage < 0 ? "" : catalogue::text_of(feature.values[static_cast<std::size_t>(stage)]);
            for (std::size_t k = found->second; k < shares.size() && shares[k].feature == feature.id; ++k)
                canvases.at(shares[k].admin).add(layer.id, at, shape);
        }
    }
    Drawing drawing;
    for (auto &[code, canvas] : canvases)
        drawing.banners[code] = canvas.finish();
    return drawing;
}

} // namespace qitu::map
