// tables: what the tables of a workspace and of an export look like in QGIS. Layers with their forms as the
// catalogue has them, admin units, quotas, quarantined features.
#pragma once

#include <qitu/data/workspace/workspace.h>
#include <qitu/output/qgis/table.h>

namespace qitu::qgis {

std::string with_unit(const std::string &title, const std::string &unit);

/// What forms of all layers need to know.
struct FormWorld {
    const catalogue::Catalogue *catalogue;
    std::vector<Choice> banners; // code and name
};
FormWorld form_world(const catalogue::Catalogue &catalogue, const std::vector<workspace::Boundary> &banners);

Table layer_table(const catalogue::Layer &layer, const FormWorld &world);
/// Review of a feature: none, banner, league, region.
Column review_column();

/// `leagues`: for banners; null for the leagues themselves.
Table admin_table(const std::string &name, const std::string &title,
                  const std::vector<workspace::Boundary> *leagues);

/// Tables of a workspace that are not layers.
Table quota_table(const catalogue::Catalogue &catalogue);
Table quarantine_table(const catalogue::Catalogue &catalogue);

} // namespace qitu::qgis
