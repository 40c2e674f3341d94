// admission: files enter the workspace. Reads them with intake, has every feature checked by quality, and
// adds them to the store in one transaction: all files of a call, or none and the workspace is byte for byte
// what it was.
#pragma once

#include <qitu/intake/intake.h>
#include <qitu/quality/quality.h>
#include <qitu/store/store.h>

namespace qitu::admission {

struct Options {
    intake::OpenOptions open;
    bool repair = false;  // invalid geometry is made valid by structure and its change in area recorded
    bool again = false;   // content that is in the layer already is added once more
    bool replace = false; // what the layer has of the same projects is taken out first
    bool append = false;  // features are added to projects that the layer has already
    bool dry_run = false; // understand and check, write nothing
    Progress progress;
};

/// What was changed to take a feature in.
struct Repaired {
    std::int64_t feature = 0; // as the file numbers it
    std::string project;
    std::string reason;
    geodesy::Point place; // longitude, latitude
    double before_m2 = 0; // every part that the lines enclose
    double after_m2 = 0;
};

struct Outcome {
    std::filesystem::path file;
    intake::Understanding understanding;
    std::uint64_t read = 0;
    std::uint64_t added = 0; // 0 when anything was refused
    std::vector<quality::Finding> findings;
    std::vector<intake::FieldFault> faults;
    std::vector<Repaired> repairs;
    bool already_there = false; // the same content was imported before; refused unless `again` or `replace`
    std::vector<std::string> projects_there; // that the layer has already
    std::uint64_t features_there = 0;        // that it has of them
    bool projects_refused = false;           // it was not said whether they are replaced or added to
    bool replaces = false;                   // they are taken out first

    /// Nothing stands against taking it in: no finding of severity error, no fatal fault, not there already.
    [[nodiscard]] bool admissible() const;
};

/// One outcome for each file, in order. When all are admissible (and this is no dry run) their features are
/// added and each import is recorded; otherwise nothing is written. Throws Error when a file cannot be read
/// as the layer.
std::vector<Outcome> admit(store::Workspace &workspace, const catalogue::Catalogue &catalogue,
                           const catalogue::Layer &layer, const std::vector<std::filesystem::path> &files,
                           const Options &options);

} // namespace qitu::admission
