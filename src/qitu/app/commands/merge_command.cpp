#include "found_by_rule.h"

#include <qitu/analysis/audit/audit.h>
#include <qitu/app/commands/merge_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/fork.h>
#include <qitu/data/workspace/history.h>

#include <algorithm>

namespace qitu::commands {

namespace {

workspace::Side side_from(const std::string &word) {
    if (word == "ours" || word == "theirs")
        return word == "ours" ? workspace::Side::ours : workspace::Side::theirs;
    throw Error(
        ErrorKind::usage,
        say("Which side to take is written ours, theirs, or LAYER:ID=ours|theirs, not \"{}\".", word));
}

workspace::MergeOptions options_of(const MergeCommand &command, Context &context) {
    workspace::MergeOptions options;
    options.dry_run = command.dry_run;
    for (const std::string &take : command.takes) {
        const std::size_t colon = take.find(':');
        const std::size_t sign = take.find('=');
        double id = 0;
        if (colon == std::string::npos || sign == std::string::npos || sign < colon) {
            options.all = side_from(take);
            continue;
        }
        const std::string table = take.substr(0, colon);
        if (!parse_number(take.substr(colon + 1, sign - colon - 1), id))
            (void)side_from(take); // says how it is written
        options.rows[{table.starts_with("qitu_") ? table : context.catalogue().layer(table).id,
                      static_cast<std::int64_t>(id)}] = side_from(take.substr(sign + 1));
    }
    return options;
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

std::string geometries(const workspace::Conflict &conflict, std::size_t place,
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

std::string sides(const workspace::Conflict &conflict, const std::vector<std::string> &columns,
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
    for (const workspace::Conflict &conflict : merged.conflicts)
        found.add(translated("conflict"), [&] {
            return say("{}:{}: {} (ours: {}; theirs: {})", conflict.table, conflict.row,
                       sides(conflict, merged.columns.at(conflict.table), context), conflict.ours_by,
                       conflict.theirs_by);
        });
    found.tell(outcome);
}

} // namespace

Result<Merged> MergeCommand::run(Context &context) const {
    const workspace::MergeOptions options = options_of(*this, context);
    workspace::Workspace opened = workspace::Workspace::open(workspace);
    Result<Merged> result;
    Merged &merged = result.value;
    static_cast<workspace::MergeResult &>(merged) =
        workspace::merge(opened, {"qitu merge", file_names({fork})}, fork, options);
    for (const workspace::Conflict &conflict : merged.conflicts)
        merged.columns.try_emplace(conflict.table, workspace::columns(opened, conflict.table));
    tell_counts(translated("Theirs"), merged.theirs, result);
    tell_counts(translated("Ours"), merged.ours, result);
    tell_conflicts(merged, context, result);
    if (merged.combined > 0)
        result.tell(say("{} rows were changed on both sides in different fields; both changes are kept.",
                        merged.combined));
    if (merged.unresolved > 0)
        result.refusal =
            say("Nothing was written: {} conflicts. Say whose side to take, for all of them or for each.",
                merged.unresolved);
    else
        result.tell(dry_run ? say("Nothing was written.")
                            : say("{}: {} rows merged from {}.", workspace, merged.applied, fork));
    return result;
}

} // namespace qitu::commands
