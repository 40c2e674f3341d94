#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>

namespace qitu {

Cancelled::Cancelled() : Error(ErrorKind::refused, say("Stopped by the user; nothing was changed.")) {}

void report_progress(const Progress &progress, std::uint64_t done, std::uint64_t total) {
    if (progress && !progress(done, total))
        throw Cancelled();
}

} // namespace qitu
