#include "other_formats.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace qitu::exchange {

namespace {

using catalogue::Feature;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Layer;

constexpr std::size_t longest_name = 10;  // bytes that dBASE gives a name
constexpr std::size_t longest_text = 254; // and a text

bool fits(const std::string &name) {
    return !name.empty() && name.size() <= longest_name &&
           std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A name that import knows again: the field's id, else an alias; each used once.
std::string name_for(const Field &field, std::set<std::string> &used) {
    std::vector<std::string> names = field.aliases;
    names.insert(names.begin(), field.id);
    for (const std::string &name : names)
        if (fits(name) && used.insert(folded(name)).second)
            return name;
    for (int i = 1;; ++i) {
        std::string name = fmt::format("{}{}", field.id.substr(0, longest_name - 2), i);
        if (used.insert(folded(name)).second)
            return name;
    }
}

[[noreturn]] void failed(const std::filesystem::path &file) {
    throw Error(ErrorKind::refused,
                say("{}: cannot be written. Is there room, and may you write there?", file.string()));
}

void add_fields(OGRLayer &target, const Layer &layer) {
    std::set<std::string> used;
    for (const Field &field : layer.fields) {
        OGRFieldDefn made(name_for(field, used).c_str(),
                          static_cast<OGRFieldType>(workspace::ogr_type(field.type)));
        if (field.type == FieldType::text)
            made.SetWidth(static_cast<int>(longest_text));
        target.CreateField(&made);
    }
}

/// Returns how many texts were cut.
std::uint64_t set_values(OGRFeature &row, const Feature &feature) {
    std::uint64_t cut = 0;
    for (std::size_t i = 0; i < feature.values.size(); ++i) {
        const int at = static_cast<int>(i);
        if (const auto *whole = std::get_if<std::int64_t>(&feature.values[i]))
            row.SetField(at, static_cast<GIntBig>(*whole));
        else if (const auto *real = std::get_if<double>(&feature.values[i]))
            row.SetField(at, *real);
        else if (const auto *text = std::get_if<std::string>(&feature.values[i])) {
            row.SetField(at, text->c_str());
            cut += text->size() > longest_text ? 1 : 0;
        }
    }
    return cut;
}

GDALDatasetUniquePtr created(const std::filesystem::path &file) {
    GDALAllRegister();
    GDALDriver *driver = GetGDALDriverManager()->GetDriverByName("ESRI Shapefile");
    GDALDatasetUniquePtr dataset(
        driver == nullptr ? nullptr : driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    if (!dataset)
        failed(file);
    return dataset;
}

} // namespace

Exchanged write_shapefile(const std::filesystem::path &file, const workspace::Workspace &workspace,
                          const Layer &layer, bool overwrite) {
    refuse_existing(file, overwrite);
    refuse_empty(workspace, layer);
    const CPLErrorHandlerPusher quiet(CPLQuietErrorHandler);
    for (const char *ending : {".shp", ".shx", ".dbf", ".prj", ".cpg"})
        std::filesystem::remove(std::filesystem::path(file).replace_extension(ending));
    GDALDatasetUniquePtr dataset = created(file);
    OGRSpatialReference crs;
    crs.importFromEPSG(4490);
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const char *options[] = {"ENCODING=UTF-8", nullptr};
    OGRLayer *target = dataset->CreateLayer(file.stem().c_str(), &crs,
                                            static_cast<OGRwkbGeometryType>(multi_type(layer.geometry)),
                                            const_cast<char **>(options));
    if (target == nullptr)
        failed(file);
    add_fields(*target, layer);
    std::vector<std::string> ids;
    for (const Field &field : layer.fields)
        ids.push_back(field.id);
    Lost lost(layer, ids);
    Exchanged result{{file}, 0, {}};
    std::uint64_t cut = 0;
    auto features = workspace::features(workspace, layer);
    for (Feature feature; features.next(feature); ++result.features) {
        lost.look_at(feature);
        const OGRFeatureUniquePtr row(OGRFeature::CreateFeature(target->GetLayerDefn()));
        cut += set_values(*row, feature);
        OGRGeometry *made = nullptr;
        if (OGRGeometryFactory::createFromWkb(feature.wkb.data(), nullptr, &made, feature.wkb.size()) ==
            OGRERR_NONE)
            row->SetGeometryDirectly(made);
        if (target->CreateFeature(row.get()) != OGRERR_NONE)
            failed(file);
    }
    result.lost = lost.listed();
    if (cut > 0)
        result.lost.push_back(say("the ends of {} texts of more than 254 bytes", cut));
    return result;
}

} // namespace qitu::exchange
