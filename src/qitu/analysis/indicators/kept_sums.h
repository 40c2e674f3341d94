// The exact sums on which a table of progress rests, as text: whoever asks for the same workspace again needs no run of the engine.
//
// The text does not say what it was made from. Who keeps it keeps that beside it (app/commands/kept_progress.h).
#pragma once

#include <qitu/analysis/indicators/progress.h>

#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// Runs the engine, as progress() with the same arguments does, and throws as it does.
std::string progress_sums(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                          Level by, int year, const std::vector<std::string> &indicators,
                          const tabulate::Options &options, const std::string &assume = {});

/// What progress() gives, to the bit, from progress_sums() with the same arguments. Quotas and names are those of the workspace.
/// Throws Error (unreadable) for a text that is not such sums.
ProgressTable progress_of_sums(const std::string &sums, const workspace::Workspace &workspace,
                               const catalogue::Catalogue &catalogue, Level by, int year,
                               const std::vector<std::string> &indicators, const tabulate::Options &options,
                               std::optional<double> year_gone = {}, const std::string &assume = {});

} // namespace qitu::indicators
