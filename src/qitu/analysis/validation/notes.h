// A layer's own settings of the rules, and the notes that become findings.
#pragma once

#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/language.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::validation {

/// A rule as one layer applies it.
struct Setting {
    std::string id;
    Severity severity = Severity::warning;
    double limit = 0; // 0 where the rule has none
    bool has_limit = false;
    bool named = false; // by the layer, not taken from the rule itself
    std::map<std::string, std::vector<std::string>> where = {};
    std::map<std::string, std::vector<std::string>> only = {};
    std::optional<catalogue::RasterGround> raster = {};
    std::uint32_t exemption = 0; // of features that it is not about; 0: it is about all
};

class Settings {
  public:
    explicit Settings(const catalogue::Layer &layer);
    /// Null when the layer turns the rule off or does not name one that needs to be named.
    [[nodiscard]] const Setting *of(std::string_view id) const;
    /// Rules of a family: stem "within." → each with the layer's id behind the stem.
    [[nodiscard]] std::vector<const Setting *> family(std::string_view stem) const;
    /// The exemptions of a feature, added up.
    [[nodiscard]] std::uint32_t exemptions_of(const catalogue::Layer &layer,
                                              const catalogue::Feature &feature) const;
    /// Ids that no rule knows.
    [[nodiscard]] const std::vector<std::string> &unknown() const { return unknown_; }

  private:
    std::vector<Setting> settings_;
    std::vector<std::string> unknown_;
};

/// Of whom a finding speaks.
struct Subject {
    std::string layer;
    std::size_t source = 0;
    std::int64_t feature = 0;
    std::string project = {};
};

/// What a rule found in it.
struct Fault {
    Names message;
    std::optional<geodesy::Point> place = {};
    std::optional<double> measured = {};
    std::vector<std::byte> wkb = {};
};

Finding finding(const Subject &subject, const Setting &setting, Fault fault);

/// Field → codes that count; "" stands for an empty field.
using Conditions = std::map<std::string, std::vector<std::string>>;
bool meets(const Conditions &conditions, const catalogue::Layer &layer, const catalogue::Feature &feature);

/// Where the field stands in the layer; throws Error (refused) naming the rule of `owner` that asks for one which
/// the layer does not have.
int field_of_rule(const std::string &field, const catalogue::Layer &layer, const std::string &rule,
                  const catalogue::Layer &owner);

/// Text of a field; "" when the layer has no such field or it is empty.
std::string value_of(const catalogue::Layer &layer, const catalogue::Feature &feature,
                     std::string_view field);

} // namespace qitu::validation
