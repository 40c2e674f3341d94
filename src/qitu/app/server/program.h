// Runs qitu itself as a process of its own: what reads files of others, or takes long, neither holds up the server nor
// brings it down.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace qitu::server {

struct ProgramRun {
    std::vector<std::string> words; // behind "qitu"
    std::filesystem::path folder;   // there already; takes what the program says, and its temporary files
    std::string account;            // in whose name it writes: history has it. "" for none
    std::chrono::seconds longest;   // of wall time, and of processor time
};

struct ProgramEnd {
    int status = -1; // with which it ended; -1: it was killed
    bool too_long = false;
    std::string said; // the end of what it wrote to standard error
};

/// Waits for its end; asks it to stop when `go_on` says no, or it takes too long. It has limits of memory, processor
/// time and file size, and dies with this process. Any number of threads may run one. Throws Error (refused) where it
/// cannot be started.
ProgramEnd run_program(const ProgramRun &run, const std::function<bool()> &go_on);

/// Why it gave up: the last line that it wrote, or what has ended it.
std::string reason_of(const ProgramEnd &end);

struct ProgramProgress {
    std::uint64_t done = 0, total = 0; // total 0: unknown
};
nlohmann::ordered_json json_of(const ProgramProgress &progress);
/// Of the program that runs in this folder.
ProgramProgress progress_in(const std::filesystem::path &folder);

} // namespace qitu::server
