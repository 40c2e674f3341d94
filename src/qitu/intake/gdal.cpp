#include "gdal.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>

namespace qitu::intake {

std::string Quiet::message(const std::string &otherwise) {
    std::string text = CPLGetLastErrorMsg();
    while (!text.empty() && (text.back() == '.' || text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    return text.empty() ? otherwise : text;
}

namespace {

using Path = std::filesystem::path;

[[noreturn]] void no_dataset(const Path &file) {
    if (std::filesystem::is_directory(file))
        throw Error(Status::unreadable,
                    say("{}: this folder is no dataset. Name a file in it, or a File Geodatabase folder.",
                        file.string()));
    const std::string why = Quiet::message(say("no driver knows the format"));
    throw Error(Status::unreadable,
                say("{}: cannot be read as a vector file ({}). Send a Shapefile, GeoPackage or GeoJSON, "
                    "complete and undamaged.",
                    file.string(), why));
}

bool beside(const Path &file, const char *ending, const char *capital) {
    std::error_code ignored;
    return std::filesystem::exists(Path(file).replace_extension(ending), ignored) ||
           std::filesystem::exists(Path(file).replace_extension(capital), ignored);
}

bool lacks_index(const Path &file) {
    return folded(file.extension().string()) == ".shp" && !beside(file, ".shx", ".SHX");
}

GDALDatasetUniquePtr open_dataset(const Path &file, const std::string &from, const std::string &encoding) {
    CPLStringList options;
    options.SetNameValue("ENCODING", encoding.c_str());
    GDALDatasetUniquePtr dataset(GDALDataset::Open(from.c_str(),
                                                   GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                                   nullptr, options.List(), nullptr));
    if (!dataset)
        no_dataset(file);
    return dataset;
}

std::vector<OGRLayer *> spatial_layers(GDALDataset &dataset) {
    std::vector<OGRLayer *> result;
    for (OGRLayer *layer : dataset.GetLayers())
        if (layer->GetGeomType() != wkbNone)
            result.push_back(layer);
    return result;
}

std::vector<std::string> names_of(const std::vector<OGRLayer *> &layers) {
    std::vector<std::string> names;
    for (OGRLayer *layer : layers)
        names.emplace_back(layer->GetName());
    return names;
}

OGRLayer *named(const Path &file, const std::vector<OGRLayer *> &layers, const std::string &name) {
    for (OGRLayer *layer : layers)
        if (folded(layer->GetName()) == folded(name))
            return layer;
    const std::vector<std::string> names = names_of(layers);
    const std::string near = nearest(name, names);
    throw Error(Status::unreadable,
                say("{}: has no layer \"{}\" with geometry. Its layers: {}.{}", file.string(), name,
                    fmt::join(names, ", "), near.empty() ? "" : say(" Did you mean \"{}\"?", near)));
}

OGRLayer *chosen(const Path &file, GDALDataset &dataset, const std::string &name) {
    const std::vector<OGRLayer *> layers = spatial_layers(dataset);
    if (layers.empty())
        throw Error(
            Status::unreadable,
            say("{}: holds no layer with geometry. Send the file that has the shapes (of a Shapefile, "
                "the .shp beside the .dbf).",
                file.string()));
    if (!name.empty())
        return named(file, layers, name);
    if (layers.size() > 1)
        throw Error(Status::unreadable, say("{}: has {} layers: {}. Say which with --layer-in.",
                                            file.string(), layers.size(), fmt::join(names_of(layers), ", ")));
    return layers.front();
}

} // namespace

MendedCopy::MendedCopy(const Path &file)
    : folder_(fmt::format("/vsimem/qitu-{}", fmt::ptr(this))), name_(file.filename().string()) {
    const std::string stem = file.stem().string();
    for (const auto &entry :
         std::filesystem::directory_iterator(file.parent_path().empty() ? "." : file.parent_path()))
        if (entry.path().stem() == stem && entry.is_regular_file())
            CPLCopyFile((folder_ + "/" + entry.path().filename().string()).c_str(), entry.path().c_str());
}

MendedCopy::~MendedCopy() {
    VSIRmdirRecursive(folder_.c_str());
}

Opened open_layer(const Path &file, const std::string &layer, const std::string &encoding) {
    GDALAllRegister();
    const Quiet quiet;
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(Status::unreadable, say("{}: there is no such file. Check the path.", file.string()));
    Opened opened;
    if (lacks_index(file)) {
        const CPLConfigOptionSetter restore("SHAPE_RESTORE_SHX", "YES", false);
        opened.copy = std::make_unique<MendedCopy>(file);
        opened.dataset = open_dataset(file, opened.copy->path(), encoding);
    } else
        opened.dataset = open_dataset(file, file.string(), encoding);
    opened.layer = chosen(file, *opened.dataset, layer);
    if (GDALDriver *driver = opened.dataset->GetDriver()) {
        opened.driver = driver->GetDescription();
        const char *format = driver->GetMetadataItem(GDAL_DMD_LONGNAME);
        opened.format = format != nullptr ? format : opened.driver;
    }
    return opened;
}

} // namespace qitu::intake
