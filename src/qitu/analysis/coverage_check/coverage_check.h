// coverage_check: whether the polygons of a file are a coverage, which neither overlap nor leave gaps, and what has to move to make
// them one. Areas are m² with edges straight in longitude and latitude (method `straight`), where they are additive.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/point.h>
#include <qitu/data/reader/raw_file.h>
#include <qitu/engine/coverage/coverage.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::coverage_check {

struct Fault {
    enum class Kind { overlap, gap, invalid };
    Kind kind = Kind::overlap;
    bool sliver = false; // no larger than Settings::sliver: careless drawing, which is closed
    std::string a,
        b; // zones that overlap; neighbours of a gap, b empty when one encloses it; of an invalid zone what it is
    double m2 = 0;
    double width_m = 0; // about
    geometry::Point place{};
    std::vector<std::byte> wkb{}; // EPSG:4490
};

/// What a zone has lost and won. m2 − lost_m2 + won_m2 is its area afterwards, but for what rounding to the grid moves.
struct Change {
    std::string zone;
    double m2 = 0;         // as drawn
    double lost_m2 = 0;    // overlaps, to zones before it
    double won_m2 = 0;     // gaps that were filled
    double rounded_m2 = 0; // by moving vertices to the grid of 1e-8 degree, about a millimetre
    double after_m2 = 0;   // 0: it lay wholly within others and is gone
};

struct Settings {
    std::string id_field; // of the zones' codes; "": each feature is a zone, called by its number
    coverage::Sliver sliver{10, 1e4};
    bool clean = false;
};

/// A zone of the cleaned coverage with its fields.
struct Cleaned {
    std::vector<catalogue::Value> values;
    std::vector<std::byte> wkb; // EPSG:4490
};

struct Check {
    std::uint64_t zones = 0;
    std::uint64_t unusable = 0;  // features without a polygon
    double m2 = 0;               // of all zones, as drawn
    std::vector<Fault> faults;   // overlaps, then gaps, then what is invalid
    std::vector<Change> changes; // of zones that changed by more than rounding, with Settings::clean
    double after_m2 = 0;         // likewise
    double worst_relative = 0;   // likewise: |m2 − lost + won + rounded − after| / m2, of all zones
    std::vector<reader::RawField> fields; // of the file
    std::vector<Cleaned> cleaned;
    std::vector<std::string> notes;
};

/// Throws Error (usage) when there is no such field, (refused) when the file has no polygons.
Check check(const std::filesystem::path &file, const reader::OpenOptions &options, const Settings &settings);

} // namespace qitu::coverage_check
