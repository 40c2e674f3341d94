#include "project.h"

#include <qitu/app/doctor/doctor.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/progress.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace qitu::doctor {

namespace fs = std::filesystem;

namespace {

struct Close {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};

int go_on(void *progress) {
    return (*static_cast<const Progress *>(progress))(0, 0) ? 0 : 1;
}

/// Rows of text, or what SQLite says instead.
class File {
  public:
    File(const fs::path &path, const Progress &progress) : progress_(progress) {
        sqlite3 *made = nullptr;
        sqlite3_open_v2(path.c_str(), &made, SQLITE_OPEN_READONLY, nullptr);
        database_.reset(made);
        constexpr int steps = 100000;
        if (progress_)
            sqlite3_progress_handler(made, steps, go_on, &progress_);
    }
    File(const File &) = delete;
    File &operator=(const File &) = delete;

    [[nodiscard]] std::vector<std::string> rows(const std::string &sql) const {
        std::vector<std::string> result;
        sqlite3_stmt *made = nullptr;
        int state = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &made, nullptr);
        const std::unique_ptr<sqlite3_stmt, Finalize> statement(made);
        if (state == SQLITE_OK)
            for (state = sqlite3_step(made); state == SQLITE_ROW; state = sqlite3_step(made))
                if (const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(made, 0)))
                    result.emplace_back(text);
        if (state == SQLITE_INTERRUPT)
            throw Cancelled();
        if (state != SQLITE_OK && state != SQLITE_DONE)
            result.emplace_back(sqlite3_errmsg(database_.get()));
        return result;
    }

    [[nodiscard]] std::string one(const std::string &sql) const {
        const std::vector<std::string> found = rows(sql);
        return found.empty() ? std::string() : found.front();
    }

  private:
    Progress progress_;
    std::unique_ptr<sqlite3, Close> database_;
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
            fmt::format("SELECT column_name FROM gpkg_geometry_columns WHERE table_name = '{}'", table));
        const std::string index = fmt::format("rtree_{}_{}", table, column);
        const std::string verdict = file.one(fmt::format("SELECT rtreecheck('{}')", index));
        const std::string strays = file.one(fmt::format(
            "SELECT (SELECT count(*) FROM \"{0}\" WHERE \"{2}\" IS NOT NULL AND substr(hex(substr(\"{2}\", "
            "4, "
            "1)), 1, 1) IN ('0', '2', '4', '6', '8') AND fid NOT IN (SELECT id FROM \"{1}\")) + (SELECT "
            "count(*) FROM \"{1}\" WHERE id NOT IN (SELECT fid FROM \"{0}\"))",
            table, index, column));
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
    if (!fs::is_regular_file(workspace))
        throw Error(
            ErrorKind::unreadable,
            say("{}: there is no such file. Check the name, or create a workspace with \"qitu init\".",
                workspace.string()));
    std::vector<Check> checks{opened(workspace, catalogue)};
    const File file(workspace, progress);
    checks.push_back(integrity(file));
    if (checks.back().state != State::good)
        return checks; // what follows would only say the same
    checks.push_back(references(file));
    checks.push_back(indexes(file));
    checks.push_back(journal(file, workspace));
    checks.push_back(project(file, workspace));
    checks.push_back(writable(workspace));
    return checks;
}

} // namespace qitu::doctor
