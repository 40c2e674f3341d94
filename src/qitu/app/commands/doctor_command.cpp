#include "found_by_rule.h"
#include "kept_progress.h"

#include <qitu/app/commands/doctor_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

namespace qitu::commands {

namespace {

std::filesystem::path or_nothing(const std::function<std::filesystem::path()> &find) {
    try {
        return find();
    } catch (const Error &) {
        return {}; // a check says that it was not found
    }
}

// Nothing if no sums are kept. Another check reports a file that is not a workspace.
std::optional<doctor::Check> kept_sums(const std::string &workspace, Context &context) {
    RecountedSums sums;
    try {
        sums = recount_kept(workspace::Workspace::open(workspace, true), context);
    } catch (const Error &) {
        return {};
    } catch (const std::filesystem::filesystem_error &) { // no cache that can be read
        return {};
    }
    if (sums.kept == 0)
        return {};
    if (sums.differing == 0)
        return doctor::Check{"workspace", "kept_sums",
                             say("{} kept sums of progress, counted anew: equal", sums.kept),
                             doctor::State::good, ""};
    return doctor::Check{
        "workspace", "kept_sums",
        say("{} of {} kept sums of progress differ from those counted anew", sums.differing, sums.kept),
        doctor::State::attention,
        say("They were removed from the cache. Figures printed from this file by \"progress\" since its "
            "last change may be wrong: print them again, and report this with what \"doctor\" says.")};
}

} // namespace

Result<std::vector<doctor::Check>> DoctorCommand::run(Context &context) const {
    Result<std::vector<doctor::Check>> result;
    std::vector<doctor::Check> &checks = result.value;
    checks = doctor::examine({version, or_nothing([&] { return context.layers(); }),
                              or_nothing([&] { return context.styles(); }), locale_dir});
    if (!workspace.empty()) {
        for (doctor::Check &check : doctor::examine(workspace, context.catalogue(), context.progress))
            checks.push_back(std::move(check));
        if (auto check = kept_sums(workspace, context))
            checks.push_back(std::move(*check));
    }
    for (const doctor::Check &check : checks) {
        if (check.state != doctor::State::good && !check.advice.empty())
            result.tell(fmt::format("{}: {}", check.name, check.advice));
        result.attention = result.attention || check.state == doctor::State::attention;
    }
    return result;
}

} // namespace qitu::commands
