// The search for openings between neighbours.
#pragma once

#include "names.h"

#include <qitu/engine/coverage/contacts.h>

#include <span>
#include <vector>

namespace qitu::coverage {

/// Metres on the ground near a latitude, as multiples of degrees.
struct Metres {
    explicit Metres(double latitude);
    double per_x = 0, per_y = 0;
    [[nodiscard]] double between(Point a, Point b) const;
};

/// The openings below the limit that one leaves to the other; the numbers are left to the caller. Keeps its
/// buffers between calls.
class GapFinder {
  public:
    explicit GapFinder(double width_m) : width_(width_m) {}
    /// Last until the next call.
    std::span<const Contacts::Gap> between(const Rings &a, const Box &box_a, const Rings &b,
                                           const Box &box_b);

  private:
    struct Edge {
        Point from, to;
        Box box; // widened by the limit
    };
    struct Near {
        double m;
        Point foot;
    };
    /// Of two that are nearer to each other than the limit: what it takes to look at them.
    struct Pair {
        Metres metres;
        double x = 0, y = 0; // the limit in degrees
        Box window;          // where it may be
    };
    [[nodiscard]] Pair pair_of(const Box &a, const Box &b) const;
    /// Every vertex that is near enough to the other is one of its vertices.
    [[nodiscard]] bool share_all_corners(const Rings &a, const Rings &b, const Box &window);
    static void edges_near(const Rings &rings, const Pair &pair, std::vector<Edge> &edges);
    [[nodiscard]] Near nearest(Point p, const std::vector<Edge> &edges, const Metres &metres) const;
    void look(const std::vector<Edge> &from, const std::vector<Edge> &to, const Pair &pair);
    [[nodiscard]] bool wedge_is_wide(Point p, double m, const Metres &metres) const;

    double width_;
    std::vector<Point> corners_a_, corners_b_;
    std::vector<Edge> a_, b_;
    std::vector<Point> touching_;
    struct Found {
        Point from, foot;
        double m;
    };
    std::vector<Found> found_;
    std::vector<Contacts::Gap> gaps_;
};

} // namespace qitu::coverage
