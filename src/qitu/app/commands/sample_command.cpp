#include "found_by_rule.h"

#include <qitu/app/commands/sample_command.h>
#include <qitu/core/base/message.h>

namespace qitu::commands {

Result<std::vector<sample::File>> SampleCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    Result<std::vector<sample::File>> result;
    result.value = sample::write(directory, catalogue.directory() / "boundaries.gpkg", catalogue, options);
    result.tell(say("Next: qitu init work.gpkg, then qitu import work.gpkg LAYER FILE for each file. The "
                    "files contain deliberate errors; some geometry needs repair."));
    return result;
}

} // namespace qitu::commands
