// Draws what is left of parcels.
#pragma once

#include "land_source.h"

#include <qitu/core/geometry/geos.h>

#include <map>
#include <unordered_map>
#include <vector>

namespace qitu::planning {

/// The geometries of features that share ground, by their ids.
struct ContestedShapes {
    struct One {
        std::int64_t id;
        geometry::Box box;
        geometry::Shape shape;
    };
    std::vector<One> all;
    std::unordered_map<std::int64_t, std::vector<std::size_t>> priors; // of a base feature, places in `all`
    std::unordered_map<std::int64_t, std::size_t> places;
};
ContestedShapes contested_shapes(const workspace::Workspace &workspace, const LandRules &rules,
                                 const LandSource::Ids &ids);

class LandCutter {
  public:
    explicit LandCutter(const std::vector<workspace::Boundary> &banners);
    /// What is left of a base feature in a banner.
    geometry::Shape cut(std::int64_t feature, const geometry::Shape &whole, const ContestedShapes &contested,
                        const std::string &banner);
    /// Somewhere the shape is so wide.
    bool wide(const geometry::Shape &shape, double width_m);

  private:
    struct Banner {
        geometry::GeosGeometry geometry;
        geometry::PreparedGeometry prepared;
    };
    geometry::GeosGeometry valid(const geometry::Shape &shape);
    const Banner &banner(const std::string &code);

    geometry::Geos geos_;
    std::map<std::string, const workspace::Boundary *> borders_;
    std::map<std::string, Banner> banners_;
};

} // namespace qitu::planning
