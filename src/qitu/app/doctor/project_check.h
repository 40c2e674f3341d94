// A QGIS project as it lies in a GeoPackage: a zip in hexadecimal digits.
#pragma once

#include <set>
#include <string>

namespace qitu::doctor {

/// File names of the GeoPackages whose layers a project shows; none when the content is no project.
std::set<std::string> geopackages_named_in(const std::string &content);

} // namespace qitu::doctor
