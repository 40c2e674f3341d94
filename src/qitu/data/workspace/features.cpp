#include "cell.h"
#include "state.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

using catalogue::Feature;
using catalogue::FieldType;
using catalogue::Layer;
using catalogue::Value;

std::string insert_sql(const Layer &layer) {
    std::string columns = "geom";
    std::string marks = "?";
    for (const catalogue::Field &field : layer.fields) {
        columns += ", " + sqlite::identifier(field.id);
        marks += ", ?";
    }
    return fmt::format("INSERT INTO {} ({}, {}) VALUES ({}, ?)", sqlite::identifier(layer.id), columns,
                       meridian_column, marks);
}

// A field that the table does not have yet reads as null.
std::string select_sql(const sqlite::Database &database, const Layer &layer,
                       const std::vector<std::size_t> &fields, const char *which) {
    const auto column = [&](const std::string &name) {
        return database.has_column(layer.id, name) ? sqlite::identifier(name) : std::string("NULL");
    };
    std::string columns = "fid, geom, " + column(meridian_column);
    for (const std::size_t field : fields)
        columns += ", " + column(layer.fields[field].id);
    return fmt::format("SELECT {} FROM {} {}", columns, sqlite::identifier(layer.id), which);
}

Value value_of(const sqlite::Statement &row, int column, FieldType type) {
    const sqlite::Type held = row.type(column);
    if (held == sqlite::Type::null)
        return {};
    if (type == FieldType::real && held != sqlite::Type::text)
        return row.real(column);
    if (type == FieldType::integer && held == sqlite::Type::integer)
        return row.integer(column);
    return row.text(column); // also what an editor has typed into a column of numbers
}

[[noreturn]] void bad_geometry(const sqlite::Database &database, const std::string &layer, std::int64_t id,
                               const std::string &reason) {
    throw Error(ErrorKind::refused,
                say("{}: layer {}, feature {}: the geometry cannot be used ({}). Correct it in the "
                    "source and import again.",
                    database.file().string(), layer, id, reason));
}

geometry::Box bind_geometry(const sqlite::Database &database, const Layer &layer, const Feature &feature,
                            Writer &writer) {
    if (feature.wkb.empty()) {
        writer.insert.bind_null(1);
        return {};
    }
    try {
        const geometry::Box envelope = blob_from_wkb(feature.wkb, layer.geometry, feature.box, writer.blob);
        writer.extent.add(envelope);
        writer.insert.bind(1, std::span<const std::byte>(writer.blob));
        return envelope;
    } catch (const geometry::InvalidGeometry &error) {
        bad_geometry(database, layer.id, feature.id, error.what());
    }
}

} // namespace

geometry::Box insert(const sqlite::Database &database, const Layer &layer, const Feature &feature,
                     Writer &writer) {
    if (feature.values.size() != layer.fields.size())
        throw Error(ErrorKind::refused, say("{}: layer {}, feature {}: {} values were sent for {} fields.",
                                            database.file().string(), layer.id, feature.id,
                                            feature.values.size(), layer.fields.size()));
    const geometry::Box envelope = bind_geometry(database, layer, feature, writer);
    int parameter = 2;
    for (const Value &value : feature.values)
        std::visit(Bind{writer.insert, parameter++}, value);
    if (feature.central_meridian)
        writer.insert.bind(parameter, *feature.central_meridian);
    else
        writer.insert.bind_null(parameter);
    writer.insert.step();
    return envelope;
}

Writer &Edit::State::writer(const Layer &layer) {
    const auto found = writers.find(layer.id);
    if (found != writers.end())
        return found->second;
    if (ensure_table(database, layer) && recorded)
        ensure_recorded(database);
    return writers.emplace(layer.id, Writer{sqlite::Statement(database, insert_sql(layer)), {}, {}})
        .first->second;
}

void ensure_layer(Edit &edit, const Layer &layer) {
    if (ensure_table(edit.database(), layer))
        ensure_recorded(edit.database());
}

std::int64_t add_feature(Edit &edit, const Layer &layer, const Feature &feature) {
    const sqlite::Database &database = edit.database();
    insert(database, layer, feature, Access::state(edit).writer(layer));
    return database.last_row_id();
}

std::optional<Names> unusable_geometry(std::span<const std::byte> blob) {
    try {
        return unusable(wkb_of_blob(blob));
    } catch (const geometry::InvalidGeometry &invalid) {
        return invalid.reason();
    }
}

std::uint64_t feature_count(const Workspace &workspace, const Layer &layer) {
    const sqlite::Database &database = database_of(workspace);
    if (!database.has_table(layer.id))
        return 0;
    sqlite::Statement row(database, "SELECT count(*) FROM " + sqlite::identifier(layer.id));
    row.step();
    return static_cast<std::uint64_t>(row.integer(0));
}

namespace {

/// What another program has put in the layer's place would be counted at places where it does not lie.
void refuse_other_reference(const sqlite::Database &database, const std::string &layer) {
    sqlite::Statement row(database,
                          "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ? AND srs_id <> 4490");
    if (row.bind(1, layer).step())
        throw Error(
            ErrorKind::refused,
            say("{}: layer {} is in the reference system {}, not 4490: another program has replaced it. Take "
                "the "
                "layer out of the file and import it with \"qitu import\", or use a copy from before.",
                database.file().string(), layer, row.integer(0)));
}

} // namespace

struct FeatureCursor::State {
    std::shared_ptr<sqlite::Database> database;
    std::string layer;
    geometry::Shape nothing;                      // in place of what cannot be used
    std::vector<FieldType> types;                 // of all fields
    std::vector<std::size_t> fields;              // that are read
    std::optional<sqlite::Statement> rows;        // empty when the table does not exist yet
    std::optional<std::vector<std::int64_t>> ids; // of the only features; then `rows` asks for one
    std::optional<sqlite::Statement> reading; // then too: open all the time, or each row locks the file anew
    std::size_t next_id = 0;

    void open(const Workspace &workspace, const Layer &of, std::vector<std::size_t> read, const char *which);
    bool step();
};

FeatureCursor::FeatureCursor(std::unique_ptr<State> state) : state_(std::move(state)) {}
FeatureCursor::~FeatureCursor() = default;
FeatureCursor::FeatureCursor(FeatureCursor &&) noexcept = default;

bool FeatureCursor::State::step() {
    if (!rows)
        return false;
    if (!ids)
        return rows->step();
    while (next_id < ids->size()) {
        rows->reset();
        rows->bind(1, (*ids)[next_id++]);
        if (rows->step())
            return true;
    }
    return false;
}

void FeatureCursor::State::open(const Workspace &workspace, const Layer &of, std::vector<std::size_t> read,
                                const char *which) {
    database = Access::database(workspace);
    layer = of.id;
    nothing.kind = static_cast<geometry::Kind>(single_type(of.geometry));
    for (const catalogue::Field &field : of.fields)
        types.push_back(field.type);
    refuse_other_reference(*database, of.id);
    if (database->has_table(of.id))
        rows.emplace(*database, select_sql(*database, of, read, which));
    fields = std::move(read);
}

namespace {

std::vector<std::size_t> all_fields(const Layer &layer) {
    std::vector<std::size_t> fields(layer.fields.size());
    std::iota(fields.begin(), fields.end(), std::size_t{0});
    return fields;
}

} // namespace

FeatureCursor features(const Workspace &workspace, const Layer &layer) {
    auto state = std::make_unique<FeatureCursor::State>();
    state->open(workspace, layer, all_fields(layer), "ORDER BY fid");
    return FeatureCursor(std::move(state));
}

FeatureCursor features(const Workspace &workspace, const Layer &layer, const OnlyFields &only) {
    auto state = std::make_unique<FeatureCursor::State>();
    state->open(workspace, layer, {only.fields.begin(), only.fields.end()}, "ORDER BY fid");
    return FeatureCursor(std::move(state));
}

FeatureCursor features(const Workspace &workspace, const Layer &layer, std::vector<std::int64_t> ids) {
    auto state = std::make_unique<FeatureCursor::State>();
    state->open(workspace, layer, all_fields(layer), "WHERE fid = ?");
    state->ids = std::move(ids);
    if (state->rows)
        state->reading.emplace(*state->database, "SELECT fid FROM " + sqlite::identifier(layer.id)).step();
    return FeatureCursor(std::move(state));
}

bool FeatureCursor::next(Feature &feature) {
    if (!state_->step()) {
        state_->rows.reset();
        state_->reading.reset();
        return false;
    }
    const sqlite::Statement &row = *state_->rows;
    feature.id = row.integer(0);
    try {
        const auto wkb = wkb_of_blob(row.blob(1));
        feature.wkb.assign(wkb.begin(), wkb.end());
    } catch (const geometry::InvalidGeometry &error) {
        bad_geometry(*state_->database, state_->layer, feature.id, error.what());
    }
    feature.no_place = unusable(feature.wkb);
    if (feature.no_place)
        feature.wkb = geometry::write_wkb(state_->nothing);
    feature.central_meridian = row.null(2) ? std::nullopt : std::optional(row.real(2));
    if (state_->fields.size() < state_->types.size())
        feature.values.clear();
    feature.values.resize(state_->types.size());
    for (std::size_t i = 0; i < state_->fields.size(); ++i)
        feature.values[state_->fields[i]] =
            value_of(row, static_cast<int>(i) + 3, state_->types[state_->fields[i]]);
    return true;
}

geometry::Box box_of(std::span<const Boundary> boundaries) {
    geometry::Box box;
    geometry::Shape shape;
    for (const Boundary &boundary : boundaries)
        try {
            read_wkb(boundary.wkb, shape);
            box.add(geometry::box_of(shape.points));
        } catch (const geometry::InvalidGeometry &) { // whoever draws it says so
        }
    return box;
}

void write_boundaries(const sqlite::Database &database, const std::string &table,
                      const std::vector<Boundary> &boundaries) {
    sqlite::Statement insert(database,
                             fmt::format("INSERT INTO {} (geom, code, name, league) VALUES (?, ?, ?, ?)",
                                         sqlite::identifier(table)));
    geometry::Box extent;
    std::vector<std::byte> blob;
    for (const Boundary &boundary : boundaries) {
        try {
            extent.add(blob_from_wkb(boundary.wkb, catalogue::GeometryType::polygon, {}, blob));
            insert.bind(1, std::span<const std::byte>(blob));
            insert.bind(2, boundary.code).bind(3, boundary.name).bind(4, boundary.league).step();
        } catch (const geometry::InvalidGeometry &error) {
            throw Error(ErrorKind::refused,
                        say("The boundary of {} {} cannot be used ({}). Correct it in the boundary file.",
                            boundary.code, boundary.name, error.what()));
        }
    }
    note_change(database, table, extent);
}

std::vector<Boundary> read_boundaries(const sqlite::Database &database, const std::string &table) {
    std::vector<Boundary> result;
    for (sqlite::Statement row(database,
                               fmt::format("SELECT code, name, league, geom, fid FROM {} ORDER BY code, fid",
                                           sqlite::identifier(table)));
         row.step();)
        try {
            const auto wkb = wkb_of_blob(row.blob(3));
            if (const auto bad = unusable(wkb))
                bad_geometry(database, table, row.integer(4), bad->in(language_in_use()));
            result.push_back({row.text(0), row.text(1), row.text(2), {wkb.begin(), wkb.end()}});
        } catch (const geometry::InvalidGeometry &error) {
            bad_geometry(database, table, row.integer(4), error.what());
        }
    return result;
}

void note_change(const sqlite::Database &database, const std::string &table, const geometry::Box &extent) {
    const std::string now = time_stamp();
    if (extent.empty()) {
        sqlite::Statement(database, "UPDATE gpkg_contents SET last_change = ? WHERE table_name = ?")
            .bind(1, now)
            .bind(2, table)
            .step();
        return;
    }
    sqlite::Statement(database,
                      "UPDATE gpkg_contents SET last_change = ?1, min_x = min(ifnull(min_x, ?3), ?3), "
                      "min_y = min(ifnull(min_y, ?4), ?4), max_x = max(ifnull(max_x, ?5), ?5), "
                      "max_y = max(ifnull(max_y, ?6), ?6) WHERE table_name = ?2")
        .bind(1, now)
        .bind(2, table)
        .bind(3, extent.min_x)
        .bind(4, extent.min_y)
        .bind(5, extent.max_x)
        .bind(6, extent.max_y)
        .step();
}

} // namespace qitu::workspace
