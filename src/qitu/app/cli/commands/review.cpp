#include "options.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

struct Arguments {
    std::string workspace;
    std::string layer;
    std::string level;
    workspace::Review review;
    std::string reason;
    Chosen chosen;
};

void complete(Arguments &arguments) {
    workspace::Review &review = arguments.review;
    review.level = workspace::review_level_from(arguments.level);
    if (folded(review.reviewer).empty())
        throw Error(ErrorKind::usage, say("A review needs the reviewer's name: --by NAME."));
    constexpr std::size_t day = 10;
    if (review.date.empty())
        review.date = workspace::time_text(time_now()).substr(0, day);
    else if (review.date.size() != day || workspace::time_from(review.date) == 0)
        throw Error(ErrorKind::usage,
                    say("The date of a review is written 2026-11-24, not \"{}\".", review.date));
    if (arguments.reason.empty())
        return;
    review.returned = true;
    review.note = review.note.empty() ? arguments.reason : arguments.reason + "; " + review.note;
}

void run(Arguments &arguments, Context &context) {
    complete(arguments);
    const catalogue::Layer &layer = context.catalogue().layer(arguments.layer);
    workspace::Workspace workspace = workspace::Workspace::open(arguments.workspace);
    workspace.sign("qitu review", arguments.review.note);
    std::size_t count = 0;
    workspace.transaction([&] {
        const std::vector<std::int64_t> features = workspace.select(layer, arguments.chosen.selection(layer));
        count = features.size();
        refuse_obstacles(workspace.review(layer, features, arguments.review));
    });
    const std::string name = layer.names.in(language_in_use());
    tell(arguments.review.returned
             ? say("{}: {} features of {} were returned to the banner.", arguments.workspace, count, name)
             : say("{}: {} features of {} have passed this review.", arguments.workspace, count, name));
}

} // namespace

void add_review(CLI::App &app, Context &context) {
    const auto arguments = std::make_shared<Arguments>();
    CLI::App *command = app.add_subcommand(
        "review",
        translated("Notes that features passed a review: the banner's first review, then the league's "
                   "examination, then the region's re-check, each by a named reviewer. All of them or "
                   "none; no level is skipped."));
    command->group(translated("Work"));
    add_workspace(*command, arguments->workspace);
    add_layer(*command, arguments->layer);
    const std::string group = translated("Review");
    command->add_option("--level", arguments->level, translated("Which review it is"))
        ->type_name("banner|league|region")
        ->required()
        ->group(group);
    command->add_option("--by", arguments->review.reviewer, translated("Name of the reviewer"))
        ->type_name("NAME")
        ->required()
        ->group(group);
    command->add_option("--date", arguments->review.date, translated("Day of the review; today if not given"))
        ->type_name("DATE")
        ->group(group);
    command->add_option("--note", arguments->review.note, translated("What the reviewer says"))
        ->type_name("TEXT")
        ->group(group);
    command
        ->add_option("--return", arguments->reason,
                     translated("Return the features to the banner, for this reason; all reviews begin anew"))
        ->type_name("REASON")
        ->group(group);
    add_choice_options(*command, arguments->chosen);
    command->callback([arguments, &context] { run(*arguments, context); });
}

} // namespace qitu::cli
