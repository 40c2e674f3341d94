// What is named is a layer of the workspace, or a file.
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/data/sources/parcels.h>

#include <memory>
#include <string>

namespace qitu::commands {

/// By its look: no layer has a name with a dot or a slash in it. The file may be missing.
bool is_file(const std::string &name);

/// \param layer of the workspace when it is not a file. \pre the workspace outlives them.
std::unique_ptr<sources::Parcels> parcels_for(const std::string &name, const workspace::Workspace &workspace,
                                              const reader::OpenOptions &open, Context &context);

} // namespace qitu::commands
