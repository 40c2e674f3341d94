// What was found, as sentences for a person.
#pragma once

#include <qitu/analysis/project_figures/project_figures.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/stages.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <map>

namespace qitu::commands {

/// Sentences by the rule that they are counted by: of each rule the first ten, then how many more there are.
class FoundByRule {
  public:
    /// `sentence` is called only for those that are listed.
    template <typename Sentence>
    void add(const std::string &rule, const Sentence &sentence) {
        Rule &its = rules_[rule];
        if (++its.count <= most)
            its.first.push_back(sentence());
    }
    void tell(Outcome &outcome) const;
    [[nodiscard]] bool empty() const { return rules_.empty(); }

  private:
    static constexpr std::size_t most = 10;
    struct Rule {
        std::size_t count = 0;
        std::vector<std::string> first;
    };
    std::map<std::string, Rule> rules_;
};

/// "feature 7 (HSF-2023-001)"
std::string feature_name(std::int64_t feature, const std::string &project);

/// What was decided about a file, corrected in it or left out.
void tell_notes(const std::vector<std::string> &notes, Outcome &outcome);

/// What the engine met, which needs attention.
void tell_findings(const std::vector<tabulate::Finding> &findings, Outcome &outcome);

/// Projects that say different things of themselves, which needs attention.
void tell_contradictions(const std::vector<project_figures::Contradiction> &contradictions, Outcome &outcome);

/// Rules that could not be applied, and why.
void tell_unchecked(const std::vector<std::pair<std::string, Names>> &unchecked, Outcome &outcome);

/// What keeps features from a step; the outcome is then a refusal.
void tell_obstacles(const std::vector<workspace::Obstacle> &obstacles, Outcome &outcome);

/// 0 stands for the programme's year.
int year_of(int given, const catalogue::Catalogue &catalogue);

/// A unit of area by name; none for "". Throws Error (usage) for any other unit.
std::optional<Unit> unit_of_area(const std::string &name);

/// The workspace as it was; as it is where `as_of` is "".
workspace::Workspace open_as_of(const std::string &workspace, const std::string &as_of);

/// "parcels.shp, more.gpkg"
std::string file_names(const std::vector<std::string> &files);

} // namespace qitu::commands
