#include "options.h"
#include "perform.h"

#include <qitu/app/commands/report_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_report(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::ReportCommand>();
    const Command command = app.add_command(
        "report",
        translated(
            "Writes the report that a bureau hands in: progress.xlsx, a workbook with a summary, a "
            "sheet for each indicator, league and layer, and why other methods give other figures; "
            "report.html, one page with maps of the region and of each banner; and the report in Word and "
            "as PDF."));
    command.group(translated("Hand in"));
    add_workspace(command, arguments->workspace);
    const std::string output = translated("Output");
    command
        .add_option(
            "-o,--output", arguments->directory,
            translated("Folder for the files, created if missing; or one file: .xlsx, .html, .docx, .pdf, "
                       ".json, .md"))
        .type_name("DIR")
        .required()
        .group(output);
    command
        .add_option("--format", arguments->formats,
                    translated("Any of xlsx, html, docx, pdf, csv, json and md, separated by commas"))
        .type_name("xlsx|html|docx|pdf|csv|json|md")
        .delimiter(',')
        .one_of({"xlsx", "html", "docx", "pdf", "csv", "json", "md"})
        .capture_default_str()
        .group(output);
    command
        .add_option(
            "--template", arguments->word_template,
            translated(
                "Word document that docx and pdf are made from; \"qitu template report\" writes one to "
                "be changed"))
        .type_name("FILE")
        .group(output);
    command
        .add_option(
            "--tiles", arguments->tiles,
            translated("Base map below the page's maps: address of tiles in Web Mercator with {z}, {x} "
                       "and {y}, key and all; repeatable, the lowest first. Else nothing is fetched"))
        .type_name("URL")
        .one_value_each()
        .rare()
        .group(output);
    command
        .add_flag(
            "--signatures", arguments->signatures,
            translated("Lines for the bureau, who made it, who checked it and the date, below each table"))
        .group(output);
    add_admin_option(
        command, arguments->admin,
        translated("The report of this league, banner or township, held against its own quotas"));
    command
        .add_option("--each", arguments->each,
                    translated("A report for each league or banner, in a folder of its own"))
        .type_name("league|banner")
        .one_of({"league", "banner"})
        .group(translated("Figures"));
    add_unit_option(command, arguments->unit);
    add_year_option(command, arguments->year);
    add_by_option_to_township(command, arguments->by);
    add_as_of_option(command, arguments->as_of);
    command.add_flag("--no-check", arguments->no_check,
                     translated("Skip the check by the rules, and the time that it takes"));
    add_engine_options(command, arguments->engine);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
