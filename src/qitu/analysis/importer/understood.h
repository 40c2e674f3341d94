// How a file was understood, as the text that is kept with its import.
#pragma once

#include <qitu/analysis/importer/importer.h>

#include <string>

namespace qitu::importer {

/// With the repaired, quarantined and accepted features, if any.
std::string understood_json(const Outcome &outcome);

/// A feature's values by field.
std::string fields_json(const catalogue::Layer &layer, const catalogue::Feature &feature);

} // namespace qitu::importer
