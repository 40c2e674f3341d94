// A process of its own for whoever reads a stranger's file in another way than this room does.
#pragma once

#include <qitu/core/base/progress.h>

#include <filesystem>
#include <functional>
#include <string>

namespace qitu::reader {

/// Runs `work` where it can do nothing but read this file and what stands beside it under its name, in a process of its
/// own (docs/reliability.md, "Read in a process of its own"), and gives what it returned. It is told a Progress whose
/// reports arrive at `progress`. Its errors are thrown here; where it crashes or meets a limit, that is an error that
/// names the file. Runs here where vectors would be read here. \pre nothing here looks at what `work` changes
std::string confined(const std::filesystem::path &file,
                     const std::function<std::string(const Progress &)> &work, const Progress &progress = {});

} // namespace qitu::reader
