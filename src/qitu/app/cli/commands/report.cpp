#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string directory;
    std::string by = "banner";
    std::vector<std::string> formats{"xlsx", "html"};
    int year = 0;
    bool no_check = false;
    Engine engine;
};

void make_directory(const std::filesystem::path &directory) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure)
        throw Error(ErrorKind::refused, say("{}: this folder cannot be made ({}). Choose another.",
                                            directory.string(), failure.message()));
}

void tell_all(const report::Figures &figures, Context &context) {
    std::vector<tabulate::Finding> findings;
    for (const indicators::Totals &layer : figures.layers)
        findings.insert(findings.end(), layer.findings.begin(), layer.findings.end());
    tell_findings(findings, context);
}

void write(const std::string &format, const std::filesystem::path &directory,
           const workspace::Workspace &workspace, const report::Figures &figures,
           const catalogue::Catalogue &catalogue) {
    if (format == "xlsx") {
        report::write_workbook(directory / "progress.xlsx", figures, catalogue);
        tell(say("{}: open it in a spreadsheet.", (directory / "progress.xlsx").string()));
    } else if (format == "html") {
        report::write_page(directory / "report.html", figures, catalogue, workspace.banners(),
                           workspace.leagues(), report::draw(workspace, catalogue, figures));
        tell(say("{}: open it in a browser.", (directory / "report.html").string()));
    } else if (format == "csv") {
        make_directory(directory / "csv");
        const auto files = report::write_csv_report(directory / "csv", figures, catalogue);
        tell(say("{}: {} tables.", (directory / "csv").string(), files.size()));
    } else if (format == "json") {
        report::write_json_report(directory / "report.json", figures, catalogue);
        tell(say("{}: everything, for programs.", (directory / "report.json").string()));
    } else if (format == "md") {
        report::write_markdown(directory / "report.md", figures, catalogue);
        tell(say("{}: everything, as Markdown.", (directory / "report.md").string()));
    }
}

void run(const Arguments &arguments, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const indicators::Level by = indicators::level_from(arguments.by);
    const workspace::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const report::Figures figures = [&] {
        ProgressBar bar;
        return report::gather(workspace, catalogue,
                              {year_of(arguments.year, catalogue), by, arguments.as_of, !arguments.no_check,
                               arguments.engine.options(bar)});
    }();
    make_directory(arguments.directory);
    for (const std::string &format : arguments.formats)
        write(format, arguments.directory, workspace, figures, catalogue);
    tell_all(figures, context);
}

} // namespace

void add_report(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "report",
        translated("Writes what a bureau hands in: progress.xlsx, a workbook with a "
                   "summary, a sheet for each indicator, league and layer, and why other ways of "
                   "counting say something else; and report.html, one page with a map of the region "
                   "and of each banner."));
    command->group(translated("Hand in"));
    add_workspace(*command, arguments->workspace);
    const std::string output = translated("Output");
    command
        ->add_option("-o,--output", arguments->directory, translated("Folder for the files; made if missing"))
        ->type_name("DIR")
        ->required()
        ->group(output);
    command
        ->add_option("--format", arguments->formats,
                     translated("Any of xlsx, html, csv, json and md, with commas between them"))
        ->type_name("xlsx|html|csv|json|md")
        ->delimiter(',')
        ->check(CLI::IsMember({"xlsx", "html", "csv", "json", "md"}).description(""))
        ->capture_default_str()
        ->group(output);
    add_year_option(*command, arguments->year);
    add_by_option(*command, arguments->by);
    add_as_of_option(*command, arguments->as_of);
    command->add_flag("--no-check", arguments->no_check,
                      translated("Leave out the findings of the rules, and the time that the check takes"));
    add_engine_options(*command, arguments->engine);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
