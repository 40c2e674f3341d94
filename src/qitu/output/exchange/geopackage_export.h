// The GeoPackage of an export while it is written: tables, titles and code lists by the schema extension, the
// project of QGIS.
#pragma once

#include <qitu/data/gdal/vector_writer.h>
#include <qitu/output/qgis/style.h>
#include <qitu/output/qgis/table.h>

namespace qitu::exchange {

/// A column and a table's geometry as GDAL has them.
gdal::Field field_of(const qgis::Column &column);
OGRwkbGeometryType geometry_type(const qgis::Table &table);

class GeoPackage {
  public:
    /// `target` is named in errors; `time` is that of every change, as GeoPackage writes time.
    GeoPackage(const std::filesystem::path &file, std::filesystem::path target, const std::string &time);

    /// Rows of one table.
    class Rows {
      public:
        /// \pre one value for each column. Geometry is ISO WKB, longitude first, empty for none; a
        /// single-part one is stored as multi-part. Throws Error (refused) when a value does not fit its
        /// column.
        void add(std::int64_t id, const std::vector<std::byte> &wkb,
                 const std::vector<catalogue::Value> &values);

      private:
        friend class GeoPackage;
        explicit Rows(gdal::LayerWriter writer) : writer_(std::move(writer)) {}
        [[noreturn]] void refuse_value(std::int64_t id, std::size_t field, const std::string &text) const;
        gdal::LayerWriter writer_;
    };

    Rows add(const qgis::Table &table);
    /// layer_styles; of each table the default first.
    void add_styles(const std::vector<qgis::Table> &tables,
                    const std::vector<std::vector<qgis::Style>> &styles);
    /// A project of QGIS; `zipped` is its .qgz. It stands in the table that QGIS looks for.
    void add_project(const std::string &name, const std::vector<std::byte> &zipped);

    /// Writes indexes, titles and code lists, vacuums and closes. Without it nothing usable is left.
    void finish();

  private:
    std::string time_;
    std::unique_ptr<OGRSpatialReference> reference_;
    gdal::VectorWriter writer_;
    std::vector<qgis::Table> tables_;
    std::vector<std::string> project_;
};

} // namespace qitu::exchange
