// What a process that reads a stranger's file may not do.
#pragma once

#include <filesystem>

namespace qitu::reader {

/// Limits this process, for good, to reading one file and its parts: memory, time and size of files; no file of its
/// owner's but this one is opened, none outside TMPDIR is written, no program is started, no network is reached. False
/// where the kernel lacks Landlock or seccomp: the limits hold all the same. \pre a child made by fork, with one thread
bool build_walls(const std::filesystem::path &file, int channel);

} // namespace qitu::reader
