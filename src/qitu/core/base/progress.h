// progress: what long jobs report, and how they are stopped.
#pragma once

#include <qitu/core/base/error.h>

#include <cstdint>
#include <functional>

namespace qitu {

/// Called now and then by long jobs with what is done and what there is to do (0 when unknown). Returning
/// false asks the job to stop: it throws Cancelled and leaves the old state.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

/// Name (pthread_setname_np) of a thread that shows progress: it holds no lock that a child process would miss, so that
/// files may be read in one while it runs.
inline constexpr const char *progress_thread = "qitu-progress";

class Cancelled : public Error {
  public:
    Cancelled();
};

/// Reports, where somebody listens. Throws Cancelled when the job is asked to stop.
void report_progress(const Progress &progress, std::uint64_t done, std::uint64_t total = 0);

} // namespace qitu
