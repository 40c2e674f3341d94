#include "raster.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geodesy/local_plane.h>
#include <qitu/data/gdal/handles.h>
#include <qitu/data/gdal/messages.h>

#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace qitu::planning {

namespace {

// Drivers that read just the file they are given.
constexpr std::array<const char *, 6> raster_formats{"GTiff",   "HFA",     "AAIGrid",
                                                     "SRTMHGT", "USGSDEM", nullptr};

struct Window {
    int x = 0, y = 0, width = 0, height = 0;
    std::vector<double> values; // row by row; NaN where there is none
    [[nodiscard]] double at(int column, int row) const {
        const bool inside = column >= 0 && row >= 0 && column < width && row < height;
        return inside ? values[static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                               static_cast<std::size_t>(column)]
                      : std::numeric_limits<double>::quiet_NaN();
    }
};

// In degrees, by Horn's differences over the eight cells around it (as gdaldem has it).
double slope_at(const Window &window, int column, int row, double cell_x, double cell_y) {
    const auto z = [&](int dx, int dy) { return window.at(column + dx, row + dy); };
    const double x = (z(1, -1) + 2 * z(1, 0) + z(1, 1) - z(-1, -1) - 2 * z(-1, 0) - z(-1, 1)) / (8 * cell_x);
    const double y = (z(-1, 1) + 2 * z(0, 1) + z(1, 1) - z(-1, -1) - 2 * z(0, -1) - z(1, -1)) / (8 * cell_y);
    return std::atan(std::hypot(x, y)) * 180 / std::numbers::pi;
}

} // namespace

struct RasterCondition::State {
    gdal::Dataset dataset;
    GDALRasterBand *band = nullptr;
    std::array<double, 6> to_ground{}, to_cell{};
    std::unique_ptr<OGRCoordinateTransformation> to_raster;
    bool geographic = false;
    std::optional<double> no_data;

    [[nodiscard]] Window read(const geometry::Box &cells) const {
        constexpr int margin = 1; // for slopes
        Window window;
        const int right = std::min(band->GetXSize(), static_cast<int>(std::ceil(cells.max_x)) + margin);
        const int bottom = std::min(band->GetYSize(), static_cast<int>(std::ceil(cells.max_y)) + margin);
        window.x = std::max(0, static_cast<int>(std::floor(cells.min_x)) - margin);
        window.y = std::max(0, static_cast<int>(std::floor(cells.min_y)) - margin);
        window.width = std::max(0, right - window.x);
        window.height = std::max(0, bottom - window.y);
        window.values.resize(static_cast<std::size_t>(window.width) *
                             static_cast<std::size_t>(window.height));
        if (window.values.empty())
            return window;
        if (band->RasterIO(GF_Read, window.x, window.y, window.width, window.height, window.values.data(),
                           window.width, window.height, GDT_Float64, 0, 0) != CE_None)
            throw Error(ErrorKind::unreadable,
                        say("{}: cannot be read to its end.", dataset->GetDescription()));
        for (double &value : window.values)
            if (no_data && value == *no_data)
                value = std::numeric_limits<double>::quiet_NaN();
        return window;
    }

    // The points of a shape, counted in cells.
    [[nodiscard]] std::optional<geometry::Shape> in_cells(const geometry::Shape &shape) const {
        geometry::Shape cells = shape;
        for (geometry::Point &point : cells.points) {
            double x = point.x, y = point.y;
            if (to_raster->Transform(1, &x, &y) == 0)
                return {};
            point = {to_cell[0] + x * to_cell[1] + y * to_cell[2],
                     to_cell[3] + x * to_cell[4] + y * to_cell[5]};
        }
        return cells;
    }
};

RasterCondition::RasterCondition(const RasterRule &rule) : rule_(rule), state_(std::make_unique<State>()) {
    const gdal::Quiet quiet;
    GDALAllRegister();
    const std::string file = rule.file.string();
    state_->dataset.reset(
        GDALDataset::Open(file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, raster_formats.data()));
    if (state_->dataset == nullptr)
        throw Error(
            ErrorKind::unreadable,
            say("{}: is no raster that can be read. Known are GeoTIFF, IMG, ASCII grid, HGT and DEM.", file));
    const OGRSpatialReference *crs = state_->dataset->GetSpatialRef();
    if (crs == nullptr || state_->dataset->GetGeoTransform(state_->to_ground.data()) != CE_None ||
        GDALInvGeoTransform(state_->to_ground.data(), state_->to_cell.data()) == 0)
        throw Error(ErrorKind::unreadable, say("{}: does not say where on Earth it lies.", file));
    OGRSpatialReference own(*crs);
    own.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    state_->geographic = own.IsGeographic() != 0;
    const auto china = gdal::reference_from_epsg(4490);
    state_->to_raster.reset(OGRCreateCoordinateTransformation(china.get(), &own));
    if (state_->to_raster == nullptr)
        throw Error(ErrorKind::unreadable, say("{}: does not say where on Earth it lies.", file));
    state_->band = state_->dataset->GetRasterBand(1);
    int known = 0;
    const double no_data = state_->band->GetNoDataValue(&known);
    if (known != 0)
        state_->no_data = no_data;
}

RasterCondition::~RasterCondition() = default;
RasterCondition::RasterCondition(RasterCondition &&) noexcept = default;

std::optional<double> RasterCondition::broken(const geometry::Shape &shape) {
    const std::optional<geometry::Shape> cells = state_->in_cells(shape);
    if (!cells || cells->empty())
        return {};
    const geometry::Box box = geometry::box_of(cells->points);
    const Window window = state_->read(box);
    double cell_x = std::abs(state_->to_ground[1]), cell_y = std::abs(state_->to_ground[5]);
    if (state_->geographic) {
        const geodesy::LocalPlane plane(geometry::box_of(shape.points).middle());
        cell_x /= plane.degrees_x(1);
        cell_y /= plane.degrees_y(1);
    }
    std::size_t known = 0, against = 0;
    const auto look_at = [&](int column, int row) {
        const double value = rule_.slope ? slope_at(window, column - window.x, row - window.y, cell_x, cell_y)
                                         : window.at(column - window.x, row - window.y);
        if (std::isnan(value))
            return;
        ++known;
        const bool listed = rule_.values.empty() ||
                            std::find(rule_.values.begin(), rule_.values.end(), value) != rule_.values.end();
        if (!listed || value < rule_.least || value > rule_.most)
            ++against;
    };
    for (int row = static_cast<int>(std::floor(box.min_y)); row <= static_cast<int>(box.max_y); ++row) {
        const double middle = row + 0.5;
        std::vector<double> crossings;
        geometry::for_each_edge(geometry::rings_of(*cells), [&](geometry::Point a, geometry::Point b) {
            if ((a.y > middle) != (b.y > middle))
                crossings.push_back(a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x));
        });
        std::sort(crossings.begin(), crossings.end());
        for (std::size_t i = 0; i + 1 < crossings.size(); i += 2)
            for (int column = static_cast<int>(std::ceil(crossings[i] - 0.5));
                 column + 0.5 < crossings[i + 1]; ++column)
                look_at(column, row);
    }
    if (known == 0)
        look_at(static_cast<int>(std::floor(box.middle().x)), static_cast<int>(std::floor(box.middle().y)));
    if (known == 0)
        return {};
    return static_cast<double>(against) / static_cast<double>(known);
}

} // namespace qitu::planning
