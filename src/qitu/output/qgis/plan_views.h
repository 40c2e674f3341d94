// Plans as QGIS shows them: for each plan a style of the layer of plans, a theme, and pages of the atlas.
#pragma once

#include <qitu/data/workspace/workspace.h>
#include <qitu/output/qgis/style.h>

#include <string>
#include <vector>

namespace qitu::qgis {

/// Adds to the styles of a layer that keeps plans one for each plan in the workspace, which draws its blocks alone, at any scale.
void add_plan_styles(std::vector<Style> &styles, const Table &table, const workspace::Workspace &workspace,
                     const catalogue::Catalogue &catalogue);

/// The plan that a style draws; "" for any other style.
std::string plan_of(const Style &style);

/// The name of a plan's pages and of the theme on them.
std::string plan_pages(const std::string &plan);

/// A copy of the atlas for each plan, of the banners that it has blocks in.
void add_plan_layouts(Node layouts, const std::vector<Table> &tables,
                      const std::vector<std::vector<Style>> &styles);

} // namespace qitu::qgis
