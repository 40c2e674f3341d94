#include "digest.h"
#include "understood.h"

#include <qitu/admission/admission.h>

#include <algorithm>
#include <map>
#include <set>

namespace qitu::admission {

namespace {

using catalogue::Catalogue;
using catalogue::Feature;
using catalogue::Layer;
using intake::LayerFile;
using quality::Finding;

constexpr const char *invalid_rule = "geometry.invalid";
constexpr const char *project_code = "project_code";

class Steps {
  public:
    Steps(const Progress &progress, std::uint64_t total) : progress_(progress), total_(total) { tell(); }
    void step() {
        constexpr std::uint64_t between = 500;
        if (++done_ % between == 0)
            tell();
    }

  private:
    void tell() const {
        if (progress_ && !progress_(done_, total_))
            throw Cancelled();
    }
    const Progress &progress_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
};

// One file on its way in: what was found, and what the second reading needs.
struct Candidate {
    Outcome outcome;
    std::set<std::string> projects; // that the layer has already
    std::string digest;
    std::vector<std::uint64_t> repaired; // positions in the file, ascending
};

/// The geometry made valid, or nothing when that leaves none.
std::optional<quality::Repair> mended(const Feature &feature, const Layer &layer) {
    quality::Repair repair = quality::repaired(feature.wkb, layer.geometry);
    if (repair.wkb.empty() || quality::defect(repair.wkb))
        return std::nullopt;
    return repair;
}

bool is_invalid(const Finding &finding) {
    return finding.rule == invalid_rule;
}

// Puts a repair in the place of the finding that asks for it, or says that there is none.
void repair(const Feature &feature, const Layer &layer, std::vector<Finding> &findings,
            Candidate &candidate) {
    const auto found = std::find_if(findings.begin(), findings.end(), is_invalid);
    if (found == findings.end())
        return;
    const auto defect = quality::defect(feature.wkb);
    const auto made = mended(feature, layer);
    if (!made || !defect || !defect->place) {
        found->severity = quality::Severity::error;
        found->message =
            say("The geometry is invalid ({}), and making it valid leaves nothing of it. Draw it anew or "
                "take the feature out.",
                defect ? defect->reason : std::string());
        return;
    }
    candidate.repaired.push_back(candidate.outcome.read);
    candidate.outcome.repairs.push_back(
        {feature.id, found->project, defect->reason, *defect->place, made->before_m2, made->after_m2});
    findings.erase(found);
}

using Projects = std::map<std::string, std::uint64_t>; // code → features in the layer

// Which projects of the layer a feature is one of.
void note_project(const Feature &feature, int code, const Projects &there, Candidate &candidate) {
    if (code < 0 || there.empty())
        return;
    const auto *text = std::get_if<std::string>(&feature.values[static_cast<std::size_t>(code)]);
    if (text != nullptr && there.count(*text) > 0)
        candidate.projects.insert(*text);
}

// The first reading: everything that stands against the file, and its digest.
Candidate examine(const std::filesystem::path &file, LayerFile &source, const Layer &layer,
                  const Projects &there, quality::Checker &checker, const Options &options, Steps &steps) {
    Candidate candidate;
    const int code = layer.index_of(project_code);
    Outcome &outcome = candidate.outcome;
    outcome.file = file;
    checker.begin(file.filename().string());
    Digest digest;
    for (Feature feature; source.next(feature); ++outcome.read, steps.step()) {
        digest.add(feature);
        note_project(feature, code, there, candidate);
        auto findings = checker.check(feature);
        if (options.repair)
            repair(feature, layer, findings, candidate);
        std::move(findings.begin(), findings.end(), std::back_inserter(outcome.findings));
    }
    outcome.understanding = source.understanding();
    outcome.faults = source.faults();
    candidate.digest = digest.text();
    return candidate;
}

void mark_known(std::vector<Candidate> &candidates, const store::Workspace &workspace, const Layer &layer) {
    std::set<std::string> known;
    for (const store::ImportRecord &import : workspace.imports())
        if (import.layer == layer.id)
            known.insert(import.digest);
    for (Candidate &candidate : candidates)
        candidate.outcome.already_there = !known.insert(candidate.digest).second;
}

// A project that comes once more: replaced, added to, or a question to the user. Same content is recognised
// as such.
void mark_projects(std::vector<Candidate> &candidates, const Projects &there, const Options &options) {
    for (Candidate &candidate : candidates) {
        Outcome &outcome = candidate.outcome;
        outcome.projects_there.assign(candidate.projects.begin(), candidate.projects.end());
        for (const std::string &project : outcome.projects_there)
            outcome.features_there += there.at(project);
        outcome.replaces = options.replace && !candidate.projects.empty();
        outcome.projects_refused = !candidate.projects.empty() && !options.replace && !options.append &&
                                   !options.again && !outcome.already_there;
    }
}

// \pre inside a transaction
void take_out(const std::vector<Candidate> &candidates, store::Workspace &workspace, const Layer &layer) {
    std::set<std::string> projects;
    for (const Candidate &candidate : candidates)
        if (candidate.outcome.replaces)
            projects.insert(candidate.projects.begin(), candidate.projects.end());
    if (!projects.empty())
        workspace.remove(layer, project_code, {projects.begin(), projects.end()});
}

// The second reading. \pre inside a transaction
void add(Candidate &candidate, LayerFile &source, store::Workspace &workspace, const Layer &layer,
         Steps &steps) {
    Outcome &outcome = candidate.outcome;
    Digest digest;
    auto next_repair = candidate.repaired.begin();
    for (Feature feature; source.next(feature); ++outcome.added, steps.step()) {
        digest.add(feature);
        if (next_repair != candidate.repaired.end() && *next_repair == outcome.added) {
            feature.wkb = quality::repaired(feature.wkb, layer.geometry).wkb;
            ++next_repair;
        }
        workspace.add(layer, feature);
    }
    if (digest.text() != candidate.digest)
        throw Error(Status::refused,
                    say("{}: changed while it was read; nothing was written. Import it again when "
                        "nobody writes to it.",
                        outcome.file.string()));
    workspace.record({layer.id, outcome.file.string(), candidate.digest,
                      understood_json(outcome.understanding), outcome.added});
}

using Sources = std::vector<std::unique_ptr<LayerFile>>;

// All at once, so that a file that cannot be read ends the job before the long work begins.
Sources opened(const std::vector<std::filesystem::path> &files, const Catalogue &catalogue,
               const Layer &layer, const intake::OpenOptions &options) {
    Sources sources;
    for (const std::filesystem::path &file : files)
        sources.push_back(std::make_unique<LayerFile>(file, catalogue, layer, options));
    return sources;
}

std::uint64_t features_in(const Sources &sources) {
    std::uint64_t count = 0;
    for (const auto &source : sources)
        count += source->understanding().features;
    return count;
}

} // namespace

bool Outcome::admissible() const {
    const auto is_error = [](const Finding &finding) { return finding.severity == quality::Severity::error; };
    const auto is_fatal = [](const intake::FieldFault &fault) { return fault.fatal; };
    return !already_there && !projects_refused && std::none_of(findings.begin(), findings.end(), is_error) &&
           std::none_of(faults.begin(), faults.end(), is_fatal);
}

std::vector<Outcome> admit(store::Workspace &workspace, const Catalogue &catalogue, const Layer &layer,
                           const std::vector<std::filesystem::path> &files, const Options &options) {
    Sources sources = opened(files, catalogue, layer, options.open);
    Steps steps(options.progress, (options.dry_run ? 1 : 2) * features_in(sources));
    quality::Checker checker(catalogue, layer);
    const Projects there =
        layer.index_of(project_code) < 0 ? Projects{} : workspace.values(layer, project_code);
    std::vector<Candidate> candidates;
    for (std::size_t i = 0; i < files.size(); ++i)
        candidates.push_back(examine(files[i], *sources[i], layer, there, checker, options, steps));
    if (!options.again && !options.replace)
        mark_known(candidates, workspace, layer);
    mark_projects(candidates, there, options);

    const bool all = std::all_of(candidates.begin(), candidates.end(),
                                 [](const Candidate &candidate) { return candidate.outcome.admissible(); });
    if (all && !options.dry_run) {
        sources = opened(files, catalogue, layer, options.open);
        workspace.transaction([&] {
            take_out(candidates, workspace, layer);
            for (std::size_t i = 0; i < files.size(); ++i)
                add(candidates[i], *sources[i], workspace, layer, steps);
        });
    }
    std::vector<Outcome> outcomes;
    for (Candidate &candidate : candidates)
        outcomes.push_back(std::move(candidate.outcome));
    return outcomes;
}

} // namespace qitu::admission
