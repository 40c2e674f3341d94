// A layer in memory, built from what is not a layer: coordinate texts, tables of points, drawings.
#pragma once

#include "open/opened.h"

#include <qitu/data/reader/coordinate_text.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qitu::reader {

/// Without layers.
GDALDatasetUniquePtr memory_dataset(const std::string &name);

class MemoryLayer {
  public:
    MemoryLayer(const std::string &name, OGRwkbGeometryType type, OGRSpatialReference *crs = nullptr);
    /// One layer of several; the dataset outlives it and is not taken.
    MemoryLayer(GDALDataset &dataset, const std::string &name, OGRwkbGeometryType type,
                OGRSpatialReference *crs);
    void add_field(const std::string &name, OGRFieldType type);
    void add(std::int64_t id, const std::vector<catalogue::Value> &values, OGRGeometryUniquePtr geometry);
    [[nodiscard]] GDALDatasetUniquePtr take() { return std::move(dataset_); }

  private:
    void create(GDALDataset &dataset, const std::string &name, OGRwkbGeometryType type,
                OGRSpatialReference *crs);
    GDALDatasetUniquePtr dataset_;
    OGRLayer *layer_ = nullptr;
};

/// Parcels of a coordinate TXT, with columns that have the names of the survey's tables.
MemoryLayer layer_of(const CoordinateText &text, const std::string &name);

/// Parts as the multi-part geometry of a type: polygons; lines, one of each first ring; points of all rings.
OGRGeometryUniquePtr geometry_of(const std::vector<geodesy::Polygon> &parts, catalogue::GeometryType type);

} // namespace qitu::reader
