// Rings that a file lists one by one, without saying which is a shell and which a hole.
#pragma once

#include <qitu/core/geodesy/geodesy.h>

#include <span>
#include <string>
#include <vector>

namespace qitu::reader {

inline constexpr double same_point_m = 1e-3; // nearer than that two points are one
inline constexpr double same_point_degrees = 1e-8;

/// Within a millimetre; of degrees within 1e-8. Which of the two a figure is in is settled first, of all its points.
bool same_place(geodesy::Point a, geodesy::Point b, double tolerance);

/// same_point_m, or as much in degrees where all points can be longitude and latitude, in either order.
double tolerance_for(std::span<const geodesy::Point> points);

/// Closes a ring. False when it was closed already.
bool close(geodesy::Ring &ring, double tolerance);
bool close(geodesy::Ring &ring);

/// Points under one ring number, as they come.
struct Run {
    std::size_t line = 0; // of its first point in the file
    std::string number;
    geodesy::Ring points;
    bool closed = false; // came back to its first point
};

/// Gathers points into runs: a new one begins where the ring number changes, and where the one before has
/// come back to its first point.
class Runs {
  public:
    explicit Runs(double tolerance = same_point_m) : tolerance_(tolerance) {}
    /// `rings`: false for lines, which do not end where they touch their beginning.
    void add(const std::string &number, geodesy::Point point, std::size_t line, bool rings);
    [[nodiscard]] std::vector<Run> take();
    [[nodiscard]] const std::vector<Run> &all() const { return runs_; }
    [[nodiscard]] std::size_t unnumbered() const { return unnumbered_; } // that share a number with another

  private:
    std::vector<Run> runs_;
    double tolerance_;
    std::size_t unnumbered_ = 0;
};

struct Arranged {
    std::vector<geodesy::Polygon> parts;
    std::size_t holes = 0;
};

/// Shells with their holes, by containment: a ring inside an odd number of others is a hole of the smallest
/// of them. \pre rings are closed.
Arranged arranged(std::vector<geodesy::Ring> rings);

} // namespace qitu::reader
