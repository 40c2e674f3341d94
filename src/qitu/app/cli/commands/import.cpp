#include "options.h"
#include "understood.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/output/exchange/exchange.h>

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Import {
    std::string workspace;
    std::string layer;
    std::vector<std::string> files;
    std::string datum_shift;
    importer::Options options;
};

std::string name_of(std::int64_t feature, const std::string &project) {
    return project.empty() ? say("feature {}", feature) : say("feature {} ({})", feature, project);
}

FoundByRule found_in(const importer::Outcome &outcome) {
    FoundByRule found;
    const auto sentence = [](const importer::Repaired &repair) {
        const geodesy::Point place = repair.place.value_or(geodesy::Point{});
        return say("{}: {} at {:.6f} {:.6f}; {:.2f} m² → {:.2f} m²", name_of(repair.feature, repair.project),
                   repair.reason, place.x, place.y, repair.before_m2, repair.after_m2);
    };
    for (const importer::Repaired &repair : outcome.repairs)
        found.add(translated("made valid"), [&] { return sentence(repair); });
    for (const importer::Repaired &repair : outcome.quarantined)
        found.add(translated("quarantined"), [&] { return sentence(repair); });
    for (std::size_t i = 0; i < outcome.findings.size(); ++i) {
        const validation::Findings::Head head = outcome.findings.head(i);
        const char *severity =
            head.severity == validation::Severity::error ? translated("error") : translated("warning");
        found.add(say("{}: {}", severity, head.rule), [&] {
            const validation::Finding finding = outcome.findings[i];
            return say("{}: {}", name_of(finding.feature, finding.project),
                       finding.message.in(language_in_use()));
        });
    }
    for (const reader::FieldFault &fault : outcome.faults)
        found.add(fault.fatal ? translated("error: value") : translated("warning: value left empty"), [&] {
            return say("{}: {} is \"{}\", expected {}", name_of(fault.feature, ""), fault.field, fault.found,
                       fault.expected);
        });
    return found;
}

std::string projects_there(const importer::Outcome &outcome) {
    constexpr std::size_t shown = 5;
    const std::vector<std::string> &all = outcome.projects_there;
    const std::vector<std::string> first(
        all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(shown, all.size())));
    const std::string names = fmt::format("{}{}", fmt::join(first, ", "), all.size() > shown ? " …" : "");
    return outcome.replaces
               ? say("{} projects are in the layer already, with {} features, which these replace: {}.",
                     all.size(), outcome.features_there, names)
               : say("{} projects are in the layer already, with {} features: {}.", all.size(),
                     outcome.features_there, names);
}

void tell_outcome(const importer::Outcome &outcome, Context &context) {
    tell(outcome.file.string());
    tell_understanding(outcome.understanding);
    const FoundByRule found = found_in(outcome);
    found.tell();
    if (outcome.already_there)
        tell("  " + (outcome.same_as.empty()
                         ? say("The same content is in the workspace already.")
                         : say("{} of this call has the same content.", outcome.same_as)));
    if (outcome.read == 0)
        tell("  " +
             say("There are no features in it; nothing is recorded. Is it the right file, and layer?"));
    if (!outcome.projects_emptied.empty())
        tell("  " +
             say("Of the projects {} everything that comes would go into quarantine, and what the layer "
                 "has of them would be lost. Correct the file, or import it without --replace.",
                 fmt::join(outcome.projects_emptied, ", ")));
    if (!outcome.projects_there.empty())
        tell("  " + projects_there(outcome));
    if (!found.empty() || outcome.read == 0)
        context.needs_attention();
}

bool stands_against(const importer::Outcome &outcome) {
    return outcome.findings.errors() > 0 ||
           std::any_of(outcome.faults.begin(), outcome.faults.end(),
                       [](const reader::FieldFault &fault) { return fault.fatal; });
}

[[noreturn]] void refuse(const std::vector<importer::Outcome> &outcomes) {
    std::vector<std::string> names;
    bool invalid = false;
    bool again = false;
    bool errors = false;
    bool projects = false;
    for (const importer::Outcome &outcome : outcomes) {
        if (!outcome.admissible())
            names.push_back(outcome.file.filename().string());
        again = again || outcome.already_there;
        errors = errors || stands_against(outcome);
        projects = projects || outcome.projects_refused;
        for (std::size_t i = 0; i < outcome.findings.size(); ++i)
            invalid = invalid || outcome.findings.head(i).rule == "geometry.invalid";
    }
    std::string sentence =
        say("Nothing was written: {} cannot be taken in as it is.", fmt::join(names, ", "));
    if (invalid)
        sentence +=
            " " + say("With --repair invalid geometry is made valid and its change in area recorded.");
    if (errors)
        sentence +=
            " " + say("With --accept it is taken in all the same, and what stood against it recorded.");
    if (again)
        sentence += " " + say("With --again the same content is added once more.");
    if (projects)
        sentence += " " + say("With --replace what the layer has of these projects is taken out first; with "
                              "--append the features are added beside it.");
    throw Error(ErrorKind::refused, sentence);
}

const char *const shift_key = "datum_shift."; // in the workspace's meta, by datum

/// The shifts that the workspace keeps; what the user says now goes before.
std::map<std::string, std::string> datum_shifts(const Import &import, const workspace::Workspace &workspace) {
    std::map<std::string, std::string> shifts;
    for (const char *datum : {"xian1980", "beijing1954"})
        if (std::string kept = workspace.meta(std::string(shift_key) + datum); !kept.empty())
            shifts[datum] = kept;
    for (const char *datum : {"xian1980", "beijing1954"})
        if (!import.datum_shift.empty())
            shifts[datum] = import.datum_shift;
    return shifts;
}

void keep_datum_shift(const Import &import, workspace::Workspace &workspace,
                      const std::vector<importer::Outcome> &outcomes) {
    if (import.datum_shift.empty() || import.options.dry_run)
        return;
    for (const importer::Outcome &outcome : outcomes)
        if (const std::string &datum = outcome.understanding.datum; !datum.empty())
            workspace.set_meta(shift_key + datum, import.datum_shift);
}

std::string names_of(const std::vector<std::string> &files) {
    std::vector<std::string> names;
    for (const std::string &file : files)
        names.push_back(std::filesystem::path(file).filename().string());
    return fmt::format("{}", fmt::join(names, ", "));
}

void run(Import &arguments, Context &context) {
    importer::Options &options = arguments.options;
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &layer = catalogue.layer(arguments.layer);
    workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace);
    workspace.sign("qitu import", names_of(arguments.files));
    std::optional<boundaries::Locator> locator; // made when it is first asked for
    options.open.banner_at = [&](geodesy::Point point) {
        if (!locator)
            locator.emplace(workspace.banners());
        return locator->at(point);
    };
    options.open.datum_shifts = datum_shifts(arguments, workspace);
    std::vector<importer::Outcome> outcomes;
    importer::Unchecked unchecked;
    {
        ProgressBar bar;
        options.progress = bar.progress();
        outcomes = importer::admit(workspace, catalogue, layer,
                                   {arguments.files.begin(), arguments.files.end()}, options, &unchecked);
    }
    const Undisturbed undisturbed;
    std::uint64_t read = 0;
    for (const importer::Outcome &outcome : outcomes) {
        tell_outcome(outcome, context);
        if (options.dry_run)
            tell_by_banner(outcome.file, options.open, workspace, catalogue, layer);
        read += outcome.read - outcome.quarantined.size();
    }
    tell_unchecked(unchecked);
    if (!std::all_of(outcomes.begin(), outcomes.end(),
                     [](const auto &outcome) { return outcome.admissible(); }))
        refuse(outcomes);
    keep_datum_shift(arguments, workspace, outcomes);
    if (!options.dry_run) // quarantine and new layers come into the project
        exchange::keep_project(workspace, catalogue, context.styles(), exchange::Keep::when_stale);
    const std::string name = layer.names.in(language_in_use());
    tell(options.dry_run ? say("{} features could be added to {}; nothing was written.", read, name)
                         : say("{} features added to {} in {}.", read, name, arguments.workspace));
}

void add_options(CLI::App &command, Import &import) {
    const std::string group = translated("Taking in");
    command
        .add_option("--where", import.options.open.where,
                    translated("Only the features that this SQL condition takes"))
        ->type_name("SQL")
        ->group(group);
    command
        .add_flag("--repair", import.options.repair,
                  translated("Make invalid geometry valid and record how its area changed"))
        ->group(group);
    command
        .add_flag("--accept", import.options.accept,
                  translated("Take it in although findings stand against it, and record them"))
        ->group(group);
    command
        .add_flag("--again", import.options.again,
                  translated("Add content that is in the layer already once more"))
        ->group(group);
    CLI::Option *replace =
        command
            .add_flag("--replace", import.options.replace,
                      translated("Projects that the layer has already: take out what it has of them first"))
            ->group(group);
    command
        .add_flag("--append", import.options.append,
                  translated("Projects that the layer has already: add these features beside it"))
        ->excludes(replace)
        ->group(group);
    command
        .add_option(
            "--datum-shift", import.datum_shift,
            translated("From Xian 1980 or Beijing 1954 to CGCS2000: dx,dy,dz,rx,ry,rz,ds (m, arc seconds, "
                       "ppm) or a PROJ pipeline; the workspace keeps it"))
        ->type_name("SHIFT")
        ->group(group);
    command.add_flag("--dry-run", import.options.dry_run, translated("Read and check, write nothing"))
        ->group(group);
    add_file_options(command, import.options.open);
    add_shape_options(command, import.options.open);
    add_map_option(command, import.options.open);
    add_set_option(command, import.options.open);
}

} // namespace

void add_import(CLI::App &app, Context &context) {
    const auto import = std::make_shared<Import>();
    CLI::App *command = app.add_subcommand(
        "import",
        translated("Takes files into a layer of the workspace, all of them or none. Says what it understood "
                   "of each file and why, and what is wrong with which feature."));
    command->group(translated("Work"));
    command->footer(
        translated("Status 1: features were taken in, and some were repaired or carry a warning. Status 4: "
                   "the workspace is byte for byte what it was."));
    add_workspace(*command, import->workspace);
    add_layer(*command, import->layer);
    command
        ->add_option("FILE", import->files,
                     translated("Any vector file: Shapefile, GeoPackage, GeoJSON, FileGDB, KML, DXF, "
                                "coordinate TXT, CSV, XLSX, "
                                "a zip of these …"))
        ->required();
    add_options(*command, *import);
    command->callback([import, &context] { run(*import, context); });
}

} // namespace qitu::cli
