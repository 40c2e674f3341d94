// admission: files enter the workspace. Reads them with intake, has every feature checked by quality, and
// adds them to the store in one transaction: all files of a call, or none and the workspace is byte for byte
// what it was. Checks what is stored, and files that are not sent yet, in the same way.
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/reader/layer_file.h>
#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace qitu::importer {

struct Options {
    reader::OpenOptions open;
    bool repair = false;  // invalid geometry is made valid by structure and its change in area recorded
    bool accept = false;  // findings of severity error are recorded with the import and do not refuse it
    bool again = false;   // content that is in the layer already is added once more
    bool replace = false; // what the layer has of the same projects is taken out first
    bool append = false;  // features are added to projects that the layer has already
    bool dry_run = false; // understand and check, write nothing
    Progress progress;
};

/// An invalid geometry, and what was made of it.
struct Repaired {
    std::int64_t feature = 0; // as the file numbers it
    std::string project;
    std::string reason;
    std::optional<geodesy::Point> place; // longitude, latitude
    double before_m2 = 0;                // every part that the lines enclose
    double after_m2 = 0;
};

struct Outcome {
    std::filesystem::path file;
    reader::Diagnostics diagnostics;
    std::uint64_t read = 0;
    std::uint64_t added = 0; // 0 when anything was refused
    validation::Findings findings;
    std::vector<reader::FieldFault> faults;
    std::vector<Repaired> repairs;
    /// Features that go into the table qitu_quarantine instead: with `repair` those whose area it would
    /// change by more than the limit, with `accept` those of which no geometry can be made.
    std::vector<Repaired> quarantined;
    bool accepted = false;      // what stands against it was accepted
    bool already_there = false; // the same content was imported before; refused unless `again` or `replace`
    std::string same_as;        // the file of this call that has the same content; "": the workspace has it
    std::vector<std::string> projects_there; // that the layer has already
    std::uint64_t features_there = 0;        // that it has of them
    bool projects_refused = false;           // it was not said whether they are replaced or added to
    bool replaces = false;                   // they are taken out first
    /// Of those to be replaced: all that comes of them would go into quarantine, so nothing would be left.
    std::vector<std::string> projects_emptied;

    /// Nothing stands against taking it in: no finding of severity error and no fatal fault that was not
    /// accepted, it is not there already, neither are its projects, and none would be replaced by nothing.
    [[nodiscard]] bool admissible() const;
};

/// What of the layer's rules could not be applied, and why.
using Unchecked = std::vector<std::pair<std::string, Names>>;

/// One outcome for each file, in order. When all are admissible (and this is no dry run) their features are
/// added and each import is recorded; otherwise nothing is written. Throws Error when a file cannot be read
/// as the layer.
std::vector<Outcome> admit(workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                           const catalogue::Layer &layer, const std::vector<std::filesystem::path> &files,
                           const Options &options, Unchecked *unchecked = nullptr);

/// Checks a layer of a workspace as it is stored.
validation::Inspected inspect(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const validation::InspectionOptions &options);
/// Checks a file before it is sent anywhere. Values that could not be used are findings too (field.value).
/// Throws Error as LayerFile does.
validation::Inspected inspect(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                              const catalogue::Layer &layer, const std::vector<workspace::Boundary> &banners,
                              const reader::OpenOptions &open, const validation::InspectionOptions &options);

} // namespace qitu::importer
