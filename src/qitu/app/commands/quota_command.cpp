#include "found_by_rule.h"

#include <qitu/app/commands/quota_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>

namespace qitu::commands {

namespace {

// 150821 五原县: hsf.built 2023: 7.25 万亩
std::string sentence(const workspace::Quota &quota, const catalogue::Catalogue &catalogue) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(quota.admin);
    return fmt::format("  {} {}: {} {}: {} {}", quota.admin,
                       unit == nullptr ? std::string() : unit->names.in(language_in_use()), quota.indicator,
                       quota.year, quota.value, unit_name(quota.unit, language_in_use() == Language::zh));
}

} // namespace

Result<std::vector<workspace::Quota>> QuotaImportCommand::run(Context &context) const {
    const quotas::QuotaFile read = quotas::read_quotas(file, context.catalogue(), defaults);
    Result<std::vector<workspace::Quota>> result;
    result.messages = read.notes;
    result.value = read.quotas;
    if (dry_run) {
        for (const workspace::Quota &quota : read.quotas)
            result.tell(sentence(quota, context.catalogue()));
        result.tell(say("{}: {} quotas can be imported from {}; nothing was written.", workspace,
                        read.quotas.size(), file));
        return result;
    }
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    opened.transaction({"qitu quota import", file_names({file})}, [&](workspace::Edit &edit) {
        for (const workspace::Quota &quota : read.quotas)
            workspace::set_quota(edit, quota);
    });
    result.tell(say("{}: {} quotas imported from {}.", workspace, read.quotas.size(), file));
    return result;
}

// ---------------------------------------------------------------- set

namespace {

double number_of(const std::string &text) {
    double number = 0;
    if (!parse_number(text, number) || number < 0)
        throw Error(ErrorKind::usage, say("\"{}\" is not a quota. Expected a number of 0 or more.", text));
    return number;
}

std::string withdraw(const std::string &file, const workspace::Quota &quota) {
    workspace::Workspace workspace = workspace::Workspace::open(file);
    bool withdrawn = false;
    workspace.transaction({"qitu quota set --withdraw"}, [&](workspace::Edit &edit) {
        withdrawn = workspace::withdraw_quota(edit, quota.indicator, quota.admin, quota.year);
    });
    if (!withdrawn)
        throw Error(ErrorKind::refused,
                    say("{}: no quota of {} for {} in {}.", file, quota.indicator, quota.admin, quota.year));
    return say("{}: quota of {} for {} withdrawn.", file, quota.indicator, quota.admin);
}

std::string set(const std::string &file, const workspace::Quota &quota) {
    workspace::Workspace workspace = workspace::Workspace::open(file);
    workspace.transaction({"qitu quota set", quota.letter},
                          [&](workspace::Edit &edit) { workspace::set_quota(edit, quota); });
    return say("{}: quota of {} for {} set to {} {}.", file, quota.indicator, quota.admin, quota.value,
               unit_name(quota.unit, language_in_use() == Language::zh));
}

} // namespace

Outcome QuotaSetCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const catalogue::Indicator &of = catalogue.indicator(indicator);
    workspace::Quota quota;
    quota.indicator = of.id;
    quota.admin = catalogue.admin(admin).code;
    quota.year = no_year ? 0 : year_of(year, catalogue);
    Outcome outcome;
    if (withdraw) {
        outcome.tell(commands::withdraw(workspace, quota));
        return outcome;
    }
    quota.value = number_of(value);
    quota.unit = unit.empty() ? of.unit : unit_from(unit);
    quotas::require_fit(quota.unit, of);
    quota.source = source;
    quota.clause = clause;
    quota.letter = letter;
    quota.illustrative = illustrative;
    outcome.tell(set(workspace, quota));
    return outcome;
}

// ---------------------------------------------------------------- show

namespace {

// The last version of each, unless it was withdrawn.
std::vector<workspace::QuotaVersion> in_force(std::vector<workspace::QuotaVersion> versions) {
    std::vector<workspace::QuotaVersion> result;
    const auto same = [](const workspace::Quota &a, const workspace::Quota &b) {
        return a.indicator == b.indicator && a.admin == b.admin && a.year == b.year;
    };
    for (std::size_t i = 0; i < versions.size(); ++i)
        if ((i + 1 == versions.size() || !same(versions[i].quota, versions[i + 1].quota)) &&
            !versions[i].withdrawn)
            result.push_back(std::move(versions[i]));
    return result;
}

} // namespace

Result<std::vector<workspace::QuotaVersion>> QuotaShowCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::string of = indicator.empty() ? "" : catalogue.indicator(indicator).id;
    const std::string unit = admin.empty() ? "" : catalogue.admin(admin).code;
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    Result<std::vector<workspace::QuotaVersion>> result;
    result.value = workspace::quota_versions(opened);
    std::erase_if(result.value, [&](const workspace::QuotaVersion &version) {
        return (!of.empty() && version.quota.indicator != of) ||
               (!unit.empty() && version.quota.admin != unit);
    });
    if (!history)
        result.value = in_force(std::move(result.value));
    return result;
}

// ---------------------------------------------------------------- check

Result<std::vector<quotas::QuotaFault>> QuotaCheckCommand::run(Context &context) const {
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    tabulate::Options options;
    options.progress = context.progress;
    Result<std::vector<quotas::QuotaFault>> result;
    result.value = quotas::check_quotas(opened, context.catalogue(), year, options);
    result.attention = !result.value.empty();
    return result;
}

} // namespace qitu::commands
