#include <qitu/data/gdal/handles.h>

#include <cpl_string.h>

namespace qitu::gdal {

Geometry geometry_from(std::span<const std::byte> wkb) {
    OGRGeometry *made = nullptr;
    if (!wkb.empty())
        OGRGeometryFactory::createFromWkb(wkb.data(), nullptr, &made, wkb.size());
    return Geometry(made);
}

std::vector<std::byte> wkb_of(const OGRGeometry &geometry) {
    std::vector<std::byte> wkb(geometry.WkbSize());
    geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char *>(wkb.data()), wkbVariantIso);
    return wkb;
}

Geometry forced_to(Geometry geometry, OGRwkbGeometryType type) {
    if (!geometry || type == wkbUnknown || geometry->getGeometryType() == type)
        return geometry;
    return Geometry(OGRGeometryFactory::forceTo(geometry.release(), type));
}

std::unique_ptr<OGRSpatialReference> reference_from_epsg(int code) {
    return reference_from("EPSG:" + std::to_string(code));
}

std::unique_ptr<OGRSpatialReference> reference_from(const std::string &definition) {
    auto reference = std::make_unique<OGRSpatialReference>();
    if (reference->SetFromUserInput(definition.c_str()) != OGRERR_NONE)
        return nullptr;
    reference->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return reference;
}

Dataset open_vector(const std::string &name, Drivers drivers, const std::vector<std::string> &options) {
    GDALAllRegister();
    CPLStringList list;
    for (const std::string &option : options)
        list.AddString(option.c_str());
    return Dataset(GDALDataset::Open(name.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                     drivers.data(), list.List(), nullptr));
}

Dataset open_raster(const std::string &name) {
    GDALAllRegister();
    return Dataset(GDALDataset::Open(name.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                                     raster_formats.data(), nullptr, nullptr));
}

} // namespace qitu::gdal
