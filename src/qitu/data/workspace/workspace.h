// store: the workspace, one GeoPackage that QGIS can edit. Schema, transactions, reading and writing.
// Computes no area.
//
// Feature tables are named by layer id with the Chinese title as identifier: fid, geom (EPSG:4490,
// multi-part), the layer's fields, qitu_cm (central meridian of the plane that the source was drawn in, or
// null). Own tables begin with qitu_: qitu_meta, qitu_import, qitu_quota, qitu_quota_version, qitu_balance,
// qitu_review, qitu_quarantine, qitu_catalogue. `banner` and `league` hold the boundaries.
//
// Every change of features, boundaries and accounts is recorded by triggers in the file, whatever program
// makes it (docs/history.md). Any own table with an INTEGER PRIMARY KEY is recorded without being told.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

/// OGR's type (an OGRFieldType) of a field's column, here and in what is published.
int ogr_type(catalogue::FieldType type);

struct Boundary {
    std::string code;
    std::string name;
    std::string league; // code of the league; "" for a league
    std::vector<std::byte> wkb;
};

struct Quota {
    std::string indicator;
    std::string admin;
    int year = 0;     // 0: of no year, as the document's long-run targets
    double value = 0; // in `unit`
    Unit unit = Unit::wan_mu;
    std::string source; // the document
    bool illustrative = false;
    std::string clause{}; // of the document
    std::string letter{}; // by which it was handed on, 巴自然资发〔2023〕12号
};

/// A quota as it stood for a time; 1 the first. Made by triggers, so that an edit in QGIS makes one too.
struct QuotaVersion {
    int version = 0;
    bool withdrawn = false;
    std::string set_at;
    std::string unit; // as stored, known or not
    Quota quota;      // its unit is not set
};

/// An entry of a land account that no feature stands for, with the letter that it rests on. Three kinds: a
/// transfer (`from` and `to`), a carry-over to a later year (`to_year`), and what was there before the
/// workspace (neither).
struct BalanceEntry {
    std::int64_t id = 0;
    std::string account;
    std::string from; // code of the banner that gives; "" for what was there before
    std::string to;   // that receives; the same banner for a carry-over
    int year = 0;
    int to_year = 0;         // the same year unless carried over
    double mu = 0;           // area
    double grade = 0;        // mean, by area
    double kg_per_mu = 0;    // mean, by area
    std::string reference{}; // the letter
    std::string note{};
    std::string entered_at{}; // filled in by the store
};

/// What an import was: kept for the record and to know the same content again.
struct ImportRecord {
    std::string layer;
    std::string file;
    std::string digest;     // of the features' content
    std::string understood; // JSON or text: format, encoding, CRS, operation, fields
    std::uint64_t features = 0;
};

/// A feature that was sent and does not count until somebody has looked at it, with all that it brought.
struct Quarantined {
    std::string layer;
    std::string file;
    std::int64_t feature = 0; // as the file numbers it
    std::string project;
    std::string reason;
    double before_m2 = 0;       // every part that its lines enclose
    double after_m2 = 0;        // what the repair would have left
    std::string fields;         // JSON: field → value
    std::vector<std::byte> wkb; // as it was sent; may be invalid, or no geometry at all
};

// ---------------------------------------------------------------- history

/// A stored value of any column; a geometry is the blob that stands in the file.
using Cell = std::variant<std::monostate, std::int64_t, double, std::string, std::vector<std::byte>>;
/// As people read it; a blob by its size.
std::string text_of(const Cell &cell);

struct NamedCell {
    std::string column;
    Cell value;
    friend bool operator==(const NamedCell &, const NamedCell &) = default;
};

enum class Operation { insert, update, remove };

/// One change of one row.
struct Record {
    std::int64_t id = 0;
    std::int64_t at = 0; // milliseconds since 1970, UTC
    std::string table;
    std::int64_t row = 0; // the feature's id
    Operation operation = Operation::insert;
    std::vector<NamedCell> before; // the columns that an update changed; what a removed row held
    std::vector<NamedCell> after;
    bool moved = false;      // an update changed the geometry
    std::int64_t change = 0; // what was done in one go has one number; 0: done by another program
    std::string who;         // login name; "" when another program did it
    std::string program;     // "qitu import"; "" when another program did it
    std::string note;
};

/// A state of the workspace: everything up to a record.
struct Moment {
    std::int64_t record = 0;
    std::int64_t at = 0; // as asked for, milliseconds since 1970, UTC
};

/// Which records to list; what is empty does not narrow.
struct HistoryFilter {
    std::string table;
    std::set<std::int64_t> rows;
    std::string project;
    std::int64_t from = 0; // milliseconds since 1970; both ends are taken
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
};

/// 2026-11-24, 2026-11-24 15:30, 2026-11-24T15:30:12.345, in local time unless Z or +08:00 follows. What is
/// left out is taken to its end (or to its beginning). Throws Error (usage).
std::int64_t time_from(std::string_view text, bool to_its_end = true);
/// Local time to the millisecond; with Z: UTC, for other programs.
std::string time_text(std::int64_t at);
std::string utc_text(std::int64_t at);

/// What became of a row between two moments. Cells are in the order of Workspace::columns.
struct RowChange {
    std::string table;
    std::int64_t row = 0;
    std::optional<std::vector<Cell>> before; // none: it was not there
    std::optional<std::vector<Cell>> after;
};

// ---------------------------------------------------------------- reviews

/// Who examines, in order: banner first review, league examination, region re-check.
enum class ReviewLevel { banner, league, region };
ReviewLevel review_level_from(std::string_view name); // banner/旗县/初审 …; throws Error (usage)
std::string_view review_level_name(ReviewLevel level);

struct Review {
    ReviewLevel level = ReviewLevel::banner;
    std::string reviewer;
    std::string date; // ISO
    std::string note; // of a return: its reason
    bool returned = false;
};

/// Why a feature stands against what was asked for; nothing was changed.
struct Obstacle {
    std::int64_t feature = 0;
    std::string project;
    std::string reason;
};

/// Which features of a layer are meant. Nothing given means none.
struct Selection {
    std::set<std::int64_t> features;
    std::set<std::string> projects;
    std::string where; // SQL condition on the layer's fields
};

// ---------------------------------------------------------------- seals

/// A closed state. `hash` is over all that was recorded up to it, the rows as they were, the totals and the
/// seal before.
struct Seal {
    std::int64_t id = 0;
    std::int64_t at = 0;
    std::int64_t record = 0; // the last one that it closes
    std::string who;
    std::string note;
    std::string totals; // as given to `seal`
    std::string hash;   // 64 hexadecimal digits
    std::uint64_t changes_since = 0;
    [[nodiscard]] std::string short_hash() const { return hash.substr(0, 12); }
};

/// The first thing in each part of the workspace that is not as it was sealed.
struct Verification {
    std::uint64_t seals = 0;
    std::uint64_t records = 0; // closed by seals
    std::uint64_t rows = 0;
    std::vector<std::string> broken; // the first broken record first; empty: as sealed
};

// ---------------------------------------------------------------- merging

/// A row that both sides have changed so that they cannot both be right.
struct Conflict {
    std::string table;
    std::int64_t row = 0;
    std::vector<std::string> columns; // concerned; empty when one side removed the row
    std::optional<std::vector<Cell>> base, ours, theirs;
    std::string ours_by, theirs_by; // who changed it last, and when
};

enum class Side { none, ours, theirs };
struct MergeOptions {
    Side all = Side::none;
    std::map<std::pair<std::string, std::int64_t>, Side> rows; // (table, row) → side
    bool dry_run = false;
};

/// What a merge does, or would do.
struct MergeResult {
    struct Count {
        std::string who; // and by what
        std::string table;
        std::uint64_t added = 0, changed = 0, removed = 0;
    };
    std::vector<Count> theirs, ours; // since the fork
    std::vector<Conflict> conflicts; // settled or not
    std::uint64_t unsettled = 0;     // not 0: nothing was written
    std::uint64_t applied = 0;       // rows
    std::uint64_t combined = 0;      // rows that both sides changed in different columns
    std::map<std::string, std::map<std::int64_t, std::int64_t>> renumbered; // added rows: their number → ours
};

class Workspace {
  public:
    /// A new GeoPackage: boundaries, one empty table for each layer, the document's targets as quotas of the
    /// region. Written beside the target and moved there at the end. Throws Error (refused) when the file
    /// exists.
    static Workspace create(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                            const std::vector<Boundary> &banners, const std::vector<Boundary> &leagues,
                            const std::string &boundaries_source);
    /// Throws Error (unreadable) when the file is no workspace of ours.
    static Workspace open(const std::filesystem::path &file, bool read_only = false);
    ~Workspace();
    Workspace(Workspace &&) noexcept;
    Workspace &operator=(Workspace &&) noexcept;

    [[nodiscard]] const std::filesystem::path &file() const;
    [[nodiscard]] std::string meta(const std::string &key) const; // "" when unset
    void set_meta(const std::string &key, const std::string &value);

    [[nodiscard]] std::vector<Boundary> banners() const;
    [[nodiscard]] std::vector<Boundary> leagues() const;

    /// Everything inside one transaction: committed when `work` returns, rolled back when it throws; then the
    /// file is byte for byte what it was. Inside another transaction it is part of that one.
    void transaction(const std::function<void()> &work);

    /// Under which name the following transactions stand in the history: "qitu import", and a note.
    void sign(const std::string &program, const std::string &note = "");

    /// Makes the table of a layer that was added to the catalogue after the workspace was made, and adds the
    /// columns of fields that the layer has gained since. `add` does it by itself.
    void ensure_layer(const catalogue::Layer &layer);

    /// \pre inside a transaction. Returns the new feature's id; the one in `feature` is only named in errors.
    std::int64_t add(const catalogue::Layer &layer, const catalogue::Feature &feature);
    /// \pre inside a transaction. Adds all features that `next` gives until it gives none, as `add` would one
    /// by one and several times as fast: the spatial index and the record are written when all are there.
    /// `next` must not use this workspace. Returns how many there were. `expected`: about so many will come.
    std::uint64_t add_all(const catalogue::Layer &layer,
                          const std::function<const catalogue::Feature *()> &next,
                          std::uint64_t expected = 0);
    void record(const ImportRecord &import);
    [[nodiscard]] std::vector<ImportRecord> imports() const;

    /// \pre inside a transaction. Into the table qitu_quarantine, which QGIS shows; it is made when the first
    /// feature comes.
    void quarantine(const catalogue::Layer &layer, const Quarantined &feature);
    [[nodiscard]] std::vector<Quarantined> quarantined() const;

    /// How many features have each value of a text field, nulls left out.
    [[nodiscard]] std::map<std::string, std::uint64_t> values(const catalogue::Layer &layer,
                                                              const std::string &field) const;
    /// \pre inside a transaction. Takes out the features whose text field has one of the values; how many.
    /// Of projects also what is in quarantine of them.
    std::uint64_t remove(const catalogue::Layer &layer, const std::string &field,
                         const std::vector<std::string> &values);

    /// 0 while the layer has no table.
    [[nodiscard]] std::uint64_t count(const catalogue::Layer &layer) const;

    /// Features of a layer in the order of their ids; none while the layer has no table.
    class Cursor {
      public:
        ~Cursor();
        Cursor(Cursor &&) noexcept;
        bool next(catalogue::Feature &feature);

      private:
        friend class Workspace;
        struct State;
        explicit Cursor(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };
    [[nodiscard]] Cursor features(const catalogue::Layer &layer) const;

    /// \pre inside a transaction. A quota of the same indicator, admin unit and year is replaced.
    void set_quota(const Quota &quota);
    [[nodiscard]] std::vector<Quota> quotas() const;
    /// \pre inside a transaction. False when there is no such quota.
    bool withdraw_quota(const std::string &indicator, const std::string &admin, int year);
    /// Every version of every quota, by indicator, admin unit, year and version.
    [[nodiscard]] std::vector<QuotaVersion> quota_versions() const;

    /// \pre inside a transaction.
    void add_balance_entry(const BalanceEntry &entry);
    [[nodiscard]] std::vector<BalanceEntry> balance_entries() const; // in the order of entry

    // ---- history

    /// The state at a time (see time_from), at a seal, by at least six digits of its hash, or at the "start"
    /// of history. Throws Error (usage) for what is neither, and Error (refused) for a time before history
    /// began.
    [[nodiscard]] Moment moment(std::string_view text) const;
    [[nodiscard]] Moment now() const;
    /// The workspace as it was: a copy in a temporary file, without triggers and for reading only, gone when
    /// the workspace is. `file()` names the copy.
    static Workspace as_of(const std::filesystem::path &file, std::string_view moment);
    static Workspace as_of(const std::filesystem::path &file, const Moment &moment);
    /// In the order of the changes.
    [[nodiscard]] std::vector<Record> history(const HistoryFilter &filter) const;
    /// What the records between two states come to, row by row; nothing for a row that is as it was. By table
    /// and row. Records are undone from the end, so `from` may lie after `to`.
    [[nodiscard]] std::vector<RowChange> changes(const Moment &from, const Moment &to) const;
    /// A recorded table's columns without the row's number.
    [[nodiscard]] std::vector<std::string> columns(const std::string &table) const;
    /// Geometry of a change of a feature as WKB; empty when there is none.
    [[nodiscard]] static std::vector<std::byte> wkb_of(const Cell &geometry);
    /// \pre inside a transaction. Takes one record back, as a new one. Throws Error (refused) when the row is
    /// no longer as that record left it.
    void undo(std::int64_t record);

    // ---- stages and reviews

    /// Ids in order. Throws Error (refused) for ids, project codes and conditions that fit no feature.
    [[nodiscard]] std::vector<std::int64_t> select(const catalogue::Layer &layer,
                                                   const Selection &selection) const;
    /// \pre inside a transaction. Brings features to a stage: to the next one, or back to an earlier one with
    /// a reason. Returns what stands against it, and then has changed nothing.
    std::vector<Obstacle> advance(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                                  const std::vector<std::int64_t> &features, const std::string &stage,
                                  const std::string &reason_to_go_back);
    /// \pre inside a transaction. A level passes a feature that the level below has passed, and that it has
    /// not passed yet; a return by the level where it lies, or by one that has passed it, sends it back to
    /// the banner. Notes who, when and why, and writes the layer's field `review`, where it has one, which is
    /// then what counts. Returns what stands against it, and then has changed nothing.
    std::vector<Obstacle> review(const catalogue::Layer &layer, const std::vector<std::int64_t> &features,
                                 const Review &review);
    /// Features that have passed this level and were not returned since.
    [[nodiscard]] std::set<std::int64_t> reviewed(const catalogue::Layer &layer, ReviewLevel level) const;
    /// Of one feature, the earliest first.
    [[nodiscard]] std::vector<Review> reviews(const catalogue::Layer &layer, std::int64_t feature) const;

    // ---- seals

    /// \pre inside a transaction. Throws Error (refused) when what was sealed before does not hold.
    Seal seal(const std::string &note, const std::string &totals);
    [[nodiscard]] std::vector<Seal> seals() const;
    [[nodiscard]] std::optional<Seal> latest_seal() const;
    [[nodiscard]] Verification verify() const;

    // ---- forks

    /// A workspace with some of the features, to be edited elsewhere and merged again.
    void fork(const std::filesystem::path &out, const std::string &what,
              const std::map<std::string, std::set<std::int64_t>> &features) const;
    /// Brings in what was changed in a fork since it left. Nothing is written while a conflict is unsettled.
    MergeResult merge(const std::filesystem::path &fork, const MergeOptions &options);

  private:
    struct State;
    explicit Workspace(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace qitu::workspace
