// catalogue: which layers, fields, code lists, indicators and admin units exist. Everything is data:
// layers/*.toml. A new programme layer is one TOML file and one style, with no line of C++.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geometry/box.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::catalogue {

enum class GeometryType { point, line, polygon };
enum class FieldType { text, integer, real, date };

/// The type that ISO WKB, and so OGR, gives the single geometries of a layer: 1, 2 or 3.
std::uint32_t single_type(GeometryType type);
/// And the multi-part ones: 4, 5 or 6.
std::uint32_t multi_type(GeometryType type);

/// One entry of a code list: what is stored, what people read, and what else they may send for it. No word
/// leads to two codes of a list.
struct Code {
    std::string code;
    Names names;
    std::vector<std::string> aliases;
};

struct Field {
    std::string id; // column in the workspace
    Names names;
    FieldType type = FieldType::text;
    bool required = false;
    std::vector<std::string> aliases; // XMBH, 项目编号, project_code …
    std::vector<Code> codes;          // empty: any value
    std::string unit;                 // of a number, where it has one

    /// By code, name in either language or alias, as written or folded; null when it is none of them.
    [[nodiscard]] const Code *code(std::string_view sent) const;
};

/// A programme heading under which QGIS and reports show layers.
struct Group {
    std::string id;
    Names names;
};

/// How severe a quality rule is for this layer.
struct Rule {
    std::string id;       // "overlap", "declared_area" …
    std::string severity; // error, warning, off
    std::optional<double> limit;
    /// Of a rule about another layer: its fields with the codes that count; all its features when empty.
    std::map<std::string, std::vector<std::string>> where = {};
};

/// Every layer has the common fields of programme.toml first and in this order: project_code, project_name,
/// admin_code, year, stage. Reference layers have admin_code and year only. The codes of `stage` are the
/// stages.
struct Layer {
    std::string id; // table name in the workspace
    Names names;
    Names group; // programme heading under which QGIS and reports show it
    GeometryType geometry = GeometryType::polygon;
    bool reference = false; // built upon, not built
    std::string style;      // file in styles/ without its ending; the id unless the TOML says otherwise
    std::vector<Field> fields;
    std::vector<Rule> rules;
    std::filesystem::path file; // the TOML it came from
    std::string group_id;
    int group_order = 0; // place of the group in Catalogue::groups

    [[nodiscard]] const Field *field(std::string_view id) const;
    /// Position of a field in `fields` and so in Feature::values, or -1.
    [[nodiscard]] int index_of(std::string_view id) const;
};

/// A stage of a project, from programme.toml: approved, under_construction, accepted, maintained.
struct Stage {
    std::string id;
    Names names;
    std::vector<std::string> aliases;
    int rank = 0; // 0 the first; a feature counts for an indicator from a rank on
};

enum class Measure { area, length, works, banners, share };

/// What is counted against a target (PROGRAMME.md, How indicators count).
struct Indicator {
    std::string id; // "hsf.built"
    Names names;
    std::string layer;
    Measure measure = Measure::area;
    Unit unit = Unit::wan_mu;
    std::string from_stage = "accepted"; // counts from this stage on; "" for layers without stages
    std::string from_review;             // counts from this review on, a code of the field `review`; or ""
    bool flow = true;                    // only the programme year; false: all years up to it
    std::optional<double> target;        // of the region, for `target_year`, in `unit`
    std::optional<int> target_year;      // the document's year for a flow; none for a stock unless given
    std::string clause;                  // of the document, 九
    std::string source;                  // the document's Chinese name where a clause is given, else ""
    std::string note;
    std::string base_layer;                                // share: area of layer ∩ base over area of base
    std::map<std::string, std::vector<std::string>> where; // field → codes that count
    std::vector<std::string> admin;    // only inside these leagues or banners; empty: the region
    std::vector<std::string> excludes; // area: ground that these layers claim too counts there, not here
    double banner_threshold_mu = 100;  // banners: least net area in the banner, for polygons
    std::filesystem::path file;
};

/// Which features of a layer enter a side of an account.
struct AccountSide {
    std::string layer;
    std::string from_stage;
    std::string from_review; // "" for none
    std::map<std::string, std::vector<std::string>> where;
};

/// Farmland that goes against farmland that comes: area, quality (the field `grade`, weighted by area) and
/// capacity (`capacity`, kg per mu) must balance.
struct Account {
    std::string id;
    Names names;
    std::string clause;
    AccountSide out;
    AccountSide in;
};

struct AdminUnit {
    std::string code; // six digits; the region 150000
    Names names;
    std::string parent; // "" for the region
    int level = 0;      // 0 region, 1 league, 2 banner
};

/// The whole catalogue, read once and never changed.
class Catalogue {
  public:
    /// Reads programme.toml, admin.toml and every other *.toml of the folder, one layer each. Throws Error
    /// (unreadable) for a missing file, and Error (refused) with file:line for what is no TOML, an unknown
    /// key, a wrong type, an unknown id, an id given twice, or a word that would stand for two things.
    static Catalogue load(const std::filesystem::path &layers_dir);

    /// By group, then by file name.
    [[nodiscard]] const std::vector<Layer> &layers() const { return layers_; }
    /// In the order of their layers, then of the file.
    [[nodiscard]] const std::vector<Indicator> &indicators() const { return indicators_; }
    [[nodiscard]] const std::vector<Account> &accounts() const { return accounts_; } // in order
    /// Region, leagues and banners by code, so that each league stands before its banners.
    [[nodiscard]] const std::vector<AdminUnit> &admin_units() const { return admin_; }
    [[nodiscard]] const std::vector<Stage> &stages() const { return stages_; } // in order
    [[nodiscard]] const std::vector<Group> &groups() const { return groups_; } // in order of display
    [[nodiscard]] const Names &document() const { return document_; }          // whose programme it is
    [[nodiscard]] int year() const { return year_; }                           // of the programme
    /// Id of the indicator whose percentage colours the banners on maps; "" for none.
    [[nodiscard]] const std::string &mapped_indicator() const { return mapped_indicator_; }
    [[nodiscard]] const std::filesystem::path &directory() const { return directory_; }

    /// By id or name in either language, folded; throws Error (refused) naming the nearest one, or the ids
    /// of all that have this name.
    [[nodiscard]] const Layer &layer(std::string_view name) const;
    [[nodiscard]] const Indicator &indicator(std::string_view name) const;
    [[nodiscard]] const Account &account(std::string_view name) const;
    /// By code, full name or short name in either language, folded (150802, 临河区, linhe district, 临河), or
    /// by an abbreviation (科右前旗); ambiguous and unknown names throw Error (refused) with the candidates.
    [[nodiscard]] const AdminUnit &admin(std::string_view name) const;
    /// By code only; null when unknown. Quick enough to be asked for every feature.
    [[nodiscard]] const AdminUnit *find_admin(std::string_view code) const;
    /// By id, name in either language or alias, as written or folded; null when it is none of them.
    [[nodiscard]] const Stage *stage(std::string_view sent) const;
    /// Place of the stage in `stages`; -1 when unknown or "".
    [[nodiscard]] int stage_rank(std::string_view stage) const;

  private:
    using AdminIndex = std::multimap<std::string, std::size_t, std::less<>>; // folded name → place in admin_

    void index_admin_names();
    [[nodiscard]] static std::set<std::size_t> places_in(const AdminIndex &index, const std::string &name);
    [[nodiscard]] std::set<std::size_t> places_abbreviated(const std::string &name) const;
    [[nodiscard]] std::string described(const AdminUnit &unit) const;
    [[noreturn]] void refuse_ambiguous_admin(std::string_view name,
                                             const std::set<std::size_t> &places) const;
    [[noreturn]] void refuse_unknown_admin(std::string_view name) const;

    std::filesystem::path directory_;
    Names document_;
    int year_ = 0;
    std::string mapped_indicator_;
    std::vector<Stage> stages_;
    std::vector<Group> groups_;
    std::vector<AdminUnit> admin_; // sorted by code
    AdminIndex admin_names_;
    AdminIndex admin_short_names_;
    std::vector<Layer> layers_;
    std::vector<Indicator> indicators_;
    std::vector<Account> accounts_;
};

// ---------------------------------------------------------------- features

/// A value of a field; empty is null. A date is text of the form 2023-05-01.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
/// "" for null; a number in the shortest form that reads back as the same number.
std::string text_of(const Value &value);

/// One feature of a layer: values in the order of Layer::fields and ISO WKB, 2D, EPSG:4490, longitude first.
struct Feature {
    std::int64_t id = 0;
    std::vector<Value> values;
    std::vector<std::byte> wkb;
    std::optional<double>
        central_meridian; // of the plane that the source was drawn in, where it was Gauss-Krueger
    std::optional<geometry::Box> box{}; // of the geometry, where somebody has decoded it
};

} // namespace qitu::catalogue
