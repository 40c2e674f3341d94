// What was imported, and what an import has put into quarantine.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::workspace {

/// One imported file: kept for the record, and to recognise the same content when it comes again.
struct ImportRecord {
    std::string layer;
    std::string file;
    std::string digest;     // of the features' content
    std::string understood; // JSON: format, encoding, CRS, operation, fields
    std::uint64_t features = 0;
};
void add_import(Edit &edit, const ImportRecord &import);
std::vector<ImportRecord> imports(const Workspace &workspace); // in the order of import

/// A feature that was sent and does not count until somebody has looked at it, with everything that came with
/// it.
struct Quarantined {
    std::string layer;
    std::string file;
    std::int64_t feature = 0; // its number in the file
    std::string project;
    std::string reason;
    double before_m2 = 0;       // every part that its lines enclose
    double after_m2 = 0;        // what the repair would have left
    std::string fields;         // JSON: field → value
    std::vector<std::byte> wkb; // as it was sent; may be invalid, or not a geometry at all
};
/// Into the table qitu_quarantine, which QGIS shows; the table is created with its first feature.
void quarantine(Edit &edit, const catalogue::Layer &layer, const Quarantined &feature);
std::vector<Quarantined> quarantined(const Workspace &workspace);

} // namespace qitu::workspace
