// Map themes: which layers a view shows, in which of their styles.
#pragma once

#include <qitu/output/qgis/project.h>

namespace qitu::qgis {

inline constexpr const char *mask_id = "layer_banner_mask";
inline constexpr const char *mask_style = "图册";
inline constexpr const char *mask_title = "本旗县"; // in the legend of a page
inline constexpr const char *plain_style = "界线";  // of the admin units, without figures

std::vector<std::string> groups_in_order(const ProjectOf &project);
/// In the view that the project opens with.
bool shown_at_first(const Table &table);
void add_themes(Node presets, const ProjectOf &project);

} // namespace qitu::qgis
