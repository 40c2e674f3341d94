#include "found_by_rule.h"

#include <qitu/app/commands/sql_command.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/progress.h>

#include <chrono>

namespace qitu::commands {

namespace {

using Clock = std::chrono::steady_clock;

/// Asks to stop when the time is over, too.
qitu::Progress until(Clock::time_point end, const qitu::Progress &progress) {
    return [end, progress](std::uint64_t done, std::uint64_t total) {
        return Clock::now() < end && (!progress || progress(done, total));
    };
}

} // namespace

Outcome SqlCommand::run(Context &context, const Reader &read) const {
    if (seconds == 0)
        return ask(context, read, context.progress);
    const Clock::time_point end = Clock::now() + std::chrono::seconds(seconds);
    try {
        return ask(context, read, until(end, context.progress));
    } catch (const Cancelled &) {
        if (Clock::now() < end)
            throw;
        throw NeedsParameter(
            Parameter::seconds, ErrorKind::refused,
            say("{}: the query took longer than {} s and was given up. Ask for less, or give it more time.",
                workspace, seconds));
    }
}

Outcome SqlCommand::ask(Context &context, const Reader &read, const qitu::Progress &progress) const {
    query::Query rows(workspace, context.catalogue(), query, progress);
    Outcome outcome;
    if (geopackage.empty())
        read(rows);
    else
        outcome.tell(
            say("{}: {} rows written.", geopackage, query::write_geopackage(geopackage, rows, overwrite)));
    for (const std::string &note : rows.notes())
        outcome.tell(note);
    return outcome;
}

} // namespace qitu::commands
