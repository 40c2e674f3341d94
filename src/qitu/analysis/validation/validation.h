// quality: what is wrong with features and where. Checks them one by one, against each other and against what
// lies around them, and yields located findings. Repairs only when asked, saying by how much the area
// changed. Never drops or mends anything in silence.
//
// The rules are data twice over: rules() says which there are (docs/rules.md is made of it), and the layers
// of the catalogue say how severe each is for them and where its limit lies.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/engine/overlay/zones.h>
#include <qitu/engine/tabulate/reusable_zones.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qitu::validation {

enum class Severity { warning, error };

// ---------------------------------------------------------------- rules

struct Rule {
    std::string id; // "overlap"; of a family of rules about another layer "within.LAYER"
    Names names;
    Names finds;    // when there is a finding, in a sentence or two
    Names measures; // what is measured and held against the limit, with its unit; empty: nothing is
    Severity severity = Severity::warning; // unless the layer says otherwise
    std::optional<double> limit;           // likewise
    bool always = false; // checked though a layer does not name it; the others are checked when it does
};

/// In the order in which findings are listed.
const std::vector<Rule> &rules();
/// The rule of that id, or of its family; null when there is none.
const Rule *rule(std::string_view id);
/// docs/rules.md: every rule in both languages, and what the catalogue's layers say of it.
std::string rules_page(const catalogue::Catalogue &catalogue);

// ---------------------------------------------------------------- findings

struct Finding {
    std::string rule; // id as in the catalogue's rules: "within.permanent_basic_farmland"
    Severity severity = Severity::error;
    std::string layer;
    std::size_t source = 0; // which of the sources that were begun, from 0
    std::int64_t feature = 0;
    std::string project;                 // project code, where the layer has one
    std::optional<geodesy::Point> place; // longitude, latitude
    std::vector<std::byte> wkb;          // polygon at fault, where it is more than the place; ISO WKB
    std::optional<double> measured;
    std::optional<double> limit;
    Names message; // a sentence: what was found and what to do
};

/// Findings one after the other, as many as there are: what is beyond so many bytes waits in a temporary
/// file. Copies share what is written. For one thread at a time.
class Findings {
  public:
    explicit Findings(std::size_t memory = std::size_t{64} << 20U);

    /// `then`: the order of those of one rule and feature when they are sorted; else the first come first.
    void add(const Finding &finding, std::uint64_t then = 0);
    /// By the order of rules(), then by source and feature.
    void sort();

    [[nodiscard]] std::size_t size() const { return entries_.size(); }
    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t errors() const;
    [[nodiscard]] Finding operator[](std::size_t i) const;
    /// What is known of one without reading it back.
    struct Head {
        std::string_view rule;
        Severity severity;
        std::size_t source;
        std::int64_t feature;
    };
    [[nodiscard]] Head head(std::size_t i) const;
    [[nodiscard]] Findings only(const std::function<bool(const Head &)> &wanted) const;

    /// Reads one after the other.
    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Finding;
        using difference_type = std::ptrdiff_t;
        using pointer = const Finding *;
        using reference = Finding;
        Iterator(const Findings &all, std::size_t at) : all_(&all), at_(at) {}
        Finding operator*() const { return (*all_)[at_]; }
        Iterator &operator++() {
            ++at_;
            return *this;
        }
        friend bool operator==(const Iterator &a, const Iterator &b) { return a.at_ == b.at_; }

      private:
        const Findings *all_;
        std::size_t at_;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

  private:
    struct Store;
    struct Entry {
        std::uint64_t at, then; // in the store; see add
        std::int64_t feature;
        std::uint32_t source, size;
        std::uint16_t rule; // in the store
        Severity severity;
    };
    std::shared_ptr<Store> store_;
    std::vector<Entry> entries_;
};

using geometry::Defect; // its place in longitude and latitude
/// Why a WKB geometry is invalid and where, or nothing when it is valid. No place when the bytes cannot be
/// read.
std::optional<Defect> defect(std::span<const std::byte> wkb);

/// A geometry made valid by the one rule of repair (core/geometry/repair.h), with what that did to its area.
/// Both areas are of the method `straight`: it is additive, so their difference is just the area of what was
/// given up.
struct Repair {
    geometry::Shape shape; // of the kind asked for; empty when nothing is left
    double before_m2 = 0;  // linework method: every part that the lines enclose
    double after_m2 = 0;   // structure method
    /// By how many percent of the area before the repair changed it.
    [[nodiscard]] double change_percent() const;
};
Repair repaired(const geometry::Shape &shape, catalogue::GeometryType type);
/// Nothing is left of what cannot be read.
Repair repaired(std::span<const std::byte> wkb, catalogue::GeometryType type);

// ---------------------------------------------------------------- checking

/// Gives one feature after the other until it returns false.
using Stream = std::function<bool(catalogue::Feature &)>;

/// What lies around the features that are checked. What is not given is not held against them, and the
/// outcome says so.
struct Surroundings {
    std::vector<overlay::Zone> banners; // a partition
    /// Features of the same layer that are there already; asked when all are added.
    Stream present;
    /// Features of another layer; an empty stream where there are none.
    std::function<Stream(const catalogue::Layer &)> other;
    /// `banners` made ready for features in EPSG:4490, where that was done already.
    std::optional<tabulate::ReusableZones> ready_banners = {};
};

/// An invalid geometry that was made valid. `quarantined` when its area changed by more than the limit of
/// geometry.invalid, so that it must not count before somebody has looked at it; and, repair or not, when
/// nothing can be made of it.
struct Mended {
    std::size_t source = 0;
    std::uint64_t position = 0; // among the features of its source, from 0
    std::int64_t feature = 0;
    std::string project;
    Names reason;
    std::optional<geodesy::Point> place;
    double before_m2 = 0; // as of Repair
    double after_m2 = 0;
    bool unusable = false; // nothing can be made of it
    bool quarantined = false;
};

struct Inspected {
    std::uint64_t features = 0;
    Findings findings; // sorted
    std::vector<Mended> mended;
    /// Rules that could not be applied, and why.
    std::vector<std::pair<std::string, Names>> unchecked;
};

struct InspectionOptions {
    bool repair = false; // invalid geometry is made valid and checked as such
    bool keep = false;   // whole features, so that `kept` can give them once more
    int threads = 0;     // 0: all cores
    Progress progress;   // asked now and then whether to go on; both its figures are 0
    /// Bytes of features that are kept in memory until all are there, and a quarter of it for findings; what
    /// is beyond waits in files in the folder for temporary files. No finding depends on it.
    std::size_t memory = std::size_t{256} << 20U;
};

/// Checks all features of one layer by all its rules: each by itself, against each other and against what
/// lies around them. Keeps of them until the end what that needs. \pre catalogue and layer outlive it.
class Inspection {
  public:
    Inspection(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
               Surroundings surroundings, InspectionOptions options);
    ~Inspection();
    /// The following features come from this file.
    void begin(std::string source);
    void add(const catalogue::Feature &feature);
    /// All that the stream gives. It is asked by one thread at a time, not always the same, while others
    /// judge what came before.
    void add_all(const Stream &stream);
    /// Once, after all features.
    Inspected finish();
    /// The features once more, of all sources and in their order, as they were added. \pre `keep`; the
    /// inspection outlives it.
    [[nodiscard]] Stream kept() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace qitu::validation
