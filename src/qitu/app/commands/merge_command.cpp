#include "fork_decisions.h"
#include "fork_rules.h"
#include "found_by_rule.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/app/commands/merge_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/history.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace qitu::commands {

namespace {

workspace::MergeOptions options_of(const MergeCommand &command, Context &context) {
    workspace::MergeOptions options;
    options.dry_run = options.list = command.dry_run;
    take_sides(command.takes, context.catalogue(), options);
    take_rejections(command.rejects, context.catalogue(), options);
    if (!command.decisions.empty())
        take_decisions(command.decisions, context.catalogue(), options);
    return options;
}

/// "linhe.gpkg; 2 rejected: drawn twice; not in the project"
std::string note_of(const MergeCommand &command, const workspace::MergeOptions &options) {
    constexpr std::size_t most = 500;
    std::string file = file_names({command.fork});
    if (options.rejected.empty())
        return file;
    std::set<std::string> reasons;
    for (const auto &[row, reason] : options.rejected)
        reasons.insert(reason);
    const std::string all =
        say("{}; {} rejected: {}", file, options.rejected.size(), fmt::join(reasons, "; "));
    return std::string(first_characters(all, most));
}

void tell_counts(const char *head, const std::vector<workspace::MergeResult::Count> &counts,
                 Outcome &outcome) {
    for (const workspace::MergeResult::Count &count : counts)
        outcome.tell(say("{} since the fork, {}: {}: {} added, {} changed, {} removed.", head, count.who,
                         count.table, count.added, count.changed, count.removed));
}

std::size_t place_of(const std::vector<std::string> &columns, const std::string &name) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) - columns.begin());
}

std::string geometries(const workspace::ForkChange &conflict, std::size_t place,
                       const catalogue::Layer *layer) {
    const auto type = layer != nullptr ? layer->geometry : catalogue::GeometryType::polygon;
    const audit::Apart apart =
        audit::apart(workspace::wkb_of((*conflict.ours)[place]), workspace::wkb_of((*conflict.theirs)[place]),
                     geodesy::Method::td1055);
    switch (type) {
    case catalogue::GeometryType::point:
        return say("geometry: {:.2f} m apart", apart.moved_m);
    case catalogue::GeometryType::line:
        return say("geometry: up to {:.2f} m apart; ours {:.2f} m, theirs {:.2f} m", apart.moved_m, apart.a_m,
                   apart.b_m);
    case catalogue::GeometryType::polygon:
        break;
    }
    return say("geometry: up to {:.2f} m apart; ours {:.2f} m², theirs {:.2f} m²", apart.moved_m, apart.a_m2,
               apart.b_m2);
}

std::string sides(const workspace::ForkChange &conflict, const std::vector<std::string> &columns,
                  Context &context) {
    if (!conflict.ours)
        return say("removed here, changed there");
    if (!conflict.theirs)
        return say("changed here, removed there");
    const auto &layers = context.catalogue().layers();
    const auto layer =
        std::find_if(layers.begin(), layers.end(), [&](const auto &one) { return one.id == conflict.table; });
    std::vector<std::string> parts;
    for (const std::string &column : conflict.columns) {
        const std::size_t place = place_of(columns, column);
        parts.push_back(column == "geom"
                            ? geometries(conflict, place, layer != layers.end() ? &*layer : nullptr)
                            : say("{}: was \"{}\", ours \"{}\", theirs \"{}\"", column,
                                  workspace::text_of((*conflict.base)[place]),
                                  workspace::text_of((*conflict.ours)[place]),
                                  workspace::text_of((*conflict.theirs)[place])));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

void tell_conflicts(const Merged &merged, Context &context, Outcome &outcome) {
    FoundByRule found;
    for (const workspace::ForkChange &conflict : merged.conflicts)
        found.add(translated("conflict"), [&] {
            return say("{}:{}: {} (ours: {}; theirs: {})", conflict.table, conflict.row,
                       sides(conflict, merged.columns.at(conflict.table), context), conflict.ours_by,
                       conflict.theirs_by);
        });
    found.tell(outcome);
}

void tell_refused(const Merged &merged, Outcome &outcome) {
    FoundByRule found;
    for (const workspace::MergeResult::Refusal &refusal : merged.refused)
        found.add(translated("may not be taken"), [&] { return refusal.reason + "."; });
    found.tell(outcome);
}

void name_columns(const workspace::Workspace &opened, Merged &merged) {
    for (const auto *changes : {&merged.changes, &merged.conflicts})
        for (const workspace::ForkChange &change : *changes)
            if (!merged.columns.contains(change.table))
                merged.columns[change.table] = workspace::columns(opened, change.table);
}

void name_levels(ForkRules &rules, Merged &merged) {
    for (const workspace::ForkChange &change : merged.changes)
        if (const auto level = rules.least_level(change)) {
            auto &least = merged.levels.try_emplace(change.decided_with, *level).first->second;
            least = std::max(least, *level);
        }
}

std::string refusal_of(const Merged &merged) {
    if (!merged.refused.empty())
        return say("Nothing was written: {} changes may not be taken.", merged.refused.size());
    if (merged.undecided > 0)
        return say("Nothing was written: {} changes are not decided.", merged.undecided);
    return say("Nothing was written: {} conflicts. Say whose side to take, for all of them or for each.",
               merged.unresolved);
}

} // namespace

Result<Merged> MergeCommand::run(Context &context) const {
    workspace::MergeOptions options = options_of(*this, context);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    ForkRules rules(context.catalogue(), opened, admin, level);
    options.against = [&rules](const workspace::ForkChange &change) { return rules.against(change); };
    Result<Merged> result;
    Merged &merged = result.value;
    static_cast<workspace::MergeResult &>(merged) =
        workspace::merge(opened, {"qitu merge", note_of(*this, options)}, fork, options);
    name_columns(opened, merged);
    name_levels(rules, merged);
    tell_counts(translated("Theirs"), merged.theirs, result);
    tell_counts(translated("Ours"), merged.ours, result);
    tell_conflicts(merged, context, result);
    tell_refused(merged, result);
    if (merged.combined > 0)
        result.tell(say("{} rows were changed on both sides in different fields; both changes are kept.",
                        merged.combined));
    if (merged.stopped())
        result.refusal = refusal_of(merged);
    else if (dry_run)
        result.tell(say("Nothing was written."));
    else
        result.tell(say("{}: {} rows merged from {}.", workspace, merged.applied, fork));
    if (merged.rejected > 0 && !merged.stopped() && !dry_run)
        result.tell(say("{} changes were rejected; they are kept with the reasons.", merged.rejected));
    return result;
}

} // namespace qitu::commands
