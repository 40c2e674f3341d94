#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/data/sources/parcels.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace qitu::sources {

std::optional<std::string> column_named(const std::vector<std::string> &columns, const std::string &name) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const std::string &column) {
        return folded(column) == folded(name);
    });
    return found == columns.end() ? std::nullopt : std::optional(*found);
}

namespace {

class StoredParcels : public Parcels {
  public:
    StoredParcels(const workspace::Workspace &workspace, const catalogue::Layer &layer)
        : project_(layer.index_of(catalogue::field_id::project_code)),
          name_(layer.index_of(catalogue::field_id::project_name)),
          count_(workspace::feature_count(workspace, layer)), cursor_(workspace::features(workspace, layer)) {
    }

    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    [[nodiscard]] std::uint64_t expected() const override { return count_; }
    bool next(Parcel &parcel) override {
        if (!cursor_.next(feature_))
            return false;
        parcel.item.id = feature_.id;
        parcel.item.wkb.swap(feature_.wkb);
        parcel.item.central_meridian = feature_.central_meridian;
        parcel.item.no_place = feature_.no_place;
        parcel.project = text_at(project_);
        parcel.name = text_at(name_);
        return true;
    }

  private:
    [[nodiscard]] std::string text_at(int field) const {
        return field < 0 ? std::string()
                         : catalogue::text_of(feature_.values[static_cast<std::size_t>(field)]);
    }

    int project_, name_;
    std::uint64_t count_;
    workspace::FeatureCursor cursor_;
    catalogue::Feature feature_;
};

class FileParcels : public Parcels {
  public:
    /// \param project, name columns of the file, as it is read
    FileParcels(const std::filesystem::path &file, const reader::OpenOptions &options,
                std::optional<std::size_t> project, std::optional<std::size_t> name)
        : file_(file, options), project_(project), name_(name) {}

    [[nodiscard]] geodesy::Crs crs() const override { return file_.crs(); }
    [[nodiscard]] std::uint64_t expected() const override { return file_.diagnostics().features; }
    [[nodiscard]] std::vector<std::string> notes() const override { return file_.notes(); }
    bool next(Parcel &parcel) override {
        if (!file_.next(feature_))
            return false;
        parcel.item.id = feature_.id;
        parcel.item.wkb.swap(feature_.wkb);
        parcel.item.central_meridian.reset();
        parcel.project = text_at(project_);
        parcel.name = text_at(name_);
        return true;
    }

  private:
    [[nodiscard]] std::string text_at(std::optional<std::size_t> column) const {
        return column ? catalogue::text_of(feature_.values[*column]) : std::string();
    }

    reader::RawFile file_;
    std::optional<std::size_t> project_, name_;
    reader::RawFeature feature_;
};

/// The first column that bears the id, a name or an alias of a field that all layers of projects have.
std::optional<std::string> column_of(const char *id, const std::vector<std::string> &columns,
                                     const catalogue::Catalogue &catalogue) {
    for (const catalogue::Layer &layer : catalogue.layers())
        if (const catalogue::Field *field = layer.field(id)) {
            std::vector<std::string> known{field->id, field->names.zh, field->names.en};
            known.insert(known.end(), field->aliases.begin(), field->aliases.end());
            for (const std::string &name : known)
                if (auto column = column_named(columns, name))
                    return column;
            return std::nullopt;
        }
    return std::nullopt;
}

} // namespace

std::unique_ptr<Parcels> parcels_of(const workspace::Workspace &workspace, const catalogue::Layer &layer) {
    return std::make_unique<StoredParcels>(workspace, layer);
}

std::unique_ptr<Parcels> parcels_of(const std::filesystem::path &file, const reader::OpenOptions &options,
                                    const catalogue::Catalogue &catalogue) {
    reader::OpenOptions reading = options;
    reading.fields = std::vector<std::string>{};
    const std::vector<std::string> columns = reader::RawFile(file, options).fields();
    const auto add = [&](const char *id) -> std::optional<std::size_t> {
        const std::optional<std::string> column = column_of(id, columns, catalogue);
        if (!column)
            return std::nullopt;
        reading.fields->push_back(*column);
        return reading.fields->size() - 1;
    };
    const auto project = add(catalogue::field_id::project_code);
    const auto name = add(catalogue::field_id::project_name);
    return std::make_unique<FileParcels>(file, reading, project, name);
}

} // namespace qitu::sources
