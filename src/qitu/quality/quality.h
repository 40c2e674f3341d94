// quality: what is wrong with a feature and where. Checks, yields located findings, and repairs only when
// asked, saying by how much the area changed. Never drops or mends anything in silence.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/geodesy/geodesy.h>

#include <unordered_map>

namespace qitu::quality {

enum class Severity { warning, error };

struct Finding {
    std::string rule; // id as in the catalogue's [rules]
    Severity severity = Severity::error;
    std::int64_t feature = 0;
    std::string project; // project code, where the layer has one
    std::optional<geodesy::Point> place;
    double measured = 0;
    std::string message; // a sentence in the user's language: what was found and what to do
};

/// A geometry made valid by structure (GEOS MakeValid, structure method), with what that did to its area.
/// Both areas are of the method `straight`: it is additive, so their difference is just the area of what was
/// given up.
struct Repair {
    std::vector<std::byte> wkb; // multi-part, of the dimension asked for; empty when nothing is left
    double before_m2 = 0;       // linework method: every part that the lines enclose
    double after_m2 = 0;        // structure method
};

/// Why a WKB geometry is invalid and where, or nothing when it is valid.
struct Defect {
    std::string reason;                  // in the user's language
    std::optional<geodesy::Point> place; // longitude, latitude; none when the bytes cannot be read
};
std::optional<Defect> defect(const std::vector<std::byte> &wkb);
/// Points that are no numbers and rings too short to enclose anything are left out first.
Repair repaired(const std::vector<std::byte> &wkb, catalogue::GeometryType type);

/// Checks features of one layer one after the other; keeps what it needs to see duplicates among them.
class Checker {
  public:
    Checker(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer);
    /// Names the file that the following features come from, for the findings that speak of an earlier one.
    void begin(std::string source);
    /// Findings of this feature: geometry.invalid, geometry.duplicate, field.required, field.code,
    /// admin.unknown. The layer's rules may change their severity or turn them off.
    std::vector<Finding> check(const catalogue::Feature &feature);

  private:
    struct First {
        std::size_t source;
        std::int64_t feature;
    };
    const catalogue::Catalogue &catalogue_;
    const catalogue::Layer &layer_;
    std::vector<std::string> sources_{""};
    std::unordered_map<std::uint64_t, First> seen_; // hash of the figure's edges → first feature
};

} // namespace qitu::quality
