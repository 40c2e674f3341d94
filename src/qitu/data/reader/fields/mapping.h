// Maps fields of a file to fields of the catalogue: first what the user specifies, then ids, names and aliases in this
// order; each field of the file is used once.
#pragma once

#include "cage/caged_source.h"

#include <string>
#include <vector>

namespace qitu::reader {

struct Mapped {
    std::size_t field = 0; // of the layer
    Source::Column column;
    double factor = 1;      // from the unit that the column's name gives to the field's
    std::string conversion; // "公顷 → 亩"; "" when the units agree or none is named
};

struct Mapping {
    std::vector<Mapped> fields;
    std::vector<std::string> unmapped;
};

/// Throws Error: usage for an unknown field or source field, refused when a required field is
/// missing. Fields in `set` need no column.
Mapping map_fields(const CagedSource &source, const catalogue::Layer &layer, const OpenOptions &options);

/// Position of a field of the layer by id or name; throws Error (usage), beginning with `option`.
std::size_t field_named(const catalogue::Layer &layer, const std::string &name);

} // namespace qitu::reader
