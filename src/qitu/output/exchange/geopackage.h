// The GeoPackage while it is written: tables made and filled by GDAL, titles and code lists by the schema
// extension.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::exchange {

struct Choice {
    std::string code;
    std::string label;
};

/// What a form asks of a value, as an expression of QGIS.
struct Condition {
    std::string expression;
    std::string says;  // when it is not met
    bool hard = false; // a feature that does not meet it is not saved
};

struct Column {
    std::string name = {};
    std::string title = {}; // what QGIS shows; empty: the name
    OGRFieldType type = OFTString;
    OGRFieldSubType subtype = OFSTNone;
    std::vector<Choice> choices = {}; // empty: any value
    int width = 0;                    // of text; 0: any
    std::string default_value = {};

    // of the form
    std::string list = {}; // name of a code list that several tables share; empty: its own
    bool required = false;
    bool unique = false;
    bool hidden = false;
    Condition condition = {};
    std::string initial = {};       // expression for a new feature
    std::string tab = {};           // empty: the first
    std::string percentage_of = {}; // the indicator's name: a style colours by it
};

/// Where a table stands in the project.
enum class Place { programme, reference, admin, ledger };

struct Table {
    std::string name = {};
    std::string identifier = {};
    std::string description = {}; // the group that it stands in
    OGRwkbGeometryType geometry = wkbNone;
    std::vector<Column> columns = {};
    const char *id_column = "fid";
    Place place = Place::programme;
    std::string style = {};         // file in styles/ without its ending
    std::string fallback = {};      // where there is none; empty: a table that is not drawn
    std::string banner_column = {}; // that holds a banner's code

    [[nodiscard]] const Column *column(std::string_view named) const;
};

inline constexpr const char *geometry_column = "geom";

/// Makes GDAL silent for as long as it lives; GDAL's last message goes into our errors.
class QuietGdal {
  public:
    QuietGdal();
    ~QuietGdal();
    QuietGdal(const QuietGdal &) = delete;
    QuietGdal &operator=(const QuietGdal &) = delete;
};

std::string sql_literal(const std::string &text);
/// The tables of GeoPackage's schema extension, and the rows that give a table's titles and code lists.
/// `known` holds the lists that are written already.
std::vector<std::string> schema_extension_sql();
std::vector<std::string> description_sql(const Table &table, std::set<std::string> &known);

/// The statements that put a project into a GeoPackage, in the form in which QGIS stores it.
std::vector<std::string> project_sql(const std::string &name, const std::vector<std::byte> &zipped,
                                     const std::string &time);

class GeoPackage {
  public:
    /// `target` is named in errors; `time` is that of every change, as GeoPackage writes time.
    GeoPackage(const std::filesystem::path &file, std::filesystem::path target, const std::string &time);
    ~GeoPackage();
    GeoPackage(const GeoPackage &) = delete;
    GeoPackage &operator=(const GeoPackage &) = delete;

    /// Rows of one table. Valid until the next table is added.
    class Rows {
      public:
        /// \pre one value for each column. Geometry is ISO WKB, longitude first, empty for none; a
        /// single-part one is stored as multi-part. Throws Error (refused) when a value does not fit its
        /// column.
        void add(std::int64_t id, const std::vector<std::byte> &wkb,
                 const std::vector<catalogue::Value> &values);

      private:
        friend class GeoPackage;
        Rows(OGRLayer *layer, const std::filesystem::path &target);
        void set_value(int field, const catalogue::Value &value);
        void set_text(int field, const std::string &text);
        void set_geometry(const std::vector<std::byte> &wkb);

        OGRLayer *layer_;
        std::unique_ptr<OGRFeature> feature_;
        std::filesystem::path target_;
    };

    Rows add(const Table &table);
    /// A project of QGIS; `zipped` is its .qgz. It stands in the table that QGIS looks for.
    void add_project(const std::string &name, const std::vector<std::byte> &zipped, const std::string &time);

    /// Writes indexes, titles and code lists, vacuums and closes. Without it nothing usable is left.
    void finish();

  private:
    struct Close {
        void operator()(GDALDataset *dataset) const { GDALClose(dataset); }
    };
    [[noreturn]] void fail() const;
    void run(const std::string &sql) const;

    std::filesystem::path target_;
    OGRSpatialReference srs_;
    std::vector<Table> tables_;
    std::vector<std::string> project_;
    std::unique_ptr<GDALDataset, Close> dataset_;
};

} // namespace qitu::exchange
