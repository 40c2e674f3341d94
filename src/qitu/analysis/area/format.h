// Output formats of a copy, and their limits.
#pragma once

#include <qitu/analysis/area/area.h>
#include <qitu/data/gdal/handles.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qitu::area {

struct Format {
    std::string driver;
    std::size_t name_bytes = 0; // of a field name at most; 0: no limit
    bool geometry = true;
    bool keeps_ids = true;

    [[nodiscard]] bool takes(OGRFieldType type) const;
};

/// Throws Error (usage) listing the supported extensions.
Format format_of(const std::filesystem::path &target);

/// NAME=VALUE, of the driver.
std::vector<std::string> layer_options(const Format &format, const reader::Diagnostics &source);

/// Field names truncated to what the format allows, unique regardless of case.
class FieldNames {
  public:
    explicit FieldNames(const Format &format);
    std::string make(const std::string &wanted);

  private:
    std::size_t most_bytes_;
    std::set<std::string> taken_; // folded
};

} // namespace qitu::area
