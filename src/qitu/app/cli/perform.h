// Runs a command's object, and prints what it hands back.
#pragma once

#include "cli.h"
#include "console.h"
#include "output.h"

#include <qitu/app/commands/outcome.h>

namespace qitu::cli {

/// A command whose result is printed.
template <typename Command>
struct Printed : Command {
    Output output;
};

/// The messages, and that there is something to look at. Throws Error (refused) for a refusal.
void tell(const commands::Outcome &outcome, Session &session);

/// Says what keeps the workspace from recording what happens to it, before a command that writes mends it.
void tell_recording(const std::string &workspace, Session &session);

/// Of a command that works on a workspace, and does not say it by itself.
template <typename Command>
void tell_recording_of(const Command &command, Session &session) {
    if constexpr (
        requires { command.workspace; } && !requires { Command::tells_recording; })
        tell_recording(command.workspace, session);
}

/// Runs `work` under a progress bar, where Ctrl-C is heard.
template <typename Work>
auto under_bar(Session &session, const Work &work, bool shown = true) {
    ProgressBar bar(shown);
    session.context.progress = bar.progress();
    session.context.written = [&bar] { bar.ignore_interrupts(); };
    auto outcome = work();
    session.context.progress = {};
    session.context.written = {};
    return outcome;
}

template <typename Command>
void perform(const Command &command, Session &session) {
    tell_recording_of(command, session);
    tell(under_bar(session, [&] { return command.run(session.context); }), session);
}

/// `print(out, value, format)` prints what the command was asked for.
template <typename Command, typename Print>
void perform(const Printed<Command> &command, Session &session, const Print &print) {
    const console::Format format = command.output.chosen();
    tell_recording_of(static_cast<const Command &>(command), session);
    const auto result = under_bar(session, [&] { return command.run(session.context); });
    put_listing(command.output, session.title, [&](std::ostream &out) { print(out, result.value, format); });
    tell(result, session);
}

/// The same by console::print, with the catalogue's names.
template <typename Command>
void perform(const Printed<Command> &command, Session &session) {
    perform(command, session, [&](std::ostream &out, const auto &value, console::Format format) {
        console::print(out, value, session.context.catalogue(), format);
    });
}

} // namespace qitu::cli
