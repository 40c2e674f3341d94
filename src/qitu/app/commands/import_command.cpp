#include "findings.h"
#include "import_words.h"

#include <qitu/app/commands/import_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/output/exchange/exchange.h>

#include <algorithm>

namespace qitu::commands {

namespace {

const char *const shift_key = "datum_shift."; // in the workspace's meta, by datum

/// The shifts that the workspace keeps; what the user says now goes before.
std::map<std::string, std::string> datum_shifts(const ImportCommand &command,
                                                const workspace::Workspace &workspace) {
    std::map<std::string, std::string> shifts;
    for (const char *datum : {"xian1980", "beijing1954"})
        if (std::string kept = command.datum_shift.empty() ? workspace.meta(std::string(shift_key) + datum)
                                                           : command.datum_shift;
            !kept.empty())
            shifts[datum] = kept;
    return shifts;
}

void keep_datum_shift(const ImportCommand &command, workspace::Workspace &workspace,
                      const std::vector<importer::Outcome> &imported) {
    if (command.datum_shift.empty())
        return;
    for (const importer::Outcome &one : imported)
        if (const std::string &datum = one.diagnostics.datum; !datum.empty())
            workspace.set_meta(shift_key + datum, command.datum_shift);
}

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

} // namespace

Result<std::vector<importer::Outcome>> ImportCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &into = catalogue.layer(layer);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    opened.sign("qitu import", file_names(files));
    std::optional<boundaries::Locator> locator; // made when it is first asked for
    importer::Options settings = options;
    settings.progress = context.progress;
    settings.open.datum_shifts = datum_shifts(*this, opened);
    settings.open.banner_at = [&](geodesy::Point point) {
        if (!locator)
            locator.emplace(opened.banners());
        return locator->at(point);
    };
    Result<std::vector<importer::Outcome>> result;
    importer::Unchecked unchecked;
    result.value =
        importer::admit(opened, catalogue, into, {files.begin(), files.end()}, settings, &unchecked);
    if (context.written && !options.dry_run)
        context.written();
    for (const importer::Outcome &imported : result.value) {
        tell_imported(imported, result);
        if (options.dry_run)
            tell_by_banner(imported.file, settings.open, opened, catalogue, into, result);
    }
    tell_unchecked(unchecked, result);
    result.refusal = refusal_of(result.value);
    if (!result.refusal.empty())
        return result;
    const std::string name = into.names.in(language_in_use());
    if (options.dry_run) {
        result.tell(say("{} features can be added to {}; nothing was written.", added(result.value), name));
        return result;
    }
    keep_datum_shift(*this, opened, result.value);
    exchange::keep_project(opened, catalogue, context.styles(),
                           exchange::Keep::when_stale); // quarantine and new layers come into it
    result.tell(say("{} features added to {} in {}.", added(result.value), name, workspace));
    return result;
}

} // namespace qitu::commands
