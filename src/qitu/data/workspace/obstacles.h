// Naming the features to which a change cannot be made.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/sqlite/sqlite.h>

#include <cstdint>
#include <string>

namespace qitu::workspace {

/// A feature's project code; empty when the layer has no such field.
std::string project_of(const sqlite::Database &database, const catalogue::Layer &layer, std::int64_t feature);

} // namespace qitu::workspace
