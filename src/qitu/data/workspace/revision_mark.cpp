#include "fork_mark.h"
#include "state.h"

#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/revision_mark.h>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>

namespace qitu::workspace {

std::string revision_mark(const Workspace &workspace) {
    constexpr std::size_t digits = 12;
    const std::int64_t last = current_revision(workspace).record;
    if (last == 0)
        return "0";
    return fmt::format("{} ({})", last, mark_of_record(database_of(workspace), last).substr(0, digits));
}

} // namespace qitu::workspace
