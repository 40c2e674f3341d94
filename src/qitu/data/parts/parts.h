// parts: what one part of a run of the engine has found, as a file; and the parts of a run put together (docs/scale.md).
//
// A part says what it was made from: a digest of the features that were read, one of the zones, the options that decide
// figures, the version of qitu. Parts that differ in any of these are of different runs, and are refused; so is a file that
// was cut off or changed.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/partial.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::parts {

struct Part {
    tabulate::PartNumber number{};
    std::map<std::string, std::string>
        made_by{}; // version, and the options that decide figures: the same in all parts
    tabulate::Partial partial{};

    // For who prints the figures; the same in all parts too.
    std::vector<std::string> notes{};  // about what was read, in the language in which the part was made
    std::vector<std::string> datums{}; // likewise, about those of features and zones
    std::vector<std::string> group_fields{};
    std::vector<std::vector<std::string>> groups{}; // values of each, by number
    std::vector<sources::ValueField> value_fields{};
    std::map<std::string, std::vector<std::string>>
        values_asked{};  // what of values, and the fields: sum, mean …
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

/// All parts of a run as one. Throws Error (refused), naming the file, for one of another run and for one that is there twice;
/// and where some are missing, naming their numbers.
Part merged(const std::vector<std::filesystem::path> &files);

} // namespace qitu::parts
