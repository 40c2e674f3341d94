#include "found_by_rule.h"

#include <qitu/app/commands/review_command.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/acting.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/review.h>
#include <qitu/data/workspace/stages.h>

namespace qitu::commands {

namespace {

workspace::Review review_of(const ReviewCommand &command) {
    workspace::Review review;
    review.level = workspace::review_level_from(command.level);
    review.reviewer = command.reviewer;
    if (folded(review.reviewer).empty())
        throw Error(ErrorKind::usage, say("A review needs the reviewer's name."));
    constexpr std::size_t day = 10;
    review.date = command.date.empty() ? workspace::time_text(time_now()).substr(0, day) : command.date;
    if (review.date.size() != day || workspace::time_from(review.date) == 0)
        throw Error(ErrorKind::usage, say("\"{}\" is not a date. Expected: 2026-11-24.", review.date));
    review.returned = !command.return_reason.empty();
    const std::string between = review.returned && !command.note.empty() ? "; " : "";
    review.note = command.return_reason + between + command.note;
    return review;
}

} // namespace

Result<std::size_t> ReviewCommand::run(Context &context) const {
    const workspace::Review review = review_of(*this);
    const catalogue::Layer &of = context.catalogue().layer(layer);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    workspace::act_for(opened, account);
    Result<std::size_t> result;
    opened.transaction({"qitu review", review.note}, [&](workspace::Edit &edit) {
        const std::vector<std::int64_t> features = workspace::select(opened, of, choice.selection(of));
        result.value = features.size();
        tell_obstacles(workspace::review(edit, of, features, review), result);
    });
    const std::string name = of.names.in(language_in_use());
    if (result.refusal.empty())
        result.tell(
            review.returned
                ? say("{}: {} features of {} were returned to the banner.", workspace, result.value, name)
                : say("{}: {} features of {} passed this review.", workspace, result.value, name));
    return result;
}

} // namespace qitu::commands
