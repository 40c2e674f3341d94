// A file that appears whole or not at all.
#pragma once

#include <qitu/base/base.h>

namespace qitu::report {

/// Calls `write` with a file beside the target and moves it to the target when it returns. Throws Error
/// (refused) when it cannot be moved there.
void write_whole(const std::filesystem::path &target,
                 const std::function<void(const std::filesystem::path &)> &write);

} // namespace qitu::report
