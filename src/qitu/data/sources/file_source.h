// Files as sources for the engine: features with a group each, and zones with a code each.
#pragma once

#include <qitu/data/reader/layer_file.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qitu::sources {

/// A field whose values are added up, and the features that have none.
struct ValueField {
    std::string name;
    std::uint64_t missing = 0;
    std::uint64_t not_numbers = 0; // text that is none
    std::string example{};         // "feature 7: abc"
};

/// The features of any vector file, or of several one after the other. Groups are the distinct values of some fields. Overlaps go
/// by the group's values, then by geometry, so that the order of the file does not matter.
class FileSource : public tabulate::Source {
  public:
    /// `value_fields` give Item::values. Throws Error (usage) when a file has no such field. Several files must have one CRS; the ids of
    /// their features go on from one file to the next, which notes() tell. \pre there is a file
    FileSource(std::vector<std::filesystem::path> files, reader::OpenOptions options,
               const std::vector<std::string> &group_fields,
               const std::vector<std::string> &value_fields = {});
    [[nodiscard]] geodesy::Crs crs() const override { return crs_; }
    bool next(tabulate::Item &item) override;
    void rewind() override;
    /// As they were read so far.
    [[nodiscard]] const std::vector<ValueField> &value_fields() const { return value_fields_; }
    [[nodiscard]] std::vector<std::uint32_t> group_ranks() const override;

    [[nodiscard]] std::vector<std::string> notes() const;
    /// Of every feature, where it is one file that says so.
    [[nodiscard]] std::optional<catalogue::GeometryType> geometry() const;
    /// Values of the groups that were read so far, by their numbers in items.
    [[nodiscard]] std::vector<std::vector<std::string>> groups() const;

  private:
    void find_columns();
    void open(std::size_t at);
    bool next_feature();
    std::uint32_t group_of(const std::vector<catalogue::Value> &values);
    void read_values(tabulate::Item &item);
    double number_of(const catalogue::Value &value, ValueField &field) const;

    std::vector<std::filesystem::path> files_;
    reader::OpenOptions options_; // with the fields that are read
    std::vector<std::string> group_fields_;
    reader::RawFile file_; // the one that is being read
    geodesy::Crs crs_;
    std::size_t at_ = 0;             // which it is
    std::int64_t before_ = 0;        // what is added to its ids
    std::int64_t greatest_id_ = -1;  // so far
    std::vector<std::string> notes_; // of those that were read
    std::vector<std::size_t> group_columns_;
    std::vector<std::size_t> value_columns_;
    std::vector<ValueField> value_fields_;
    std::map<std::vector<std::string>, std::uint32_t> groups_;
    reader::RawFeature feature_;
    std::vector<catalogue::Value> last_values_;
    std::uint32_t last_group_ = 0;
    bool has_last_ = false;
};

/// Renumbers the groups of the result in ascending order of their values, which are given by number, and returns these values.
std::vector<std::vector<std::string>> sort_groups(tabulate::Result &result,
                                                  std::vector<std::vector<std::string>> groups);

/// The files that a pattern with * or ? names, by name; the name itself where there is a file of that name, or no file goes by
/// the pattern.
std::vector<std::filesystem::path> files_named(const std::vector<std::string> &names);

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
/// text field. With `fields` as values; without any, with the first field whose name is usual for names. Where features of one code
/// differ in a field it has all their values, joined. Throws Error (usage) listing the fields when there is no such field.
ZoneTable zone_table(const std::filesystem::path &file, const reader::OpenOptions &options,
                     const std::string &id_field, const std::vector<std::string> &fields = {});
tabulate::Zones zones_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                         const std::string &id_field);

} // namespace qitu::sources
