#include "packed_index.h"
#include "state.h"
#include "without_triggers.h"

#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>

namespace qitu::workspace {

namespace {

using catalogue::Feature;
using catalogue::Layer;

bool has_trigger(const sqlite::Database &database, const std::string &name) {
    return sqlite::Statement(database, "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?")
        .bind(1, name)
        .step();
}

// What the triggers of a layer's table do at an insert, done for many at once.
class Insertions {
  public:
    Insertions(const sqlite::Database &database, const std::string &table)
        : database_(database), table_(table), index_name_("rtree_" + table + "_geom"),
          indexed_(has_trigger(database, index_name_ + "_insert") && database.has_table(index_name_)),
          counted_(has_trigger(database, "trigger_insert_feature_count_" + table)),
          recorded_(has_trigger(database, "qitu_record_insert_" + table)) {}

    /// False when somebody has given the table a trigger of his own: it must run at every insert.
    [[nodiscard]] bool are_known() const {
        const std::array known{index_name_ + "_", "trigger_insert_feature_count_" + table_,
                               "trigger_delete_feature_count_" + table_, std::string("qitu_record_")};
        sqlite::Statement row(database_,
                              "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?");
        row.bind(1, table_);
        while (row.step())
            if (const std::string name = row.text(0);
                std::none_of(known.begin(), known.end(),
                             [&](const std::string &begin) { return name.starts_with(begin); }))
                return false;
        return true;
    }

    void expect(std::uint64_t count) {
        if (indexed_)
            index_.expect(count);
    }

    void note(std::int64_t row, const geometry::Box &envelope) {
        first_ = count_ == 0 ? row : first_;
        in_sequence_ = in_sequence_ && row == first_ + static_cast<std::int64_t>(count_);
        ++count_;
        if (indexed_)
            index_.add(row, envelope);
    }

    void finish() {
        if (count_ == 0)
            return;
        if (!in_sequence_) // ids come in sequence from a table whose ids are never used again
            throw std::logic_error(table_ + ": ids do not follow each other");
        if (indexed_)
            index_.write_to(database_, index_name_);
        if (counted_)
            sqlite::Statement(database_, "UPDATE gpkg_ogr_contents SET feature_count = feature_count + ? "
                                         "WHERE lower(table_name) = lower(?)")
                .bind(1, static_cast<std::int64_t>(count_))
                .bind(2, table_)
                .step();
        if (recorded_)
            record_insertions(database_, table_, first_, first_ + static_cast<std::int64_t>(count_) - 1);
    }

  private:
    const sqlite::Database &database_;
    std::string table_;
    std::string index_name_;
    bool indexed_, counted_, recorded_;
    PackedIndex index_;
    std::int64_t first_ = 0;
    std::uint64_t count_ = 0;
    bool in_sequence_ = true;
};

} // namespace

std::uint64_t add_features(Edit &edit, const Layer &layer, const std::function<const Feature *()> &next,
                           std::uint64_t expected) {
    const sqlite::Database &database = edit.database();
    Writer &writer = Access::state(edit).writer(layer);
    Insertions insertions(database, layer.id);
    std::uint64_t count = 0;
    if (!insertions.are_known()) {
        for (const Feature *feature = next(); feature != nullptr; feature = next(), ++count)
            insert(database, layer, *feature, writer);
        return count;
    }
    insertions.expect(expected);
    const WithoutTriggers without(database);
    for (const Feature *feature = next(); feature != nullptr; feature = next(), ++count) {
        const geometry::Box envelope = insert(database, layer, *feature, writer);
        insertions.note(database.last_row_id(), envelope);
    }
    insertions.finish();
    return count;
}

} // namespace qitu::workspace
