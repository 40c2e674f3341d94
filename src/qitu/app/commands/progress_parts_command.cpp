#include "found_by_rule.h"
#include "progress_shared.h"

#include <qitu/analysis/indicators/progress_parts.h>
#include <qitu/app/commands/progress_parts_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/leagues.h>
#include <qitu/data/workspace/revision_mark.h>

#include <fmt/format.h>

#include <map>
#include <utility>

namespace qitu::commands {

namespace {

using AskedWords = std::map<std::string, std::vector<std::string>>;

// What decides the table, by its option.
AskedWords words_of(const ProgressPartCommand &command) {
    const ProgressCommand &of = command.progress;
    return {{"by", {of.by}},
            {"year", {std::to_string(of.year)}},
            {"years", {command.years}},
            {"date", {of.date}},
            {"admin", {of.admin}},
            {"indicator", of.indicators},
            {"as-of", {of.as_of}},
            {"assume", {of.assume}},
            {"until", {std::to_string(of.until)}},
            {"method", {of.engine.method}}};
}

MergedProgress asked_by(const AskedWords &words) {
    const auto word = [&](const char *option) { return words.at(option).at(0); };
    MergedProgress asked;
    asked.by = word("by");
    asked.year = std::stoi(word("year"));
    asked.years = word("years");
    asked.date = word("date");
    asked.admin = word("admin");
    asked.indicators = words.at("indicator");
    asked.as_of = word("as-of");
    asked.assume = word("assume");
    asked.until = std::stoi(word("until"));
    asked.engine.method = word("method");
    return asked;
}

std::map<std::string, std::string> origin_of(const AskedWords &words, const std::string &version,
                                             const workspace::Workspace &opened, Context &context) {
    std::map<std::string, std::string> made{{"command", "progress"},
                                            {"version", version},
                                            {"language", language_in_use() == Language::zh ? "zh" : "en"},
                                            {"catalogue", catalogue::digest_of_files(context.layers())},
                                            {"workspace", workspace::revision_mark(opened)},
                                            {"zones", parts::digest_of(sources::zones_of(opened.banners()))}};
    for (const auto &[option, values] : words)
        made[option] = fmt::format("{}", fmt::join(values, ", "));
    return made;
}

void count_one_year(parts::Runs &runs, tabulate::PartNumber part, const ProgressCommand &command,
                    const workspace::Workspace &opened, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const AskedOfProgress asked = asked_of(command, catalogue);
    static_cast<void>(command.assembled(opened, catalogue, [&](indicators::Level level) {
        indicators::count_part(runs, part, opened, catalogue, level, asked.year, command.indicators,
                               command.engine.options(context), asked.stage);
        indicators::ProgressTable none;
        none.year = asked.year;
        return none;
    }));
}

} // namespace

Outcome ProgressPartCommand::run(Context &context) const {
    if (progress.money)
        throw Error(ErrorKind::usage, say("{} does not go with parts of a run.", "--money"));
    const workspace::Workspace opened = open_as_of(progress.workspace, progress.as_of);
    if (!workspace::league_servers(opened).empty())
        throw Error(ErrorKind::usage, say("Leagues with their own servers count there: a part has only what "
                                          "lies in this workspace. Count it as a whole."));
    parts::Part found;
    found.number = parts::part_number_from(part);
    found.asked = words_of(*this);
    found.made_by = origin_of(found.asked, version, opened, context);
    const auto [first, last] = years.empty() ? std::pair{progress.year, progress.year} : years_from(years);
    for (int year = first; year <= last; ++year) {
        ProgressCommand one = progress;
        one.year = year;
        count_one_year(found.runs, found.number, one, opened, context);
    }
    parts::write_part(file, found);
    Outcome outcome;
    outcome.tell(say("Part {} of {} counted, in {} runs of the engine.", found.number.number, found.number.of,
                     found.runs.size()));
    return outcome;
}

MergedProgress merged_progress(const std::vector<std::string> &files, const std::string &workspace,
                               const std::string &version, Context &context) {
    parts::Part all = parts::merged(sources::files_named(files), "progress", version);
    MergedProgress merged = asked_by(all.asked);
    merged.workspace = workspace;
    parts::refuse_unless_made_by(
        all, origin_of(all.asked, version, open_as_of(workspace, merged.as_of), context), workspace);
    merged.runs = std::make_shared<const parts::Runs>(std::move(all.runs));
    return merged;
}

Result<Progress> MergedProgress::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const AskedOfProgress asked = asked_of(*this, catalogue);
    return progress_from(*this, opened, catalogue, [&](indicators::Level level) {
        return indicators::progress_of_parts(*runs, opened, catalogue, level, asked.year, indicators,
                                             engine.options(context), asked.year_gone, asked.stage);
    });
}

Result<std::vector<indicators::ProgressTable>> MergedProgressOfYears::run(Context &context) const {
    return progress_of_years(merged, merged.years, context);
}

} // namespace qitu::commands
