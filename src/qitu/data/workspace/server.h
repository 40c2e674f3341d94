// A workspace in PostgreSQL with PostGIS. Where a workspace is named, PG:KEY=VALUE … or postgresql://… names one in a
// database: Workspace::open and create take it as they take a file (docs/postgres.md).
//
// What is read is a working copy: a GeoPackage in the user's cache, brought up to date whenever it is opened. What is
// written goes to the database first, with its records, under one lock; the copy follows.
#pragma once

#include <qitu/data/workspace/workspace.h>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace qitu::workspace {

/// Whether the name is one of a database.
bool is_server(const std::string &target);

/// The GeoPackage behind a workspace, for what opens it on its own: the file, or the working copy.
const std::filesystem::path &local_file(const Workspace &workspace);
/// The same by name, brought up to date; a file as it is.
std::filesystem::path local_file(const std::filesystem::path &target);

/// Differs after each change of what the database holds. Throws Error (unreadable) where it cannot be reached.
std::string state_on_server(const std::string &target);

/// A workspace from a file into a database, from there into a file, or into another of the same: all that it holds, its
/// history and seals to the last bit. Throws Error (refused) when the target is there already.
void copy(const std::filesystem::path &from, const std::filesystem::path &to);

// ---------------------------------------------------------------- QGIS

/// Where the tables lie, as QGIS writes connections: without a user, whom it asks for. "" for a file.
std::string qgis_connection(const Workspace &workspace);
/// A column that layers have in a database only. Who writes a row and gives what he has read of it is refused where it is
/// not what the row has now: somebody else has changed it.
inline constexpr const char *version_column = "qitu_version";
/// Stores a project (.qgz) in the database, unless one of this name was saved from QGIS since. \pre a workspace in a
/// database
void put_qgis_project(Edit &edit, const std::string &name, const std::string &time,
                      std::span<const std::byte> zipped);

// ---------------------------------------------------------------- users of the database

/// Who may do what, by login name: `region` reads all and writes with qitu; `league` reads its banners and `banner` its
/// own features, which it also writes through SQL; each reviews at its own level.
struct Member {
    std::string name;
    std::string role;  // region, league or banner
    std::string admin; // code
};
/// Makes the login where there is none. An empty password leaves it without one. Throws Error (refused) for rights that
/// are missing, and for a name that is taken unless `replace`.
void add_member(const std::string &target, const Member &member, const std::string &password, bool replace);
std::vector<Member> members(const std::string &target);
/// Takes the rights and the login away. Throws Error (refused) for a name that is not a member.
void remove_member(const std::string &target, const std::string &name);

} // namespace qitu::workspace
