// The project of QGIS over the tables of a GeoPackage: groups, themes, relations, layouts. What is no matter
// of the tables (title, CRS of the map, layouts) stands in styles/project.qgs.
#pragma once

#include <qitu/core/geometry/box.h>
#include <qitu/output/qgis/style.h>

namespace qitu::qgis {

inline constexpr const char *project_name = "旗图"; // within the GeoPackage

/// Of a table; QGIS takes none of fewer than ten characters.
std::string layer_id(const Table &table);
std::string relation_id(const Table &table);

std::vector<std::string> group_names(const catalogue::Catalogue &catalogue);

struct ProjectOf {
    std::string title;
    std::string date;                 // ISO, of the figures; pages show it
    std::string file_name;            // of the GeoPackage, which lies in the folder of the project
    std::vector<std::string> groups;  // in the order of the tree; others follow
    const std::vector<Table> &tables; // as drawn, from top to bottom
    const std::vector<std::vector<Style>> &styles; // of each table
    geometry::Box extent;                          // degrees
    std::string server = {}; // where the tables lie in a database, as QGIS writes connections; "" for a file
};

/// The text of the .qgs. It has no absolute path and no macro, so that QField opens it too. Throws Error
/// (unreadable) when a file of styles/ is damaged.
std::string project_text(const ProjectOf &project, const std::filesystem::path &styles_dir);

/// A .qgz, the same bytes for the same text.
std::vector<std::byte> zipped_project(const std::string &text);

/// The statements that put a project into a GeoPackage, in the form in which QGIS stores it.
std::vector<std::string> project_sql(const std::string &name, const std::vector<std::byte> &zipped,
                                     const std::string &time);

} // namespace qitu::qgis
