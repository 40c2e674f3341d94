#include "options.h"

#include <qitu/admission/admission.h>

namespace qitu::cli {

namespace {

struct Import {
    std::string workspace;
    std::string layer;
    std::vector<std::string> files;
    admission::Options options;
};

void tell_line(const char *head, const std::string &text) {
    if (text.empty())
        return;
    constexpr std::size_t column = 12;
    const std::size_t width = std::min(column - 1, display_width(head));
    tell(fmt::format("  {}{}{}", head, std::string(column - width, ' '), text));
}

std::string with_evidence(const std::string &answer, const std::string &evidence) {
    return evidence.empty() ? answer : say("{} ({})", answer, evidence);
}

void tell_understanding(const intake::Understanding &understood) {
    std::vector<std::string> fields;
    for (const auto &[ours, theirs] : understood.fields)
        fields.push_back(ours + " ← " + theirs);
    tell_line(translated("format"),
              say("{}, layer {}, {} features", understood.format, understood.layer, understood.features));
    tell_line(translated("encoding"), with_evidence(understood.encoding, understood.encoding_evidence));
    tell_line(translated("CRS"), with_evidence(understood.crs, understood.crs_evidence));
    tell_line(translated("to CGCS2000"), understood.operation);
    tell_line(translated("fields"), fmt::format("{}", fmt::join(fields, ", ")));
    for (const auto &[field, conversion] : understood.conversions)
        tell_line(translated("converted"), fmt::format("{}: {}", field, conversion));
    tell_line(translated("not used"), fmt::format("{}", fmt::join(understood.unmapped, ", ")));
}

std::string name_of(std::int64_t feature, const std::string &project) {
    return project.empty() ? say("feature {}", feature) : say("feature {} ({})", feature, project);
}

std::vector<Found> found_in(const admission::Outcome &outcome) {
    std::vector<Found> found;
    const auto sentence = [](const admission::Repaired &repair) {
        const geodesy::Point place = repair.place.value_or(geodesy::Point{});
        return say("{}: {} at {:.6f} {:.6f}; {:.2f} m² → {:.2f} m²", name_of(repair.feature, repair.project),
                   repair.reason, place.x, place.y, repair.before_m2, repair.after_m2);
    };
    for (const admission::Repaired &repair : outcome.repairs)
        found.push_back({translated("made valid"), sentence(repair)});
    for (const admission::Repaired &repair : outcome.quarantined)
        found.push_back({translated("quarantined"), sentence(repair)});
    for (const quality::Finding &finding : outcome.findings) {
        const char *severity =
            finding.severity == quality::Severity::error ? translated("error") : translated("warning");
        found.push_back(
            {say("{}: {}", severity, finding.rule), say("{}: {}", name_of(finding.feature, finding.project),
                                                        finding.message.in(language_in_use()))});
    }
    for (const intake::FieldFault &fault : outcome.faults)
        found.push_back({fault.fatal ? translated("error: value") : translated("warning: value left empty"),
                         say("{}: {} is \"{}\", expected {}", name_of(fault.feature, ""), fault.field,
                             fault.found, fault.expected)});
    return found;
}

void tell_outcome(const admission::Outcome &outcome, Context &context) {
    tell(outcome.file.string());
    tell_understanding(outcome.understanding);
    const std::vector<Found> found = found_in(outcome);
    tell_findings(found);
    if (outcome.already_there)
        tell("  " + say("The same content is in the workspace already."));
    if (!found.empty())
        context.needs_attention();
}

[[noreturn]] void refuse(const std::vector<admission::Outcome> &outcomes) {
    std::vector<std::string> names;
    bool invalid = false;
    bool again = false;
    bool errors = false;
    for (const admission::Outcome &outcome : outcomes) {
        if (!outcome.admissible())
            names.push_back(outcome.file.filename().string());
        again = again || outcome.already_there;
        errors = errors || (!outcome.admissible() && !outcome.already_there);
        for (const quality::Finding &finding : outcome.findings)
            invalid = invalid || finding.rule == "geometry.invalid";
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
    throw Error(Status::refused, sentence);
}

void run(Import &import, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &layer = catalogue.layer(import.layer);
    store::Workspace workspace = store::Workspace::open(import.workspace);
    std::vector<std::string> names;
    for (const std::string &file : import.files)
        names.push_back(std::filesystem::path(file).filename().string());
    workspace.sign("qitu import", fmt::format("{}", fmt::join(names, ", ")));
    std::vector<admission::Outcome> outcomes;
    admission::Unchecked unchecked;
    {
        ProgressBar bar;
        import.options.progress = bar.progress();
        outcomes = admission::admit(workspace, catalogue, layer, {import.files.begin(), import.files.end()},
                                    import.options, &unchecked);
    }
    std::uint64_t read = 0;
    for (const admission::Outcome &outcome : outcomes) {
        tell_outcome(outcome, context);
        read += outcome.read - outcome.quarantined.size();
    }
    tell_unchecked(unchecked);
    if (!std::all_of(outcomes.begin(), outcomes.end(),
                     [](const auto &outcome) { return outcome.admissible(); }))
        refuse(outcomes);
    const std::string name = layer.names.in(language_in_use());
    tell(import.options.dry_run ? say("{} features could be added to {}; nothing was written.", read, name)
                                : say("{} features added to {} in {}.", read, name, import.workspace));
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
    command.add_flag("--dry-run", import.options.dry_run, translated("Read and check, write nothing"))
        ->group(group);
    add_file_options(command, import.options.open);
    add_map_option(command, import.options.open);
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
    command->add_option("WORKSPACE", import->workspace, translated("Workspace made by \"qitu init\""))
        ->required();
    command->add_option("LAYER", import->layer, translated("Layer by id or name; \"qitu layers\" lists them"))
        ->required();
    command
        ->add_option("FILE", import->files,
                     translated("Any vector file: Shapefile, GeoPackage, GeoJSON, FileGDB, KML, DXF …"))
        ->required();
    add_options(*command, *import);
    command->callback([import, &context] { run(*import, context); });
}

} // namespace qitu::cli
