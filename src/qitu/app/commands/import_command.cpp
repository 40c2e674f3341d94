#include "fork_rules.h"
#include "found_by_rule.h"
#include "import_profile.h"
#include "import_words.h"

#include <qitu/app/commands/import_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/data/sources/zones.h>
#include <qitu/output/qgis/workspace_project.h>

#include <algorithm>
#include <optional>
#include <set>

namespace qitu::commands {

namespace {

std::string refusal_of(const std::vector<importer::Outcome> &imported) {
    std::vector<std::string> names;
    for (const importer::Outcome &one : imported)
        if (!one.admissible())
            names.push_back(one.file.filename().string());
    return names.empty() ? "" : say("Nothing was written: {} has errors.", fmt::join(names, ", "));
}

std::uint64_t added(const std::vector<importer::Outcome> &imported) {
    std::uint64_t features = 0;
    for (const importer::Outcome &one : imported)
        features += one.read - one.quarantined.size();
    return features;
}

// That of the boundaries that come with the catalogue; of the workspace's own where there are none.
std::optional<geometry::Box> region_of(const catalogue::Catalogue &catalogue,
                                       const workspace::Workspace &workspace) {
    std::error_code ignored;
    return sources::region_around(std::filesystem::exists(boundaries::shipped_file(catalogue), ignored)
                                      ? boundaries::shipped_leagues(catalogue.directory())
                                      : workspace.banners());
}

} // namespace

Result<Imported> ImportCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &into = catalogue.layer(layer);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    // made before files are read: the process that reads them cannot open the workspace
    const boundaries::Locator locator(opened.banners());
    importer::Options settings = options;
    settings.progress = context.progress;
    settings.datum_shift = datum_shift;
    if (!profile.empty())
        take_profile(opened, profile, settings.open);
    settings.open.datum_shifts = importer::datum_shifts(opened, datum_shift);
    if (!settings.open.region)
        settings.open.region = region_of(catalogue, opened);
    settings.open.banner_at = [&](geodesy::Point point) { return locator.at(point); };
    const workspace::Change change{"qitu import", file_names(files)};
    Result<Imported> result;
    if (!profile.empty())
        result.tell(say("Profile {}: {}", profile, in_words(settings.open)));
    settings.also = [&](workspace::Edit &edit) {
        if (!profile.empty())
            keep_profile(edit, opened, profile, settings.open);
        qgis::keep_project(edit, opened, catalogue, context.styles(),
                           qgis::Keep::when_stale); // quarantine and new layers come into it
    };
    settings.units = units_within(catalogue, within);
    result.value.files = importer::import_files(opened, change, catalogue, into, {files.begin(), files.end()},
                                                settings, &result.value.unchecked);
    if (context.written && !options.dry_run)
        context.written();
    for (const importer::Outcome &imported : result.value.files) {
        tell_imported(imported, result);
        if (options.dry_run)
            tell_by_banner(imported.file, settings.open, opened, catalogue, into, result);
    }
    tell_unchecked(result.value.unchecked, result);
    result.refusal = refusal_of(result.value.files);
    if (!result.refusal.empty())
        return result;
    const std::string name = into.names.in(language_in_use());
    if (options.dry_run) {
        result.tell(
            say("{} features can be added to {}; nothing was written.", added(result.value.files), name));
        return result;
    }
    result.tell(say("{} features added to {} in {}.", added(result.value.files), name, workspace));
    return result;
}

} // namespace qitu::commands
