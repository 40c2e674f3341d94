#include "gdal.h"

#include <cpl_string.h>

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

GDALDatasetUniquePtr open_dataset(const Path &file, const std::string &encoding) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored))
        throw Error(Status::unreadable, say("{}: there is no such file. Check the path.", file.string()));
    CPLStringList options;
    options.SetNameValue("ENCODING", encoding.c_str());
    GDALDatasetUniquePtr dataset(GDALDataset::Open(file.c_str(),
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

Opened open_layer(const Path &file, const std::string &layer, const std::string &encoding) {
    GDALAllRegister();
    const Quiet quiet;
    Opened opened;
    opened.dataset = open_dataset(file, encoding);
    opened.layer = chosen(file, *opened.dataset, layer);
    if (GDALDriver *driver = opened.dataset->GetDriver()) {
        opened.driver = driver->GetDescription();
        const char *format = driver->GetMetadataItem(GDAL_DMD_LONGNAME);
        opened.format = format != nullptr ? format : opened.driver;
    }
    return opened;
}

} // namespace qitu::intake
