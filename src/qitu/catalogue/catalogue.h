// catalogue: which layers, fields, code lists, indicators and admin units exist. Everything is data:
// layers/*.toml. A new programme layer is one TOML file and one style, with no line of C++.
#pragma once

#include <qitu/base/base.h>

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace qitu::catalogue {

enum class GeometryType { point, line, polygon };
enum class FieldType { text, integer, real, date };

/// One entry of a code list: what is stored, what people read, and what else they may send for it.
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

    [[nodiscard]] const Code *code(std::string_view sent) const; // by code, name in either language, or alias
};

/// How severe a quality rule is for this layer.
struct Rule {
    std::string id;       // "overlap", "declared_area" …
    std::string severity; // error, warning, off
    std::optional<double> limit;
};

struct Layer {
    std::string id; // table name in the workspace
    Names names;
    Names group; // programme heading under which QGIS and reports show it
    GeometryType geometry = GeometryType::polygon;
    bool reference = false; // built upon, not built
    std::string style;      // file in styles/ without its ending
    std::vector<Field> fields;
    std::vector<Rule> rules;
    std::filesystem::path file; // the TOML it came from

    [[nodiscard]] const Field *field(std::string_view id) const;
    /// Position of a field in `fields` and so in Feature::values, or -1.
    [[nodiscard]] int index_of(std::string_view id) const;
};

/// Every layer of the programme has these fields, first and in this order, whether its TOML names them or
/// not: project_code, project_name, admin_code, year, stage. Reference layers have admin_code and year only.
/// Stages in order, from the catalogue's stages.toml: approved, under_construction, accepted, maintained.
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
    bool flow = true;                    // only the programme year; false: all years up to it
    std::optional<double> target;        // of the region, for `target_year`, in `unit`
    std::optional<int> target_year;
    std::string clause; // of the document, 九
    std::string source; // the document
    std::string note;
    std::string base_layer;                                // share: area of layer ∩ base over area of base
    std::map<std::string, std::vector<std::string>> where; // field → values that count
    std::vector<std::string> admin;   // only inside these leagues or banners; empty: the region
    double banner_threshold_mu = 100; // banners: least net area in the banner
    std::filesystem::path file;
};

struct AdminUnit {
    std::string code; // six digits; the region 150000
    Names names;
    std::string parent; // "" for the region
    int level = 0;      // 0 region, 1 league, 2 banner
};

class Catalogue {
  public:
    /// Reads layers/*.toml and styles. Throws Error (refused) with file:line for a spelling error, an unknown
    /// key, a wrong type, an indicator of an unknown layer, or an id given twice.
    static Catalogue load(const std::filesystem::path &layers_dir);

    [[nodiscard]] const std::vector<Layer> &layers() const { return layers_; }
    [[nodiscard]] const std::vector<Indicator> &indicators() const { return indicators_; }
    [[nodiscard]] const std::vector<AdminUnit> &admin_units() const { return admin_; }
    [[nodiscard]] const std::vector<Stage> &stages() const { return stages_; }
    [[nodiscard]] const std::filesystem::path &directory() const { return directory_; }

    /// By id or name in either language; throws Error (refused) naming the nearest one.
    [[nodiscard]] const Layer &layer(std::string_view name) const;
    [[nodiscard]] const Indicator &indicator(std::string_view name) const;
    /// By code, full name or unambiguous short name (临河区, 临河, 150802); ambiguous and unknown names
    /// throw.
    [[nodiscard]] const AdminUnit &admin(std::string_view name) const;
    [[nodiscard]] const AdminUnit *find_admin(std::string_view code) const; // by code only; null when unknown
    [[nodiscard]] int stage_rank(std::string_view stage) const;             // -1 when unknown or ""

  private:
    std::filesystem::path directory_;
    std::vector<Layer> layers_;
    std::vector<Indicator> indicators_;
    std::vector<AdminUnit> admin_;
    std::vector<Stage> stages_;
};

// ---------------------------------------------------------------- features

/// A value of a field; empty is null. A date is text of the form 2023-05-01.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
std::string text_of(const Value &value);

/// One feature of a layer: values in the order of Layer::fields and ISO WKB, 2D, EPSG:4490, longitude first.
struct Feature {
    std::int64_t id = 0;
    std::vector<Value> values;
    std::vector<std::byte> wkb;
    std::optional<double>
        central_meridian; // of the plane that the source was drawn in, where it was Gauss-Krueger
};

} // namespace qitu::catalogue
