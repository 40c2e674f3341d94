#include "obstacles.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/review.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr std::array levels{ReviewLevel::banner, ReviewLevel::league, ReviewLevel::region};

bool has_review_field(const catalogue::Layer &layer) {
    return layer.index_of(catalogue::field_id::review) >= 0;
}

// How many levels a feature has passed: 0 none, 3 all. Where the layer has the field `review`, that is the
// account, which figures, forms and maps read: a file may bring reviews that were held elsewhere.
class Passed {
  public:
    Passed(const sqlite::Database &database, const catalogue::Layer &layer) {
        if (has_review_field(layer) && database.has_table(layer.id))
            read_field(database, layer.id);
        else if (database.has_table("qitu_review"))
            read_notes(database, layer.id);
    }
    [[nodiscard]] int of(std::int64_t feature) const {
        const auto found = passed_.find(feature);
        return found != passed_.end() ? found->second : 0;
    }
    [[nodiscard]] const std::map<std::int64_t, int> &all() const { return passed_; }

  private:
    void read_field(const sqlite::Database &database, const std::string &layer) {
        sqlite::Statement row(database, "SELECT rowid, review FROM " + sqlite::identifier(layer));
        while (row.step())
            for (const ReviewLevel level : levels)
                if (row.text(1) == review_level_name(level))
                    passed_[row.integer(0)] = static_cast<int>(level) + 1;
    }
    void read_notes(const sqlite::Database &database, const std::string &layer) {
        sqlite::Statement row(database,
                              "SELECT feature, level, returned FROM qitu_review WHERE layer = ? ORDER BY id");
        for (row.bind(1, layer); row.step();)
            passed_[row.integer(0)] =
                row.integer(2) != 0 ? 0 : static_cast<int>(review_level_from(row.text(1))) + 1;
    }

    std::map<std::int64_t, int> passed_;
};

void write_review_field(const sqlite::Database &database, const std::string &layer,
                        const std::vector<std::int64_t> &features, const Review &review) {
    sqlite::Statement set(database,
                          "UPDATE " + sqlite::identifier(layer) + " SET review = ? WHERE rowid = ?");
    for (const std::int64_t feature : features)
        set.bind(1, review.returned ? "none" : review_level_name(review.level)).bind(2, feature).step();
    note_change(database, layer, {});
}

std::string level_name(int level) {
    static constexpr std::array names{"banner first review", "league examination", "region re-check"};
    return translated(names.at(static_cast<std::size_t>(level)));
}

// "" when nothing stands against it.
std::string against_review(int passed, const Review &review) {
    const int level = static_cast<int>(review.level);
    if (review.returned && passed < level)
        return say("it has not reached the {} yet", level_name(level));
    if (review.returned)
        return {};
    if (passed > level)
        return say("it has passed the {} already", level_name(level));
    if (passed < level)
        return say("it has not passed the {} yet", level_name(passed));
    return {};
}

} // namespace

ReviewLevel review_level_from(std::string_view name) {
    const std::string word = folded(name);
    for (const ReviewLevel level : levels)
        if (word == review_level_name(level))
            return level;
    const std::array<std::vector<std::string>, 3> aliases{
        std::vector<std::string>{"旗县", "旗县初审", "初审"},
        {"盟市", "盟市审核", "审核"},
        {"自治区", "自治区复核", "复核"}};
    for (std::size_t i = 0; i < aliases.size(); ++i)
        if (std::find(aliases[i].begin(), aliases[i].end(), word) != aliases[i].end())
            return levels[i];
    throw Error(ErrorKind::usage, say("\"{}\" is not a review level. Use banner, league or region.", name));
}

std::string_view review_level_name(ReviewLevel level) {
    constexpr std::array<std::string_view, 3> names{"banner", "league", "region"};
    return names[static_cast<std::size_t>(level)];
}

std::vector<Obstacle> review(Edit &edit, const catalogue::Layer &layer,
                             const std::vector<std::int64_t> &features, const Review &review) {
    const sqlite::Database &database = edit.database();
    const Passed passed(database, layer);
    std::vector<Obstacle> obstacles;
    for (const std::int64_t feature : features) {
        const std::string against = against_review(passed.of(feature), review);
        if (!against.empty())
            obstacles.push_back({feature, project_of(database, layer, feature), against});
    }
    if (!obstacles.empty())
        return obstacles;
    sqlite::Statement insert(
        database, "INSERT INTO qitu_review (layer, feature, level, reviewer, date, note, returned) "
                  "VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (const std::int64_t feature : features)
        insert.bind(1, layer.id)
            .bind(2, feature)
            .bind(3, review_level_name(review.level))
            .bind(4, review.reviewer)
            .bind(5, review.date)
            .bind(6, review.note)
            .bind(7, std::int64_t{review.returned ? 1 : 0})
            .step();
    if (has_review_field(layer))
        write_review_field(database, layer.id, features, review);
    return {};
}

std::set<std::int64_t> reviewed(const Workspace &workspace, const catalogue::Layer &layer,
                                ReviewLevel level) {
    std::set<std::int64_t> result;
    const Passed known(database_of(workspace), layer);
    for (const auto &[feature, passed] : known.all())
        if (passed > static_cast<int>(level))
            result.insert(feature);
    return result;
}

std::vector<Review> reviews(const Workspace &workspace, const catalogue::Layer &layer, std::int64_t feature) {
    std::vector<Review> result;
    if (!database_of(workspace).has_table("qitu_review"))
        return result;
    sqlite::Statement row(database_of(workspace),
                          "SELECT level, reviewer, date, note, returned FROM qitu_review "
                          "WHERE layer = ? AND feature = ? ORDER BY id");
    for (row.bind(1, layer.id).bind(2, feature); row.step();)
        result.push_back(
            {review_level_from(row.text(0)), row.text(1), row.text(2), row.text(3), row.integer(4) != 0});
    return result;
}

} // namespace qitu::workspace
