#include "raster_cells.h"

#include <qitu/core/base/bytes.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/data/reader/confined.h>

#include <gdal_rat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace qitu::rasters {

namespace {

constexpr int cells_at_a_time = 1 << 21;
constexpr std::int64_t most_cells = std::int64_t{1} << 25U; // of a block, and of what is read at a time
constexpr GIntBig cache = GIntBig{64} << 20U;

/// What the process that opens the file tells.
struct Told {
    int band = 1, columns = 0, rows = 0;
    std::array<double, 6> to_ground{};
    std::string crs, type, unit;
    bool whole_numbers = true;
    std::map<std::int64_t, std::string> names;
    int block_columns = 1, block_rows = 1;
};

[[noreturn]] void unreadable(const std::string &message) {
    throw Error(ErrorKind::unreadable, message);
}

std::string crs_of(const GDALDataset &dataset, const std::string &file) {
    const OGRSpatialReference *declared = dataset.GetSpatialRef();
    if (declared == nullptr || declared->IsEmpty() || declared->IsLocal() != 0)
        unreadable(say(
            "{}: it declares no coordinate reference system. Give it one: gdal_translate -a_srs EPSG:4490 "
            "OLD.tif NEW.tif.",
            file));
    OGRSpatialReference own(*declared);
    own.StripVertical();
    char *text = nullptr;
    const char *options[] = {"FORMAT=WKT2_2019", nullptr};
    own.exportToWkt(&text, options);
    const std::unique_ptr<char, decltype(&CPLFree)> owner(text, CPLFree);
    return text == nullptr ? std::string() : std::string(text);
}

std::array<double, 6> to_ground_of(GDALDataset &dataset, const std::string &file) {
    std::array<double, 6> to_ground{};
    if (dataset.GetGeoTransform(to_ground.data()) != CE_None) {
        if (dataset.GetGCPCount() > 0)
            unreadable(say(
                "{}: it lies by ground control points. Bring it to a grid first: gdalwarp OLD.tif NEW.tif.",
                file));
        unreadable(say(
            "{}: it does not say where on Earth it lies. Put its world file (.tfw) beside it, or give it its "
            "corners: gdal_translate -a_ullr WEST NORTH EAST SOUTH OLD.tif NEW.tif.",
            file));
    }
    const double cell = std::max(std::abs(to_ground[1]), std::abs(to_ground[5]));
    if (std::abs(to_ground[2]) > 1e-9 * cell || std::abs(to_ground[4]) > 1e-9 * cell)
        unreadable(say("{}: its rows do not run along the axes of its coordinate system. Turn it first: "
                       "gdalwarp OLD.tif "
                       "NEW.tif.",
                       file));
    const bool usable = std::all_of(to_ground.begin(), to_ground.end(),
                                    [](double number) { return std::isfinite(number); }) &&
                        to_ground[1] != 0 && to_ground[5] != 0;
    if (!usable)
        unreadable(say("{}: its cells have no size.", file));
    return to_ground;
}

std::map<std::int64_t, std::string> names_of(GDALRasterBand &band) {
    constexpr int most = 100'000;
    std::map<std::int64_t, std::string> names;
    const auto add = [&](std::int64_t value, const char *name) {
        if (const std::string text = trimmed(name == nullptr ? "" : name); !text.empty())
            names[value] = text;
    };
    char **categories = band.GetCategoryNames();
    for (int i = 0; categories != nullptr && categories[i] != nullptr && i < most; ++i)
        add(i, categories[i]);
    const GDALRasterAttributeTable *table = band.GetDefaultRAT();
    const int name = table == nullptr ? -1 : table->GetColOfUsage(GFU_Name);
    if (name < 0)
        return names;
    const int value = table->GetColOfUsage(GFU_MinMax);
    for (int row = 0; row < std::min(most, table->GetRowCount()); ++row)
        add(value < 0 ? row : table->GetValueAsInt(row, value), table->GetValueAsString(row, name));
    return names;
}

Told told_of(const std::filesystem::path &path, int band) {
    const OpenedRaster opened = open_band(path, band);
    const gdal::Quiet quiet;
    const std::string file = path.string();
    Told told;
    told.band = std::max(1, band);
    told.columns = opened.band->GetXSize();
    told.rows = opened.band->GetYSize();
    told.to_ground = to_ground_of(*opened.dataset, file);
    told.crs = crs_of(*opened.dataset, file);
    const GDALDataType type = opened.band->GetRasterDataType();
    if (GDALDataTypeIsComplex(type) != 0)
        unreadable(say(
            "{}: its values are complex numbers. Make a raster of their real parts or sizes first.", file));
    told.type = GDALGetDataTypeName(type);
    told.whole_numbers = GDALDataTypeIsInteger(type) != 0 && !is_scaled(*opened.band);
    told.unit = opened.band->GetUnitType();
    told.names = names_of(*opened.band);
    opened.band->GetBlockSize(&told.block_columns, &told.block_rows);
    if (std::int64_t{told.block_columns} * told.block_rows > 4 * most_cells)
        unreadable(
            say("{}: its blocks have {} × {} cells, too many to read at a time. Divide it into tiles first: "
                "gdal_translate -co TILED=YES -co COMPRESS=DEFLATE OLD.tif NEW.tif.",
                file, told.block_columns, told.block_rows));
    return told;
}

std::string packed(const Told &told) {
    ByteWriter writer;
    for (const int number : {told.band, told.columns, told.rows, told.block_columns, told.block_rows})
        writer.add(number);
    for (const double number : told.to_ground)
        writer.add(number);
    writer.add(told.whole_numbers);
    for (const std::string *text : {&told.crs, &told.type, &told.unit})
        writer.add(*text);
    writer.add(told.names.size());
    for (const auto &[value, name] : told.names) {
        writer.add(value);
        writer.add(name);
    }
    return writer.bytes();
}

Told unpacked(std::string bytes) {
    ByteReader reader(std::move(bytes));
    Told told;
    for (int *number : {&told.band, &told.columns, &told.rows, &told.block_columns, &told.block_rows})
        *number = reader.number<int>();
    for (double &number : told.to_ground)
        number = reader.number<double>();
    told.whole_numbers = reader.number<bool>();
    for (std::string *text : {&told.crs, &told.type, &told.unit})
        *text = reader.text();
    for (std::size_t left = reader.count(); left > 0; --left) {
        const auto value = reader.number<std::int64_t>();
        told.names[value] = reader.text();
    }
    return told;
}

// Whole rows of blocks, so many that a thread has something to do, and never more than memory has room for.
int band_rows_of(const Told &told) {
    const std::int64_t of_a_block_row = std::int64_t{told.block_rows} * told.columns;
    if (of_a_block_row > most_cells)
        return static_cast<int>(std::max<std::int64_t>(1, most_cells / told.columns));
    return static_cast<int>(told.block_rows * std::max<std::int64_t>(1, cells_at_a_time / of_a_block_row));
}

std::string packed(const std::vector<raster::CellSums> &sums) {
    ByteWriter writer;
    writer.add(sums.size());
    for (const raster::CellSums &zone : sums) {
        for (const double number : {zone.m2, zone.no_data_m2, zone.weighted, zone.sum, zone.least, zone.most})
            writer.add(number);
        writer.add(zone.classes.size());
        for (const auto &[value, m2] : zone.classes) {
            writer.add(value);
            writer.add(m2);
        }
        writer.add(zone.quantiles.size());
        for (const double quantile : zone.quantiles)
            writer.add(quantile);
    }
    return writer.bytes();
}

std::vector<raster::CellSums> unpacked_sums(std::string bytes) {
    ByteReader reader(std::move(bytes));
    std::vector<raster::CellSums> sums(reader.count());
    for (raster::CellSums &zone : sums) {
        for (double *number :
             {&zone.m2, &zone.no_data_m2, &zone.weighted, &zone.sum, &zone.least, &zone.most})
            *number = reader.number<double>();
        for (std::size_t left = reader.count(); left > 0; --left) {
            const auto value = reader.number<std::int64_t>();
            zone.classes[value] = reader.number<double>();
        }
        for (std::size_t left = reader.count(); left > 0; --left)
            zone.quantiles.push_back(reader.number<double>());
    }
    return sums;
}

/// GDAL keeps blocks that nobody asks for again; what it may keep is set as long as this lives.
class SmallCache {
  public:
    SmallCache() : before_(GDALGetCacheMax64()) { GDALSetCacheMax64(std::min(before_, cache)); }
    ~SmallCache() { GDALSetCacheMax64(before_); }
    SmallCache(const SmallCache &) = delete;
    SmallCache &operator=(const SmallCache &) = delete;

  private:
    GIntBig before_;
};

} // namespace

RasterFacts facts_of(const std::filesystem::path &file, int band) {
    const Told told =
        unpacked(reader::confined(file, [&](const Progress &) { return packed(told_of(file, band)); }));
    RasterFacts facts;
    facts.file = file;
    facts.band = told.band;
    facts.grid = {geodesy::Crs::from(told.crs),
                  told.columns,
                  told.rows,
                  {told.to_ground[0], told.to_ground[3]},
                  {told.to_ground[1], told.to_ground[5]}};
    facts.type = told.type;
    facts.whole_numbers = told.whole_numbers;
    facts.unit = told.unit;
    facts.names = told.names;
    facts.band_rows = band_rows_of(told);
    return facts;
}

void require_metres(const RasterFacts &facts) {
    constexpr std::array known{"", "m", "metre", "metres", "meter", "meters", "米"};
    const std::string unit = folded(facts.unit);
    if (std::find(known.begin(), known.end(), unit) == known.end())
        throw Error(ErrorKind::refused,
                    say("{}: its heights are in {}, and slopes need metres. Convert them first.",
                        facts.file.string(), facts.unit));
    if (facts.grid.crs.geographic() &&
        !geodesy::ToGeographic(facts.grid.crs, {}, geodesy::Target::own).takes_as_they_are())
        throw Error(ErrorKind::refused,
                    say("{}: slopes need cells in degrees or metres, and {} counts in neither.",
                        facts.file.string(), facts.grid.crs.name()));
}

std::unique_ptr<raster::CellSource> open_cells(const RasterFacts &facts) {
    return std::make_unique<RasterCells>(open_band(facts.file, facts.band), true);
}

std::unique_ptr<raster::CellSource> open_slopes(const RasterFacts &facts, raster::SlopeAs as) {
    require_metres(facts);
    return raster::slopes_of(open_cells(facts), facts.grid, as);
}

bool is_raster_name(const std::filesystem::path &file) {
    constexpr std::array endings{".tif", ".tiff", ".img", ".asc", ".hgt", ".dem", ".bil", ".jp2", ".vrt"};
    return std::ranges::find(endings, folded(file.extension().string())) != endings.end();
}

std::vector<raster::CellSums> sums_of(const RasterFacts &facts, const raster::ZonesOnGrid &zones, Read read,
                                      const raster::SumOptions &options) {
    const auto open = [&]() -> std::unique_ptr<raster::CellSource> {
        auto cells = std::make_unique<RasterCells>(open_band(facts.file, facts.band));
        if (read == Read::values)
            return cells;
        return raster::slopes_of(std::move(cells), facts.grid,
                                 read == Read::slopes ? raster::SlopeAs::degrees : raster::SlopeAs::classes);
    };
    return unpacked_sums(reader::confined(
        facts.file,
        [&](const Progress &progress) {
            const SmallCache small;
            raster::SumOptions here = options;
            here.progress = progress;
            return packed(raster::sum_cells(zones, open, here));
        },
        options.progress));
}

} // namespace qitu::rasters
