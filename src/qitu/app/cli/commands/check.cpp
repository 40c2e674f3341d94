#include "options.h"
#include "perform.h"
#include "standard_input.h"

#include <qitu/app/commands/check_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/html/html.h>

#include <ostream>

namespace qitu::cli {

namespace {

struct CheckArguments : Printed<commands::CheckCommand> {
    bool rules = false; // describe them, check nothing
};

std::string name_of(const CheckArguments &check) {
    return std::filesystem::path(check.target).filename().string();
}

void print(const CheckArguments &check, const validation::Inspected &inspected, Session &session) {
    const bool as_page = check.output.format_name() == "html";
    const console::Format format = check.output.chosen();
    const bool as_layer = folded(check.output.file).ends_with(".gpkg");
    if (as_layer) {
        exchange::write_findings(check.output.file, inspected.findings, session.context.styles());
        tell(say("{}: {} findings; open it in QGIS, where they are coloured by severity.", check.output.file,
                 inspected.findings.size()));
    }
    if (as_page)
        return put_out(check.output.file, [&](std::ostream &out) {
            html::write_findings_page(out, inspected, name_of(check), session.context.catalogue(),
                                      check.banners(session.context));
        });
    constexpr std::size_t most_of_a_rule = 10;
    const Output plain = as_layer ? Output() : check.output;
    put_listing(plain, session.title, [&](std::ostream &out) {
        const bool all = !check.rule.empty() || plain.format_name() == "xlsx";
        console::print(out, inspected, format, all ? 0 : most_of_a_rule);
    });
}

void run(CheckArguments &check, Session &session) {
    if (check.rules)
        return put_out(check.output.file, [&](std::ostream &out) {
            out << validation::rules_page(session.context.catalogue());
        });
    StandardInput input;
    check.target = input.path_of(check.target);
    (void)check.output.format_name(); // an ending that cannot be written is refused before the work
    const auto result = under_bar(session, [&] { return check.run(session.context); });
    print(check, result.value, session);
    tell(result, session);
}

} // namespace

void add_check(const Command &app, Session &session) {
    const auto check = std::make_shared<CheckArguments>();
    const Command command = app.add_command(
        "check", translated("Checks layers of a workspace, or a file before it is sent, against the rules of "
                            "the catalogue, and locates each problem. Writes nothing but the findings."));
    command.group(translated("Work"));
    command.footer(translated("Status 1: there are findings. With -o NAME.gpkg they are a layer for QGIS."));
    command
        .add_option("TARGET", check->target,
                    translated("Workspace created by \"qitu init\", or any vector file with --layer"))
        .type_name("FILE");
    command.add_option("LAYER", check->layers,
                       translated("Layers by id or name; by default all that have features"));
    const std::string group = translated("Checking");
    command
        .add_option("--layer", check->as_layer,
                    translated("The target is a file of this layer; no workspace is needed"))
        .type_name("LAYER")
        .group(group);
    command
        .add_flag(
            "--no-region", check->no_region,
            translated("Of a file: it lies in no region of the catalogue; nothing is held against banners"))
        .group(group);
    command
        .add_option("--admin", check->admin,
                    translated("Of a workspace: findings of features of this league or banner alone"))
        .type_name("ADMIN")
        .group(group);
    command.add_option("--rule", check->rule, translated("Only this rule, with all its findings"))
        .type_name("RULE")
        .group(group);
    command.add_flag("--rules", check->rules, translated("Describe the rules and each layer's settings"))
        .group(group);
    command.add_option("--threads", check->threads, translated("Number of threads; 0 uses all processors"))
        .type_name("N")
        .non_negative()
        .group(group);
    add_file_options(command, check->open);
    add_map_option(command, check->open);
    add_value_option(command, check->open);
    add_output_options(command, check->output);
    command.option("--format")
        .description(translated(
            "table, csv, json, xlsx, md or html (one page to send); by default, by the extension of "
            "the output file"))
        .type_name("table|csv|json|xlsx|html|md");
    check->output.layers = true;
    command.callback([check, &session] { run(*check, session); });
}

} // namespace qitu::cli
