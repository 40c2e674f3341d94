#include "found_by_rule.h"

#include <qitu/app/commands/report_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/html/html.h>
#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/report/report.h>
#include <qitu/output/xlsx/xlsx.h>

namespace qitu::commands {

namespace {

namespace fs = std::filesystem;

void make_directory(const fs::path &directory) {
    std::error_code failure;
    fs::create_directories(directory, failure);
    if (failure)
        throw Error(ErrorKind::refused, say("{}: the folder cannot be created ({}). Choose another one.",
                                            directory.string(), failure.message()));
}

/// Writes one format, and says what is to be done with it.
std::string write(const std::string &format, const fs::path &directory, const workspace::Workspace &workspace,
                  const report::Figures &figures, const catalogue::Catalogue &catalogue) {
    if (format == "xlsx") {
        xlsx::write_workbook(directory / "progress.xlsx", figures, catalogue);
        return say("{}: open it in a spreadsheet.", (directory / "progress.xlsx").string());
    }
    if (format == "html") {
        html::write_page(directory / "report.html", figures, catalogue, workspace.banners(),
                         workspace.leagues(),
                         map::draw(workspace, catalogue, figures.layers, figures.shares));
        return say("{}: open it in a browser.", (directory / "report.html").string());
    }
    if (format == "csv") {
        make_directory(directory / "csv");
        const auto files = report::write_csv_report(directory / "csv", figures, catalogue);
        return say("{}: {} tables.", (directory / "csv").string(), files.size());
    }
    if (format == "json") {
        report::write_json_report(directory / "report.json", figures, catalogue);
        return say("{}: the whole report, for programs.", (directory / "report.json").string());
    }
    if (format == "md") {
        report::write_markdown(directory / "report.md", figures, catalogue);
        return say("{}: the whole report, as Markdown.", (directory / "report.md").string());
    }
    throw Error(ErrorKind::usage, say("\"{}\" is not a format of the report. Known are {}.", format,
                                      "xlsx, html, csv, json, md"));
}

} // namespace

Outcome ReportCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const indicators::Level level = indicators::level_to_township_from(by);
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const report::Figures figures = report::figures_of(
        overview::gather(opened, catalogue,
                         {year_of(year, catalogue), level, as_of, !no_check, engine.options(context)}),
        catalogue);
    make_directory(directory);
    Outcome outcome;
    for (const std::string &format : formats)
        outcome.tell(write(format, directory, opened, figures, catalogue));
    std::vector<tabulate::Finding> findings;
    for (const indicators::Totals &layer : figures.layers)
        findings.insert(findings.end(), layer.findings.begin(), layer.findings.end());
    tell_findings(findings, outcome);
    tell_contradictions(figures.money.contradictions, outcome);
    return outcome;
}

} // namespace qitu::commands
