#include "found_by_rule.h"
#include "known_admin.h"

#include <qitu/app/commands/report_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/output/html/html.h>
#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/report/report.h>
#include <qitu/output/xlsx/xlsx.h>

#include <fmt/format.h>

#include <algorithm>
#include <memory>

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

/// The reports to write, and the pictures that they share.
struct Reports {
    const ReportCommand &command;
    const workspace::Workspace &workspace;
    const catalogue::Catalogue &catalogue;
    report::Figures figures;
    map::Drawing drawing;
};

// What is drawn in banners is drawn once for all reports.
map::Drawing drawing_of(const ReportCommand &command, const workspace::Workspace &workspace,
                        const catalogue::Catalogue &catalogue, const report::Figures &figures) {
    const auto &formats = command.formats;
    return std::find(formats.begin(), formats.end(), "html") == formats.end()
               ? map::Drawing()
               : map::draw(workspace, catalogue, figures.layers, figures.shares);
}

/// Writes one format, and says what is to be done with it.
std::string write(const std::string &format, const fs::path &directory, const Reports &reports) {
    const report::Figures &figures = reports.figures;
    const catalogue::Catalogue &catalogue = reports.catalogue;
    if (format == "xlsx") {
        xlsx::write_workbook(directory / "progress.xlsx", figures, catalogue);
        return say("{}: open it in a spreadsheet.", (directory / "progress.xlsx").string());
    }
    if (format == "html") {
        html::write_page(directory / "report.html", figures, catalogue, reports.workspace.banners(),
                         reports.workspace.leagues(), reports.drawing);
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

void write_all(Reports &reports, const fs::path &directory, Outcome &outcome) {
    make_directory(directory);
    for (const std::string &format : reports.command.formats)
        outcome.tell(write(format, directory, reports));
}

std::vector<KnownAdmin> units_of(const ReportCommand &command, const workspace::Workspace &workspace) {
    const indicators::Level level = indicators::level_from(command.each);
    if (level == indicators::Level::region)
        throw Error(ErrorKind::usage, say("The units to write a report of each are leagues or banners."));
    std::vector<KnownAdmin> units;
    for (const workspace::Boundary &unit :
         level == indicators::Level::league ? workspace.leagues() : workspace.banners())
        units.push_back({unit.code, unit.name, level});
    return units;
}

void write_each(Reports &reports, Outcome &outcome) {
    const std::vector<KnownAdmin> units = units_of(reports.command, reports.workspace);
    for (const KnownAdmin &unit : units) {
        report::narrow(reports.figures, unit.code, unit.name, unit.level);
        Outcome silent;
        write_all(reports, fs::path(reports.command.directory) / (unit.code + unit.name), silent);
    }
    outcome.tell(say("{}: {} reports, each in a folder of its own ({}).", reports.command.directory,
                     units.size(), fmt::join(reports.command.formats, ", ")));
}

} // namespace

Outcome ReportCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    indicators::Level level = indicators::level_to_township_from(by);
    if (!admin.empty() && !each.empty())
        throw Error(ErrorKind::usage, say("Either the report of one unit or those of each, not both."));
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const KnownAdmin unit = admin.empty() ? KnownAdmin() : known_admin(opened, catalogue, admin);
    if (unit.level == indicators::Level::township)
        level = indicators::Level::township;
    Reports reports{
        *this,
        opened,
        catalogue,
        report::figures_of(overview::gather(opened, catalogue,
                                            {year_of(year, catalogue), level, as_of, !no_check,
                                             !admin.empty() || !each.empty(), engine.options(context)}),
                           catalogue),
        {}};
    reports.figures.show_in(unit_of_area(this->unit));
    reports.figures.rounded =
        std::make_shared<report::RoundedProgress>(report::rounded_progress(reports.figures, catalogue));
    reports.figures.signatures = signatures;
    reports.drawing = drawing_of(*this, opened, catalogue, reports.figures);
    Outcome outcome;
    if (!admin.empty())
        report::narrow(reports.figures, unit.code, unit.name, unit.level);
    if (each.empty())
        write_all(reports, directory, outcome);
    else
        write_each(reports, outcome);
    std::vector<tabulate::Finding> findings;
    for (const indicators::Totals &layer : reports.figures.layers)
        findings.insert(findings.end(), layer.findings.begin(), layer.findings.end());
    tell_findings(findings, outcome);
    tell_contradictions(reports.figures.money.contradictions, outcome);
    return outcome;
}

} // namespace qitu::commands
