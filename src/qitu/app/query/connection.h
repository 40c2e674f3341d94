// A connection that can only read: to the workspace, with the functions and names that a query may use.
#pragma once

#include "functions.h"
#include "handles.h"

#include <qitu/core/base/progress.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::query {

/// What a statement asked for, as SQLite tells it while it is prepared and run.
struct Watch {
    std::string denied;       // what it would have changed, in words; "" for nothing
    bool planar_area = false; // it uses ST_Area or Area in the geometry's own units
    Progress progress;
    bool stopped = false;
};

class Connection {
  public:
    /// `transforms`: coordinate systems that the workspace does not have are asked for, which takes time.
    Connection(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
               Progress progress, bool transforms);

    [[nodiscard]] sqlite3 *handle() const { return database_.get(); }
    [[nodiscard]] const Watch &watch() const { return *watch_; }
    [[nodiscard]] bool has_spatialite() const { return !spatialite_.empty(); }
    [[nodiscard]] const std::string &spatialite() const { return spatialite_; }

    /// Every row's first column.
    [[nodiscard]] std::vector<std::string> texts(const std::string &sql) const;
    void run(const std::string &sql) const;

  private:
    std::filesystem::path file_;
    std::unique_ptr<Ways> ways_ = std::make_unique<Ways>();
    std::unique_ptr<Watch> watch_ = std::make_unique<Watch>();
    Handle database_; // closed before what its functions point at goes
    std::string spatialite_;
};

/// Loads SpatiaLite into a connection; its version, or "" where it is not installed.
std::string load_spatialite(sqlite3 *database);

std::string sql_name(std::string_view name);

} // namespace qitu::query
