// Area and length by banner and stage of every layer of a workspace, computed without a line of qitu: GDAL
// reads the GeoPackage, GEOS cuts, GeographicLib measures. tests/app/cli/test_figures.py holds qitu's own
// figures against these.
//
// How the expected values are made, for a layer of polygons:
//   order    furthest stage first (approved < under_construction < accepted < maintained), then the earliest
//            year, then the smallest id
//   gross    feature ∩ banner
//   net      (feature − every feature before it) ∩ banner, one feature after the other
//   area     the whole feature by GeographicLib::PolygonArea on CGCS2000 (edges are geodesics), times the part
//            of it that the piece is, both measured with edges straight in longitude and latitude:
//            GeographicLib again, each edge cut in equal parts of about 5 m, where a chord is a geodesic to
//            1e-9 of it
// For lines the length of line ∩ banner by GeographicLib::Geodesic. Banners are taken from the workspace.
//
//   independent_totals WORKSPACE     CSV on standard output: layer,admin,stage,gross_m2,net_m2,length_m
#include <GeographicLib/Geodesic.hpp>
#include <GeographicLib/PolygonArea.hpp>
#include <geos_c.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

namespace {

const GeographicLib::Geodesic &earth() {
    static const GeographicLib::Geodesic cgcs2000(6378137.0, 1 / 298.257222101);
    return cgcs2000;
}

struct Deleter {
    void operator()(GEOSGeometry *geometry) const { GEOSGeom_destroy(geometry); }
};
using Geometry = std::unique_ptr<GEOSGeometry, Deleter>;

struct Box {
    double x0, y0, x1, y1;
    [[nodiscard]] bool meets(const Box &o) const {
        return x0 <= o.x1 && o.x0 <= x1 && y0 <= o.y1 && o.y0 <= y1;
    }
};

struct Shape {
    std::string name; // code of a banner, stage of a feature
    int rank = 0;
    std::int64_t year = 0;
    std::int64_t id = 0;
    Geometry geometry;
    Box box{};
};

Box box_of(const GEOSGeometry *geometry) {
    Box box{};
    GEOSGeom_getXMin(geometry, &box.x0);
    GEOSGeom_getYMin(geometry, &box.y0);
    GEOSGeom_getXMax(geometry, &box.x1);
    GEOSGeom_getYMax(geometry, &box.y1);
    return box;
}

// part_m 0: edges are geodesics; else each is cut in parts of about that length, equal in longitude and
// latitude.
double ring_area(const GEOSGeometry *ring, double part_m) {
    GeographicLib::PolygonArea area(earth());
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq(ring);
    unsigned count = 0;
    GEOSCoordSeq_getSize(points, &count);
    double last_x = 0;
    double last_y = 0;
    for (unsigned i = 0; i < count; ++i) {
        double x = 0;
        double y = 0;
        GEOSCoordSeq_getXY(points, i, &x, &y);
        const double metres = std::hypot((x - last_x) * 80000, (y - last_y) * 111000);
        const int parts = i == 0 || part_m <= 0 ? 1 : std::max(1, static_cast<int>(metres / part_m));
        for (int k = 1; k <= parts && i > 0; ++k)
            area.AddPoint(last_y + (y - last_y) * k / parts, last_x + (x - last_x) * k / parts);
        last_x = x;
        last_y = y;
    }
    double perimeter = 0;
    double m2 = 0;
    area.Compute(false, true, perimeter, m2);
    return std::abs(m2);
}

double area_of(const GEOSGeometry *geometry, double part_m) {
    if (GEOSGeomTypeId(geometry) == GEOS_POLYGON) {
        if (GEOSisEmpty(geometry) == 1)
            return 0;
        double m2 = ring_area(GEOSGetExteriorRing(geometry), part_m);
        for (int i = 0; i < GEOSGetNumInteriorRings(geometry); ++i)
            m2 -= ring_area(GEOSGetInteriorRingN(geometry, i), part_m);
        return m2;
    }
    double m2 = 0;
    if (GEOSGeomTypeId(geometry) >= GEOS_MULTIPOINT)
        for (int i = 0; i < GEOSGetNumGeometries(geometry); ++i)
            m2 += area_of(GEOSGetGeometryN(geometry, i), part_m);
    return m2;
}

double length_of(const GEOSGeometry *geometry) {
    double metres = 0;
    if (GEOSGeomTypeId(geometry) >= GEOS_MULTIPOINT) {
        for (int i = 0; i < GEOSGetNumGeometries(geometry); ++i)
            metres += length_of(GEOSGetGeometryN(geometry, i));
        return metres;
    }
    if (GEOSGeomTypeId(geometry) != GEOS_LINESTRING)
        return 0;
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq(geometry);
    unsigned count = 0;
    GEOSCoordSeq_getSize(points, &count);
    std::array<double, 4> edge{};
    for (unsigned i = 0; i < count; ++i) {
        edge[0] = edge[2];
        edge[1] = edge[3];
        GEOSCoordSeq_getXY(points, i, &edge[2], &edge[3]);
        double part = 0;
        if (i > 0)
            earth().Inverse(edge[1], edge[0], edge[3], edge[2], part);
        metres += part;
    }
    return metres;
}

int rank_of(const std::string &stage) {
    constexpr std::array<const char *, 4> stages{"approved", "under_construction", "accepted", "maintained"};
    const auto *found = std::find(stages.begin(), stages.end(), stage);
    return found == stages.end() ? -1 : static_cast<int>(found - stages.begin());
}

std::vector<Shape> read(OGRLayer &layer, const char *name_field) {
    std::vector<Shape> shapes;
    const int name = layer.GetLayerDefn()->GetFieldIndex(name_field);
    const int year = layer.GetLayerDefn()->GetFieldIndex("year");
    layer.ResetReading();
    for (OGRFeatureUniquePtr feature(layer.GetNextFeature()); feature;
         feature.reset(layer.GetNextFeature())) {
        const OGRGeometry *geometry = feature->GetGeometryRef();
        if (geometry == nullptr)
            continue;
        std::vector<unsigned char> wkb(geometry->WkbSize());
        geometry->exportToWkb(wkbNDR, wkb.data());
        Shape shape;
        shape.name = name < 0 ? "" : feature->GetFieldAsString(name);
        shape.rank = rank_of(shape.name);
        shape.year =
            year < 0 || !feature->IsFieldSetAndNotNull(year) ? 9999 : feature->GetFieldAsInteger64(year);
        shape.id = feature->GetFID();
        shape.geometry.reset(GEOSGeomFromWKB_buf(wkb.data(), wkb.size()));
        shape.box = box_of(shape.geometry.get());
        shapes.push_back(std::move(shape));
    }
    return shapes;
}

struct Sums {
    double gross = 0;
    double net = 0;
    double length = 0;
};
using Totals = std::map<std::pair<std::string, std::string>, Sums>; // banner, stage

// What of feature i is left when every feature before it has taken its own.
Geometry own_part(const std::vector<Shape> &shapes, std::size_t i) {
    Geometry own(GEOSGeom_clone(shapes[i].geometry.get()));
    for (std::size_t j = 0; j < i; ++j)
        if (shapes[j].box.meets(shapes[i].box))
            own.reset(GEOSDifference(own.get(), shapes[j].geometry.get()));
    return own;
}

Totals totals_of(std::vector<Shape> shapes, const std::vector<Shape> &banners) {
    constexpr double part_m = 5;
    std::sort(shapes.begin(), shapes.end(), [](const Shape &a, const Shape &b) {
        return std::tuple(-a.rank, a.year, a.id) < std::tuple(-b.rank, b.year, b.id);
    });
    Totals totals;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        const bool area = GEOSGeom_getDimensions(shapes[i].geometry.get()) == 2;
        const double straight = area ? area_of(shapes[i].geometry.get(), part_m) : 0;
        const double scale = area ? area_of(shapes[i].geometry.get(), 0) / straight : 0;
        const Geometry own = area ? own_part(shapes, i) : Geometry();
        for (const Shape &banner : banners) {
            if (!banner.box.meets(shapes[i].box))
                continue;
            const Geometry piece(GEOSIntersection(shapes[i].geometry.get(), banner.geometry.get()));
            if (GEOSisEmpty(piece.get()) == 1)
                continue;
            Sums &sums = totals[{banner.name, shapes[i].name}];
            sums.length += length_of(piece.get());
            if (!area)
                continue;
            const Geometry net(GEOSIntersection(own.get(), banner.geometry.get()));
            sums.gross += scale * area_of(piece.get(), part_m);
            sums.net += scale * area_of(net.get(), part_m);
        }
    }
    return totals;
}

bool is_programme_layer(OGRLayer &layer) {
    const std::string name = layer.GetName();
    return name != "banner" && name != "league" && !name.starts_with("qitu_") &&
           layer.GetGeomType() != wkbNone && layer.GetFeatureCount() > 0;
}

} // namespace

int main(int argc, char **argv) {
    if (argc != 2)
        return 2;
    GDALAllRegister();
    initGEOS(nullptr, nullptr);
    const GDALDatasetUniquePtr workspace(GDALDataset::Open(argv[1], GDAL_OF_VECTOR | GDAL_OF_READONLY));
    if (!workspace || workspace->GetLayerByName("banner") == nullptr)
        return 3;
    const std::vector<Shape> banners = read(*workspace->GetLayerByName("banner"), "code");
    std::puts("layer,admin,stage,gross_m2,net_m2,length_m");
    for (OGRLayer *layer : workspace->GetLayers())
        if (is_programme_layer(*layer))
            for (const auto &[key, sums] : totals_of(read(*layer, "stage"), banners))
                std::printf("%s,%s,%s,%.9f,%.9f,%.9f\n", layer->GetName(), key.first.c_str(),
                            key.second.c_str(), sums.gross, sums.net, sums.length);
    return 0;
}
