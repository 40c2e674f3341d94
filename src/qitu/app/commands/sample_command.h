// qitu sample
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/app/sample/sample.h>

namespace qitu::commands {

/// Writes files to try everything with.
struct SampleCommand {
    std::string directory;
    sample::Options options;

    Result<std::vector<sample::File>> run(Context &context) const;
};

} // namespace qitu::commands
