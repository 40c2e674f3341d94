#include "options.h"
#include "perform.h"

#include <qitu/app/commands/merge_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/history.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace qitu::cli {

namespace {

std::size_t place_of(const std::vector<std::string> &columns, const std::string &name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

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

Json json_of(const workspace::Conflict &conflict, const std::vector<std::string> &columns) {
    return {{"table", conflict.table},
            {"row", conflict.row},
            {"base", json_of(conflict.base, conflict.columns, columns)},
            {"ours", json_of(conflict.ours, conflict.columns, columns)},
            {"theirs", json_of(conflict.theirs, conflict.columns, columns)},
            {"ours_by", conflict.ours_by},
            {"theirs_by", conflict.theirs_by}};
}

void print_json(std::ostream &out, const commands::Merged &merged) {
    Json conflicts = Json::array();
    for (const workspace::Conflict &conflict : merged.conflicts)
        conflicts.push_back(json_of(conflict, merged.columns.at(conflict.table)));
    const Json json{{"theirs", json_of(merged.theirs)}, {"ours", json_of(merged.ours)},
                    {"conflicts", conflicts},           {"unsettled", merged.unresolved},
                    {"applied", merged.applied},        {"combined", merged.combined}};
    out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void run(const Printed<commands::MergeCommand> &merge, Session &session) {
    const console::Format format = merge.output.chosen();
    if (format == console::Format::csv)
        throw Error(ErrorKind::usage, say("merge supports --format table and json."));
    auto result = under_bar(session, [&] { return merge.run(session.context); });
    if (format == console::Format::json) {
        put_out(merge.output.file, [&](std::ostream &out) { print_json(out, result.value); });
        result.messages.clear(); // the same in words
    }
    if (result.value.unresolved > 0)
        result.refusal +=
            " " + say("Use --take ours, --take theirs, or --take LAYER:ID=ours|theirs for one.");
    tell(result, session);
}

} // namespace

void add_merge(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::MergeCommand>>();
    const Command command =
        app.add_command("merge", translated("Merges the edits made in a file from \"qitu export --banner\": "
                                            "lists who changed what since, and what both sides changed. All "
                                            "of it or nothing; conflicts are resolved only as --take says."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    command.add_option("BACK", arguments->fork, translated("The edited file")).type_name("FILE").required();
    command
        .add_option("--take", arguments->takes,
                    translated("Whose side to take in a conflict: for all, or for one feature; repeatable"))
        .type_name("ours|theirs|LAYER:ID=ours|theirs")
        .one_value_each()
        .group(translated("Conflicts"));
    command.add_flag("--dry-run", arguments->dry_run, translated("Read and compare, write nothing"))
        .group(translated("Conflicts"));
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] { run(*arguments, session); });
}

} // namespace qitu::cli
