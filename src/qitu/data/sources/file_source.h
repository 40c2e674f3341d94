// Files as sources for the engine: features with a group each, and zones with a code each.
#pragma once

#include <qitu/data/reader/layer_file.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::sources {

/// The features of any vector file. Groups are the distinct values of some fields. Overlaps go by the group's
/// values, then by geometry, so that the order of the file does not matter.
class FileSource : public tabulate::Source {
  public:
    /// Throws Error (usage) when the file has no such field.
    FileSource(const std::filesystem::path &file, const reader::OpenOptions &options,
               const std::vector<std::string> &group_fields);
    [[nodiscard]] geodesy::Crs crs() const override { return file_.crs(); }
    bool next(tabulate::Item &item) override;
    [[nodiscard]] std::vector<std::uint32_t> group_ranks() const override;
    [[nodiscard]] const reader::Diagnostics &diagnostics() const { return file_.diagnostics(); }

    [[nodiscard]] std::vector<std::string> notes() const { return file_.notes(); }

    /// \pre all features were read. Renumbers the groups of the result in ascending order of their values and
    /// returns these values.
    std::vector<std::vector<std::string>> sort_groups(tabulate::Result &result) const;

  private:
    std::uint32_t group_of(const std::vector<catalogue::Value> &values);

    reader::RawFile file_;
    std::map<std::vector<std::string>, std::uint32_t> groups_;
    reader::RawFeature feature_;
    std::vector<catalogue::Value> last_values_;
    std::uint32_t last_group_ = 0;
};

/// A file's features as a layer takes them in; EPSG:4490.
class LayerFileSource : public tabulate::Source {
  public:
    LayerFileSource(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer, const reader::OpenOptions &options);
    [[nodiscard]] geodesy::Crs crs() const override;
    bool next(tabulate::Item &item) override;

  private:
    reader::LayerFile file_;
    catalogue::Feature feature_;
};

/// Zones of a file. With an empty `id_field`: the first field whose name is usual for codes, or else the only
/// text field. Throws Error (usage) listing the fields when there is no such field.
tabulate::Zones zones_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                         const std::string &id_field);

} // namespace qitu::sources
