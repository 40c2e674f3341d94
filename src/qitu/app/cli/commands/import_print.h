// What an import has understood and found, for programs and as files to send back.
#pragma once

#include "perform.h"

#include <qitu/app/commands/import_command.h>

#include <string>
#include <vector>

namespace qitu::cli {

/// Each file by its ending: .json has all that was understood and found; .xlsx, .html, .csv, .md and .gpkg have the
/// findings.
void write_found(const std::vector<std::string> &files, const commands::ImportCommand &import,
                 const commands::Result<commands::Imported> &result, Session &session);

/// Of files that cannot be read as the layer, into each that ends in .json: why, and which columns they have.
void write_failure(const std::vector<std::string> &files, const commands::ImportCommand &import,
                   const std::string &why);

} // namespace qitu::cli
