// A band of an opened raster as the engine reads it.
#pragma once

#include <qitu/data/gdal/handles.h>
#include <qitu/data/rasters/raster_file.h>

#include <memory>
#include <vector>

namespace qitu::rasters {

/// An opened file with the band that is meant.
struct OpenedRaster {
    gdal::Dataset dataset;
    GDALRasterBand *band = nullptr; // the dataset's
};
OpenedRaster open_band(const std::filesystem::path &file, int band);

/// Values become real numbers by a scale and an offset.
bool is_scaled(GDALRasterBand &band);

class RasterCells : public raster::CellSource {
  public:
    /// \param again blocks are kept in GDAL's cache, since they will be asked for again
    explicit RasterCells(OpenedRaster opened, bool again = false);
    void read(const raster::Window &window, raster::Values &values) override;
    [[nodiscard]] std::optional<double> no_data() const override { return stands_for_none_; }

  private:
    template <typename T>
    void read_as(GDALDataType type, const raster::Window &window, raster::Values &values);
    void read_raw(GDALRasterBand &band, GDALDataType type, std::size_t size, const raster::Window &window,
                  void *cells) const;
    void make_real(const raster::Window &window, std::vector<double> &cells);

    OpenedRaster opened_;
    GDALDataType type_;                     // of the file
    std::optional<double> no_data_;         // of the file
    std::optional<double> stands_for_none_; // of what is handed on
    bool again_ = false, masked_ = false, signed_byte_ = false,
         real_ = false; // real: handed on as real numbers, NaN for none
    double scale_ = 1, offset_ = 0;
    std::vector<std::uint8_t> mask_;
};

} // namespace qitu::rasters
