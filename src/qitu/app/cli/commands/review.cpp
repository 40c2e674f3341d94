#include "options.h"
#include "perform.h"

#include <qitu/app/commands/review_command.h>
#include <qitu/core/base/language.h>

namespace qitu::cli {

void add_review(const Command &app, Session &session) {
    const auto arguments = std::make_shared<commands::ReviewCommand>();
    const Command command = app.add_command(
        "review", translated("Records that features passed a review: the banner's first review, then the "
                             "league's examination, then the region's re-check, each by a named reviewer. "
                             "All of them or none; no level is skipped."));
    command.group(translated("Work"));
    add_workspace(command, arguments->workspace);
    add_layer(command, arguments->layer);
    const std::string group = translated("Review");
    command.add_option("--level", arguments->level, translated("Level of the review"))
        .type_name("banner|league|region")
        .required()
        .group(group);
    command.add_option("--by", arguments->reviewer, translated("Name of the reviewer"))
        .type_name("NAME")
        .required()
        .group(group);
    command.add_option("--date", arguments->date, translated("Date of the review; by default today"))
        .type_name("DATE")
        .group(group);
    command.add_option("--note", arguments->note, translated("The reviewer's opinion"))
        .type_name("TEXT")
        .group(group);
    command
        .add_option("--return", arguments->return_reason,
                    translated("Return the features to the banner for this reason; all reviews start over"))
        .type_name("REASON")
        .group(group);
    add_choice_options(command, arguments->choice);
    command.callback([arguments, &session] { perform(*arguments, session); });
}

} // namespace qitu::cli
