#include "found_by_rule.h"
#include "known_stage.h"

#include <qitu/app/commands/advance_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/stages.h>

namespace qitu::commands {

Result<std::size_t> AdvanceCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Layer &of = catalogue.layer(layer);
    const catalogue::Stage &next = known_stage(catalogue, stage);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    Result<std::size_t> result;
    opened.transaction({"qitu advance", back.empty() ? note : back}, [&](workspace::Edit &edit) {
        const std::vector<std::int64_t> features = workspace::select(opened, of, choice.selection(of));
        result.value = features.size();
        tell_obstacles(workspace::advance(edit, catalogue, of, features, next.id, back), result);
    });
    if (result.refusal.empty())
        result.tell(say("{}: {} features of {} advanced to {}.", workspace, result.value,
                        of.names.in(language_in_use()), next.names.in(language_in_use())));
    return result;
}

} // namespace qitu::commands
