// vector_writer: layers of features written through GDAL, whatever the format. Nothing is printed; what GDAL
// reports stands in the errors.
#pragma once

#include <qitu/core/base/staging.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/gdal/handles.h>

#include <optional>

namespace qitu::gdal {

struct Field {
    std::string name = {};
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    int width = 0;                  // bytes of a text, digits of a number; 0: any
    int precision = 0;              // decimals
    std::string default_value = {}; // as SQL; empty: none
    std::string title = {};         // alternative name, where the format has one
    std::string domain = {};        // of coded values, by its name
};

/// Text, integer or date as the catalogue's types are stored: OFTString, OFTInteger64, OFTReal, OFTDate.
OGRFieldType field_type(catalogue::FieldType type);

struct LayerDefinition {
    std::string name = {};
    OGRwkbGeometryType geometry = wkbNone;          // wkbUnknown: of any type
    const OGRSpatialReference *reference = nullptr; // null: none stated
    std::vector<Field> fields = {};
    std::vector<std::string> options = {}; // NAME=VALUE, of the driver
};

/// Features of one layer, one after another: set fields and geometry, then write. Valid as long as the
/// writer.
class LayerWriter {
  public:
    /// False where the value is a text that the field's type cannot hold, such as "abc" in a column of
    /// numbers; the field is NULL then.
    bool set(std::size_t field, const catalogue::Value &value);
    void set(std::size_t field, std::span<const std::byte> bytes);
    /// Single parts become multi-part where the layer's type asks for it; an empty geometry is none. False
    /// for WKB that is damaged.
    bool set_geometry(std::span<const std::byte> wkb);
    void set_geometry(Geometry geometry);
    /// How a format with styles of its own (DXF) draws it: an OGR feature style string; empty: as it does by itself.
    void set_style(const std::string &style);
    /// Throws Error (refused), as the writer does.
    void write(std::int64_t id = OGRNullFID);

    [[nodiscard]] std::string name() const { return layer_->GetName(); }
    /// What became of the fields: a format may rename them or change their type. Tiles have none before the
    /// first feature.
    [[nodiscard]] std::size_t fields() const;
    [[nodiscard]] Field field(std::size_t field) const;

  private:
    friend class VectorWriter;
    LayerWriter(OGRLayer *layer, std::filesystem::path target, std::string time);
    bool set_text(int field, const std::string &text);

    OGRLayer *layer_; // the dataset's
    std::filesystem::path target_;
    std::string time_;
    Feature row_;
};

struct WriterSettings {
    std::vector<std::string> options = {}; // NAME=VALUE, of the driver
    std::string time = {}; // stands for the present in the file, as 2023-12-31T00:00:00Z; empty: the clock
};

/// A new file or folder of vectors, in one transaction where the format has transactions. It is written
/// without waiting for the disk: make it beside its target and move it there.
class VectorWriter {
  public:
    /// `target` is named in errors. Throws Error (refused) when this GDAL cannot write the format or the file
    /// cannot be made.
    VectorWriter(const std::string &driver, const std::filesystem::path &file, std::filesystem::path target,
                 const WriterSettings &settings = {});
    ~VectorWriter();
    VectorWriter(const VectorWriter &) = delete;
    VectorWriter &operator=(const VectorWriter &) = delete;

    LayerWriter add_layer(const LayerDefinition &definition);
    /// A domain of coded texts for fields of any layer; once for each name. False where the format has none.
    bool add_domain(const std::string &name, const std::string &title,
                    const std::vector<std::pair<std::string, std::string>> &codes);
    [[nodiscard]] bool has_domains() const;

    /// SQL of the format; outside the transaction before the first layer and after `commit`.
    void run(const std::string &sql);
    /// What was added is in the file, with its spatial indexes and extents.
    void commit();
    /// Commits and closes. Without it nothing usable is left.
    void finish();

  private:
    std::filesystem::path target_;
    std::string time_;
    Dataset dataset_;
    bool in_transaction_ = false;
};

/// The files that there are of a dataset of this name; of a Shapefile several.
std::vector<std::filesystem::path> files_of(const std::filesystem::path &target);
/// Moves a staged dataset to its target. What an older one of the name had beside it does not stay.
void move_to_target(const StagedFolder &staged, const std::filesystem::path &target);

/// Whether this GDAL has the driver and it can make files.
bool can_write(const std::string &driver);

} // namespace qitu::gdal
