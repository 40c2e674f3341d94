// Where the sample lies: the banners of the boundaries file, and the places that are taken already.
#pragma once

#include "sample_random.h"

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/box.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::sample {

using geometry::Box;

/// The banners as polygons in longitude and latitude, in the order of their codes.
class Land {
  public:
    /// Throws Error (unreadable) when the file has no layer `banner` with a column `code` and polygons.
    explicit Land(const std::filesystem::path &boundaries);
    ~Land();
    Land(const Land &) = delete;
    Land &operator=(const Land &) = delete;

    [[nodiscard]] const std::vector<std::string> &banners() const { return codes_; }
    [[nodiscard]] bool has(const std::string &banner) const;
    [[nodiscard]] double rough_km2(const std::string &banner) const; // to some percent
    [[nodiscard]] bool contains(const std::string &banner, geodesy::Point point) const;
    [[nodiscard]] std::string banner_at(geodesy::Point point) const; // "" outside every banner
    /// A point inside the banner, and inside the box as well where they meet.
    [[nodiscard]] geodesy::Point point_in(const std::string &banner, const std::optional<Box> &box,
                                          Random &random) const;
    /// A point of the banner's border with another banner on its far side.
    [[nodiscard]] std::optional<geodesy::Point> border_point(const std::string &banner, Random &random) const;
    /// The point itself when it lies in the banner, else one just inside the banner, towards its middle.
    [[nodiscard]] geodesy::Point moved_into(const std::string &banner, geodesy::Point point) const;

  private:
    struct Banner;
    [[nodiscard]] const Banner &banner(const std::string &code) const;
    struct State;
    std::unique_ptr<State> state_;
    std::vector<std::string> codes_;
};

/// Places that are taken, as circles, so that features overlap only where they are meant to.
class Sites {
  public:
    [[nodiscard]] bool is_free(geodesy::Point centre, double radius) const; // degrees; metres
    void take(geodesy::Point centre, double radius);

  private:
    struct Circle {
        geodesy::Point centre;
        double radius = 0;
    };
    std::map<std::pair<int, int>, std::vector<Circle>> cells_; // by tenths of a degree
};

/// Approximate distance in metres between two nearby points.
double rough_distance(geodesy::Point a, geodesy::Point b);

} // namespace qitu::sample
