// The features of a layer, or of any file before it is taken in, with the project that each belongs to.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/item.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::sources {

struct Parcel {
    tabulate::Item item; // its geometry, in the CRS of the parcels
    std::string project; // code; "" where it has none
    std::string name;    // of the project; likewise
};

/// Parcels one after another.
class Parcels {
  public:
    virtual ~Parcels() = default;
    [[nodiscard]] virtual geodesy::Crs crs() const = 0;
    virtual bool next(Parcel &parcel) = 0;
    [[nodiscard]] virtual std::uint64_t expected() const { return 0; } // how many about; 0 when unknown
    /// What was decided about the file so far.
    [[nodiscard]] virtual std::vector<std::string> notes() const { return {}; }
};
/// \pre the workspace outlives them.
std::unique_ptr<Parcels> parcels_of(const workspace::Workspace &workspace, const catalogue::Layer &layer);
/// Of any file; the project is in the fields that bear a name by which the catalogue knows codes and names of projects.
std::unique_ptr<Parcels> parcels_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                                    const catalogue::Catalogue &catalogue);

/// The column of that name, folded; nothing when there is none.
std::optional<std::string> column_named(const std::vector<std::string> &columns, const std::string &name);

} // namespace qitu::sources
