// Rasters in files: land cover, heights, anything with a value in each cell. Opened by a few drivers only, and read in a
// process of their own as vectors are.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/engine/raster/cell_sums.h>
#include <qitu/engine/raster/slope.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::rasters {

struct RasterFacts {
    std::filesystem::path file;
    int band = 1; // from 1
    raster::Grid grid;
    std::string type;          // of the values, as GDAL has it: Byte, Int16, Float32
    bool whole_numbers = true; // values may be classes
    std::string unit;          // of the values; "" where the file says none
    std::map<std::int64_t, std::string>
        names;         // of classes: its categories, or the names of its attribute table
    int band_rows = 1; // that are read at a time: whole blocks, some megabytes
};

/// What the file says of a band; 0: its only one. Throws Error (unreadable) for a file that none of the formats reads, one
/// without a place on Earth, with ground control points, turned against its axes, or of complex numbers, each with what
/// to do; NeedsParameter (band) where it has several; Error (usage) for a band that it has not.
RasterFacts facts_of(const std::filesystem::path &file, int band = 0);

enum class Read { values, slopes, slope_classes }; // slopes: values are heights in m

/// Throws Error (refused) unless the unit of the values is the metre or not said.
void require_metres(const RasterFacts &facts);

/// Sums of what the file holds by zones on its grid. Throws Error (unreadable) when it cannot be read to its end.
std::vector<raster::CellSums> sums_of(const RasterFacts &facts, const raster::ZonesOnGrid &zones, Read read,
                                      const raster::SumOptions &options);

/// Opened here, in this process: for who asks for small windows again and again.
std::unique_ptr<raster::CellSource> open_cells(const RasterFacts &facts);
/// Likewise of heights as slopes. Throws as require_metres does.
std::unique_ptr<raster::CellSource> open_slopes(const RasterFacts &facts, raster::SlopeAs as);

/// Whether the file's ending is one of a raster's.
bool is_raster_name(const std::filesystem::path &file);

} // namespace qitu::rasters
