// Which banner a feature of a file of borders is: the field that says so, and what it says.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/reader/raw_file.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace qitu::boundaries {

class Units {
  public:
    /// Throws Error (refused) when no field holds a code or a name.
    Units(const reader::RawFile &file, const std::filesystem::path &name,
          const catalogue::Catalogue &catalogue, const reader::OpenOptions &options);

    /// Throws Error (refused) when the feature names no unit of the county level.
    [[nodiscard]] const catalogue::AdminUnit &of(const reader::RawFeature &feature) const;

  private:
    [[nodiscard]] const catalogue::AdminUnit &by_code(const std::string &text, std::int64_t feature) const;

    const catalogue::Catalogue &catalogue_;
    std::string file_;
    std::string field_;
    std::size_t index_ = 0;
    bool code_ = false; // the field holds codes, else names
};

} // namespace qitu::boundaries
