// qitu sql
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/app/query/query.h>

namespace qitu::commands {

/// Asks the workspace in SQL, for reading only.
struct SqlCommand {
    std::string workspace;
    std::string query;
    std::string geopackage; // to write the rows to; "" and they go to the reader
    bool overwrite = false;
    std::uint64_t seconds = 600; // a query that takes longer is given up; 0: none is

    using Reader = std::function<void(query::Query &rows)>;
    Outcome run(Context &context, const Reader &read) const;

  private:
    Outcome ask(Context &context, const Reader &read, const qitu::Progress &progress) const;
};

} // namespace qitu::commands
