#include "content_digest.h"
#include "surroundings.h"
#include "understood.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/prefetch.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/find.h>
#include <qitu/data/workspace/imports.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::importer {

namespace {

using catalogue::Catalogue;
using catalogue::Feature;
using catalogue::Layer;
using reader::LayerFile;

constexpr const char *project_code = catalogue::field_id::project_code;

class Steps {
  public:
    Steps(const Progress &progress, std::uint64_t total) : progress_(progress), total_(total) { tell(); }
    void step() {
        constexpr std::uint64_t between = 500;
        if (++done_ % between == 0)
            tell();
    }

    /// Asks whether to go on, where nothing is counted.
    [[nodiscard]] bool go_on() const { return !progress_ || progress_(done_, total_); }

  private:
    void tell() const {
        if (!go_on())
            throw Cancelled();
    }
    const Progress &progress_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
};

enum class Fate { repaired, quarantined };

// One file on its way in: what was found, and what its writing needs.
struct Candidate {
    Outcome outcome;
    std::map<std::string, std::uint64_t> projects; // that the layer has already: features that come of them
    std::string digest;
    std::vector<std::pair<std::uint64_t, Fate>> fates; // by position in the file, ascending
};

using Projects = std::map<std::string, std::uint64_t>; // code → features in the layer

// Which projects of the layer a feature is one of.
void note_project(const Feature &feature, int code, const Projects &there, Candidate &candidate) {
    if (code < 0 || there.empty())
        return;
    const auto *text = std::get_if<std::string>(&feature.values[static_cast<std::size_t>(code)]);
    if (text != nullptr && there.contains(*text))
        ++candidate.projects[*text];
}

// Of which unit a feature says it is.
void note_unit(const Feature &feature, int unit, Outcome &outcome) {
    ++outcome.declared[unit < 0 ? "" : catalogue::text_of(feature.values[static_cast<std::size_t>(unit)])];
}

// Reads a file: everything that its features show by themselves, and the file's digest.
Candidate examine(const std::filesystem::path &file, LayerFile &source, const Layer &layer,
                  const Projects &there, validation::Inspection &inspection, Steps &steps) {
    Candidate candidate;
    const int code = layer.index_of(project_code), unit = layer.index_of(catalogue::field_id::admin_code);
    Outcome &outcome = candidate.outcome;
    outcome.file = file;
    inspection.begin(file.filename().string());
    Digest digest;
    inspection.add_all([&](Feature &feature) {
        if (!source.next(feature))
            return false;
        digest.add(feature);
        note_project(feature, code, there, candidate);
        note_unit(feature, unit, outcome);
        ++outcome.read;
        steps.step();
        return true;
    });
    outcome.diagnostics = source.diagnostics();
    outcome.faults = source.faults();
    candidate.digest = digest.text();
    return candidate;
}

Repaired repaired(const validation::Mended &mended) {
    return {mended.feature, mended.project,   mended.reason.in(language_in_use()),
            mended.place,   mended.before_m2, mended.after_m2};
}

// Each file gets the findings that are its own.
void hand_out(const validation::Inspected &inspected, const Options &options,
              std::vector<Candidate> &candidates) {
    for (std::size_t i = 0; i < candidates.size(); ++i)
        candidates[i].outcome.findings = inspected.findings.only(
            [i](const validation::Findings::Head &finding) { return finding.source == i; });
    for (const validation::Mended &mended : inspected.mended) {
        Candidate &candidate = candidates.at(mended.source);
        if (mended.unusable && !options.accept)
            continue; // its finding refuses the file
        candidate.fates.emplace_back(mended.position,
                                     mended.quarantined ? Fate::quarantined : Fate::repaired);
        (mended.quarantined ? candidate.outcome.quarantined : candidate.outcome.repairs)
            .push_back(repaired(mended));
    }
    for (Candidate &candidate : candidates)
        candidate.outcome.accepted = options.accept && !candidate.outcome.admissible();
}

// A file without features has no content that could be there.
void mark_known(std::vector<Candidate> &candidates, const workspace::Workspace &workspace,
                const Layer &layer) {
    std::map<std::string, std::string> known; // digest → the file of this call that has it, or ""
    for (const workspace::ImportRecord &import : workspace::imports(workspace))
        if (import.layer == layer.id)
            known.emplace(import.digest, "");
    for (Candidate &candidate : candidates) {
        if (candidate.outcome.read == 0)
            continue;
        const auto [first, is_new] = known.emplace(candidate.digest, candidate.outcome.file.string());
        candidate.outcome.already_there = !is_new;
        candidate.outcome.same_as = is_new ? "" : first->second;
    }
}

void quarantine(const Feature &feature, const Repaired &why, const Outcome &outcome, workspace::Edit &edit,
                const Layer &layer) {
    workspace::quarantine(edit, layer,
                          {layer.id, outcome.file.string(), feature.id, why.project, why.reason,
                           why.before_m2, why.after_m2, fields_json(layer, feature), feature.wkb});
}

// Somebody else may have brought the same content in while this call was reading. \pre inside a transaction
void refuse_if_known_by_now(std::vector<Candidate> &candidates, const workspace::Workspace &workspace,
                            const Layer &layer) {
    mark_known(candidates, workspace, layer);
    for (const Candidate &candidate : candidates)
        if (candidate.outcome.already_there)
            throw NeedsParameter(
                Parameter::again, ErrorKind::refused,
                say("{}: another import has added the same content in the meantime; nothing was written.",
                    candidate.outcome.file.string()));
}

std::vector<std::string> names_of(const Projects &projects) {
    std::vector<std::string> names;
    for (const auto &[name, features] : projects)
        names.push_back(name);
    return names;
}

// Those of which nothing comes in but what goes into quarantine.
std::vector<std::string> emptied(const Candidate &candidate) {
    Projects left = candidate.projects;
    for (const Repaired &repaired : candidate.outcome.quarantined)
        if (const auto project = left.find(repaired.project); project != left.end())
            --project->second;
    std::erase_if(left, [](const auto &project) { return project.second > 0; });
    return names_of(left);
}

// A project that comes once more: replaced, added to, or a question to the user. Same content is recognised
// as such.
void mark_projects(std::vector<Candidate> &candidates, const Projects &there, const Options &options) {
    for (Candidate &candidate : candidates) {
        Outcome &outcome = candidate.outcome;
        outcome.projects_there = names_of(candidate.projects);
        for (const std::string &project : outcome.projects_there)
            outcome.features_there += there.at(project);
        outcome.replaces = options.replace && !candidate.projects.empty();
        if (outcome.replaces)
            outcome.projects_emptied = emptied(candidate);
        outcome.projects_refused = !candidate.projects.empty() && !options.replace && !options.append &&
                                   !options.again && !outcome.already_there;
    }
}

// Projects of which the layer has features of other units: who may not write those may not replace them.
std::vector<std::string> projects_of_others(const workspace::Workspace &workspace, const Layer &layer,
                                            const Projects &projects, const std::set<std::string> &units) {
    std::vector<std::string> found;
    for (const auto &[project, features] : projects) {
        workspace::Wanted wanted;
        wanted.values = {{project_code, project}};
        const std::uint64_t all = workspace::count_wanted(workspace, layer, wanted);
        wanted.admin_codes = units;
        if (workspace::count_wanted(workspace, layer, wanted) != all)
            found.push_back(project);
    }
    return found;
}

void mark_others(std::vector<Candidate> &candidates, const workspace::Workspace &workspace,
                 const Layer &layer, const Options &options) {
    if (!options.units)
        return;
    for (Candidate &candidate : candidates) {
        Outcome &outcome = candidate.outcome;
        for (const auto &[code, features] : outcome.declared)
            if (!options.units->contains(code))
                outcome.of_others.emplace(code, features);
        if (options.replace)
            outcome.projects_of_others =
                projects_of_others(workspace, layer, candidate.projects, *options.units);
    }
}

// Somebody may have added some to a project while this call was reading. \pre inside a transaction
void refuse_others_by_now(std::vector<Candidate> &candidates, const workspace::Workspace &workspace,
                          const Layer &layer, const Options &options) {
    mark_others(candidates, workspace, layer, options);
    for (const Candidate &candidate : candidates)
        if (!candidate.outcome.projects_of_others.empty())
            throw Error(ErrorKind::refused,
                        say("{}: the projects {} have features of other units by now; nothing was written.",
                            candidate.outcome.file.string(),
                            fmt::join(candidate.outcome.projects_of_others, ", ")));
}

std::set<std::string> projects_of(const std::vector<Candidate> &candidates) {
    std::set<std::string> projects;
    for (const Candidate &candidate : candidates)
        for (const auto &[project, features] : candidate.projects)
            projects.insert(project);
    return projects;
}

// The features that stay when the candidates' projects are replaced; asked when all candidates are read.
validation::Stream without_theirs(validation::Stream features, const Layer &layer,
                                  const std::vector<Candidate> &candidates) {
    return [&, features = std::move(features), code = layer.index_of(project_code),
            projects = std::optional<std::set<std::string>>()](Feature &feature) mutable {
        if (!projects)
            projects = projects_of(candidates);
        while (features(feature)) {
            const auto *text =
                code < 0 ? nullptr
                         : std::get_if<std::string>(&feature.values[static_cast<std::size_t>(code)]);
            if (text == nullptr || projects->count(*text) == 0)
                return true;
        }
        return false;
    };
}

void take_out(const std::vector<Candidate> &candidates, workspace::Edit &edit, const Layer &layer) {
    const std::set<std::string> projects = projects_of(candidates);
    if (!projects.empty())
        workspace::remove_features(edit, layer, project_code, {projects.begin(), projects.end()});
}

// A file's features as they go into the layer; sets aside those that do not.
class Taken {
  public:
    Taken(Candidate &candidate, const validation::Stream &features, const Layer &layer, Steps &steps)
        : features_(features), layer_(layer), steps_(steps), fate_(candidate.fates.begin()),
          end_(candidate.fates.end()), count_(candidate.outcome.read) {}

    bool next(Feature &feature) {
        while (position_ < count_ && features_(feature)) {
            steps_.step();
            const bool has_fate = fate_ != end_ && fate_->first == position_;
            ++position_;
            if (!has_fate)
                return true;
            if (fate_++->second == Fate::quarantined) {
                quarantined_.push_back(feature);
                continue;
            }
            const geometry::Shape valid = validation::repaired(feature.wkb, layer_.geometry).shape;
            feature.wkb = geometry::write_wkb(valid);
            feature.box = box_of(valid.points);
            return true;
        }
        return false;
    }
    [[nodiscard]] const std::vector<Feature> &quarantined() const { return quarantined_; }

  private:
    const validation::Stream &features_;
    const Layer &layer_;
    Steps &steps_;
    std::vector<std::pair<std::uint64_t, Fate>>::const_iterator fate_, end_;
    std::uint64_t position_ = 0, count_;
    std::vector<Feature> quarantined_;
};

void add(Candidate &candidate, const validation::Stream &features, workspace::Edit &edit, const Layer &layer,
         Steps &steps) {
    Outcome &outcome = candidate.outcome;
    Taken taken(candidate, features, layer, steps);
    {
        Prefetch<Feature> ahead([&](Feature &feature) { return taken.next(feature); });
        outcome.added = workspace::add_features(
            edit, layer, [&] { return ahead.next(); }, outcome.read);
    }
    auto why = outcome.quarantined.begin();
    for (const Feature &feature : taken.quarantined())
        quarantine(feature, *why++, outcome, edit, layer);
    workspace::add_import(
        edit, {layer.id, outcome.file.string(), candidate.digest, understood_json(outcome), outcome.added});
}

void add_all(std::vector<Candidate> &candidates, const validation::Stream &features, workspace::Edit &edit,
             const Layer &layer, Steps &steps) {
    for (Candidate &candidate : candidates)
        if (candidate.outcome.read > 0)
            add(candidate, features, edit, layer, steps);
}

using Sources = std::vector<std::unique_ptr<LayerFile>>;

// All at once, so that a file that cannot be read ends the job before the long work begins.
Sources opened(const std::vector<std::filesystem::path> &files, const Catalogue &catalogue,
               const Layer &layer, const reader::OpenOptions &options) {
    Sources sources;
    for (const std::filesystem::path &file : files)
        sources.push_back(std::make_unique<LayerFile>(file, catalogue, layer, options));
    return sources;
}

std::uint64_t features_in(const Sources &sources) {
    std::uint64_t count = 0;
    for (const auto &source : sources)
        count += source->diagnostics().features;
    return count;
}

constexpr std::array datums{"xian1980", "beijing1954"};

std::string shift_key(const std::string &datum) {
    return "datum_shift." + datum;
}

void keep_datum_shift(const std::vector<Candidate> &candidates, const std::string &shift,
                      workspace::Edit &edit) {
    if (shift.empty())
        return;
    for (const Candidate &candidate : candidates)
        if (const std::string &datum = candidate.outcome.diagnostics.datum; !datum.empty())
            edit.set_meta(shift_key(datum), shift);
}

} // namespace

std::map<std::string, std::string> datum_shifts(const workspace::Workspace &workspace,
                                                const std::string &given) {
    std::map<std::string, std::string> shifts;
    for (const char *datum : datums)
        if (std::string shift = given.empty() ? workspace.meta(shift_key(datum)) : given; !shift.empty())
            shifts[datum] = std::move(shift);
    return shifts;
}

bool Outcome::has_errors() const {
    return findings.errors() > 0 || std::any_of(faults.begin(), faults.end(),
                                                [](const reader::FieldFault &fault) { return fault.fatal; });
}

bool Outcome::admissible() const {
    return !already_there && !projects_refused && projects_emptied.empty() && of_others.empty() &&
           projects_of_others.empty() && (accepted || !has_errors());
}

std::vector<Outcome> import_files(workspace::Workspace &workspace, const workspace::Change &change,
                                  const Catalogue &catalogue, const Layer &layer,
                                  const std::vector<std::filesystem::path> &files, const Options &options,
                                  Unchecked *unchecked) {
    Sources sources = opened(files, catalogue, layer, options.open);
    Steps steps(options.progress, (options.dry_run ? 1 : 2) * features_in(sources));
    validation::InspectionOptions wanted;
    wanted.repair = options.repair;
    wanted.keep = !options.dry_run;
    wanted.progress = [&](std::uint64_t, std::uint64_t) { return steps.go_on(); };
    const Projects there = layer.index_of(project_code) < 0
                               ? Projects{}
                               : workspace::value_counts(workspace, layer, project_code);
    std::vector<Candidate> candidates;
    validation::Surroundings around = surroundings(workspace);
    around.present = stored(workspace, layer);
    if (options.replace)
        around.present = without_theirs(std::move(around.present), layer, candidates);
    validation::Inspection inspection(catalogue, layer, std::move(around), wanted);
    for (std::size_t i = 0; i < files.size(); ++i)
        candidates.push_back(examine(files[i], *sources[i], layer, there, inspection, steps));
    sources.clear();
    const validation::Inspected inspected = inspection.finish();
    if (unchecked != nullptr)
        *unchecked = inspected.unchecked;
    hand_out(inspected, options, candidates);
    const bool once = !options.again && !options.replace;
    if (once)
        mark_known(candidates, workspace, layer);
    mark_projects(candidates, there, options);
    mark_others(candidates, workspace, layer, options);

    const bool all = std::all_of(candidates.begin(), candidates.end(),
                                 [](const Candidate &candidate) { return candidate.outcome.admissible(); });
    const bool any = std::any_of(candidates.begin(), candidates.end(),
                                 [](const Candidate &candidate) { return candidate.outcome.read > 0; });
    if (all && any && !options.dry_run) {
        const validation::Stream features = inspection.kept();
        workspace.transaction(change, [&](workspace::Edit &edit) {
            if (once)
                refuse_if_known_by_now(candidates, workspace, layer);
            refuse_others_by_now(candidates, workspace, layer, options);
            if (options.replace)
                take_out(candidates, edit, layer);
            add_all(candidates, features, edit, layer, steps);
            keep_datum_shift(candidates, options.datum_shift, edit);
            if (options.also)
                options.also(edit);
        });
    }
    std::vector<Outcome> outcomes;
    for (Candidate &candidate : candidates)
        outcomes.push_back(std::move(candidate.outcome));
    return outcomes;
}

} // namespace qitu::importer
