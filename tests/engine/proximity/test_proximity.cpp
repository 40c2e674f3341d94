// Distances against GeographicLib: the places on every pair of edges that lie nearest to each other, sought by bisection along
// geodesics alone.
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/proximity/proximity.h>

#include <GeographicLib/Geodesic.hpp>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace qitu;
using geometry::Kind;
using geometry::Point;
using geometry::Shape;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double apart(Point a, Point b) {
    static const GeographicLib::Geodesic geodesic(geodesy::cgcs2000.a, geodesy::cgcs2000.f);
    double m = 0;
    geodesic.Inverse(a.y, a.x, b.y, b.x, m);
    return m;
}

Point along(Point a, Point b, double t) {
    return {a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

template <typename Value>
double least(const Value &value) {
    double low = 0, high = 1;
    for (int i = 0; i < 60; ++i) {
        const double one = low + (high - low) * 0.382, two = low + (high - low) * 0.618;
        (value(one) < value(two) ? high : low) = value(one) < value(two) ? two : one;
    }
    return std::min({value((low + high) / 2), value(0), value(1)});
}

struct Edge {
    Point a, b;
    [[nodiscard]] double length() const { return apart(a, b); }
};

std::vector<Edge> edges_of(const Shape &shape) {
    std::vector<Edge> edges;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        if (path.size() == 1)
            edges.push_back({path[0], path[0]});
        for (std::size_t k = 0; k + 1 < path.size(); ++k)
            edges.push_back({path[k], path[k + 1]});
    }
    return edges;
}

bool cross(const Edge &one, const Edge &two) {
    const auto turn = [](Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    };
    return turn(one.a, one.b, two.a) * turn(one.a, one.b, two.b) < 0 &&
           turn(two.a, two.b, one.a) * turn(two.a, two.b, one.b) < 0;
}

bool inside(Point p, const Shape &polygon) {
    bool odd = false;
    for (const Edge &edge : edges_of(polygon))
        if ((edge.a.y > p.y) != (edge.b.y > p.y) &&
            p.x < edge.a.x + (p.y - edge.a.y) / (edge.b.y - edge.a.y) * (edge.b.x - edge.a.x))
            odd = !odd;
    return odd;
}

// Segments that do not cross are nearest at an end of one of them.
double naive_distance(const Edge &one, const Edge &two) {
    if (cross(one, two))
        return 0;
    const auto to = [](Point p, const Edge &edge) {
        return least([&](double t) { return apart(p, along(edge.a, edge.b, t)); });
    };
    return std::min({to(one.a, two), to(one.b, two), to(two.a, one), to(two.b, one)});
}

double naive_distance(const Shape &one, const Shape &two) {
    if ((one.kind == Kind::polygon && inside(two.points[0], one)) ||
        (two.kind == Kind::polygon && inside(one.points[0], two)))
        return 0;
    double best = infinity;
    for (const Edge &a : edges_of(one))
        for (const Edge &b : edges_of(two)) {
            const double ends =
                std::min({apart(a.a, b.a), apart(a.a, b.b), apart(a.b, b.a), apart(a.b, b.b)});
            if (ends - a.length() - b.length() < best)
                best = std::min(best, naive_distance(a, b));
        }
    return best;
}

class Drawing {
  public:
    explicit Drawing(unsigned seed) : random_(seed) {}

    Shape any(double spread) {
        const double x = 110 + spread * between(-1, 1), y = 41 + spread * between(-1, 1);
        switch (random_() % 3) {
        case 0:
            return shape(Kind::point, {{x, y}});
        case 1:
            return shape(Kind::line, walk(x, y));
        default:
            return shape(Kind::polygon, star(x, y));
        }
    }

  private:
    double between(double low, double high) {
        return std::uniform_real_distribution<double>(low, high)(random_);
    }
    static Shape shape(Kind kind, const std::vector<Point> &points) {
        Shape made;
        made.kind = kind;
        made.add_path(points);
        made.end_part();
        return made;
    }
    std::vector<Point> walk(double x, double y) {
        std::vector<Point> points{{x, y}};
        const std::size_t steps = 1 + random_() % 40; // more than one stretch of edges
        for (std::size_t i = 0; i < steps; ++i)
            points.push_back(
                {points.back().x + between(-0.004, 0.006), points.back().y + between(-0.004, 0.006)});
        return points;
    }
    std::vector<Point> star(double x, double y) {
        std::vector<Point> points;
        const std::size_t corners = 3 + random_() % 8;
        for (std::size_t i = 0; i < corners; ++i) {
            const double angle = 6.283185307179586 * static_cast<double>(i) / static_cast<double>(corners);
            const double radius = between(0.001, 0.008);
            points.push_back({x + radius * std::cos(angle), y + radius * std::sin(angle)});
        }
        points.push_back(points.front());
        return points;
    }

    std::mt19937 random_;
};

} // namespace

TEST_CASE("The nearest work and its distance are those that GeographicLib finds among all") {
    for (const double spread : {0.03, 0.5})
        for (unsigned seed = 1; seed <= 15; ++seed) {
            INFO("spread " << spread << ", seed " << seed);
            Drawing drawing(seed);
            std::vector<Shape> shapes;
            proximity::Works works;
            for (int i = 0; i < 8; ++i) {
                shapes.push_back(drawing.any(spread));
                works.add(shapes.back());
            }
            works.finish();
            const Shape feature = drawing.any(spread);
            std::vector<double> distances;
            for (const Shape &shape : shapes)
                distances.push_back(naive_distance(feature, shape));
            const double best = *std::min_element(distances.begin(), distances.end());
            const auto found = works.nearest(feature, 1e6);
            REQUIRE(found);
            CHECK(found->m == Approx(best).epsilon(1e-5).margin(1e-4));
            CHECK(apart(found->from, found->to) == Approx(found->m).margin(1e-6));
            const auto all = works.within(feature, 1e6);
            REQUIRE(all.size() == shapes.size());
            for (const proximity::Nearest &one : all)
                CHECK(one.m == Approx(distances[one.work]).epsilon(1e-5).margin(1e-4));
            const double limit = (best + distances[0]) / 2 + 1;
            CHECK(works.within(feature, limit).size() ==
                  static_cast<std::size_t>(std::count_if(distances.begin(), distances.end(),
                                                         [&](double m) { return m <= limit; })));
        }
}

TEST_CASE("Nothing is found beyond the limit, among nothing, or where works are empty") {
    Shape point;
    point.kind = Kind::point;
    const Point place{110, 41}, far{110, 41.1};
    point.add_path({&place, 1});
    point.end_part();
    proximity::Works none;
    none.add({});
    none.finish();
    CHECK_FALSE(none.nearest(point, 1e7));
    CHECK(none.within(point, 1e7).empty());
    Shape other = point;
    other.points[0] = far;
    proximity::Works works;
    works.add(other);
    works.finish();
    CHECK_FALSE(works.nearest(point, 11000));
    REQUIRE(works.nearest(point, 12000));
    CHECK(works.nearest(point, 12000)->m == Approx(apart(place, far)));
}
