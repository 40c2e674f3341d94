#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/data/workspace/server.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr int geopackage_id = 0x47504B47; // "GPKG"

Quota target_of(const catalogue::Indicator &indicator, const std::string &region) {
    Quota quota;
    quota.indicator = indicator.id;
    quota.admin = region;
    quota.year = indicator.target_year.value_or(0);
    quota.value = *indicator.target;
    quota.unit = indicator.unit;
    quota.source = indicator.source;
    quota.clause = indicator.clause;
    return quota;
}

bool holds_workspace(const sqlite::Database &database) {
    return database.has_table("qitu_meta");
}

void refuse_unless_workspace(const sqlite::Database &database) {
    const std::string name = database.file().string();
    if (number_of(database, "PRAGMA application_id") != geopackage_id || !holds_workspace(database))
        throw Error(ErrorKind::unreadable,
                    say("{}: is not a qitu workspace. Create one with \"qitu init\" and "
                        "import this file with \"qitu import\".",
                        name));
    const std::int64_t version =
        number_of(database, "SELECT CAST(value AS INTEGER) FROM qitu_meta WHERE key = 'schema'");
    if (version != schema_version)
        throw Error(ErrorKind::unreadable,
                    say("{}: the workspace has schema version {}, and this qitu supports "
                        "version {}. Use the qitu that created it, or a newer one.",
                        name, version, schema_version));
}

// What a killed program left half written is taken back by the first that may write; a reader cannot do it.
// Where this fails the reader says what is wrong.
void recover(const std::filesystem::path &file) {
    if (!std::filesystem::exists(file.string() + "-journal"))
        return;
    try {
        number_of(sqlite::Database(file, sqlite::Access::write), "SELECT count(*) FROM sqlite_master");
    } catch (const Error &) {
        return;
    }
}

NamedChange begin_recording(const sqlite::Database &database, const Change &change) {
    note_gap(database);
    ensure_quota_tables(database); // of an older workspace, before their changes are recorded
    ensure_account_table(database);
    ensure_project_table(database);
    ensure_recorded(database);
    return {database, change};
}

// Made as a file, and brought there.
template <typename Create>
Workspace create_server(const std::string &target, const Create &create) {
    refuse_unless_empty(target);
    const TemporaryFolder folder;
    const std::filesystem::path made = folder.path() / "workspace.gpkg";
    create(made);
    bring(made, target);
    return Workspace::open(target);
}

} // namespace

bool is_workspace(const std::filesystem::path &file) {
    if (is_server(file.string()))
        return true;
    if (std::error_code ignored; !std::filesystem::is_regular_file(file, ignored))
        return false;
    try {
        return holds_workspace(sqlite::Database(file, sqlite::Access::read));
    } catch (const sqlite::Failure &) {
        return false; // no SQLite file
    }
}

void refuse_workspace(const std::filesystem::path &target) {
    if (is_workspace(target))
        throw Error(ErrorKind::refused,
                    say("{}: is a workspace and is not replaced. Choose another name.",
                        is_server(target.string()) ? postgres::shown(target.string()) : target.string()));
}

Workspace::Workspace(std::unique_ptr<State> state) : state_(std::move(state)) {}
Workspace::~Workspace() = default;
Workspace::Workspace(Workspace &&) noexcept = default;
Workspace &Workspace::operator=(Workspace &&) noexcept = default;

Workspace Workspace::create(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                            const std::vector<Boundary> &banners, const std::vector<Boundary> &leagues,
                            const Names &boundaries_source, const std::vector<Boundary> &townships) {
    if (is_server(file.string()))
        return create_server(file.string(), [&](const std::filesystem::path &made) {
            create(made, catalogue, banners, leagues, boundaries_source, townships);
        });
    refuse_unless_new(file);
    const StagedFile staged(file);
    make_geopackage(staged.path(), catalogue.layers(), !townships.empty());
    {
        Workspace made = Access::workspace(sqlite::Database(staged.path(), sqlite::Access::write));
        const sqlite::Database &database = database_of(made);
        register_functions(database);
        Access::unrecorded(made, [&](Edit &edit) {
            make_own_tables(database);
            edit.set_meta("schema", std::to_string(schema_version));
            edit.set_meta("created", time_stamp());
            edit.set_meta("boundaries", boundaries_source.zh);
            edit.set_meta("boundaries_en", boundaries_source.en);
            for (const catalogue::Layer &layer : catalogue.layers())
                describe_layer(database, layer);
            write_boundaries(database, banner_table, banners);
            write_boundaries(database, league_table, leagues);
            if (!townships.empty())
                write_boundaries(database, township_table, townships);
            for (const catalogue::Indicator &indicator : catalogue.indicators())
                if (indicator.target)
                    set_quota(edit, target_of(indicator, catalogue.region().code));
            sqlite::Statement(database, "UPDATE gpkg_contents SET last_change = ?")
                .bind(1, time_stamp())
                .step();
            ensure_recorded(database);
        });
    }
    refuse_unless_new(file);
    staged.commit();
    return open(file);
}

Workspace Workspace::open(const std::filesystem::path &file, bool read_only) {
    if (is_server(file.string()))
        return Access::open_server(file.string(), read_only);
    if (!std::filesystem::is_regular_file(file))
        throw Error(
            ErrorKind::unreadable,
            say("{}: there is no such file. Check the name, or create a workspace with \"qitu init\".",
                file.string()));
    if (read_only)
        recover(file);
    Workspace opened =
        Access::workspace(sqlite::Database(file, read_only ? sqlite::Access::read : sqlite::Access::write));
    const sqlite::Database &database = database_of(opened);
    refuse_unless_workspace(database);
    if (!read_only)
        database.run("PRAGMA journal_mode = DELETE"); // QGIS may have left it in another mode
    database.run("PRAGMA cache_size = -65536");
    register_functions(database);
    return opened;
}

const std::filesystem::path &Workspace::file() const {
    return state_->database->file();
}

std::string Workspace::meta(const std::string &key) const {
    sqlite::Statement row(*state_->database, "SELECT value FROM qitu_meta WHERE key = ?");
    return row.bind(1, key).step() ? row.text(0) : std::string();
}

std::vector<Boundary> Workspace::banners() const {
    return read_boundaries(*state_->database, banner_table);
}

std::vector<Boundary> Workspace::leagues() const {
    return read_boundaries(*state_->database, league_table);
}

std::vector<Boundary> Workspace::townships() const {
    return state_->database->has_table(township_table) ? read_boundaries(*state_->database, township_table)
                                                       : std::vector<Boundary>();
}

void Workspace::transaction(const Change &change, const std::function<void(Edit &)> &work) {
    Access::transaction(*this, &change, work);
}

std::shared_ptr<const void> Workspace::kept(const std::string &name,
                                            const std::function<std::shared_ptr<const void>()> &make) const {
    const std::scoped_lock lock(state_->derived_mutex);
    std::shared_ptr<const void> &value = state_->derived[name];
    if (!value)
        value = make();
    return value;
}

Edit::Edit(std::unique_ptr<State> state) : state_(std::move(state)) {}
Edit::~Edit() = default;

const sqlite::Database &Edit::database() const {
    return state_->database;
}

void Edit::set_meta(const std::string &key, const std::string &value) {
    sqlite::Statement(
        state_->database,
        "INSERT INTO qitu_meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(1, key)
        .bind(2, value)
        .step();
}

std::shared_ptr<sqlite::Database> Access::database(const Workspace &workspace) {
    return workspace.state_->database;
}

void Access::keep(Workspace &workspace, std::unique_ptr<TemporaryFolder> folder) {
    workspace.state_->folder = std::move(folder);
}

const std::filesystem::path &Access::local_file(const Workspace &workspace) {
    const Workspace::State &state = *workspace.state_;
    return state.copy ? state.copy->file() : workspace.file();
}

Workspace Access::open_server(const std::string &target, bool read_only) {
    auto copy = std::make_unique<WorkingCopy>(target);
    Workspace opened =
        workspace(sqlite::Database(copy->file(), read_only ? sqlite::Access::read : sqlite::Access::write));
    sqlite::Database &database = *opened.state_->database;
    copy->opened();
    database.call(copy->name());
    refuse_unless_workspace(database);
    database.run("PRAGMA cache_size = -65536");
    name_user(database, copy->user());
    register_functions(database);
    opened.state_->copy = std::move(copy);
    return opened;
}

Edit::State &Access::state(Edit &edit) {
    return *edit.state_;
}

Workspace Access::workspace(sqlite::Database database) {
    auto state = std::make_unique<Workspace::State>();
    state->database = std::make_shared<sqlite::Database>(std::move(database));
    return Workspace(std::move(state));
}

void Access::unrecorded(Workspace &workspace, const std::function<void(Edit &)> &work) {
    transaction(workspace, nullptr, work);
}

namespace {

/// Rows that a connection has written, and the state of the schema.
using Written = std::pair<std::int64_t, std::int64_t>;
Written written_to(const sqlite::Database &database) {
    sqlite::Statement schema(database, "PRAGMA schema_version");
    schema.step();
    return {database.rows_written(), schema.integer(0)};
}

} // namespace

void Access::transaction(Workspace &workspace, const Change *change,
                         const std::function<void(Edit &)> &work) {
    // What is derived before a transaction or in its midst does not outlast it, however it ends.
    const auto forget = [](Workspace::State *state) { state->forget_derived(); };
    workspace.state_->forget_derived();
    const std::unique_ptr<Workspace::State, decltype(forget)> forgets_at_the_end(workspace.state_.get(),
                                                                                 forget);
    const sqlite::Database &database = database_of(workspace);
    std::optional<WorkingCopy::Writing> server;
    if (workspace.state_->copy)
        server.emplace(*workspace.state_->copy, database);
    const sqlite::Transaction open(database);
    std::optional<NamedChange> named;
    if (change != nullptr)
        named.emplace(begin_recording(database, *change));
    Edit edit(std::make_unique<Edit::State>(
        Edit::State{database, change != nullptr, {}, server ? &server->connection() : nullptr}));
    const Written before = written_to(database);
    work(edit);
    if (!server && written_to(database) == before)
        return; // the file stays as it was, to the byte
    for (const auto &[table, writer] : edit.state_->writers)
        note_change(database, table, writer.extent);
    edit.state_->writers.clear();
    if (named)
        named->close(database);
    server ? server->commit(open) : open.commit();
}

const sqlite::Database &database_of(const Workspace &workspace) {
    return *Access::database(workspace);
}

} // namespace qitu::workspace
