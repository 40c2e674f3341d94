// quality: what is wrong with a feature and where. Checks, yields located findings, and repairs only when
// asked, saying by how much the area changed. Never drops or mends anything in silence.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/geodesy/geodesy.h>

#include <map>
#include <set>

namespace qitu::quality {

enum class Severity { warning, error };

struct Finding {
    std::string rule; // id as in the catalogue's [rules]
    Severity severity = Severity::error;
    std::int64_t feature = 0;
    std::string project; // project code, where the layer has one
    std::optional<geodesy::Point> place;
    double measured = 0;
    std::string message; // a sentence in the user's language with what was found
};

/// A geometry made valid by structure (GEOS MakeValid, structure method), with what that did to its area.
struct Repair {
    std::vector<std::byte> wkb; // multi-part, of the dimension of the original; empty when nothing is left
    double before_m2 = 0;       // linework method: every part that the lines enclose
    double after_m2 = 0;        // structure method
};

/// Why a WKB geometry is invalid and where, or nothing when it is valid.
struct Defect {
    std::string reason;
    geodesy::Point place;
};
std::optional<Defect> defect(const std::vector<std::byte> &wkb);
Repair repaired(const std::vector<std::byte> &wkb, catalogue::GeometryType type);

/// Checks features of one layer one after the other; keeps what it needs to see duplicates among them.
class Checker {
  public:
    Checker(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer);
    /// Findings of this feature: geometry.invalid, geometry.duplicate, field.required, field.code,
    /// admin.unknown.
    std::vector<Finding> check(const catalogue::Feature &feature);

  private:
    const catalogue::Catalogue &catalogue_;
    const catalogue::Layer &layer_;
    std::map<std::uint64_t, std::int64_t> seen_; // hash of the geometry's bytes → first feature
};

} // namespace qitu::quality
