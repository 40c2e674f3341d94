// workspace_project: the styles, titles and project of QGIS within a workspace, so that it opens with its
// forms and every change made there is recorded.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>

#include <filesystem>
#include <string>

namespace qitu::qgis {

/// Over which project a new one is written. `when_stale`: over one that was made for another file name, other
/// tables or other columns, never over one that was saved from QGIS; `anew`: over any of ours; `over_edits`:
/// over any.
enum class Keep { when_stale, anew, over_edits };

/// Puts styles (layer_styles), titles and a project of QGIS into a workspace, in one transaction that the
/// history names by `change`. True when something was written. Throws Error (refused) where `anew` meets a project that was saved from QGIS, and when another
/// program writes to the file.
bool keep_project(workspace::Workspace &workspace, const workspace::Change &change,
                  const catalogue::Catalogue &catalogue, const std::filesystem::path &styles_dir, Keep keep);
/// The same within a transaction that is open, so that it stands or falls with what else that writes.
bool keep_project(workspace::Edit &edit, const workspace::Workspace &workspace,
                  const catalogue::Catalogue &catalogue, const std::filesystem::path &styles_dir, Keep keep);

/// The file name that the project of a workspace names: not its own when it was renamed since; "" when there
/// is no project of ours.
std::string project_refers_to(const std::filesystem::path &workspace);

} // namespace qitu::qgis
