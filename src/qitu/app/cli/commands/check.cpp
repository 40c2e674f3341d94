#include "options.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/output/exchange/exchange.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::cli {

namespace {

struct Check {
    std::string target;
    std::vector<std::string> layers;
    std::string as_layer; // of a file
    std::string rule;
    bool rules = false;
    int threads = 0;
    reader::OpenOptions open;
    Output output;
};

void append(validation::Inspected &all, validation::Inspected &&more) {
    all.features += more.features;
    if (all.findings.empty())
        all.findings = std::move(more.findings);
    else
        for (const validation::Finding &finding : more.findings)
            all.findings.add(finding);
    std::move(more.unchecked.begin(), more.unchecked.end(), std::back_inserter(all.unchecked));
}

// Those named; else every layer with features.
std::vector<const catalogue::Layer *> layers_of(const Check &check, const catalogue::Catalogue &catalogue,
                                                const workspace::Workspace &workspace) {
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : check.layers)
        if (const catalogue::Layer *layer = &catalogue.layer(name);
            std::find(layers.begin(), layers.end(), layer) == layers.end())
            layers.push_back(layer);
    for (const catalogue::Layer &layer : catalogue.layers())
        if (check.layers.empty() && workspace.count(layer) > 0)
            layers.push_back(&layer);
    if (layers.empty())
        throw Error(ErrorKind::refused,
                    say("{}: no layer has features yet. Take some in with \"qitu import\".", check.target));
    return layers;
}

validation::Inspected inspect_workspace(const Check &check, const catalogue::Catalogue &catalogue,
                                        const validation::InspectionOptions &options) {
    const workspace::Workspace workspace = workspace::Workspace::open(check.target, true);
    validation::Inspected all;
    for (const catalogue::Layer *layer : layers_of(check, catalogue, workspace))
        append(all, importer::inspect(workspace, catalogue, *layer, options));
    return all;
}

validation::Inspected inspect_file(const Check &check, const catalogue::Catalogue &catalogue,
                                   const validation::InspectionOptions &options) {
    return importer::inspect(check.target, catalogue, catalogue.layer(check.as_layer),
                             boundaries::shipped_banners(catalogue.directory()), check.open, options);
}

// A name is a rule's id, or stands for a family: "within" for within.LAYER.
void keep_rule(const std::string &name, const catalogue::Catalogue &catalogue,
               validation::Inspected &inspected) {
    const auto named = [&](std::string_view id) { return id == name || id.starts_with(name + "."); };
    const std::vector<validation::Rule> &rules = validation::rules();
    if (validation::rule(name) == nullptr &&
        std::none_of(rules.begin(), rules.end(),
                     [&](const validation::Rule &rule) { return named(rule.id); })) {
        std::vector<std::string> ids;
        for (const validation::Rule &rule : rules)
            ids.push_back(rule.id);
        throw Error(ErrorKind::usage,
                    say("There is no rule \"{}\". The rules are {}.", name, fmt::join(ids, ", ")));
    }
    if (const validation::Rule *known = validation::rule(name);
        known != nullptr && known->id.ends_with(".LAYER"))
        static_cast<void>(catalogue.layer(name.substr(name.find('.') + 1))); // which says if there is none
    inspected.findings = inspected.findings.only(
        [&](const validation::Findings::Head &finding) { return named(finding.rule); });
    std::erase_if(inspected.unchecked, [&](const auto &unchecked) { return !named(unchecked.first); });
}

std::string name_of(const Check &check) {
    return std::filesystem::path(check.target).filename().string();
}

std::vector<workspace::Boundary> banners_of(const Check &check, const catalogue::Catalogue &catalogue) {
    return check.as_layer.empty() ? workspace::Workspace::open(check.target, true).banners()
                                  : boundaries::shipped_banners(catalogue.directory());
}

void hand_over(const Check &check, const validation::Inspected &inspected, Context &context) {
    const bool as_page = check.output.format_name() == "html";
    const report::Format format = as_page ? report::Format::table : check.output.chosen();
    const bool as_layer = folded(check.output.file).ends_with(".gpkg");
    if (as_layer) {
        exchange::write_findings(check.output.file, inspected.findings, context.styles());
        tell(say("{}: {} findings; open it in QGIS, where they are coloured by severity.", check.output.file,
                 inspected.findings.size()));
    }
    if (as_page)
        return put_out(check.output.file, [&](std::ostream &out) {
            report::write_findings_page(out, inspected, name_of(check), context.catalogue(),
                                        banners_of(check, context.catalogue()));
        });
    constexpr std::size_t most_of_a_rule = 10;
    put_out(as_layer ? "-" : check.output.file, [&](std::ostream &out) {
        report::print(out, inspected, format, check.rule.empty() ? most_of_a_rule : 0);
    });
}

void run(const Check &check, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    if (check.rules)
        return put_out(check.output.file,
                       [&](std::ostream &out) { out << validation::rules_page(catalogue); });
    if (check.target.empty())
        throw Error(ErrorKind::usage,
                    say("What is to be checked? Name a workspace, or a file and its --layer."));
    if (!check.as_layer.empty() && !check.layers.empty())
        throw Error(ErrorKind::usage,
                    say("--layer says which layer a file is; the layers of a workspace stand behind it."));
    if (std::error_code none; std::filesystem::equivalent(check.target, check.output.file, none))
        throw Error(ErrorKind::usage,
                    say("{} is what is checked. Choose another name for -o.", check.target));
    validation::Inspected inspected = [&] {
        ProgressBar bar;
        validation::InspectionOptions options;
        options.threads = check.threads;
        options.progress = bar.progress();
        return check.as_layer.empty() ? inspect_workspace(check, catalogue, options)
                                      : inspect_file(check, catalogue, options);
    }();
    if (!check.rule.empty())
        keep_rule(check.rule, catalogue, inspected);
    hand_over(check, inspected, context);
    tell_unchecked(inspected.unchecked);
    if (!inspected.findings.empty())
        context.needs_attention();
}

} // namespace

void add_check(CLI::App &app, Context &context) {
    const auto check = std::make_shared<Check>();
    CLI::App *command = app.add_subcommand(
        "check", translated("Checks layers of a workspace, or a file before it is sent, by the rules of the "
                            "catalogue, and points at each fault. Writes nothing but the findings."));
    command->group(translated("Work"));
    command->footer(translated("Status 1: there are findings. With -o NAME.gpkg they are a layer for QGIS."));
    command
        ->add_option("TARGET", check->target,
                     translated("Workspace made by \"qitu init\", or any vector file with --layer"))
        ->type_name("FILE");
    command->add_option("LAYER", check->layers,
                        translated("Layers by id or name; all that have features if none given"));
    const std::string group = translated("Checking");
    command
        ->add_option("--layer", check->as_layer,
                     translated("The target is a file of this layer, and is checked without a workspace"))
        ->type_name("LAYER")
        ->group(group);
    command->add_option("--rule", check->rule, translated("Only this rule, and all that it finds"))
        ->type_name("RULE")
        ->group(group);
    command
        ->add_flag("--rules", check->rules,
                   translated("Describe the rules, and what each layer says of them"))
        ->group(group);
    command->add_option("--threads", check->threads, translated("Processors to use; 0 uses all"))
        ->type_name("N")
        ->check(CLI::Validator(CLI::NonNegativeNumber).description(""))
        ->group(group);
    add_file_options(*command, check->open);
    add_map_option(*command, check->open);
    add_output_options(*command, check->output);
    command->get_option("--format")
        ->description(translated("table, csv, json or html, a page to be sent; else as the file ends"))
        ->type_name("table|csv|json|html");
    command->callback([check, &context] { run(*check, context); });
}

} // namespace qitu::cli
