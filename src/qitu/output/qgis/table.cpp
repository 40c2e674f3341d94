#include <qitu/output/qgis/table.h>

#include <algorithm>

namespace qitu::qgis {

ColumnType column_type(catalogue::FieldType type) {
    switch (type) {
    case catalogue::FieldType::text:
        return ColumnType::text;
    case catalogue::FieldType::integer:
        return ColumnType::integer;
    case catalogue::FieldType::real:
        return ColumnType::real;
    case catalogue::FieldType::date:
        return ColumnType::date;
    }
    return ColumnType::text;
}

Shape shape_of(catalogue::GeometryType type) {
    switch (type) {
    case catalogue::GeometryType::point:
        return Shape::point;
    case catalogue::GeometryType::line:
        return Shape::line;
    case catalogue::GeometryType::polygon:
        return Shape::polygon;
    }
    return Shape::none;
}

const Column *Table::column(std::string_view named) const {
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column &column) { return column.name == named; });
    return found == columns.end() ? nullptr : &*found;
}

std::string Table::list_of(const Column &column) const {
    return column.list.empty() ? name + "_" + column.name : column.list;
}

} // namespace qitu::qgis
