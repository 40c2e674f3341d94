#include "rows.h"
#include "server_receive.h"
#include "server_send.h"
#include "state.h"
#include "working_copy.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/server.h>

#include <fmt/format.h>

namespace qitu::workspace {

namespace {

postgres::Connection connected(const std::string &target) {
    postgres::Connection server(target);
    refuse_without_workspace(server);
    return server;
}

void fetch(const std::string &from, const std::filesystem::path &to) {
    const postgres::Connection server = connected(from);
    postgres::Transaction reading(server, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    receive_whole(server, to);
    reading.commit();
}

} // namespace

bool is_server(const std::string &target) {
    return target.starts_with("PG:") || target.starts_with("postgresql://") ||
           target.starts_with("postgres://");
}

void refuse_unless_empty(const std::string &target) {
    const postgres::Connection server(target);
    if (has_workspace(server))
        throw Error(
            ErrorKind::refused,
            say("{}: the database has a workspace already, which was not changed. Choose another database.",
                server.name()));
}

void bring(const std::filesystem::path &file, const std::string &target) {
    refuse_unless_empty(target);
    const Workspace workspace = Workspace::open(file, true);
    const sqlite::Database &database = database_of(workspace);
    const postgres::Connection server(target);
    postgres::Transaction open(server);
    server.run("SET LOCAL client_min_messages = error");
    server.run(std::string(server_sql));
    shape_server(server, database);
    Sending sending(server, database);
    for (const ServerTable &table : server_tables(database))
        sending.add_rows(table);
    for (const std::string &rows : other_tables(database))
        sending.add_whole(rows);
    for (const char *rows : {schema_rows, pragma_rows, sequence_rows})
        sending.add_whole(rows);
    sending.finish();
    server.run("SELECT qitu_file.put(); DELETE FROM qitu_file.inbox");
    open.commit();
}

void copy(const std::filesystem::path &from, const std::filesystem::path &to) {
    const std::string source = from.string(), target = to.string();
    if (is_server(target)) {
        const TemporaryFolder folder;
        const std::filesystem::path fetched = folder.path() / "copy.gpkg";
        if (is_server(source))
            fetch(source, fetched);
        return bring(is_server(source) ? fetched : from, target);
    }
    refuse_unless_new(to);
    const StagedFile staged(to);
    if (is_server(source))
        fetch(source, staged.path());
    else {
        const Workspace workspace = Workspace::open(from, true);
        copy_pages(database_of(workspace), sqlite::Database(staged.path(), sqlite::Access::create));
    }
    refuse_unless_new(to);
    staged.commit();
}

std::filesystem::path local_file(const std::filesystem::path &target) {
    return is_server(target.string()) ? WorkingCopy(target.string()).file() : target;
}

std::string state_on_server(const std::string &target) {
    const KnownState state = state_of(connected(target));
    return fmt::format("{}-{}-{}", state.id, state.record, state.version);
}

const std::filesystem::path &local_file(const Workspace &workspace) {
    return Access::local_file(workspace);
}

// ---------------------------------------------------------------- QGIS

std::string qgis_connection(const Workspace &workspace) {
    const std::string target = workspace.file().string();
    return is_server(target) ? postgres::for_qgis(target) : std::string();
}

void put_qgis_project(Edit &edit, const std::string &name, const std::string &time,
                      std::span<const std::byte> zipped) {
    const auto ignored = Access::state(edit).server->query(
        "INSERT INTO qitu.qgis_projects AS p VALUES ($1, jsonb_build_object('last_modified_time', $2::text, "
        "'last_modified_user', 'qitu'), $3::bytea) ON CONFLICT (name) DO UPDATE SET metadata = "
        "excluded.metadata, "
        "content = excluded.content WHERE p.metadata->>'last_modified_user' = 'qitu'",
        {name, time, "\\x" + hex_of(zipped)});
}

// ---------------------------------------------------------------- users

void add_member(const std::string &target, const Member &member, const std::string &password, bool replace) {
    const postgres::Connection server = connected(target);
    postgres::Transaction open(server);
    const std::string name = postgres::identifier(member.name);
    const bool taken = server.number("SELECT count(*) FROM pg_roles WHERE rolname = $1", {member.name}) > 0;
    if (taken && !replace)
        throw Error(ErrorKind::refused, say("{}: there is a user {} already.", server.name(), member.name));
    if (!taken)
        server.run("CREATE ROLE " + name + " LOGIN");
    if (!password.empty())
        server.run("ALTER ROLE " + name + " PASSWORD " +
                   postgres::literal(server.encrypted(password, member.name)));
    server.run("REVOKE qitu_region, qitu_league, qitu_banner FROM " + name);
    server.run("GRANT qitu_" + member.role + " TO " + name);
    const auto ignored =
        server.query("SELECT qitu_file.set_member($1, $2, $3)", {member.name, member.role, member.admin});
    open.commit();
}

std::vector<Member> members(const std::string &target) {
    const postgres::Connection server = connected(target);
    const postgres::Result rows =
        server.query("SELECT name, role, admin FROM qitu_file.member ORDER BY name");
    std::vector<Member> result;
    for (int i = 0; i < rows.rows(); ++i)
        result.push_back({rows.text(i, 0), rows.text(i, 1), rows.text(i, 2)});
    return result;
}

void remove_member(const std::string &target, const std::string &name) {
    const postgres::Connection server = connected(target);
    postgres::Transaction open(server);
    if (server.number("SELECT count(*) FROM qitu_file.member WHERE name = $1", {name}) == 0)
        throw Error(ErrorKind::refused, say("{}: there is no user {}.", server.name(), name));
    const auto ignored = server.query("SELECT qitu_file.set_member($1, NULL, NULL)", {name});
    server.run("REVOKE qitu_region, qitu_league, qitu_banner FROM " + postgres::identifier(name));
    server.run("DROP ROLE " + postgres::identifier(name));
    open.commit();
}

} // namespace qitu::workspace
