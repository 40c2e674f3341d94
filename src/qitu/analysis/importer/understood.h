// What was understood of a file, as the text that is kept with the import.
#pragma once

#include <qitu/analysis/importer/importer.h>

#include <string>

namespace qitu::importer {

/// With what was repaired, quarantined and accepted, where anything was.
std::string understood_json(const Outcome &outcome);

/// A feature's values by field.
std::string fields_json(const catalogue::Layer &layer, const catalogue::Feature &feature);

} // namespace qitu::importer
