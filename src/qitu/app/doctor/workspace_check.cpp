#include "project_check.h"

#include <qitu/app/doctor/doctor.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/sqlite/sqlite.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/rules.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace qitu::doctor {

namespace fs = std::filesystem;

namespace {

/// A workspace as SQLite sees it: what it cannot answer it says instead.
class File {
  public:
    File(const fs::path &path, const Progress &progress) : database_(path, sqlite::Access::read) {
        if (progress)
            database_.stop_when([progress] { return !progress(0, 0); });
    }

    /// The first column of each row; where a statement fails, SQLite's reason ends the list.
    [[nodiscard]] std::vector<std::string> rows(const std::string &sql) const {
        std::vector<std::string> result;
        try {
            for (sqlite::Statement row(database_, sql); row.step();)
                if (!row.null(0))
                    result.push_back(row.text(0));
        } catch (const sqlite::Failure &failure) {
            result.push_back(failure.reason());
        }
        return result;
    }

    [[nodiscard]] std::string one(const std::string &sql) const {
        const std::vector<std::string> found = rows(sql);
        return found.empty() ? std::string() : found.front();
    }

    /// Number and geometry of each row; none where the table is missing.
    void each_geometry(const std::string &table,
                       const std::function<void(std::int64_t, std::span<const std::byte>)> &take) const {
        if (!database_.has_column(table, "geom"))
            return;
        sqlite::Statement row(database_, fmt::format("SELECT rowid, geom FROM {} WHERE geom IS NOT NULL",
                                                     sqlite::identifier(table)));
        while (row.step())
            take(row.integer(0), row.blob(1));
    }

  private:
    sqlite::Database database_;
};

Check check(const char *name, std::string value, State state = State::good, std::string advice = {}) {
    return {"workspace", name, std::move(value), state, std::move(advice)};
}

Check integrity(const File &file) {
    const std::vector<std::string> found = file.rows("PRAGMA integrity_check(5)");
    if (found == std::vector<std::string>{"ok"})
        return check("integrity", "ok");
    return check(
        "integrity", fmt::format("{}", fmt::join(found, "; ")), State::attention,
        say("The file is damaged. Use a copy, or save what can be read with \"sqlite3 FILE .recover\"."));
}

Check references(const File &file) {
    const std::size_t broken = file.rows("PRAGMA foreign_key_check").size();
    if (broken == 0)
        return check("references", "ok");
    return check("references", say("{} rows point at rows that are not there", broken), State::attention,
                 say("Another program has removed rows. \"qitu history\" says when."));
}

Check opened(const fs::path &path, const catalogue::Catalogue &catalogue) {
    try {
        const workspace::Workspace workspace = workspace::Workspace::open(path, true);
        std::uint64_t features = 0;
        for (const catalogue::Layer &layer : catalogue.layers())
            features += workspace::feature_count(workspace, layer);
        return check("schema", say("schema {}, made {}, {} features", workspace.meta("schema"),
                                   workspace.meta("created"), features));
    } catch (const Error &error) {
        return check("schema", error.what(), State::attention, say("This qitu cannot work with the file."));
    }
}

Check rules(const fs::path &path, const catalogue::Catalogue &catalogue) {
    try {
        const std::vector<std::string> layers =
            workspace::layers_counted_otherwise(workspace::Workspace::open(path, true), catalogue);
        if (layers.empty())
            return check("rules", "ok");
        return check(
            "rules", say("{} layers: {}", layers.size(), fmt::join(layers, ", ")), State::note,
            say("They are counted by other rules than when they were written into the workspace. Figures "
                "that were printed then may differ (docs/figures.md)."));
    } catch (const Error &error) {
        return check("rules", error.what(), State::attention);
    }
}

// Whether what happens to it is on record, and was.
Check recording(const fs::path &path) {
    try {
        const workspace::Workspace workspace = workspace::Workspace::open(path, true);
        std::vector<std::string> found = workspace::recording_faults(workspace);
        for (std::string &gap : workspace::recording_gaps(workspace))
            found.push_back(std::move(gap));
        if (found.empty())
            return check("recording", "ok");
        return check(
            "recording", fmt::format("{}", fmt::join(found, " ")), State::attention,
            say("Compare the layers with a copy from before, or with their last seal: \"qitu verify\"."));
    } catch (const Error &error) {
        return check("recording", error.what(), State::attention,
                     say("This qitu cannot work with the file."));
    }
}

Check journal(const File &file, const fs::path &path) {
    const std::string mode = file.one("PRAGMA journal_mode");
    std::error_code closed;
    if (mode != "wal")
        return check("journal", mode);
    const bool pending =
        fs::exists(path.string() + "-wal", closed) && fs::file_size(path.string() + "-wal", closed) > 0;
    return check("journal", pending ? say("{}, with changes beside the file (-wal)", mode) : mode,
                 pending ? State::attention : State::note,
                 say("Copied or renamed without its -wal file it loses changes. Close it in QGIS before."));
}

Check writable(const fs::path &path) {
    const bool file = access(path.c_str(), W_OK) == 0;
    const bool folder = access(fs::absolute(path).parent_path().c_str(), W_OK) == 0;
    if (file && folder)
        return check("rights", say("may be written"));
    return check("rights", say("may only be read"), State::note,
                 say("To change it, give yourself the right to write to it and to its folder."));
}

// Tables with a spatial index whose entries are not those of the features.
std::vector<std::string> wrong_indexes(const File &file) {
    std::vector<std::string> wrong;
    for (const std::string &table :
         file.rows("SELECT table_name FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'")) {
        const std::string column = file.one(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = " + sqlite::literal(table));
        const std::string index = fmt::format("rtree_{}_{}", table, column);
        const std::string verdict = file.one("SELECT rtreecheck(" + sqlite::literal(index) + ")");
        const std::string strays = file.one(fmt::format(
            "SELECT (SELECT count(*) FROM {0} WHERE {2} IS NOT NULL AND substr(hex(substr({2}, 4, 1)), 1, 1) "
            "IN ('0', '2', '4', '6', '8') AND fid NOT IN (SELECT id FROM {1})) + (SELECT count(*) FROM {1} "
            "WHERE id NOT IN (SELECT fid FROM {0}))",
            sqlite::identifier(table), sqlite::identifier(index), sqlite::identifier(column)));
        if (verdict != "ok" || strays != "0")
            wrong.push_back(table);
    }
    return wrong;
}

Check indexes(const File &file) {
    const std::vector<std::string> wrong = wrong_indexes(file);
    if (wrong.empty())
        return check("indexes", "ok");
    return check("indexes", say("not as the features: {}", fmt::join(wrong, ", ")), State::attention,
                 say("Maps and searches miss features there. Make it anew: ogrinfo FILE -sql \"SELECT "
                     "DisableSpatialIndex('LAYER', 'geom')\", then CreateSpatialIndex likewise."));
}

// Every geometry is read once: as fast as the disk.
Check geometries(const File &file) {
    std::vector<std::string> broken;
    for (const std::string &table :
         file.rows("SELECT table_name FROM gpkg_geometry_columns ORDER BY table_name"))
        file.each_geometry(table, [&](std::int64_t id, std::span<const std::byte> blob) {
            if (const auto bad = workspace::unusable_geometry(blob))
                broken.push_back(say("{} feature {} ({})", table, id, bad->in(language_in_use())));
        });
    if (broken.empty())
        return check("geometries", "ok");
    const std::size_t count = broken.size();
    constexpr std::size_t most_named = 5;
    broken.resize(std::min(count, most_named));
    return check("geometries",
                 say("{} are damaged or not a place on Earth: {}", count, fmt::join(broken, ", ")),
                 State::attention, say("Restore these features from a backup, or delete them."));
}

// A project inside names the file that its layers lie in.
Check project(const File &file, const fs::path &path) {
    if (file.one("SELECT count(*) FROM sqlite_master WHERE name = 'qgis_projects'") != "1")
        return check("project", say("no QGIS project inside"));
    const std::string name = path.filename().string();
    for (const std::string &content : file.rows("SELECT CAST(content AS TEXT) FROM qgis_projects"))
        for (const std::string &other : geopackages_named_in(content))
            if (other != name)
                return check("project", say("it looks for its layers in {}, and the file is {}", other, name),
                             State::attention, say("Give the file its name back, or export it again."));
    return check("project", "ok");
}

} // namespace

std::vector<Check> examine(const fs::path &workspace, const catalogue::Catalogue &catalogue,
                           const Progress &progress) {
    const fs::path path = workspace::local_file(workspace);
    if (!fs::is_regular_file(path))
        throw Error(
            ErrorKind::unreadable,
            say("{}: there is no such file. Check the name, or create a workspace with \"qitu init\".",
                workspace.string()));
    std::vector<Check> checks{opened(workspace, catalogue)};
    const File file(path, progress);
    checks.push_back(integrity(file));
    if (checks.back().state != State::good)
        return checks; // what follows would only say the same
    checks.push_back(references(file));
    checks.push_back(geometries(file));
    checks.push_back(indexes(file));
    checks.push_back(rules(workspace, catalogue));
    checks.push_back(recording(workspace));
    if (path == workspace) // a working copy is nobody's to move
        checks.push_back(journal(file, path));
    checks.push_back(project(file, workspace));
    checks.push_back(writable(path));
    return checks;
}

} // namespace qitu::doctor
