#include "options.h"

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string as_of;
    std::string directory;
    int year = 0;
    Engine engine;
};

void make_directory(const std::filesystem::path &directory) {
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure)
        throw Error(Status::refused, say("{}: this folder cannot be made ({}). Choose another.",
                                         directory.string(), failure.message()));
}

void tell_all(const report::Figures &figures, Context &context) {
    std::vector<tabulate::Finding> findings;
    for (const quota::Totals &layer : figures.layers)
        findings.insert(findings.end(), layer.findings.begin(), layer.findings.end());
    tell_findings(findings, context);
}

void run(const Arguments &arguments, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const store::Workspace workspace = open_as_of(arguments.workspace, arguments.as_of);
    const report::Figures figures = [&] {
        ProgressBar bar;
        return report::gather(workspace, catalogue, year_of(arguments.year, catalogue),
                              arguments.engine.options(bar));
    }();
    const std::filesystem::path directory = arguments.directory;
    make_directory(directory);
    report::write_workbook(directory / "progress.xlsx", figures, catalogue);
    report::write_page(directory / "report.html", figures, catalogue, workspace.banners(),
                       workspace.leagues());
    tell(say("{}: open it in a spreadsheet.", (directory / "progress.xlsx").string()));
    tell(say("{}: open it in a browser.", (directory / "report.html").string()));
    tell_all(figures, context);
}

} // namespace

void add_report(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "report", translated("Writes what a bureau hands in: progress.xlsx, a workbook with a "
                             "summary, the leagues with their banners and each layer; and "
                             "report.html, one page with a map."));
    command->group(translated("Hand in"));
    command->add_option("WORKSPACE", arguments->workspace, translated("Workspace made by \"qitu init\""))
        ->required();
    command
        ->add_option("-o,--output", arguments->directory, translated("Folder for the files; made if missing"))
        ->type_name("DIR")
        ->required()
        ->group(translated("Output"));
    add_year_option(*command, arguments->year);
    add_as_of_option(*command, arguments->as_of);
    add_engine_options(*command, arguments->engine);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
