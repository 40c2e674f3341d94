#include "support/folder.h"

#include <qitu/data/sqlite/sqlite.h>

#include <catch2/catch.hpp>

using namespace qitu;
using namespace qitu::sqlite;

namespace {

Failure failure_of(const std::function<void()> &work) {
    try {
        work();
    } catch (const Failure &failure) {
        return failure;
    }
    FAIL("nothing was thrown");
    return {ErrorKind::refused, "", 0, ""};
}

} // namespace

TEST_CASE("Names and texts with quotes survive SQL") {
    const Database database = Database::in_memory();
    const std::string name = "a \"b\" 'c'";
    database.run("CREATE TABLE " + identifier(name) + " (" + identifier("x\"y") + " TEXT)");
    database.run("INSERT INTO " + identifier(name) + " VALUES (" + literal("it's \"so\"") + ")");
    CHECK(database.has_table(name));
    CHECK(database.has_column(name, "X\"y"));
    CHECK(database.texts("SELECT * FROM " + identifier(name)) == std::vector<std::string>{"it's \"so\""});
}

TEST_CASE("What is bound comes back with its type") {
    const Database database = Database::in_memory();
    database.run("CREATE TABLE t (a, b, c, d, e)");
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{255}};
    const std::string text("nul\0within", 10);
    Statement insert(database, "INSERT INTO t VALUES (?, ?, ?, ?, ?)");
    insert.bind(1, std::int64_t{1} << 62).bind(2, 0.1).bind(3, text).bind(4, bytes).bind_null(5).step();
    CHECK(database.last_row_id() == 1);
    CHECK(database.changes() == 1);
    Statement rows(database, "SELECT * FROM t");
    CHECK(rows.columns() == std::vector<std::string>{"a", "b", "c", "d", "e"});
    CHECK(rows.read_only());
    REQUIRE(rows.step());
    CHECK(rows.type(0) == Type::integer);
    CHECK(rows.integer(0) == std::int64_t{1} << 62);
    CHECK(rows.type(1) == Type::real);
    CHECK(rows.real(1) == 0.1);
    CHECK(rows.type(2) == Type::text);
    CHECK(rows.text(2) == text);
    CHECK(rows.type(3) == Type::blob);
    CHECK(std::equal(rows.blob(3).begin(), rows.blob(3).end(), bytes.begin(), bytes.end()));
    CHECK(rows.null(4));
    CHECK_FALSE(rows.step());
    CHECK(rows.step()); // begins again
}

TEST_CASE("The statements of a text are taken one by one") {
    const Database database = Database::in_memory();
    std::string_view rest;
    Statement first(database, "SELECT 1; SELECT 2 -- two", &rest);
    CHECK(rest == " SELECT 2 -- two");
    Statement second(database, rest, &rest);
    REQUIRE(second.step());
    CHECK(second.integer(0) == 2);
    CHECK(Statement(database, " -- nothing\n").empty());
}

TEST_CASE("A transaction that is not committed leaves nothing behind") {
    const Database database = Database::in_memory();
    database.run("CREATE TABLE t (a)");
    {
        const Transaction dropped(database);
        database.run("INSERT INTO t VALUES (1)");
    }
    CHECK(database.texts("SELECT a FROM t").empty());
    {
        Transaction kept(database);
        database.run("INSERT INTO t VALUES (2)");
        kept.commit();
    }
    CHECK(database.texts("SELECT a FROM t") == std::vector<std::string>{"2"});
}

TEST_CASE("A function of ours is called with its arguments, and what it throws becomes SQLite's error") {
    const Database database = Database::in_memory();
    database.add_function("twice", 1, [](Call &call) {
        if (call.type(0) == Type::text)
            throw std::runtime_error("a number is wanted");
        if (call.type(0) != Type::null)
            call.answer(2 * call.real(0));
    });
    CHECK(database.texts("SELECT twice(21)") == std::vector<std::string>{"42.0"});
    CHECK(database.texts("SELECT twice(NULL) IS NULL") == std::vector<std::string>{"1"});
    CHECK(failure_of([&] { database.run("SELECT twice('x')"); }).reason() == "a number is wanted");
}

TEST_CASE("A long statement can be stopped") {
    Database database = Database::in_memory();
    int asked = 0;
    database.stop_when([&] { return ++asked > 2; });
    CHECK_THROWS_AS(
        database.run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"),
        Cancelled);
    CHECK(asked == 3);
}

TEST_CASE("An error names the file and says what SQLite found") {
    const support::Folder folder;
    const std::filesystem::path file = folder / "田.gpkg";
    CHECK_THROWS_WITH(Database(file, Access::read), Catch::Contains(file.string()));
    support::write_file(file, std::string(4096, 'x'));
    const Failure damaged =
        failure_of([&] { Database(file, Access::read).run("SELECT * FROM sqlite_master"); });
    CHECK(damaged.code() == SQLITE_NOTADB);
    CHECK(damaged.kind() == ErrorKind::unreadable);
    CHECK_THAT(damaged.what(), Catch::Contains(file.string()));
}

TEST_CASE("A file that another connection writes to is refused") {
    const support::Folder folder;
    const std::filesystem::path file = folder / "busy.gpkg";
    const Database first(file, Access::create);
    first.run("CREATE TABLE t (a)");
    const Transaction writing(first);
    const Database second(file, Access::write);
    sqlite3_busy_timeout(second.handle(), 0);
    const Failure refused = failure_of([&] { const Transaction also(second); });
    CHECK(refused.kind() == ErrorKind::refused);
    CHECK(refused.code() == SQLITE_BUSY);
}

TEST_CASE("A connection for reading changes nothing") {
    const support::Folder folder;
    const std::filesystem::path file = folder / "read.gpkg";
    Database(file, Access::create).run("CREATE TABLE t (a)");
    CHECK(failure_of([&] { Database(file, Access::read).run("DELETE FROM t"); }).code() == SQLITE_READONLY);
}
