// Formats that a copy can be written in, and what each can take.
#pragma once

#include <qitu/analysis/area/area.h>

#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qitu::area {

struct Format {
    std::string driver;
    std::size_t name_bytes = 0; // that a field's name may have; 0: any
    bool geometry = true;
    bool keeps_ids = true;

    [[nodiscard]] bool takes(OGRFieldType type) const;
    /// Everything that belongs to a dataset of this name and is there.
    [[nodiscard]] std::vector<std::filesystem::path> files_of(const std::filesystem::path &target) const;
};

/// Throws Error (usage) naming the endings that can be written.
Format format_of(const std::filesystem::path &target);

CPLStringList layer_options(const Format &format, const reader::Understanding &source);

/// Names cut to what the format takes, between characters, no two the same but for case.
class FieldNames {
  public:
    explicit FieldNames(const Format &format);
    std::string make(const std::string &wanted);

  private:
    std::size_t most_bytes_;
    std::set<std::string> taken_; // folded
};

} // namespace qitu::area
