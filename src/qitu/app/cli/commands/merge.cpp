#include "options.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string fork;
    std::vector<std::string> takes;
    bool dry_run = false;
    Output output;
};

workspace::Side side_from(const std::string &word) {
    if (word == "ours" || word == "theirs")
        return word == "ours" ? workspace::Side::ours : workspace::Side::theirs;
    throw Error(ErrorKind::usage, say("--take is ours, theirs, or LAYER:ID=ours|theirs, not \"{}\".", word));
}

workspace::MergeOptions options_of(const Arguments &arguments, Context &context) {
    workspace::MergeOptions options;
    options.dry_run = arguments.dry_run;
    for (const std::string &take : arguments.takes) {
        const std::size_t colon = take.find(':');
        const std::size_t sign = take.find('=');
        double id = 0;
        if (colon == std::string::npos || sign == std::string::npos || sign < colon) {
            options.all = side_from(take);
            continue;
        }
        const std::string table = take.substr(0, colon);
        if (!parse_number(take.substr(colon + 1, sign - colon - 1), id))
            (void)side_from(take); // says how it is written
        options.rows[{table.starts_with("qitu_") ? table : context.catalogue().layer(table).id,
                      static_cast<std::int64_t>(id)}] = side_from(take.substr(sign + 1));
    }
    return options;
}

void tell_counts(const char *head, const std::vector<workspace::MergeResult::Count> &counts) {
    for (const workspace::MergeResult::Count &count : counts)
        tell(say("{} since the fork, {}: {}: {} added, {} changed, {} removed.", head, count.who, count.table,
                 count.added, count.changed, count.removed));
}

std::size_t place_of(const std::vector<std::string> &columns, const std::string &name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

std::string geometries(const workspace::Conflict &conflict, std::size_t place,
                       const catalogue::Layer *layer) {
    const auto type = layer != nullptr ? layer->geometry : catalogue::GeometryType::polygon;
    const audit::Apart apart =
        audit::apart(workspace::Workspace::wkb_of((*conflict.ours)[place]),
                     workspace::Workspace::wkb_of((*conflict.theirs)[place]), geodesy::Method::td1055);
    switch (type) {
    case catalogue::GeometryType::point:
        return say("geometry: {:.2f} m apart", apart.moved_m);
    case catalogue::GeometryType::line:
        return say("geometry: up to {:.2f} m apart; ours {:.2f} m, theirs {:.2f} m", apart.moved_m, apart.a_m,
                   apart.b_m);
    case catalogue::GeometryType::polygon:
        break;
    }
    return say("geometry: up to {:.2f} m apart; ours {:.2f} m², theirs {:.2f} m²", apart.moved_m, apart.a_m2,
               apart.b_m2);
}

std::string sides(const workspace::Conflict &conflict, const workspace::Workspace &workspace,
                  Context &context) {
    if (!conflict.ours)
        return say("removed here, changed there");
    if (!conflict.theirs)
        return say("changed here, removed there");
    const std::vector<std::string> columns = workspace.columns(conflict.table);
    const auto &layers = context.catalogue().layers();
    const auto layer =
        std::find_if(layers.begin(), layers.end(), [&](const auto &one) { return one.id == conflict.table; });
    std::vector<std::string> parts;
    for (const std::string &column : conflict.columns) {
        const std::size_t place = place_of(columns, column);
        parts.push_back(column == "geom"
                            ? geometries(conflict, place, layer != layers.end() ? &*layer : nullptr)
                            : say("{}: was \"{}\", ours \"{}\", theirs \"{}\"", column,
                                  workspace::text_of((*conflict.base)[place]),
                                  workspace::text_of((*conflict.ours)[place]),
                                  workspace::text_of((*conflict.theirs)[place])));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

void tell_conflicts(const workspace::MergeResult &result, const workspace::Workspace &workspace,
                    Context &context) {
    std::vector<Found> found;
    for (const workspace::Conflict &conflict : result.conflicts)
        found.push_back({translated("conflict"),
                         say("{}:{}: {} (ours: {}; theirs: {})", conflict.table, conflict.row,
                             sides(conflict, workspace, context), conflict.ours_by, conflict.theirs_by)});
    tell_findings(found);
}

// ---------------------------------------------------------------- for scripts

using Json = nlohmann::ordered_json;

Json json_of(const std::vector<workspace::MergeResult::Count> &counts) {
    Json rows = Json::array();
    for (const workspace::MergeResult::Count &count : counts)
        rows.push_back({{"who", count.who},
                        {"table", count.table},
                        {"added", count.added},
                        {"changed", count.changed},
                        {"removed", count.removed}});
    return rows;
}

// What one side has in the columns that are concerned; null where it removed the row.
Json json_of(const std::optional<std::vector<workspace::Cell>> &side,
             const std::vector<std::string> &concerned, const std::vector<std::string> &columns) {
    if (!side)
        return {};
    Json values = Json::object();
    for (const std::string &column : concerned)
        values[column] = workspace::text_of((*side)[place_of(columns, column)]);
    return values;
}

Json json_of(const workspace::Conflict &conflict, const workspace::Workspace &workspace) {
    const std::vector<std::string> columns = workspace.columns(conflict.table);
    return {{"table", conflict.table},
            {"row", conflict.row},
            {"base", json_of(conflict.base, conflict.columns, columns)},
            {"ours", json_of(conflict.ours, conflict.columns, columns)},
            {"theirs", json_of(conflict.theirs, conflict.columns, columns)},
            {"ours_by", conflict.ours_by},
            {"theirs_by", conflict.theirs_by}};
}

void print_json(std::ostream &out, const workspace::MergeResult &result,
                const workspace::Workspace &workspace) {
    Json conflicts = Json::array();
    for (const workspace::Conflict &conflict : result.conflicts)
        conflicts.push_back(json_of(conflict, workspace));
    const Json json{{"theirs", json_of(result.theirs)}, {"ours", json_of(result.ours)},
                    {"conflicts", conflicts},           {"unsettled", result.unsettled},
                    {"applied", result.applied},        {"combined", result.combined}};
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

// ----------------------------------------------------------------

// In words on standard error; for scripts on standard output.
void say_or_print(const Arguments &arguments, const workspace::MergeResult &result,
                  const workspace::Workspace &workspace, Context &context) {
    if (arguments.output.chosen() == report::Format::json)
        return put_out(arguments.output.file, [&](std::ostream &out) { print_json(out, result, workspace); });
    tell_counts(translated("Theirs"), result.theirs);
    tell_counts(translated("Ours"), result.ours);
    tell_conflicts(result, workspace, context);
}

void run(const Arguments &arguments, Context &context) {
    if (arguments.output.chosen() == report::Format::csv)
        throw Error(ErrorKind::usage, say("A merge is told in words or as json, not as csv."));
    const workspace::MergeOptions options = options_of(arguments, context);
    workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace);
    workspace.sign("qitu merge", std::filesystem::path(arguments.fork).filename().string());
    const workspace::MergeResult result = [&] {
        const ProgressBar bar;
        return workspace.merge(arguments.fork, options);
    }();
    say_or_print(arguments, result, workspace, context);
    if (result.combined > 0)
        tell(say("{} rows were changed on both sides in different fields, and both are kept.",
                 result.combined));
    if (result.unsettled > 0)
        throw Error(ErrorKind::refused,
                    say("Nothing was written: {} conflicts. Settle them by --take ours, --take theirs, "
                        "or --take LAYER:ID=ours|theirs for one.",
                        result.unsettled));
    tell(arguments.dry_run
             ? say("Nothing was written.")
             : say("{}: {} rows merged from {}.", arguments.workspace, result.applied, arguments.fork));
}

} // namespace

void add_merge(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "merge",
        translated(
            "Brings back what was edited in a file that \"qitu export --banner\" made: who changed what "
            "since, and what both sides changed. All of it or nothing; no conflict is settled without "
            "being told how."));
    command->group(translated("Record"));
    add_workspace(*command, arguments->workspace);
    command->add_option("BACK", arguments->fork, translated("The file that came back"))
        ->type_name("FILE")
        ->required();
    command
        ->add_option(
            "--take", arguments->takes,
            translated("Whose side to take where both changed the same: for all, or for one feature; may be "
                       "given several times"))
        ->type_name("ours|theirs|LAYER:ID=ours|theirs")
        ->allow_extra_args(false)
        ->group(translated("Conflicts"));
    command->add_flag("--dry-run", arguments->dry_run, translated("Read and compare, write nothing"))
        ->group(translated("Conflicts"));
    add_output_options(*command, arguments->output);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
