// What the writers of single layers share.
#pragma once

#include <qitu/data/workspace/features.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/qgis/table.h>

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::exchange {

/// Throws Error (refused) when the file exists and may not be replaced.
void refuse_existing(const std::filesystem::path &file, bool overwrite);
/// Nothing is replaced but a file that has the first of these layers and no others, beside the styles.
void refuse_unless_ours(const std::filesystem::path &file, std::initializer_list<std::string_view> layers);
void refuse_empty(const workspace::Workspace &workspace, const catalogue::Layer &layer);

/// The next feature to write. Throws Error (refused) for one that is not a place on Earth: another program has put it
/// into the workspace, and nothing of it goes on.
bool next_to_write(workspace::FeatureCursor &features, const catalogue::Layer &layer,
                   catalogue::Feature &feature);

/// A table of polygons for QGIS, without columns yet; `style` of the folder of styles.
qgis::Table polygon_table(const char *name, const char *title, const char *style);

void write_empty_shapefile(const std::filesystem::path &file, const catalogue::Layer &layer);

/// Counts the values that a format does not hold.
class FormatLosses {
  public:
    /// `written`: ids of the fields that the format holds.
    FormatLosses(const catalogue::Layer &layer, const std::vector<std::string> &written);
    /// A format that holds all fields.
    explicit FormatLosses(const catalogue::Layer &layer);
    void count(const catalogue::Feature &feature);
    [[nodiscard]] std::vector<std::string> listed() const;

  private:
    const catalogue::Layer &layer_;
    std::vector<bool> written_;
    std::vector<std::uint64_t> values_;
    std::uint64_t meridians_ = 0;
};

} // namespace qitu::exchange
