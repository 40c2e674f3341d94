// Which features a request means, and which of them its user may see.
#pragma once

#include "house.h"

#include <qitu/data/workspace/find.h>
#include <qitu/data/workspace/review.h>

namespace qitu::server {

/// By bbox, datetime and the layer's fields in the query. Throws Problem (400).
workspace::Wanted wanted_by(const Call &call, const catalogue::Catalogue &catalogue,
                            const catalogue::Layer &layer);
/// All that the user may see.
workspace::Wanted visible_to(const users::User &user, const catalogue::Catalogue &catalogue);
/// The same of one feature.
bool visible_to(const users::User &user, const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                const catalogue::Feature &feature);

/// The level at which a unit reviews.
workspace::ReviewLevel level_of(const catalogue::Catalogue &catalogue, const std::string &admin);

/// One feature that the user may see. Throws Problem (404).
catalogue::Feature feature_for(const Call &call, const House &house, const workspace::Workspace &opened,
                               const catalogue::Layer &layer);

/// A query that is written into a link again, without these parameters.
std::string query_without(const Request &request, const std::vector<std::string> &names);
std::string escaped(std::string_view text);

} // namespace qitu::server
