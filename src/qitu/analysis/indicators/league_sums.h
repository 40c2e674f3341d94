// Leagues that have servers of their own: each counts where its data lie, and what it hands over are exact sums by
// banner, from which the region makes up its figures as if all features lay in one workspace.
//
// What is added up is what the engine adds up itself, so that the figures have the same bits. Overlaps are settled within a
// workspace only: where features of two of them lie in one banner, that is told.
#pragma once

#include <qitu/analysis/indicators/progress.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// What decides figures beside features, borders and the catalogue: year, method, what counts as done.
std::string conditions_of_sums(int year, const tabulate::Options &options, const std::string &assume);

/// The exact sums of all indicators by banner, as text. `version`: of the program that counts.
std::string league_sums(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                        int year, const tabulate::Options &options, const std::string &assume,
                        const std::string &version);

/// The text as it is added up.
struct LeagueSums;
/// Throws Error: unreadable for a text that is not such sums; refused where they cannot be added to this workspace's:
/// other borders of a banner, banners that it does not have, other rules in the catalogue, another version.
std::shared_ptr<const LeagueSums> read_league_sums(const std::string &text,
                                                   const workspace::Workspace &workspace,
                                                   const catalogue::Catalogue &catalogue,
                                                   const std::string &version);

/// Findings about features, as they were counted.
std::uint64_t findings_of(const LeagueSums &sums);

/// A league that was asked.
struct League {
    std::string code, name;
    std::string server;
    std::shared_ptr<const LeagueSums> sums{}; // null: missing
    std::string why{};                        // it is missing, in the language in use
    std::int64_t at = 0;                      // when it counted: milliseconds since 1970
    std::int64_t later = 0; // changes of features and borders since then, which are not counted
};

struct JoinedProgress {
    ProgressTable table;
    std::vector<std::string> shared; // names of banners in which features of more than one workspace lie
};

/// progress() of the workspace and the leagues together. A row of a league that is missing has no figure but its target
/// (`known` is false); one that lacks a part says so in its name, and is not held against the target; there are no ranks
/// then. Not by township: throws Error (usage).
JoinedProgress joined_progress(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                               Level by, int year, const std::vector<std::string> &indicators,
                               const tabulate::Options &options, std::optional<double> year_gone,
                               const std::string &assume, const std::vector<League> &leagues);

} // namespace qitu::indicators
