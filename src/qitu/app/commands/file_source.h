// Files as the engine wants them: features with a group each, and zones with a code each.
#pragma once

#include <qitu/data/reader/raw_file.h>
#include <qitu/engine/tabulate/tabulate.h>

namespace qitu::commands {

/// Any vector file as a source of features. Groups are the distinct values of some fields. Who gets an
/// overlap is settled by the group's values, then by geometry: nothing that the order of the file could
/// change.
class FileSource : public tabulate::Source {
  public:
    /// Throws Error (usage) when the file has no such field.
    FileSource(const std::filesystem::path &file, const reader::OpenOptions &options,
               const std::vector<std::string> &group_fields);
    [[nodiscard]] geodesy::Crs crs() const override { return file_.crs(); }
    bool next(tabulate::Item &item) override;
    [[nodiscard]] std::vector<std::uint32_t> group_ranks() const override;
    [[nodiscard]] const reader::Diagnostics &diagnostics() const { return file_.diagnostics(); }

    /// \pre all features were read. Numbers the groups of the result by their values in ascending order,
    /// whatever the order of the file, and returns those values.
    std::vector<std::vector<std::string>> sort_groups(tabulate::Result &result) const;

  private:
    std::uint32_t group_of(const std::vector<catalogue::Value> &values);

    reader::RawFile file_;
    std::map<std::vector<std::string>, std::uint32_t> groups_;
    reader::RawFeature feature_;
    std::vector<catalogue::Value> last_values_;
    std::uint32_t last_group_ = 0;
};

/// Zones of a file. `id_field` "": the first field whose name is one that codes go by, else the only text
/// field. Throws Error (usage) listing the fields when that leaves it open.
tabulate::Zones zones_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                         const std::string &id_field);

} // namespace qitu::commands
