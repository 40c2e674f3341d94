// What a database holds, on its way into a GeoPackage.
#pragma once

#include "server_tables.h"

#include <cstdint>
#include <filesystem>

namespace qitu::workspace {

/// Makes the GeoPackage that was sent there, with all that was written since. \pre no such file, and a transaction of
/// the server that sees one state
void receive_whole(const postgres::Connection &server, const std::filesystem::path &file);

/// How much of the server's state a working copy has; kept in its table server_state.
struct KnownState {
    std::string id;           // of the workspace
    std::int64_t record = 0;  // the last one
    std::int64_t version = 0; // of the other tables
};
KnownState known_state(const sqlite::Database &copy);
void note_state(const sqlite::Database &copy, const KnownState &state);
KnownState state_of(const postgres::Connection &server);

/// Brings a copy up to date. False, and nothing was changed, when it must be made anew: the server has other tables now,
/// or is no longer what the copy was made of. \pre a transaction of the server that sees one state
bool receive_news(const postgres::Connection &server, const sqlite::Database &copy);

} // namespace qitu::workspace
