#include "import_print.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/html/html.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <tuple>

namespace qitu::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_findings = 2000; // one by one; all of them are counted

std::string name_of(const std::filesystem::path &file) {
    return file.filename().string();
}

std::string ending_of(const std::string &file) {
    return folded(std::filesystem::path(file).extension().string());
}

Json understood(const reader::Diagnostics &diagnostics) {
    return {{"format", diagnostics.format},
            {"layer", diagnostics.layer},
            {"encoding", diagnostics.encoding},
            {"encoding_evidence", diagnostics.encoding_evidence},
            {"crs", diagnostics.crs},
            {"crs_evidence", diagnostics.crs_evidence},
            {"operation", diagnostics.operation.in(language_in_use())},
            {"fields", diagnostics.fields},
            {"unmapped", diagnostics.unmapped},
            {"conversions", diagnostics.conversions},
            {"notes", diagnostics.notes}};
}

// The same word in many features is one fault.
Json faults_of(const importer::Outcome &file) {
    std::map<std::tuple<std::string, std::string>, std::pair<const reader::FieldFault *, std::size_t>> alike;
    for (const reader::FieldFault &fault : file.faults)
        ++alike.try_emplace({fault.field, fault.found}, &fault, 0).first->second.second;
    Json faults = Json::array();
    for (const auto &[key, of] : alike)
        faults.push_back({{"field", of.first->field},
                          {"found", of.first->found},
                          {"expected", of.first->expected},
                          {"nearest", of.first->nearest},
                          {"fatal", of.first->fatal},
                          {"coded", of.first->coded},
                          {"first", of.first->feature},
                          {"features", of.second}});
    return faults;
}

Json json_of(const importer::Outcome &file) {
    return {{"file", name_of(file.file)},
            {"features", file.read},
            {"added", file.added},
            {"admissible", file.admissible()},
            {"errors", file.has_errors()},
            {"understood", understood(file.diagnostics)},
            {"faults", faults_of(file)},
            {"repaired", file.repairs.size()},
            {"quarantined", file.quarantined.size()},
            {"already_there", file.already_there},
            {"same_as", name_of(file.same_as)},
            {"projects_there", file.projects_there},
            {"features_there", file.features_there},
            {"projects_refused", file.projects_refused},
            {"projects_emptied", file.projects_emptied},
            {"declared", file.declared},
            {"of_others", file.of_others},
            {"projects_of_others", file.projects_of_others}};
}

Json json_of(const validation::Finding &finding) {
    Json place;
    if (finding.place)
        place = {finding.place->x, finding.place->y};
    return {{"rule", finding.rule},
            {"severity", finding.severity == validation::Severity::error ? "error" : "warning"},
            {"file", finding.source},
            {"feature", finding.feature},
            {"project", finding.project},
            {"place", place},
            {"message", {{"zh", finding.message.zh}, {"en", finding.message.en}}}};
}

Json first_of(const validation::Findings &findings) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < std::min(most_findings, findings.size()); ++i)
        rows.push_back(json_of(findings[i]));
    return rows;
}

Json json_of(const commands::ImportCommand &import, const commands::Result<commands::Imported> &result,
             const validation::Inspected &found) {
    Json files = Json::array();
    for (const importer::Outcome &file : result.value.files)
        files.push_back(json_of(file));
    Json unchecked = Json::array();
    for (const auto &[rule, why] : found.unchecked)
        unchecked.push_back({{"rule", rule}, {"why", {{"zh", why.zh}, {"en", why.en}}}});
    return {{"layer", import.layer},
            {"imported", result.refusal.empty() && !import.options.dry_run},
            {"refusal", result.refusal},
            {"messages", result.messages},
            {"files", files},
            {"errors", found.findings.errors()},
            {"findings", found.findings.size()},
            {"rows", first_of(found.findings)},
            {"unchecked", unchecked}};
}

void write_json(const std::string &file, const Json &json) {
    put_out(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

void write_findings(const std::string &file, const commands::ImportCommand &import,
                    const validation::Inspected &found, Session &session) {
    const std::string ending = ending_of(file);
    if (ending == ".gpkg")
        return exchange::write_findings(file, found.findings, session.context.styles());
    if (ending == ".html")
        return put_out(file, [&](std::ostream &out) {
            html::write_findings_page(out, found, fmt::format("{}", fmt::join(import.files, ", ")),
                                      session.context.catalogue(),
                                      workspace::Workspace::open(import.workspace, true).banners());
        });
    const Output output{{}, file};
    const console::Format format = output.chosen();
    put_listing(output, session.title, [&](std::ostream &out) { console::print(out, found, format, 0); });
}

Json columns_of(const commands::ImportCommand &import) {
    Json columns = Json::array();
    for (const std::string &file : import.files)
        try {
            const reader::RawFile raw(file, import.options.open);
            for (const std::string &column : raw.fields())
                columns.push_back(column);
        } catch (const Error &) { // it is that which was said
        }
    return columns;
}

} // namespace

void write_found(const std::vector<std::string> &files, const commands::ImportCommand &import,
                 const commands::Result<commands::Imported> &result, Session &session) {
    if (files.empty())
        return;
    const catalogue::Layer &layer = session.context.catalogue().layer(import.layer);
    const validation::Inspected found =
        importer::all_found(result.value.files, layer, result.value.unchecked);
    commands::ImportCommand named = import; // by their names alone: where they lie is nobody's business
    for (std::string &file : named.files)
        file = name_of(file);
    named.layer = layer.id;
    for (const std::string &file : files)
        if (ending_of(file) == ".json")
            write_json(file, json_of(named, result, found));
        else
            write_findings(file, named, found, session);
}

void write_failure(const std::vector<std::string> &files, const commands::ImportCommand &import,
                   const std::string &why) {
    for (const std::string &file : files)
        if (ending_of(file) == ".json")
            write_json(file, {{"layer", import.layer}, {"error", why}, {"columns", columns_of(import)}});
}

} // namespace qitu::cli
