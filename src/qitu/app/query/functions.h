// The functions for areas and lengths that are qitu's own.
#pragma once

#include "sql_geometry.h"

#include <map>
#include <memory>

namespace qitu::query {

/// Ways to longitude and latitude, by SRID, each made when it is first asked for.
class Ways {
  public:
    void apply(int srid, Figures &figures);

  private:
    std::map<int, std::unique_ptr<geodesy::ToGeographic>> ways_;
};

/// \pre `ways` lives as long as the connection, and neither is moved.
void add_functions(const sqlite::Database &database, Ways &ways);

} // namespace qitu::query
