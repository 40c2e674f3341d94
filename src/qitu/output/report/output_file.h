// A file that appears whole or not at all.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>

namespace qitu::report {

/// Calls `write` with a file beside the target and moves it to the target when it returns. Throws Error
/// (refused) when it cannot be moved there.
void write_whole(const std::filesystem::path &target,
                 const std::function<void(const std::filesystem::path &)> &write);

/// The same for what is written as a stream; also refused when the disk is full.
void write_text(const std::filesystem::path &file, const std::function<void(std::ostream &)> &write);

} // namespace qitu::report
