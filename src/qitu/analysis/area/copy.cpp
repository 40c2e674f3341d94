#include "format.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/gdal/vector_writer.h>

#include <algorithm>
#include <utility>

namespace qitu::area {

namespace {

using Path = std::filesystem::path;
using reader::RawField;

std::unique_ptr<OGRSpatialReference> reference_of(const geodesy::Crs &crs) {
    return gdal::reference_from(crs.authority_code().empty() ? crs.wkt() : crs.authority_code());
}

OGRwkbGeometryType layer_type(const std::optional<catalogue::GeometryType> &type) {
    return type ? static_cast<OGRwkbGeometryType>(multi_type(*type)) : wkbUnknown;
}

OGRFieldType type_of(const RawField &field, const Format &format) {
    switch (field.type) {
    case RawField::Type::integer:
        return OFTInteger64;
    case RawField::Type::real:
        return OFTReal;
    case RawField::Type::date:
        return format.takes(OFTDate) ? OFTDate : OFTString;
    case RawField::Type::date_time:
        return format.takes(OFTDateTime) ? OFTDateTime : OFTString;
    default:
        return OFTString;
    }
}

} // namespace

struct Copy::State {
    State(const Path &to, const reader::RawFile &file, std::vector<Column> figures)
        : target(to), format(format_of(to)), staged(to), columns(std::move(figures)),
          reference(format.geometry ? reference_of(file.crs()) : nullptr),
          writer(format.driver, staged.path(), to), layer(writer.add_layer(definition_of(file))) {}

    gdal::LayerDefinition definition_of(const reader::RawFile &file) {
        return {.name = target.stem().string(),
                .geometry = format.geometry ? layer_type(file.geometry()) : wkbNone,
                .reference = reference.get(),
                .fields = fields_of(file),
                .options = layer_options(format, file.diagnostics())};
    }

    std::vector<gdal::Field> fields_of(const reader::RawFile &file) {
        std::vector<gdal::Field> fields;
        FieldNames names(format);
        const auto name_for = [&](const std::string &wanted) {
            std::string name = names.make(wanted);
            if (name != wanted)
                renamed.emplace_back(wanted, name);
            return name;
        };
        for (const RawField &field : file.columns()) {
            const OGRFieldType type = type_of(field, format);
            fields.push_back(
                {.name = name_for(field.name), .type = type, .width = type == OFTString ? field.width : 0});
        }
        for (const Column &column : columns) {
            fields.push_back(
                {.name = name_for(format.name_bytes > 0 ? column.short_name : column.name), .type = OFTReal});
            if (format.name_bytes > 0) {
                fields.back().width = 20;
                fields.back().precision = std::string_view(column.name) == "survey_m2" ? 2 : 6;
            }
        }
        return fields;
    }

    /// Of a CSV a spreadsheet may calculate what it holds.
    [[nodiscard]] catalogue::Value cell_of(const catalogue::Value &value) const {
        const auto *text = std::get_if<std::string>(&value);
        return text != nullptr && !format.geometry ? catalogue::Value(unless_formula(*text)) : value;
    }

    void add(const reader::RawFeature &feature, const Figures &figures) {
        std::size_t field = 0;
        for (const catalogue::Value &value : feature.values)
            layer.set(field++, cell_of(value));
        for (const Column &column : columns) {
            const auto value = column.value(figures);
            layer.set(field++, value ? catalogue::Value(*value) : catalogue::Value());
        }
        if (format.geometry)
            layer.set_geometry(feature.wkb);
        layer.write(format.keeps_ids ? feature.id : OGRNullFID);
    }

    Path target;
    Format format;
    StagedFolder staged;
    std::vector<Column> columns;
    std::vector<std::pair<std::string, std::string>> renamed;
    std::unique_ptr<OGRSpatialReference> reference;
    gdal::VectorWriter writer;
    gdal::LayerWriter layer;
};

namespace {

void refuse_target(const Path &target, const Path &source, bool overwrite) {
    (void)format_of(target); // says first that it is none
    std::error_code ignored;
    for (const Path &file : gdal::files_of(target)) {
        if (std::filesystem::equivalent(file, source, ignored))
            throw Error(ErrorKind::refused,
                        say("{}: is the input file. Choose another name for the copy.", file.string()));
        if (!overwrite)
            throw NeedsParameter(
                Parameter::overwrite, ErrorKind::refused,
                say("{}: already exists. Choose another name, or overwrite it.", file.string()));
    }
}

} // namespace

Copy::Copy(const Path &target, const Path &source, const reader::RawFile &file,
           const std::vector<Column> &columns, bool overwrite) {
    refuse_target(target, source, overwrite);
    state_ = std::make_unique<State>(target, file, columns);
}

Copy::~Copy() = default;

void Copy::take(MeasuredBatch &batch) {
    for (std::size_t i = 0; i < batch.features.size(); ++i)
        state_->add(batch.features[i], batch.figures[i]);
}

void Copy::finish() {
    state_->writer.finish();
    gdal::move_to_target(state_->staged, state_->target);
}

const std::vector<std::pair<std::string, std::string>> &Copy::renamed() const {
    return state_->renamed;
}

} // namespace qitu::area
