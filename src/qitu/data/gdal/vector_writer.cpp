#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/gdal/messages.h>
#include <qitu/data/gdal/vector_writer.h>

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ogr_p.h>

namespace qitu::gdal {

namespace {

[[noreturn]] void cannot_write(const std::filesystem::path &target) {
    throw Error(
        ErrorKind::refused,
        say("{}: cannot be written ({}). Check the folder, its permissions and the free space on the disk.",
            target.string(), message()));
}

CPLStringList list_of(const std::vector<std::string> &options) {
    CPLStringList list;
    for (const std::string &option : options)
        list.AddString(option.c_str());
    return list;
}

GDALDriver *driver_named(const std::string &name) {
    GDALAllRegister();
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName(name.c_str());
    return driver != nullptr && driver->GetMetadataItem(GDAL_DCAP_CREATE) != nullptr ? driver : nullptr;
}

GDALDriver &driver_for(const std::string &name, const std::filesystem::path &target) {
    GDALDriver *driver = driver_named(name);
    if (driver == nullptr)
        throw Error(ErrorKind::refused,
                    say("{}: GDAL {} as installed here cannot write {}. Install a GDAL that has this driver.",
                        target.string(), GDALVersionInfo("RELEASE_NAME"), name));
    return *driver;
}

// Emulated transactions copy the whole file first.
bool has_transactions(GDALDataset &dataset) {
    return dataset.TestCapability(ODsCTransactions) != 0 &&
           dataset.TestCapability(ODsCEmulatedTransactions) == 0;
}

// GDAL asks what time it is when it makes a layer, writes a feature and closes the file.
class Session {
  public:
    explicit Session(const std::string &time) {
        if (!time.empty())
            time_.emplace("OGR_CURRENT_DATE", time.c_str(), false);
    }

  private:
    Quiet quiet_;
    std::optional<CPLConfigOptionSetter> time_;
};

bool add_field(OGRLayer &layer, const Field &field) {
    OGRFieldDefn definition(field.name.c_str(), field.type);
    definition.SetSubType(field.subtype);
    definition.SetWidth(field.width);
    definition.SetPrecision(field.precision);
    definition.SetDefault(field.default_value.empty() ? nullptr : field.default_value.c_str());
    if (!field.title.empty())
        definition.SetAlternativeName(field.title.c_str());
    if (!field.domain.empty())
        definition.SetDomainName(field.domain);
    return layer.CreateField(&definition) == OGRERR_NONE;
}

} // namespace

OGRFieldType field_type(catalogue::FieldType type) {
    switch (type) {
    case catalogue::FieldType::text:
        return OFTString;
    case catalogue::FieldType::integer:
        return OFTInteger64;
    case catalogue::FieldType::real:
        return OFTReal;
    case catalogue::FieldType::date:
        return OFTDate;
    }
    return OFTString;
}

bool can_write(const std::string &driver) {
    return driver_named(driver) != nullptr;
}

// ---------------------------------------------------------------- file

VectorWriter::VectorWriter(const std::string &driver, const std::filesystem::path &file,
                           std::filesystem::path target, const WriterSettings &settings)
    : target_(std::move(target)), time_(settings.time) {
    const Session session(time_);
    const CPLConfigOptionSetter unsynced("OGR_SQLITE_SYNCHRONOUS", "OFF", false);
    dataset_.reset(driver_for(driver, target_)
                       .Create(file.c_str(), 0, 0, 0, GDT_Unknown, list_of(settings.options).List()));
    if (!dataset_)
        cannot_write(target_);
}

VectorWriter::~VectorWriter() {
    const Session session(time_);
    dataset_.reset();
}

LayerWriter VectorWriter::add_layer(const LayerDefinition &definition) {
    const Session session(time_);
    if (!in_transaction_ && has_transactions(*dataset_)) {
        if (dataset_->StartTransaction() != OGRERR_NONE)
            cannot_write(target_);
        in_transaction_ = true;
    }
    OGRLayer *layer = dataset_->CreateLayer(definition.name.c_str(),
                                            const_cast<OGRSpatialReference *>(definition.reference),
                                            definition.geometry, list_of(definition.options).List());
    if (layer == nullptr)
        cannot_write(target_);
    for (const Field &field : definition.fields)
        if (!add_field(*layer, field))
            cannot_write(target_);
    return {layer, target_, time_};
}

bool VectorWriter::has_domains() const {
    return dataset_->GetDriver()->GetMetadataItem(GDAL_DMD_CREATION_FIELD_DOMAIN_TYPES) != nullptr;
}

bool VectorWriter::add_domain(const std::string &name, const std::string &title,
                              const std::vector<std::pair<std::string, std::string>> &codes) {
    const Session session(time_);
    if (dataset_->GetFieldDomain(name) != nullptr)
        return true;
    std::vector<OGRCodedValue> values;
    for (const auto &[code, label] : codes)
        values.push_back({CPLStrdup(code.c_str()), CPLStrdup(label.c_str())});
    std::string why;
    return dataset_->AddFieldDomain(
        std::make_unique<OGRCodedFieldDomain>(name, title, OFTString, OFSTNone, std::move(values)), why);
}

void VectorWriter::run(const std::string &sql) {
    const Session session(time_);
    dataset_->ReleaseResultSet(dataset_->ExecuteSQL(sql.c_str(), nullptr, nullptr));
    if (failed())
        cannot_write(target_);
}

void VectorWriter::commit() {
    const Session session(time_);
    if (in_transaction_ && dataset_->CommitTransaction() != OGRERR_NONE)
        cannot_write(target_);
    in_transaction_ = false;
    dataset_->FlushCache(false);
    if (failed())
        cannot_write(target_);
}

void VectorWriter::finish() {
    commit();
    const Session session(time_);
    dataset_.reset();
    if (failed())
        cannot_write(target_);
}

// ---------------------------------------------------------------- layer

LayerWriter::LayerWriter(OGRLayer *layer, std::filesystem::path target, std::string time)
    : layer_(layer), target_(std::move(target)), time_(std::move(time)),
      row_(OGRFeature::CreateFeature(layer->GetLayerDefn())) {}

std::size_t LayerWriter::fields() const {
    return static_cast<std::size_t>(layer_->GetLayerDefn()->GetFieldCount());
}

Field LayerWriter::field(std::size_t field) const {
    const OGRFieldDefn &definition = *layer_->GetLayerDefn()->GetFieldDefn(static_cast<int>(field));
    return {
        .name = definition.GetNameRef(), .type = definition.GetType(), .subtype = definition.GetSubType()};
}

bool LayerWriter::set(std::size_t field, const catalogue::Value &value) {
    const int at = static_cast<int>(field);
    if (const auto *text = std::get_if<std::string>(&value))
        return set_text(at, *text);
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        row_->SetField(at, static_cast<GIntBig>(*integer));
    else if (const auto *real = std::get_if<double>(&value))
        row_->SetField(at, *real);
    else
        row_->SetFieldNull(at);
    return true;
}

// SQLite keeps whatever an editor has typed into a column of numbers or dates; GDAL would make 0 of it.
bool LayerWriter::set_text(int field, const std::string &text) {
    const OGRFieldType type = row_->GetFieldDefnRef(field)->GetType();
    if (type == OFTString) {
        row_->SetField(field, text.c_str());
        return true;
    }
    const bool is_date = type == OFTDate || type == OFTDateTime || type == OFTTime;
    if (OGRField date; is_date && OGRParseDate(text.c_str(), &date, 0) != 0)
        row_->SetField(field, &date);
    else if (double number = 0; !is_date && parse_number(text, number))
        row_->SetField(field, number);
    else {
        row_->SetFieldNull(field);
        return false;
    }
    return true;
}

void LayerWriter::set(std::size_t field, std::span<const std::byte> bytes) {
    row_->SetField(static_cast<int>(field), static_cast<int>(bytes.size()), bytes.data());
}

bool LayerWriter::set_geometry(std::span<const std::byte> wkb) {
    if (wkb.empty())
        return true;
    const Session session(time_);
    Geometry geometry = geometry_from(wkb);
    const bool sound = geometry != nullptr;
    set_geometry(std::move(geometry));
    return sound;
}

void LayerWriter::set_geometry(Geometry geometry) {
    if (geometry && geometry->IsEmpty() == 0)
        row_->SetGeometryDirectly(forced_to(std::move(geometry), layer_->GetGeomType()).release());
}

void LayerWriter::set_style(const std::string &style) {
    row_->SetStyleString(style.empty() ? nullptr : style.c_str());
}

void LayerWriter::write(std::int64_t id) {
    const Session session(time_);
    row_->SetFID(id);
    if (layer_->CreateFeature(row_.get()) != OGRERR_NONE)
        cannot_write(target_);
    row_->Reset();
}

std::vector<std::filesystem::path> files_of(const std::filesystem::path &target) {
    std::vector<std::filesystem::path> files{target};
    if (folded(target.extension().string()) == ".shp")
        for (const char *ending :
             {".shx", ".dbf", ".prj", ".cpg", ".qix", ".sbn", ".sbx", ".qpj", ".shp.xml"})
            files.push_back(std::filesystem::path(target).replace_extension(ending));
    std::erase_if(files, [](const std::filesystem::path &file) {
        std::error_code ignored;
        return !std::filesystem::exists(file, ignored);
    });
    return files;
}

void move_to_target(const StagedFolder &staged, const std::filesystem::path &target) {
    std::vector<std::filesystem::path> old = files_of(target);
    for (const std::filesystem::path &moved : staged.commit())
        std::erase(old, moved);
    std::error_code ignored;
    for (const std::filesystem::path &stale : old)
        std::filesystem::remove_all(stale, ignored);
}

} // namespace qitu::gdal
