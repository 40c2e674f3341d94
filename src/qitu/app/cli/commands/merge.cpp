#include "merge_print.h"
#include "options.h"
#include "perform.h"

#include <qitu/app/commands/merge_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <ostream>

namespace qitu::cli {

namespace {

void run(const Printed<commands::MergeCommand> &merge, Session &session) {
    const console::Format format = merge.output.chosen();
    if (format == console::Format::csv)
        throw Error(ErrorKind::usage, say("merge supports --format table and json."));
    auto result = under_bar(session, [&] { return merge.run(session.context); });
    if (format == console::Format::json) {
        put_out(merge.output.file, [&](std::ostream &out) { print_merge(out, result); });
        result.messages.clear(); // the same in words
    } else if (merge.dry_run)
        put_listing(merge.output, session.title,
                    [&](std::ostream &out) { print_fork_changes(out, result.value); });
    if (result.value.unresolved > 0 && result.value.refused.empty() && result.value.undecided == 0)
        result.refusal +=
            " " + say("Use --take ours, --take theirs, or --take LAYER:ID=ours|theirs for one.");
    tell(result, session);
}

} // namespace

void add_merge(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::MergeCommand>>();
    const Command command = app.add_command(
        "merge", translated("Merges the edits made in a file from \"qitu export --banner\": "
                            "lists who changed what since, and what both sides changed. All "
                            "of it but for what is rejected, or nothing; conflicts are resolved "
                            "only as --take says."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    command.add_option("BACK", arguments->fork, translated("The edited file")).type_name("FILE").required();
    command
        .add_option("--take", arguments->takes,
                    translated("Whose side to take in a conflict: for all, or for one feature; repeatable"))
        .type_name("ours|theirs|LAYER:ID=ours|theirs")
        .one_value_each()
        .group(translated("Conflicts"));
    command
        .add_option("--reject", arguments->rejects,
                    translated("Leave out this change, and keep it with the reason; repeatable"))
        .type_name("LAYER:ID=REASON")
        .one_value_each()
        .group(translated("Conflicts"));
    command
        .add_option("--decisions", arguments->decisions,
                    translated("A JSON file that accepts or rejects each change, as docs/history.md says"))
        .type_name("FILE")
        .group(translated("Conflicts"));
    command
        .add_option("--admin", arguments->admin,
                    translated("Only rows of this league or banner: others are refused"))
        .type_name("ADMIN")
        .group(translated("Conflicts"));
    command
        .add_option(
            "--level", arguments->level,
            translated("Only what a reviewer of this level may take: nothing that a higher one has passed"))
        .type_name("banner|league|region")
        .group(translated("Conflicts"));
    command.add_flag("--dry-run", arguments->dry_run, translated("List the changes, write nothing"))
        .group(translated("Conflicts"));
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] { run(*arguments, session); });
}

} // namespace qitu::cli
