// importer: brings files into a workspace. The reader reads them, validation checks every feature, and the
// features of all files are added in one transaction; when one file is refused, the workspace is byte for
// byte what it was. Stored layers, and files that are not imported yet, are checked in the same way.
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/reader/layer_file.h>
#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::importer {

struct Options {
    reader::OpenOptions open;
    std::string datum_shift; // given with this import; the workspace keeps it for the next one
    bool repair = false;     // make invalid geometry valid (structure method) and record the change in area
    bool accept = false;     // record findings of severity error instead of refusing the file
    bool again = false;      // add content that is in the layer already once more
    bool replace = false;    // first remove what the layer has of the same projects
    bool append = false;     // add features to projects that the layer has already
    bool dry_run = false;    // read and check, write nothing
    /// Codes of the units whose features may be added, and whose projects may be replaced; nothing: all.
    std::optional<std::set<std::string>> units{};
    std::function<void(workspace::Edit &)> also{}; // what else is written with the features, or not at all
    Progress progress;
};

/// An invalid geometry that was made valid or put into quarantine.
struct Repaired {
    std::int64_t feature = 0; // its number in the file
    std::string project;
    std::string reason;
    std::optional<geodesy::Point> place; // longitude, latitude
    double before_m2 = 0;                // of every part that the lines enclose
    double after_m2 = 0;
};

/// What happened to one file, or would happen.
struct Outcome {
    std::filesystem::path file;
    reader::Diagnostics diagnostics;
    std::uint64_t read = 0;
    std::uint64_t added = 0; // 0 when anything was refused
    validation::Findings findings;
    std::vector<reader::FieldFault> faults;
    std::vector<Repaired> repairs;
    /// Features for the table qitu_quarantine instead of the layer: with `repair` those whose area would
    /// change by more than the limit, with `accept` those that cannot be made valid.
    std::vector<Repaired> quarantined;
    bool accepted = false;      // it has errors, and they were accepted
    bool already_there = false; // the same content was imported before; refused unless `again` or `replace`
    std::string same_as;        // the file of this call with the same content; empty: the workspace has it
    std::vector<std::string> projects_there; // projects of the file that the layer has already
    std::uint64_t features_there = 0;        // the layer's features of these projects
    bool projects_refused = false;           // neither `replace` nor `append` was given for them
    bool replaces = false;                   // they are removed first
    /// Projects to be replaced of which every new feature would go into quarantine, so that nothing would be
    /// left.
    std::vector<std::string> projects_emptied;
    std::map<std::string, std::uint64_t>
        declared; // code of a banner → features that say they are its; "" for none
    /// With `units`: those of `declared` that are none of them, and projects to be replaced of which the layer has
    /// features of other units. Never accepted.
    std::map<std::string, std::uint64_t> of_others;
    std::vector<std::string> projects_of_others;

    /// A finding of severity error or a fatal fault, accepted or not.
    [[nodiscard]] bool has_errors() const;
    /// Whether the file can be imported: errors were accepted, neither its content nor its projects are there
    /// already, no project would be replaced by nothing, and nothing is of other units.
    [[nodiscard]] bool admissible() const;
};

/// The layer's rules that could not be applied, and why.
using Unchecked = std::vector<std::pair<std::string, Names>>;

/// Returns one outcome for each file, in order. When all are admissible and this is not a dry run, their
/// features are added and each import is recorded; otherwise nothing is written. Throws Error when a file
/// cannot be read as the layer.
std::vector<Outcome> import_files(workspace::Workspace &workspace, const workspace::Change &change,
                                  const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                                  const std::vector<std::filesystem::path> &files, const Options &options,
                                  Unchecked *unchecked = nullptr);

/// Datum → shift to CGCS2000: the given shift for every datum, or else those that the workspace keeps.
std::map<std::string, std::string> datum_shifts(const workspace::Workspace &workspace,
                                                const std::string &given);

/// What was found in all of these files, with values that cannot be used (field.value); the source is the place of the
/// file among them.
validation::Inspected all_found(const std::vector<Outcome> &outcomes, const catalogue::Layer &layer,
                                Unchecked unchecked);

/// Checks a layer of a workspace as it is stored.
validation::Inspected inspect(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const validation::InspectionOptions &options);
/// Checks a file that is not imported yet. Values that cannot be used are findings too (field.value).
/// Throws Error as LayerFile does.
validation::Inspected inspect(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const std::vector<workspace::Boundary> &banners,
                              const reader::OpenOptions &open, const validation::InspectionOptions &options);

} // namespace qitu::importer
