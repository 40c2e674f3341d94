#include <qitu/analysis/indicators/explain.h>
#include <qitu/analysis/remaining_land/remaining_land.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>

#include <map>
#include <set>
#include <utility>

namespace qitu::remaining_land {

namespace {

using catalogue::Catalogue;
using geometry::GeosGeometry;
using indicators::Contribution;
using Place = std::pair<std::string, std::int64_t>; // layer, feature
using Shapes = std::map<Place, std::vector<std::byte>>;

// By layer: the features that are cut, and those that they leave land to.
std::map<std::string, std::set<std::int64_t>> needed(const std::string &layer,
                                                     const std::vector<Contribution> &rows) {
    std::map<std::string, std::set<std::int64_t>> features;
    for (const Contribution &row : rows) {
        features[layer].insert(row.feature);
        for (const indicators::Contest &contest : row.leaves)
            features[contest.layer].insert(contest.feature);
    }
    return features;
}

Shapes shapes_of(const workspace::Workspace &workspace, const Catalogue &catalogue,
                 const std::map<std::string, std::set<std::int64_t>> &features) {
    Shapes shapes;
    for (const auto &[layer, ids] : features) {
        workspace::FeatureCursor cursor = workspace::features(workspace, catalogue.layer(layer));
        for (catalogue::Feature feature; cursor.next(feature);)
            if (ids.contains(feature.id))
                shapes[{layer, feature.id}] = std::move(feature.wkb);
    }
    return shapes;
}

class Cutter {
  public:
    Cutter(std::string layer, Shapes shapes, const std::vector<workspace::Boundary> &banners)
        : layer_(std::move(layer)), shapes_(std::move(shapes)) {
        for (const workspace::Boundary &banner : banners)
            banners_[banner.code] = banner.wkb;
    }

    std::vector<std::byte> cut(const Contribution &row) {
        GeosGeometry left = valid(shapes_.at({layer_, row.feature}));
        for (const indicators::Contest &contest : row.leaves)
            left = geos_.difference(left.get(), valid(shapes_.at({contest.layer, contest.feature})).get());
        const GEOSPreparedGeometry *banner = banner_of(row.admin);
        if (GEOSPreparedContains_r(geos_.context(), banner, left.get()) != 1)
            left = geos_.intersection(left.get(), banner_.get());
        geometry::Shape shape;
        shape.kind = geometry::Kind::polygon;
        geos_.read(left.get(), geometry::Kind::polygon, shape);
        return geometry::write_wkb(shape);
    }

  private:
    GeosGeometry valid(const std::vector<std::byte> &wkb) {
        const geometry::Shape shape = geometry::read_wkb(wkb);
        return geos_.from(geometry::find_defect(shape, geos_) ? geometry::make_valid(shape, geos_) : shape);
    }

    // Rows come banner by banner.
    const GEOSPreparedGeometry *banner_of(const std::string &code) {
        if (code != at_) {
            prepared_.reset();
            banner_ = valid(banners_.at(code));
            prepared_ = geos_.prepare(banner_.get());
            at_ = code;
        }
        return prepared_.get();
    }

    std::string layer_;
    Shapes shapes_;
    std::map<std::string, std::vector<std::byte>> banners_;
    geometry::Geos geos_;
    std::string at_;
    GeosGeometry banner_;
    geometry::PreparedGeometry prepared_;
};

} // namespace

void remaining_land(const workspace::Workspace &workspace, const Catalogue &catalogue,
                    const catalogue::Indicator &indicator, int year, const tabulate::Options &options,
                    const std::function<void(const Piece &)> &take) {
    if (indicator.measure != catalogue::Measure::area)
        throw Error(ErrorKind::usage,
                    say("The indicator {} counts no area, so no land is left for it.", indicator.id));
    const indicators::Explanation behind =
        indicators::explain(workspace, catalogue, indicator, catalogue.region(), year, options);
    Cutter cutter(indicator.layer, shapes_of(workspace, catalogue, needed(indicator.layer, behind.rows)),
                  workspace.banners());
    for (const Contribution &row : behind.rows)
        if (row.counts == "done" && row.share > 0)
            take({row.feature, row.project, row.admin, row.name, row.share, cutter.cut(row)});
}

} // namespace qitu::remaining_land
