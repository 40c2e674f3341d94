// store: the workspace, one GeoPackage that QGIS can edit. Schema, transactions, reading and writing.
// Computes no area.
//
// Feature tables are named by layer id with the Chinese title as identifier: fid, geom (EPSG:4490,
// multi-part), the layer's fields, qitu_cm (central meridian of the plane that the source was drawn in, or
// null). Own tables begin with qitu_: qitu_meta, qitu_import, qitu_quota, qitu_catalogue. `banner` and
// `league` hold the boundaries.
#pragma once

#include <qitu/catalogue/catalogue.h>

#include <memory>

namespace qitu::store {

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
    std::string source;
    bool illustrative = false;
};

/// What an import was: kept for the record and to know the same content again.
struct ImportRecord {
    std::string layer;
    std::string file;
    std::string digest;     // of the features' content
    std::string understood; // JSON or text: format, encoding, CRS, operation, fields
    std::uint64_t features = 0;
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

    /// Makes the table of a layer that was added to the catalogue after the workspace was made, and adds the
    /// columns of fields that the layer has gained since. `add` does it by itself.
    void ensure_layer(const catalogue::Layer &layer);

    /// \pre inside a transaction. Returns the new feature's id; the one in `feature` is only named in errors.
    std::int64_t add(const catalogue::Layer &layer, const catalogue::Feature &feature);
    void record(const ImportRecord &import);
    [[nodiscard]] std::vector<ImportRecord> imports() const;

    /// How many features have each value of a text field, nulls left out.
    [[nodiscard]] std::map<std::string, std::uint64_t> values(const catalogue::Layer &layer,
                                                              const std::string &field) const;
    /// \pre inside a transaction. Takes out the features whose text field has one of the values; how many.
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

  private:
    struct State;
    explicit Workspace(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace qitu::store
