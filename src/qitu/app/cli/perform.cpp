#include "perform.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

namespace qitu::cli {

Status status_of(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::usage:
        return Status::usage;
    case ErrorKind::unreadable:
        return Status::unreadable;
    case ErrorKind::refused:
        break;
    }
    return Status::refused;
}

void tell_recording(const std::string &workspace, Session &session) {
    if (!workspace::is_workspace(workspace))
        return;
    try {
        for (const std::string &fault :
             workspace::recording_faults(workspace::Workspace::open(workspace, true))) {
            tell(say("{}: {}", workspace, fault));
            session.status = Status::findings;
        }
    } catch (const Error &) { // the command says what is wrong with the file
    }
}

void tell(const commands::Outcome &outcome, Session &session) {
    for (const std::string &message : outcome.messages)
        tell(message);
    if (outcome.attention)
        session.status = Status::findings;
    if (!outcome.refusal.empty())
        throw Error(ErrorKind::refused, outcome.refusal);
}

} // namespace qitu::cli
