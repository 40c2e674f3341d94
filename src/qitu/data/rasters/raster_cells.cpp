#include "raster_cells.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/gdal/messages.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

namespace qitu::rasters {

namespace {

bool is_signed_byte(GDALRasterBand &band) {
    const char *kind = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE");
    return kind != nullptr && std::string_view(kind) == "SIGNEDBYTE";
}

// What no value of the type can be stands for none of them.
std::optional<double> no_data_of(GDALRasterBand &band) {
    int known = 0;
    const double value = band.GetNoDataValue(&known);
    if (known == 0 || std::isnan(value))
        return std::nullopt;
    const GDALDataType type = band.GetRasterDataType();
    if (GDALDataTypeIsInteger(type) == 0)
        return type == GDT_Float32 && std::abs(value) > double{std::numeric_limits<float>::max()}
                   ? std::nullopt
                   : std::optional(value);
    const double least = type == GDT_Byte || type == GDT_UInt16 || type == GDT_UInt32 ? 0 : -2147483648.0;
    const double most = type == GDT_Byte ? 255 : type == GDT_UInt32 ? 4294967295.0 : 2147483647.0;
    return value == std::floor(value) && value >= least && value <= most ? std::optional(value)
                                                                         : std::nullopt;
}

} // namespace

OpenedRaster open_band(const std::filesystem::path &file, int band) {
    const std::string name = file.string();
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(ErrorKind::unreadable, say("{}: there is no such file. Check the path.", name));
    if (!std::filesystem::is_regular_file(file))
        throw Error(ErrorKind::unreadable,
                    say("{}: it is not a file. Name a raster, such as a GeoTIFF.", name));
    const gdal::Quiet quiet;
    OpenedRaster opened{gdal::open_raster(name)};
    if (!opened.dataset || opened.dataset->GetRasterCount() == 0)
        throw Error(ErrorKind::unreadable, say("{}: is no raster that can be read ({}). Known are GeoTIFF, "
                                               "IMG, ASCII grid, HGT, DEM, ENVI, BIL "
                                               "and JPEG 2000.",
                                               name, gdal::message()));
    const int bands = opened.dataset->GetRasterCount();
    if (band == 0 && bands > 1)
        throw NeedsParameter(Parameter::band, ErrorKind::usage,
                             say("{}: it has {} bands. Say which one is meant.", name, bands));
    if (band < 0 || band > bands)
        throw Error(ErrorKind::usage, say("{}: there is no band {}; it has {}.", name, band, bands));
    opened.band = opened.dataset->GetRasterBand(std::max(1, band));
    return opened;
}

bool is_scaled(GDALRasterBand &band) {
    return band.GetScale() != 1 || band.GetOffset() != 0;
}

RasterCells::RasterCells(OpenedRaster opened, bool again)
    : opened_(std::move(opened)), type_(opened_.band->GetRasterDataType()),
      no_data_(no_data_of(*opened_.band)), again_(again), signed_byte_(is_signed_byte(*opened_.band)) {
    const gdal::Quiet quiet;
    const int mask = opened_.band->GetMaskFlags();
    masked_ = (mask & (GMF_ALL_VALID | GMF_NODATA)) == 0;
    scale_ = opened_.band->GetScale();
    offset_ = opened_.band->GetOffset();
    real_ = masked_ || signed_byte_ || is_scaled(*opened_.band) || type_ == GDT_UInt32 ||
            type_ == GDT_Float64 || GDALGetDataTypeSizeBits(type_) > 32;
    stands_for_none_ = real_ ? std::nullopt : no_data_;
}

void RasterCells::read(const raster::Window &window, raster::Values &values) {
    if (real_) {
        read_as<double>(GDT_Float64, window, values);
        make_real(window, std::get<std::vector<double>>(values));
    } else if (type_ == GDT_Byte)
        read_as<std::uint8_t>(GDT_Byte, window, values);
    else if (type_ == GDT_Float32)
        read_as<float>(GDT_Float32, window, values);
    else
        read_as<std::int32_t>(GDT_Int32, window, values);
}

template <typename T>
void RasterCells::read_as(GDALDataType type, const raster::Window &window, raster::Values &values) {
    if (!std::holds_alternative<std::vector<T>>(values))
        values = std::vector<T>();
    auto &cells = std::get<std::vector<T>>(values);
    cells.resize(window.size());
    read_raw(*opened_.band, type, sizeof(T), window, cells.data());
}

// By columns of blocks: each block is decoded once, however wide the raster, and none is kept unless it will be asked for again.
void RasterCells::read_raw(GDALRasterBand &band, GDALDataType type, std::size_t size,
                           const raster::Window &window, void *cells) const {
    const gdal::Quiet quiet;
    int block = 0, rows = 0;
    band.GetBlockSize(&block, &rows);
    const int end = window.column + window.columns;
    for (int column = window.column; column < end;) {
        const int next = std::min(end, (column / block + 1) * block);
        char *to = static_cast<char *>(cells) + static_cast<std::size_t>(column - window.column) * size;
        if (band.RasterIO(GF_Read, column, window.row, next - column, window.rows, to, next - column,
                          window.rows, type, static_cast<GSpacing>(size),
                          static_cast<GSpacing>(size) * window.columns, nullptr) != CE_None)
            throw Error(ErrorKind::unreadable,
                        say("{}: cannot be read to its end ({}). Send it again, complete.",
                            opened_.dataset->GetDescription(), gdal::message()));
        column = next;
    }
    if (!again_)
        band.FlushCache(false);
}

void RasterCells::make_real(const raster::Window &window, std::vector<double> &cells) {
    if (masked_) {
        mask_.resize(window.size());
        read_raw(*opened_.band->GetMaskBand(), GDT_Byte, 1, window, mask_.data());
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
        double value = signed_byte_ && cells[i] > 127 ? cells[i] - 256 : cells[i];
        if ((masked_ && mask_[i] == 0) || (no_data_ && value == *no_data_))
            value = std::numeric_limits<double>::quiet_NaN();
        cells[i] = value * scale_ + offset_;
    }
}

} // namespace qitu::rasters
