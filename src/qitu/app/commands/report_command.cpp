#include "asked_leagues.h"
#include "found_by_rule.h"
#include "known_admin.h"
#include "print_to_pdf.h"

#include <qitu/app/commands/report_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/output/docx/docx.h>
#include <qitu/output/html/html.h>
#include <qitu/output/map/banner_drawing.h>
#include <qitu/output/report/document.h>
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
    std::vector<workspace::Boundary> banners, leagues;
    report::Figures figures;
    map::Drawing drawing;
};

/// Where the formats go: into a folder under names of their own, or one into the file that was named.
struct Target {
    fs::path directory;
    fs::path file{};

    [[nodiscard]] fs::path named(const char *name) const { return file.empty() ? directory / name : file; }
};

constexpr const char *known_formats = "xlsx, html, docx, pdf, csv, json, md";

void write_docx(const fs::path &file, const Reports &reports, const report::Edition &edition) {
    docx::write_report(file, edition, {reports.banners, reports.leagues, reports.drawing},
                       reports.command.word_template);
}

/// Writes one format, and says what is to be done with it.
std::string write(const std::string &format, const Target &target, const Reports &reports,
                  const report::Edition &edition) {
    if (format == "xlsx") {
        const fs::path file = target.named("progress.xlsx");
        xlsx::write_workbook(file, edition);
        return say("{}: open it in a spreadsheet.", file.string());
    }
    if (format == "html") {
        const fs::path file = target.named("report.html");
        html::write_page(file, edition, reports.banners, reports.leagues, reports.drawing,
                         reports.command.tiles);
        return say("{}: open it in a browser.", file.string());
    }
    if (format == "docx") {
        const fs::path file = target.named("report.docx");
        write_docx(file, reports, edition);
        return say("{}: open it in a word processor.", file.string());
    }
    if (format == "pdf") {
        const fs::path file = target.named("report.pdf");
        const TemporaryFolder folder;
        write_docx(folder.path() / "report.docx", reports, edition);
        print_to_pdf(folder.path() / "report.docx", file);
        return say("{}: print it or send it.", file.string());
    }
    if (format == "csv") {
        make_directory(target.directory / "csv");
        const auto files = report::write_csv_report(target.directory / "csv", edition);
        return say("{}: {} tables.", (target.directory / "csv").string(), files.size());
    }
    if (format == "json") {
        const fs::path file = target.named("report.json");
        report::write_json_report(file, edition);
        return say("{}: the whole report, for programs.", file.string());
    }
    if (format == "md") {
        const fs::path file = target.named("report.md");
        report::write_markdown(file, edition);
        return say("{}: the whole report, as Markdown.", file.string());
    }
    throw Error(ErrorKind::usage,
                say("\"{}\" is not a format of the report. Known are {}.", format, known_formats));
}

/// A name with the ending of a format is a file, any other a folder; a file with another ending is refused.
std::string format_of_file(const ReportCommand &command) {
    const fs::path path(command.directory);
    const std::string ending = folded(path.extension().string());
    if (ending.empty() || fs::is_directory(path))
        return "";
    for (const char *format : {"xlsx", "html", "docx", "pdf", "json", "md"})
        if (ending == std::string(".") + format)
            return format;
    for (const char *other :
         {".doc", ".xls", ".csv", ".txt", ".htm", ".odt", ".ods", ".ppt", ".pptx", ".wps", ".et"})
        if (ending == other)
            throw Error(ErrorKind::usage, say("{}: a report cannot be written as {}. It can be .xlsx, .html, "
                                              ".docx, .pdf, .json or .md; "
                                              "or name a folder.",
                                              command.directory, ending));
    return "";
}

// What is drawn in banners is drawn once for all reports.
map::Drawing drawing_of(const ReportCommand &command, const workspace::Workspace &workspace,
                        const catalogue::Catalogue &catalogue, const report::Figures &figures,
                        const KnownAdmin &unit) {
    const std::string only = format_of_file(command);
    const auto wants = [&](const std::string &format) {
        return only.empty() ? std::find(command.formats.begin(), command.formats.end(), format) !=
                                  command.formats.end()
                            : only == format;
    };
    const bool of_banner = unit.level == indicators::Level::banner;
    if (!wants("html") && !((of_banner || command.each == "banner") && (wants("docx") || wants("pdf"))))
        return {};
    return map::draw(workspace, catalogue, figures.layers, figures.shares,
                     {of_banner ? unit.code : "", of_banner || command.each == "banner"});
}

void write_all(const Reports &reports, const fs::path &directory, Outcome &outcome) {
    const report::Edition edition = report::edition_of(reports.figures, reports.catalogue);
    if (const std::string format = format_of_file(reports.command);
        !format.empty() && reports.command.each.empty()) {
        if (directory.has_parent_path())
            make_directory(directory.parent_path());
        workspace::refuse_workspace(directory.string());
        return outcome.tell(write(format, {directory.parent_path(), directory}, reports, edition));
    }
    make_directory(directory);
    for (const std::string &format : reports.command.formats)
        outcome.tell(write(format, {directory}, reports, edition));
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
    for (const std::string &address : tiles)
        if (!html::is_tile_address(address))
            throw Error(
                ErrorKind::usage,
                say("--tiles {}: expected an address with {{z}}, {{x}} and {{y}} of tiles in Web Mercator, "
                    "such "
                    "as https://tiles.example.cn/{{z}}/{{x}}/{{y}}.png; of 天地图 with TILEMATRIXSET=w.",
                    address));
    format_of_file(*this); // refused before anything is counted
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const KnownAdmin unit = admin.empty() ? KnownAdmin() : known_admin(opened, catalogue, admin);
    if (unit.level == indicators::Level::township)
        level = indicators::Level::township;
    Reports reports{*this,
                    opened,
                    catalogue,
                    opened.banners(),
                    opened.leagues(),
                    report::figures_of(overview::gather(opened, catalogue,
                                                        {.year = year_of(year, catalogue),
                                                         .by = level,
                                                         .as_of = as_of,
                                                         .check = !no_check,
                                                         .ledger = !admin.empty() || !each.empty(),
                                                         .engine = engine.options(context)}),
                                       catalogue),
                    {}};
    reports.figures.show_in(unit_of_area(this->unit));
    reports.figures.rounded = report::rounded_once(reports.figures, catalogue);
    reports.figures.signatures = signatures;
    reports.drawing = drawing_of(*this, opened, catalogue, reports.figures, unit);
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
    tell_leagues_left_out(opened, outcome);
    tell_contradictions(reports.figures.money.contradictions, outcome);
    return outcome;
}

} // namespace qitu::commands
