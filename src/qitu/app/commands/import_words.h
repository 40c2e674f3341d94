// What the importer understood of a file, and what it would do with it, in words.
#pragma once

#include <qitu/analysis/importer/importer.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// "2 errors, 259 warnings"; what was repaired or put into quarantine is a warning.
std::string conclusion_of(const importer::Outcome &imported);

/// The file, how it was understood, what was found in it, and what of it is in the workspace already.
void tell_imported(const importer::Outcome &imported, Outcome &outcome);

/// Area, length and number of a file's features by banner, overlaps counted once.
void tell_by_banner(const std::filesystem::path &file, const reader::OpenOptions &options,
                    const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Layer &layer, Outcome &outcome);

} // namespace qitu::commands
