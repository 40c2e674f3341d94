#include "found_by_rule.h"

#include <qitu/app/commands/diff_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

#include <array>
#include <map>

namespace qitu::commands {

namespace {

void tell_accounts(const audit::Diff &diff, Outcome &outcome) {
    std::map<std::string, std::array<std::size_t, 3>> counts; // added, changed, removed
    for (const workspace::RowChange &change : diff.accounts)
        ++counts[change.table][!change.before ? 0 : change.after ? 1 : 2];
    for (const auto &[table, count] : counts)
        outcome.tell(say("{}: {} added, {} changed, {} removed.", table, count[0], count[1], count[2]));
}

} // namespace

Result<audit::Diff> DiffCommand::run(Context &context) const {
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    const workspace::Revision begin = workspace::revision_at(opened, from);
    const workspace::Revision end =
        to.empty() ? workspace::current_revision(opened) : workspace::revision_at(opened, to);
    Result<audit::Diff> result;
    result.value = audit::diff(opened, context.catalogue(), begin, end, engine.options(context));
    tell_accounts(result.value, result);
    tell_findings(result.value.findings, result);
    return result;
}

} // namespace qitu::commands
