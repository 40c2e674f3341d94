// The pieces of a run of the engine as a layer that any program opens.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/tabulate/result.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::exchange {

/// What stands beside each piece.
struct PieceFields {
    std::vector<std::string> zone_fields, group_fields;
};

/// The layer `pieces`, in longitude and latitude: a feature for what each feature keeps of a zone, and one for what features that
/// come first take from it there. Fields: feature, zone, those of zones and groups, part (kept or subtracted), gross_m2, net_m2,
/// length_m, net_length_m, points. Areas and lengths add up to the run's figures; net_m2 of a subtracted part is 0.
class PiecesLayer {
  public:
    /// The ending of `file` tells the format. \param crs of the features \param target Result::target \param geometry of every feature,
    /// where it is known. Throws Error: usage for an ending that cannot be written, refused when the file exists and `overwrite` is
    /// false or this GDAL cannot write it.
    PiecesLayer(const std::filesystem::path &file, const geodesy::Crs &crs, geodesy::Target target,
                std::optional<catalogue::GeometryType> geometry, const PieceFields &fields, bool overwrite);
    ~PiecesLayer();
    PiecesLayer(const PiecesLayer &) = delete;
    PiecesLayer &operator=(const PiecesLayer &) = delete;

    /// \param zone_values of the piece's zone, empty outside all \param group_values of its group
    void add(const tabulate::Piece &piece, const std::vector<catalogue::Value> &zone_values,
             const std::vector<std::string> &group_values);
    /// The file is where it was asked for. How many features it has.
    std::uint64_t finish();
    /// What the format renames or does not hold.
    [[nodiscard]] const std::vector<std::string> &losses() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::exchange
