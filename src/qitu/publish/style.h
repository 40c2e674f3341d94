// QGIS styles: a file of styles/ with the layer's titles and code lists put into it.
#pragma once

#include "geopackage.h"

namespace qitu::publish {

/// The text of styles_dir/<name>.qml, or of the fallback where there is none. Throws Error (unreadable).
std::string read_style(const std::filesystem::path &styles_dir, const std::string &name,
                       const std::string &fallback);

/// A style that draws nothing, for tables without geometry.
std::string style_without_drawing();

/// The style with the table's titles as aliases and its code lists as value maps; those that it has are
/// replaced, all else is kept as it is.
std::string with_form(std::string qml, const Table &table);

struct Style {
    const Table *table;
    std::string qml;
};
/// layer_styles as QGIS makes it, one default style for each table.
void add_styles(GeoPackage &geopackage, const std::vector<Style> &styles, const std::string &time);

} // namespace qitu::publish
