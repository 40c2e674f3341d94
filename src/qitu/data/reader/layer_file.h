// A file as features of one layer of the catalogue.
#pragma once

#include <qitu/data/reader/reader.h>

#include <memory>

namespace qitu::reader {

/// A value that does not fit its field. The feature is refused when `fatal`, else the value is left empty.
struct FieldFault {
    std::int64_t feature = 0;
    std::string field;
    std::string found;
    std::string expected;
    bool fatal = false;
    bool coded = false;  // the field has a code list
    std::string nearest; // the code that may be meant, by its name; "" for none
};

/// EPSG:4490, longitude first, multi-part, fields mapped and typed, codes normalised. Geometry is not
/// repaired and may be invalid: analysis/validation reports that.
class LayerFile {
  public:
    /// Throws Error (unreadable or refused): unknown CRS, swapped axes, a required field missing, a geometry
    /// type that the layer does not take. \pre the layer outlives the file
    LayerFile(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
              const catalogue::Layer &layer, const OpenOptions &options);
    ~LayerFile();

    [[nodiscard]] const Diagnostics &diagnostics() const;
    /// False after the last feature. Throws Error (refused) for a feature outside the region or of another
    /// geometry type, and (unreadable) where the file is truncated or damaged.
    bool next(catalogue::Feature &feature);
    [[nodiscard]] const std::vector<FieldFault> &faults() const; // of the features read so far

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::reader
