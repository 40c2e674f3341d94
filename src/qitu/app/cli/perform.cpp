#include "perform.h"

#include <qitu/core/base/error.h>

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

void tell(const commands::Outcome &outcome, Session &session) {
    for (const std::string &message : outcome.messages)
        tell(message);
    if (outcome.attention)
        session.status = Status::findings;
    if (!outcome.refusal.empty())
        throw Error(ErrorKind::refused, outcome.refusal);
}

} // namespace qitu::cli
