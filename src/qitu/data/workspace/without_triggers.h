// Rows that come with what their triggers would do.
#pragma once

#include <qitu/data/sqlite/sqlite.h>

namespace qitu::workspace {

/// Statements of this connection run no trigger while this lives, but temporary ones.
class WithoutTriggers {
  public:
    explicit WithoutTriggers(const sqlite::Database &database) : database_(database) { set(0); }
    ~WithoutTriggers() { set(1); }
    WithoutTriggers(const WithoutTriggers &) = delete;
    WithoutTriggers &operator=(const WithoutTriggers &) = delete;

  private:
    void set(int on) const {
        sqlite3_db_config(database_.handle(), SQLITE_DBCONFIG_ENABLE_TRIGGER, on, nullptr);
    }
    const sqlite::Database &database_;
};

} // namespace qitu::workspace
