// table: a table of a GeoPackage as QGIS shows it: its columns, its form, its place in the project.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <string>
#include <string_view>
#include <vector>

namespace qitu::qgis {

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

enum class ColumnType { text, integer, short_integer, boolean, real, date, date_time };
ColumnType column_type(catalogue::FieldType type);

struct Column {
    std::string name = {};
    std::string title = {}; // what QGIS shows; empty: the name
    ColumnType type = ColumnType::text;
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
    std::string percentage_of = {}; // the indicator's name: a style colours by it, labelled by NAME_shown
};

/// Where a table stands in the project.
enum class Place { programme, reference, admin, ledger };

/// Geometries are multi-part; `any`: polygons, lines and points in one table.
enum class Shape { none, point, line, polygon, any };
Shape shape_of(catalogue::GeometryType type);

struct Table {
    std::string name = {};
    std::string identifier = {};
    std::string description = {}; // the group that it stands in
    Shape shape = Shape::none;
    std::vector<Column> columns = {};
    const char *id_column = "fid";
    Place place = Place::programme;
    std::string style = {};         // file in styles/ without its ending
    std::string fallback = {};      // where there is none; empty: a table that is not drawn
    std::string banner_column = {}; // that holds a banner's code

    [[nodiscard]] const Column *column(std::string_view named) const;
    /// Name of a column's code list: its own, or the one that it shares.
    [[nodiscard]] std::string list_of(const Column &column) const;
};

inline constexpr const char *geometry_column = "geom";

} // namespace qitu::qgis
