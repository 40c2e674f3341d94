#include "found_by_rule.h"

#include <qitu/app/commands/layers_command.h>
#include <qitu/core/base/message.h>

namespace qitu::commands {

Result<std::vector<const catalogue::Layer *>> LayersCommand::run(Context &context) const {
    Result<std::vector<const catalogue::Layer *>> result;
    if (!layer.empty()) {
        result.value = {&context.catalogue().layer(layer)};
        return result;
    }
    for (const catalogue::Layer &one : context.catalogue().layers())
        result.value.push_back(&one);
    result.tell(say("\"qitu layers LAYER\" lists the fields of a layer."));
    return result;
}

} // namespace qitu::commands
