// workspace: one GeoPackage that QGIS can edit and whose history is kept. Opening, reading and changing it;
// the other public headers of this room have one subject each (features, imports, quotas, accounts, history,
// stages, review, seal, fork). The room computes no area.
//
// Feature tables are named by layer id, with the Chinese title as identifier: fid, geom (EPSG:4490,
// multi-part), the layer's fields, qitu_cm (central meridian in degrees of the plane in which the source was
// drawn, or null). Tables of qitu's own begin with qitu_. `banner` and `league` hold the boundaries.
//
// Triggers in the file record every change of features, boundaries and qitu's own tables, whatever program
// makes it (docs/history.md). A new table of our own with an INTEGER PRIMARY KEY is recorded without further
// work.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::sqlite {
class Database;
}

namespace qitu::workspace {

struct Boundary {
    std::string code;
    std::string name;
    std::string league; // code of the league; empty for a league; of a township the code of its banner
    std::vector<std::byte> wkb;
};
/// Around all that can be read, in degrees.
geometry::Box box_of(std::span<const Boundary> boundaries);

/// Under which name a transaction stands in the history. The user's login name is added to it.
struct Change {
    std::string program; // "qitu import"
    std::string note{};  // what the user says about it, or the names of files
};

/// Whether the file is a workspace, of whatever version and however much of it is damaged.
bool is_workspace(const std::filesystem::path &file);
/// Throws Error (refused) for a workspace: no output replaces one, not even where it may replace files.
void refuse_workspace(const std::filesystem::path &target);

class Edit;

class Workspace {
  public:
    /// Creates a GeoPackage with the boundaries, one empty table for each layer, and the document's targets
    /// as quotas of the region; townships where there are any. It is written beside the target and moved there at
    /// the end. Throws Error (refused) when the file exists.
    static Workspace create(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                            const std::vector<Boundary> &banners, const std::vector<Boundary> &leagues,
                            const Names &boundaries_source, const std::vector<Boundary> &townships = {});
    /// Throws Error (unreadable) when the file is not a qitu workspace.
    static Workspace open(const std::filesystem::path &file, bool read_only = false);
    ~Workspace();
    Workspace(Workspace &&) noexcept;
    Workspace &operator=(Workspace &&) noexcept;

    [[nodiscard]] const std::filesystem::path &file() const;
    [[nodiscard]] std::string meta(const std::string &key) const; // empty when unset
    [[nodiscard]] std::vector<Boundary> banners() const;
    [[nodiscard]] std::vector<Boundary> leagues() const;
    /// A coverage of the banners that have townships; empty where no borders of townships were given.
    [[nodiscard]] std::vector<Boundary> townships() const;

    /// The only way to write. Everything that `work` does is one transaction: committed when `work` returns,
    /// rolled back when it throws, and then the file is byte for byte what it was. What is read from this
    /// workspace meanwhile shows what was written so far. Transactions do not nest.
    void transaction(const Change &change, const std::function<void(Edit &)> &work);

    /// What is derived from the workspace by `make` and asked for again and again, under a name of its own: made once and
    /// kept until something is written. Several threads may ask.
    template <typename T>
    [[nodiscard]] std::shared_ptr<const T>
    derived(const std::string &name, const std::function<std::shared_ptr<const T>()> &make) const {
        return std::static_pointer_cast<const T>(kept(name, make));
    }

  private:
    struct State;
    friend struct Access;
    explicit Workspace(std::unique_ptr<State> state);
    [[nodiscard]] std::shared_ptr<const void>
    kept(const std::string &name, const std::function<std::shared_ptr<const void>()> &make) const;
    std::unique_ptr<State> state_;
};

/// The open transaction of a workspace. Functions that write ask for it, so that nothing is written without a
/// Change.
class Edit {
  public:
    ~Edit();
    Edit(const Edit &) = delete;
    Edit &operator=(const Edit &) = delete;

    void set_meta(const std::string &key, const std::string &value);
    /// For tables of other programs within the file, such as QGIS's styles and projects.
    [[nodiscard]] const sqlite::Database &database() const;

  private:
    struct State;
    friend struct Access;
    explicit Edit(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace qitu::workspace
