#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr int geopackage_id = 0x47504B47; // "GPKG"
constexpr const char *region_code = "150000";

std::int64_t number_of(const Database &database, const std::string &sql) {
    Statement row(database, sql);
    return row.step() ? row.integer(0) : 0;
}

Quota target_of(const catalogue::Indicator &indicator) {
    Quota quota;
    quota.indicator = indicator.id;
    quota.admin = region_code;
    quota.year = indicator.target_year.value_or(0);
    quota.value = *indicator.target;
    quota.unit = indicator.unit;
    quota.source = indicator.source;
    quota.clause = indicator.clause;
    return quota;
}

void refuse_unless_workspace(const Database &database) {
    const std::string name = database.file().string();
    if (number_of(database, "PRAGMA application_id") != geopackage_id || !database.has_table("qitu_meta"))
        throw Error(ErrorKind::unreadable,
                    say("{}: is no workspace of qitu. Make one with \"qitu init\" and bring this "
                        "file in with \"qitu import\".",
                        name));
    const std::int64_t version =
        number_of(database, "SELECT CAST(value AS INTEGER) FROM qitu_meta WHERE key = 'schema'");
    if (version != schema_version)
        throw Error(
            ErrorKind::unreadable,
            say("{}: is a workspace of schema {}, and this qitu knows schema {}. Use the qitu that made it, "
                "or a newer one.",
                name, version, schema_version));
}

// What a killed program left half written is taken back by the first that may write; a reader cannot do it.
// Where this fails the reader says what is wrong.
void recover(const std::filesystem::path &file) {
    if (!std::filesystem::exists(file.string() + "-journal"))
        return;
    try {
        number_of(Database(file, Database::Access::write), "SELECT count(*) FROM sqlite_master");
    } catch (const Error &) {
        return;
    }
}

} // namespace

Workspace::Workspace(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace &&) noexcept = default;
Workspace &Workspace::operator=(Workspace &&) noexcept = default;

Workspace Workspace::create(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                            const std::vector<Boundary> &banners, const std::vector<Boundary> &leagues,
                            const std::string &boundaries_source) {
    refuse_unless_new(file);
    const StagedFile staged(file);
    make_geopackage(staged.path(), catalogue.layers());
    {
        Workspace made(std::make_unique<State>(Database(staged.path(), Database::Access::write)));
        const Database &database = *made.state_->database;
        register_functions(database);
        made.state_->recording = false;
        made.transaction([&] {
            make_own_tables(database);
            made.set_meta("schema", std::to_string(schema_version));
            made.set_meta("created", time_stamp());
            made.set_meta("boundaries", boundaries_source);
            for (const catalogue::Layer &layer : catalogue.layers())
                describe_layer(database, layer);
            write_boundaries(database, banner_table, banners);
            write_boundaries(database, league_table, leagues);
            for (const catalogue::Indicator &indicator : catalogue.indicators())
                if (indicator.target)
                    made.set_quota(target_of(indicator));
            Statement(database, "UPDATE gpkg_contents SET last_change = ?").bind(1, time_stamp()).step();
            ensure_recorded(database);
        });
    }
    refuse_unless_new(file);
    staged.commit();
    return open(file);
}

Workspace Workspace::open(const std::filesystem::path &file, bool read_only) {
    if (!std::filesystem::is_regular_file(file))
        throw Error(ErrorKind::unreadable,
                    say("{}: there is no such file. Check the name, or make a workspace with "
                        "\"qitu init\".",
                        file.string()));
    if (read_only)
        recover(file);
    auto state =
        std::make_unique<State>(Database(file, read_only ? Database::Access::read : Database::Access::write));
    const Database &database = *state->database;
    refuse_unless_workspace(database);
    if (!read_only)
        database.run("PRAGMA journal_mode = DELETE"); // QGIS may have left it in another mode
    database.run("PRAGMA cache_size = -65536");
    register_functions(database);
    return Workspace(std::move(state));
}

const std::filesystem::path &Workspace::file() const {
    return state_->database->file();
}

std::string Workspace::meta(const std::string &key) const {
    Statement row(*state_->database, "SELECT value FROM qitu_meta WHERE key = ?");
    return row.bind(1, key).step() ? row.text(0) : std::string();
}

void Workspace::set_meta(const std::string &key, const std::string &value) {
    Statement(*state_->database,
              "INSERT INTO qitu_meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(1, key)
        .bind(2, value)
        .step();
}

std::vector<Boundary> Workspace::banners() const {
    return read_boundaries(*state_->database, banner_table);
}

std::vector<Boundary> Workspace::leagues() const {
    return read_boundaries(*state_->database, league_table);
}

void Workspace::transaction(const std::function<void()> &work) {
    if (state_->in_transaction)
        return work(); // part of the one that is open
    state_->database->run("BEGIN IMMEDIATE");
    state_->in_transaction = true;
    try {
        state_->begin();
        work();
        state_->commit();
    } catch (...) {
        state_->roll_back();
        throw;
    }
}

void Workspace::sign(const std::string &program, const std::string &note) {
    state_->program = program;
    state_->note = note;
}

void Workspace::State::begin() {
    if (!recording)
        return;
    ensure_ledgers(*database); // of an older workspace, before what is in them is recorded
    ensure_recorded(*database);
    signature.emplace(*database, program, note);
}

void Workspace::State::require_transaction(const char *what) const {
    if (!in_transaction)
        throw std::logic_error(std::string(what) + " outside a transaction");
}

void Workspace::State::commit() {
    for (const auto &[table, writer] : writers)
        note_change(*database, table, writer.extent);
    writers.clear();
    if (signature)
        signature->close(*database);
    signature.reset();
    database->run("COMMIT");
    in_transaction = false;
}

void Workspace::State::roll_back() {
    writers.clear();
    signature.reset();
    in_transaction = false;
    if (sqlite3_get_autocommit(database->handle()) == 0)
        sqlite3_exec(database->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Workspace::record(const ImportRecord &import) {
    Statement(*state_->database,
              "INSERT INTO qitu_import (layer, file, digest, understood, features, imported_at) "
              "VALUES (?, ?, ?, ?, ?, ?)")
        .bind(1, import.layer)
        .bind(2, import.file)
        .bind(3, import.digest)
        .bind(4, import.understood)
        .bind(5, static_cast<std::int64_t>(import.features))
        .bind(6, time_stamp())
        .step();
}

std::vector<ImportRecord> Workspace::imports() const {
    std::vector<ImportRecord> result;
    for (Statement row(*state_->database,
                       "SELECT layer, file, digest, understood, features FROM qitu_import ORDER BY id");
         row.step();)
        result.push_back(
            {row.text(0), row.text(1), row.text(2), row.text(3), static_cast<std::uint64_t>(row.integer(4))});
    return result;
}

} // namespace qitu::workspace
