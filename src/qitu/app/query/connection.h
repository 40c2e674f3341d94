// A connection that can only read: to the workspace, with the functions and names that a query may use.
#pragma once

#include "functions.h"

namespace qitu::query {

/// What a statement asked for, as SQLite tells it while it is prepared and run.
struct Watch {
    std::string denied;       // what it would have changed, in words; "" for nothing
    bool planar_area = false; // it uses ST_Area or Area in the geometry's own units
};

class Connection {
  public:
    /// `transforms`: coordinate reference systems that the workspace does not have are asked for, which takes
    /// time.
    Connection(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
               Progress progress, bool transforms);
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    [[nodiscard]] const sqlite::Database &database() const { return database_; }
    [[nodiscard]] const Watch &watch() const { return watch_; }
    [[nodiscard]] bool has_spatialite() const { return !spatialite_.empty(); }

  private:
    Ways ways_;
    Watch watch_;
    sqlite::Database database_; // closed before what its functions point at goes
    std::string spatialite_;
};

/// Loads SpatiaLite into a connection; its version, or "" where it is not installed.
std::string load_spatialite(const sqlite::Database &database);

} // namespace qitu::query
