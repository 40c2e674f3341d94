#include "known_stage.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <vector>

namespace qitu::commands {

const catalogue::Stage &known_stage(const catalogue::Catalogue &catalogue, const std::string &name) {
    if (const catalogue::Stage *stage = catalogue.stage(name))
        return *stage;
    std::vector<std::string> known;
    for (const catalogue::Stage &stage : catalogue.stages())
        known.push_back(stage.id);
    throw Error(ErrorKind::usage,
                say("\"{}\" is not a stage. The stages: {}.", name, fmt::join(known, ", ")));
}

} // namespace qitu::commands
