// catalogue: which layers, fields, code lists, indicators and admin units exist. Everything is data:
// layers/*.toml. A new programme layer is one TOML file and one style, with no line of C++.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/text_layouts.h>
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

/// Ground that a raster knows: cells with certain values, or with certain slopes where they are heights in m.
struct RasterGround {
    std::filesystem::path file;
    bool slope = false;
    double least = -1e300, most = 1e300; // values or degrees that count, both ends in
    std::vector<double> values = {};     // the only ones that count; empty: any
    [[nodiscard]] bool has(double value) const;
};

/// Within so many metres of a feature of another layer.
struct Nearness {
    std::string layer;
    double within_m = 0;
    std::map<std::string, std::vector<std::string>> where =
        {}; // fields of that layer: codes that count; all of it when empty
};

/// How severe a quality rule is for this layer.
struct Rule {
    std::string id;       // "overlap", "declared_area" …
    std::string severity; // error, warning, off
    std::optional<double> limit;
    /// Of a rule about another layer: its fields with the codes that count; all its features when empty.
    std::map<std::string, std::vector<std::string>> where = {};
    /// Likewise: fields of the layer itself, with the codes of the features that it is about; "" is an empty field.
    std::map<std::string, std::vector<std::string>> only = {};
    std::optional<RasterGround> raster = {}; // within, exclusive: instead of another layer
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

enum class Measure { area, length, works, banners, share, sum };

/// What counts in a year, and who competes for ground (docs/figures.md).
enum class Counting {
    built,    // what is finished in the year; ground once over all years
    annual,   // what is grown or done in the year
    standing, // what stands in the year: begun by then and not ended
    dated     // works whose event lies in the year
};

/// The words of the document's target: 以上 is at least, 左右 and 余 are about.
enum class TargetKind { exactly, at_least, about };

/// A work that the document names.
struct NamedWork {
    Names names;
    std::vector<std::string> aliases;
    std::vector<std::string> codes; // of projects
};

/// What is counted against a target.
struct Indicator {
    std::string id; // "hsf.built"
    Names names;
    std::string layer;
    Measure measure = Measure::area;
    Unit unit = Unit::wan_mu;
    Names unit_words;                    // of what is counted one by one: 座, 个旗县; else ""
    std::string from_stage = "accepted"; // counts from this stage on; "" for layers without stages
    std::string from_review;             // counts from this review on, a code of the field `review`; or ""
    Counting counting = Counting::built;
    bool flow = true;  // what was finished, or had its event, in the year; false: in all years up to it
    std::string event; // built, dated: the date field whose year decides; "" or no date: the programme year
    /// dated: field → codes that say that the event has happened where its date is not known; until then a
    /// work is under construction. Empty: the stage says so.
    std::map<std::string, std::vector<std::string>> happened;
    std::string begin; // standing: the date field of the first day; "" or no date: the programme year
    std::string end;   // standing: of the last day; "" or no date: it has not ended
    /// built: field → codes of what is built again on ground that was built before: part of what its year
    /// has done, no part of the stock. Empty: it competes for ground like everything else.
    std::map<std::string, std::vector<std::string>> renewed;
    std::optional<double> target; // of the region, for `target_year`, in `unit`
    TargetKind target_kind = TargetKind::exactly;
    std::optional<int> target_year; // the document's year for a flow; none for a stock unless given
    std::string clause;             // of the document, 九
    std::string source;             // the document's Chinese name where a clause is given, else ""
    Names note;                     // in both languages, or in none
    std::string base_layer;         // share: area of layer ∩ base over area of base
    std::map<std::string, std::vector<std::string>> where; // field → codes that count
    std::optional<Nearness> near = {};                     // only what lies so near counts
    /// area, or share of the layer itself: the field that declares which part of a feature counts, never more than its net area; a feature
    /// that says no more than this part (no field of `where`) counts too. "": the whole feature.
    std::string part_field;
    std::vector<std::string> admin;    // only inside these leagues or banners; empty: the region
    std::vector<std::string> regions;  // those of `admin` that were named as regions, by id
    bool one_per_place = false;        // works: each unit of `admin` counts once, where it has one
    std::vector<NamedWork> named;      // works: these count, and no others
    std::vector<std::string> excludes; // area: ground that these layers claim too counts there, not here
    double banner_threshold_mu = 100;  // banners: least net area in the banner, for polygons
    std::string field;                 // sum: the number of each point that is added up
    std::string
        deduct_factor; // area: the field with the part of a feature that is not counted (ridges), 0 to 1
    std::filesystem::path file;

    /// Which of `named` a project is: the one that has its code, else the one with the longest name or alias
    /// that occurs in the project's name (引绰济辽二期 is not 引绰济辽).
    [[nodiscard]] std::optional<std::size_t> named_work(std::string_view project_code,
                                                        std::string_view project_name) const;
};

/// Which features of a layer enter a side of an account.
struct AccountSide {
    std::string layer;
    std::string from_stage;
    std::string from_review; // "" for none
    std::map<std::string, std::vector<std::string>> where;
};

/// Between which banners land of an account may be transferred: those of one league, or of the region.
enum class TransferScope { league, region };

/// Farmland that goes against farmland that comes: area, quality (the field `grade`, weighted by area) and
/// capacity (`capacity`, kg per mu) must balance.
struct Account {
    std::string id;
    Names names;
    std::string clause;
    AccountSide out;
    AccountSide in;
    TransferScope transfers = TransferScope::league;
    /// Field of the layer that goes out: the projects, or parcels as project/parcel, of the layer that comes
    /// in which make up for it; "" for none.
    std::string supplied_by = {};
};

struct AdminUnit {
    std::string code; // six digits
    Names names;
    std::string parent; // "" for the region
    int level = 0;      // 0 region, 1 league, 2 banner
};

/// A part of the region that the document names, as a list of leagues and banners (regions.toml).
struct Region {
    std::string id;
    Names names;
    std::vector<std::string> units; // codes
};

/// The whole catalogue, read once and never changed.
class Catalogue {
  public:
    /// Reads programme.toml, admin.toml, regions.toml where there is one, and every other *.toml of the folder, one layer each. Throws Error
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
    /// What the levels of the tree are called here (admin.toml, words).
    [[nodiscard]] const LocalWords &words() const { return words_; }
    /// The unit that all others lie in.
    [[nodiscard]] const AdminUnit &region() const;
    [[nodiscard]] const std::vector<Region> &regions() const { return regions_; } // in order
    [[nodiscard]] const std::vector<Stage> &stages() const { return stages_; }    // in order
    [[nodiscard]] const std::vector<Group> &groups() const { return groups_; }    // in order of display
    [[nodiscard]] const Names &document() const { return document_; }             // whose programme it is
    [[nodiscard]] int year() const { return year_; }                              // of the programme
    /// Id of the indicator whose percentage colours the banners on maps; "" for none.
    [[nodiscard]] const std::string &mapped_indicator() const { return mapped_indicator_; }
    [[nodiscard]] const std::filesystem::path &directory() const { return directory_; }
    /// Of coordinate TXT: those of the folder's layouts/.
    [[nodiscard]] const TextLayouts &text_layouts() const { return text_layouts_; }

    /// By id or name in either language, folded; throws Error (refused) naming the nearest one, or the ids
    /// of all that have this name.
    [[nodiscard]] const Layer &layer(std::string_view name) const;
    [[nodiscard]] const Indicator &indicator(std::string_view name) const;
    [[nodiscard]] const Account &account(std::string_view name) const;
    /// By code, full name or short name in either language, folded (150802, 临河区, linhe district, 临河), or
    /// by an abbreviation (科右前旗); ambiguous and unknown names throw Error (refused) with the candidates.
    [[nodiscard]] const AdminUnit &admin(std::string_view name) const;
    /// Whether the unit is one of these, or lies in one of them.
    [[nodiscard]] bool lies_in(std::string_view code, const std::vector<std::string> &units) const;
    /// By id or name in either language; null when it is none.
    [[nodiscard]] const Region *region(std::string_view name) const;
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
    TextLayouts text_layouts_;
    Names document_;
    int year_ = 0;
    std::string mapped_indicator_;
    std::vector<Stage> stages_;
    std::vector<Group> groups_;
    std::vector<AdminUnit> admin_; // sorted by code
    LocalWords words_;
    AdminIndex admin_names_;
    AdminIndex admin_short_names_;
    std::vector<Region> regions_;
    std::vector<Layer> layers_;
    std::vector<Indicator> indicators_;
    std::vector<Account> accounts_;
};

/// SHA-256, in hexadecimal, of all that is written in a catalogue's files, whatever folder they are in.
std::string digest_of_files(const std::filesystem::path &layers_dir);

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
    /// Why its geometry is not a place on Earth; `wkb` is then an empty one.
    std::optional<Names> no_place = {};
    /// Positions of fields whose value did not fit and was reported: they are empty for that reason.
    std::vector<std::size_t> refused = {};
};

} // namespace qitu::catalogue
