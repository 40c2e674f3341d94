// Tables written by GDAL, reproducible to the byte.
#pragma once

#include "sheet.h"

#include <filesystem>
#include <memory>

namespace qitu::sample {

struct Format {
    const char *driver;
    Hand hand;
    bool bare_gbk = false; // DBF bytes in GBK with nothing that says so: no .cpg, no .prj
};

inline constexpr Format bare_shapefile{"ESRI Shapefile", Hand::chinese, true};
inline constexpr Format geopackage{"GPKG", Hand::pinyin};
inline constexpr Format geojson{"GeoJSON", Hand::english};

/// Writes rows one by one, in constant memory. Replaces the file and its companions.
/// Throws Error (refused) when it cannot be written.
class SheetFile {
  public:
    SheetFile(const std::filesystem::path &path, const Format &format, const catalogue::Layer &layer);
    ~SheetFile();
    SheetFile(const SheetFile &) = delete;
    SheetFile &operator=(const SheetFile &) = delete;

    /// The first row determines the columns: those with a code list, and those that it has a value for.
    void add(const Item &item);
    /// Called once, at the end.
    void close();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::sample
