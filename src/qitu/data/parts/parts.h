// parts: what one part of a command has found, as a file; and all parts put together (docs/scale.md).
//
// A command runs the engine once (tabulate) or several times (progress: over each layer, and over what its indicators rest on).
// A part has what each run has found of the part's own features, and says what it was made from: a digest of the features that
// were read, one of the zones, the options that decide figures, the version of qitu. Parts that differ in any of these are of
// different runs, and are refused; so is a file that was cut off or changed.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/partial.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::parts {

/// The piece of a feature in a banner, by its place among those of who counts.
struct FeaturePiece {
    std::int64_t feature;
    std::uint32_t group;
    std::uint32_t banner;
    double gross_m2;
    double net_m2;
    double length_m;
    double net_length_m;
};

/// Of a feature. One without a code is a work of its own, with a code that begins with a tab.
struct Project {
    std::string code, name;
};

/// A run of the engine: of one part, or of all.
struct Run {
    tabulate::Partial partial{};
    std::vector<std::vector<std::string>> groups{}; // values of each, by number; the same in all parts

    // Where features are asked for one by one.
    std::vector<FeaturePiece> pieces{};           // by feature
    std::map<std::int64_t, Project> projects{};   // of features with pieces
    std::map<std::int64_t, double> declared_m2{}; // likewise, where they declare an area
};
using Runs = std::map<std::string, Run>; // by name

struct Part {
    tabulate::PartNumber number{};
    /// The command, the version, and what decides figures: the same in all parts.
    std::map<std::string, std::string> made_by{};
    /// What was asked for, as options give it; likewise.
    std::map<std::string, std::vector<std::string>> asked{};
    Runs runs{};

    // For who prints the figures; the same in all parts too.
    std::vector<std::string> notes{};  // about what was read, in the language in which the part was made
    std::vector<std::string> datums{}; // likewise, about those of features and zones
    std::vector<sources::ValueField> value_fields{};
    std::string zones{}; // where they come from
    std::vector<std::string> zone_fields{};
    std::map<std::string, std::vector<catalogue::Value>> zone_values{}; // by code
};

/// SHA-256 of the zones' codes, geometry and CRS.
std::string digest_of(const overlay::Zones &zones);
/// Its name, and the beginning of its digest.
std::string digest_of(const geodesy::Crs &crs);

/// "3/8": the third of eight. Throws Error (usage) for what is none, or no part of so many.
tabulate::PartNumber part_number_from(const std::string &text);

/// Throws Error (refused) when the file cannot be written.
void write_part(const std::filesystem::path &file, const Part &part);

/// Throws Error (unreadable) for a file that is not a part, or not whole.
Part read_part(const std::filesystem::path &file);

/// All parts of a run of a command as one. Throws Error (refused), naming the file, for one of another command, another
/// version or another run, and for one that is there twice; and where some are missing, naming their numbers.
Part merged(const std::vector<std::filesystem::path> &files, const std::string &command,
            const std::string &version);

/// Throws Error (refused), naming what differs, where a part was not made by this. `of`: what this is of.
void refuse_unless_made_by(const Part &part, const std::map<std::string, std::string> &this_one,
                           const std::string &of);

} // namespace qitu::parts
