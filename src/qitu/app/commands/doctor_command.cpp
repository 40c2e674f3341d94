#include "found_by_rule.h"

#include <qitu/app/commands/doctor_command.h>
#include <qitu/core/base/error.h>

#include <fmt/format.h>

namespace qitu::commands {

namespace {

std::filesystem::path or_nothing(const std::function<std::filesystem::path()> &find) {
    try {
        return find();
    } catch (const Error &) {
        return {}; // a check says that it was not found
    }
}

} // namespace

Result<std::vector<doctor::Check>> DoctorCommand::run(Context &context) const {
    Result<std::vector<doctor::Check>> result;
    std::vector<doctor::Check> &checks = result.value;
    checks = doctor::examine({version, or_nothing([&] { return context.layers(); }),
                              or_nothing([&] { return context.styles(); }), locale_dir});
    if (!workspace.empty())
        for (doctor::Check &check : doctor::examine(workspace, context.catalogue(), context.progress))
            checks.push_back(std::move(check));
    for (const doctor::Check &check : checks) {
        if (check.state != doctor::State::good && !check.advice.empty())
            result.tell(fmt::format("{}: {}", check.name, check.advice));
        result.attention = result.attention || check.state == doctor::State::attention;
    }
    return result;
}

} // namespace qitu::commands
