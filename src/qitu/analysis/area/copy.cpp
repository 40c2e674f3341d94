#include "format.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>

#include <cpl_conv.h>
#include <cpl_string.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::area {

namespace {

using Path = std::filesystem::path;
using reader::RawField;

[[noreturn]] void cannot_write(const Path &target) {
    const std::string why = CPLGetLastErrorMsg();
    throw Error(
        ErrorKind::refused,
        say("{}: cannot be written ({}). Choose a folder that you may write to, with room on its disk.",
            target.string(), why.empty() ? say("no reason given") : why));
}

struct Close {
    void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
};

OGRSpatialReference reference_of(const geodesy::Crs &crs) {
    OGRSpatialReference reference;
    reference.SetFromUserInput((crs.authority_code().empty() ? crs.wkt() : crs.authority_code()).c_str());
    reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
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

void set_value(OGRFeature &row, int index, const catalogue::Value &value) {
    if (const auto *text = std::get_if<std::string>(&value))
        row.SetField(index, text->c_str());
    else if (const auto *whole = std::get_if<std::int64_t>(&value))
        row.SetField(index, static_cast<GIntBig>(*whole));
    else if (const auto *real = std::get_if<double>(&value))
        row.SetField(index, *real);
    else
        row.SetFieldNull(index);
}

} // namespace

struct Copy::State {
    State(const Path &to, const reader::RawFile &file, const std::vector<Column> &figures)
        : target(to), format(format_of(to)), staged(to), columns(figures), geometry(file.geometry()) {
        GDALDriver *driver = GetGDALDriverManager()->GetDriverByName(format.driver.c_str());
        const Path part = staged.path();
        dataset.reset(driver->Create(part.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
        if (!dataset)
            cannot_write(target);
        add_layer(file);
        add_fields(file);
        transaction = dataset->TestCapability(ODsCTransactions) != 0;
        if (transaction && dataset->StartTransaction() != OGRERR_NONE)
            cannot_write(target);
        row = std::make_unique<OGRFeature>(layer->GetLayerDefn());
    }

    void add_layer(const reader::RawFile &file) {
        OGRSpatialReference reference = reference_of(file.crs());
        CPLStringList options = layer_options(format, file.diagnostics());
        const OGRwkbGeometryType type = format.geometry ? layer_type(geometry) : wkbNone;
        layer = dataset->CreateLayer(target.stem().c_str(), format.geometry ? &reference : nullptr, type,
                                     options.List());
        if (layer == nullptr)
            cannot_write(target);
    }

    void add_fields(const reader::RawFile &file) {
        FieldNames names(format);
        for (const RawField &field : file.columns()) {
            const std::string name = names.make(field.name);
            if (name != field.name)
                renamed.emplace_back(field.name, name);
            OGRFieldDefn definition(name.c_str(), type_of(field, format));
            if (definition.GetType() == OFTString)
                definition.SetWidth(field.width);
            add_field(definition);
        }
        for (const Column &column : columns) {
            const std::string wanted = format.name_bytes > 0 ? column.short_name : column.name;
            const std::string name = names.make(wanted);
            if (name != wanted)
                renamed.emplace_back(wanted, name);
            OGRFieldDefn definition(name.c_str(), OFTReal);
            if (format.name_bytes > 0) {
                definition.SetWidth(20);
                definition.SetPrecision(std::string_view(column.name) == "survey_m2" ? 2 : 6);
            }
            add_field(definition);
        }
    }

    void add_field(OGRFieldDefn &definition) {
        if (layer->CreateField(&definition) != OGRERR_NONE)
            cannot_write(target);
    }

    void add(const reader::RawFeature &feature, const Figures &figures) {
        row->SetFID(format.keeps_ids ? feature.id : OGRNullFID);
        int index = 0;
        for (const catalogue::Value &value : feature.values)
            set_value(*row, index++, value);
        for (const Column &column : columns) {
            const auto value = column.value(figures);
            value ? row->SetField(index, *value) : row->SetFieldNull(index);
            ++index;
        }
        if (format.geometry)
            row->SetGeometryDirectly(geometry_of(feature.wkb));
        if (layer->CreateFeature(row.get()) != OGRERR_NONE)
            cannot_write(target);
    }

    OGRGeometry *geometry_of(const std::vector<std::byte> &wkb) const {
        OGRGeometry *made = nullptr;
        OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
        if (made == nullptr || made->IsEmpty() != 0) {
            OGRGeometryFactory::destroyGeometry(made);
            return nullptr;
        }
        return geometry && wkbFlatten(made->getGeometryType()) != layer_type(geometry)
                   ? OGRGeometryFactory::forceTo(made, layer_type(geometry))
                   : made;
    }

    void close() {
        CPLErrorReset();
        if (transaction && dataset->CommitTransaction() != OGRERR_NONE)
            cannot_write(target);
        row.reset();
        dataset->FlushCache();
        dataset.reset();
        if (CPLGetLastErrorType() >= CE_Failure)
            cannot_write(target);
    }

    // A Shapefile is several files; what an older one of the name left must not stay with the new one.
    void move_to_target() {
        std::vector<Path> old = format.files_of(target);
        for (const Path &moved : staged.commit())
            std::erase(old, moved);
        std::error_code ignored;
        for (const Path &stale : old)
            std::filesystem::remove_all(stale, ignored);
    }

    Path target;
    Format format;
    StagedFolder staged;
    std::vector<Column> columns;
    std::optional<catalogue::GeometryType> geometry;
    std::unique_ptr<GDALDataset, Close> dataset;
    OGRLayer *layer = nullptr;
    std::unique_ptr<OGRFeature> row;
    bool transaction = false;
    std::vector<std::pair<std::string, std::string>> renamed;
};

namespace {

void refuse_target(const Path &target, const Path &source, bool overwrite) {
    std::error_code ignored;
    for (const Path &file : format_of(target).files_of(target)) {
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
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    const CPLConfigOptionSetter unsynced("OGR_SQLITE_SYNCHRONOUS", "OFF", false); // it is a copy beside
    state_ = std::make_unique<State>(target, file, columns);
}

Copy::~Copy() {
    if (!state_)
        return;
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    state_.reset();
}

void Copy::take(Batch &batch) {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    CPLErrorReset();
    for (std::size_t i = 0; i < batch.features.size(); ++i)
        state_->add(batch.features[i], batch.figures[i]);
}

void Copy::finish() {
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    state_->close();
    state_->move_to_target();
}

const std::vector<std::pair<std::string, std::string>> &Copy::renamed() const {
    return state_->renamed;
}

} // namespace qitu::area
