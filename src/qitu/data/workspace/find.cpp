#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/find.h>

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::workspace {

namespace {

using catalogue::Layer;
using catalogue::Value;

constexpr std::size_t sides = 4; // of a box

void add_box_function(const sqlite::Database &database) {
    database.add_function("qitu_meets", 1 + sides, [](sqlite::Call &call) {
        call.answer(blob_meets(call.blob(0), {call.real(1), call.real(2), call.real(3), call.real(4)}));
    });
}

/// The FROM and WHERE of features that are wanted, with its parameters in order.
class Search {
  public:
    Search(const sqlite::Database &database, const Layer &layer, const Wanted &wanted, bool exact)
        : table_(database, layer.id), index_("rtree_" + layer.id + "_geom"), wanted_(wanted),
          indexed_(database.has_table(index_)) {
        add_boxes(exact);
        for (const auto &[field, value] : wanted.values)
            add_value(field, value);
        if (wanted.years && table_.has(catalogue::field_id::year))
            where(fmt::format("(f.year IS NULL OR f.year BETWEEN {} AND {})", wanted.years->first,
                              wanted.years->second));
        if (wanted.admin_codes)
            add_codes(*wanted.admin_codes);
    }

    [[nodiscard]] bool indexed() const { return indexed_; }

    /// `what` of them, with what follows the conditions.
    [[nodiscard]] std::string sql(const std::string &what, const std::string &then = {}) const {
        const std::string index =
            joined_ ? fmt::format(" JOIN {} r ON r.id = f.rowid", sqlite::identifier(index_)) : "";
        return fmt::format("SELECT {} FROM {} f{}{} {}", what, sqlite::identifier(table_.name), index,
                           conditions_, then);
    }
    void join() { joined_ = true; }

    void bind(sqlite::Statement &statement) const {
        int parameter = 1;
        for (const Value &value : parameters_)
            if (const auto *whole = std::get_if<std::int64_t>(&value))
                statement.bind(parameter++, *whole);
            else if (const auto *real = std::get_if<double>(&value))
                statement.bind(parameter++, *real);
            else
                statement.bind(parameter++, std::string_view(std::get<std::string>(value)));
    }

  private:
    struct Table {
        const sqlite::Database &database;
        std::string name;
        Table(const sqlite::Database &of, std::string table) : database(of), name(std::move(table)) {}
        [[nodiscard]] bool has(const std::string &column) const { return database.has_column(name, column); }
    };

    void where(const std::string &condition) {
        conditions_ += (conditions_.empty() ? " WHERE " : " AND ") + condition;
    }

    void add_boxes(bool exact) {
        std::vector<std::string> any;
        for (const geometry::Box &box : wanted_.boxes) {
            for (const double side : {box.min_x, box.min_y, box.max_x, box.max_y})
                parameters_.emplace_back(side);
            any.push_back(condition_of(parameters_.size() - sides, exact));
        }
        if (!any.empty())
            where(fmt::format("({})", fmt::join(any, " OR ")));
    }

    // What lies wholly in the box by the index needs no look at its geometry.
    std::string condition_of(std::size_t before, bool exact) {
        const auto side = [&](std::size_t i) { return fmt::format("?{}", before + i + 1); };
        std::string meets =
            fmt::format("qitu_meets(f.geom, {}, {}, {}, {})", side(0), side(1), side(2), side(3));
        if (!indexed_)
            return meets;
        joined_ = true;
        std::string near = fmt::format("r.maxx >= {} AND r.maxy >= {} AND r.minx <= {} AND r.miny <= {}",
                                       side(0), side(1), side(2), side(3));
        if (!exact)
            return near;
        return fmt::format(
            "({} AND ((r.minx >= {} AND r.miny >= {} AND r.maxx <= {} AND r.maxy <= {}) OR {}))", near,
            side(0), side(1), side(2), side(3), meets);
    }

    void add_value(const std::string &field, const Value &value) {
        if (!table_.has(field))
            return where("0"); // no feature has it yet
        parameters_.push_back(value);
        where(fmt::format("f.{} = ?{}", sqlite::identifier(field), parameters_.size()));
    }

    void add_codes(const std::set<std::string> &codes) {
        if (!table_.has(catalogue::field_id::admin_code))
            return where("0");
        std::vector<std::string> texts;
        for (const std::string &code : codes)
            texts.push_back(sqlite::literal(code));
        where(fmt::format("f.admin_code IN ({})", fmt::join(texts, ", ")));
    }

    Table table_;
    std::string index_;
    const Wanted &wanted_;
    bool indexed_;
    bool joined_ = false;
    std::string conditions_;
    std::vector<Value> parameters_;
};

/// Calls `row` with each row that the statement gives.
template <typename Row>
void each(const sqlite::Database &database, const Search &search, const std::string &sql, const Row &row) {
    sqlite::Statement statement(database, sql);
    search.bind(statement);
    while (statement.step())
        row(statement);
}

} // namespace

std::uint64_t count_wanted(const Workspace &workspace, const Layer &layer, const Wanted &wanted) {
    const sqlite::Database &database = database_of(workspace);
    if (!database.has_table(layer.id))
        return 0;
    add_box_function(database);
    const Search search(database, layer, wanted, true);
    std::uint64_t count = 0;
    each(database, search, search.sql("count(*)"),
         [&](const sqlite::Statement &row) { count = static_cast<std::uint64_t>(row.integer(0)); });
    return count;
}

std::vector<std::int64_t> find_wanted(const Workspace &workspace, const Layer &layer, const Wanted &wanted,
                                      std::uint64_t skip, std::uint64_t most) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<std::int64_t> ids;
    if (!database.has_table(layer.id))
        return ids;
    add_box_function(database);
    const Search search(database, layer, wanted, true);
    each(database, search,
         search.sql("f.rowid", fmt::format("ORDER BY f.rowid LIMIT {} OFFSET {}", most, skip)),
         [&](const sqlite::Statement &row) { ids.push_back(row.integer(0)); });
    return ids;
}

std::vector<Placed> placed(const Workspace &workspace, const Layer &layer, const Wanted &wanted) {
    const sqlite::Database &database = database_of(workspace);
    std::vector<Placed> found;
    if (!database.has_table(layer.id))
        return found;
    Search search(database, layer, wanted, false);
    if (!search.indexed())
        throw Error(ErrorKind::refused,
                    say("{}: layer {} has no spatial index: another program has replaced it.",
                        database.file().string(), layer.id));
    search.join();
    each(database, search, search.sql("f.rowid, r.minx, r.miny, r.maxx, r.maxy", "ORDER BY f.rowid"),
         [&](const sqlite::Statement &row) {
             found.push_back({row.integer(0), {row.real(1), row.real(2), row.real(3), row.real(4)}});
         });
    return found;
}

std::optional<geometry::Box> extent_of(const Workspace &workspace, const Layer &layer) {
    sqlite::Statement row(database_of(workspace),
                          "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?");
    if (!row.bind(1, layer.id).step() || row.null(0))
        return std::nullopt;
    return geometry::Box{row.real(0), row.real(1), row.real(2), row.real(3)};
}

} // namespace qitu::workspace
