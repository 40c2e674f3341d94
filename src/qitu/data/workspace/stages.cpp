// Stages and reviews: no step skipped, none back without a reason.
#include "cell.h"
#include "state.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::workspace {

namespace {

constexpr std::array levels{ReviewLevel::banner, ReviewLevel::league, ReviewLevel::region};

std::string project_of(const Database &database, const catalogue::Layer &layer, std::int64_t feature) {
    if (layer.index_of("project_code") < 0)
        return {};
    Statement row(database, "SELECT project_code FROM " + sql_name(layer.id) + " WHERE rowid = ?");
    return row.bind(1, feature).step() ? row.text(0) : std::string();
}

bool has_review_field(const catalogue::Layer &layer) {
    return layer.index_of("review") >= 0;
}

// How many levels a feature has passed: 0 none, 3 all. Where the layer has the field `review`, that is the
// account, which figures, forms and maps read: a file may bring reviews that were held elsewhere.
class Passed {
  public:
    Passed(const Database &database, const catalogue::Layer &layer) {
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
    void read_field(const Database &database, const std::string &layer) {
        Statement row(database, "SELECT rowid, review FROM " + sql_name(layer));
        while (row.step())
            for (const ReviewLevel level : levels)
                if (row.text(1) == review_level_name(level))
                    passed_[row.integer(0)] = static_cast<int>(level) + 1;
    }
    void read_notes(const Database &database, const std::string &layer) {
        Statement row(database,
                      "SELECT feature, level, returned FROM qitu_review WHERE layer = ? ORDER BY id");
        for (row.bind(1, layer); row.step();)
            passed_[row.integer(0)] =
                row.integer(2) != 0 ? 0 : static_cast<int>(review_level_from(row.text(1))) + 1;
    }

    std::map<std::int64_t, int> passed_;
};

void write_review_field(const Database &database, const std::string &layer,
                        const std::vector<std::int64_t> &features, const Review &review) {
    Statement set(database, "UPDATE " + sql_name(layer) + " SET review = ? WHERE rowid = ?");
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
        return say("it has not come to the {} yet", level_name(level));
    if (review.returned)
        return {};
    if (passed > level)
        return say("it has passed the {} already", level_name(level));
    if (passed < level)
        return say("it has not passed the {} yet", level_name(passed));
    return {};
}

std::string stage_name(const catalogue::Catalogue &catalogue, int rank) {
    return rank < 0 ? say("no stage")
                    : catalogue.stages()[static_cast<std::size_t>(rank)].names.in(language_in_use());
}

std::string against_stage(const catalogue::Catalogue &catalogue, int now, int wanted, bool has_reason) {
    if (now == wanted)
        return say("it is at {} already", stage_name(catalogue, now));
    if (wanted < now && !has_reason)
        return say("it is at {}: going back needs a reason", stage_name(catalogue, now));
    if (wanted > now + 1)
        return say("it is at {}: {} comes next", stage_name(catalogue, now), stage_name(catalogue, now + 1));
    return {};
}

void take_row(std::set<std::int64_t> &ids, Statement &rows, const std::string &none) {
    bool any = false;
    while (rows.step()) {
        ids.insert(rows.integer(0));
        any = true;
    }
    if (!any)
        throw Error(ErrorKind::refused, none);
}

void refuse_other_sql(const Database &database, const Statement &rows, const std::string &where) {
    if (!rows.read_only())
        throw Error(ErrorKind::usage, say("{}: \"{}\" is no condition.", database.file().string(), where));
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
    throw Error(ErrorKind::usage, say("\"{}\" is no level of review: it is banner, league or region.", name));
}

std::string_view review_level_name(ReviewLevel level) {
    constexpr std::array<std::string_view, 3> names{"banner", "league", "region"};
    return names[static_cast<std::size_t>(level)];
}

std::vector<std::int64_t> Workspace::select(const catalogue::Layer &layer, const Selection &selection) const {
    const Database &database = *state_->database;
    const std::string file = database.file().string();
    const std::string name = layer.names.in(language_in_use());
    if (!database.has_table(layer.id))
        throw Error(ErrorKind::refused, say("{}: {} has no features yet.", file, name));
    std::set<std::int64_t> ids;
    const std::string all = "SELECT rowid FROM " + sql_name(layer.id) + " WHERE ";
    for (const std::int64_t feature : selection.features) {
        Statement row(database, all + "rowid = ?");
        take_row(ids, row.bind(1, feature), say("{}: {} has no feature {}.", file, name, feature));
    }
    for (const std::string &project : selection.projects) {
        Statement row(database, all + "project_code = ?");
        take_row(ids, row.bind(1, project), say("{}: {} has no feature of project {}.", file, name, project));
    }
    if (!selection.where.empty()) {
        Statement row(database, all + "(" + selection.where + ")");
        refuse_other_sql(database, row, selection.where);
        take_row(ids, row, say("{}: no feature of {} meets {}.", file, name, selection.where));
    }
    return {ids.begin(), ids.end()};
}

std::vector<Obstacle> Workspace::advance(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
                                         const std::vector<std::int64_t> &features, const std::string &stage,
                                         const std::string &reason_to_go_back) {
    state_->require_transaction("Workspace::advance");
    const Database &database = *state_->database;
    if (layer.index_of("stage") < 0)
        throw Error(ErrorKind::refused, say("{} has no stages.", layer.names.in(language_in_use())));
    const int wanted = catalogue.stage_rank(stage);
    std::vector<Obstacle> obstacles;
    Statement now(database, "SELECT stage FROM " + sql_name(layer.id) + " WHERE rowid = ?");
    for (const std::int64_t feature : features) {
        const int rank = now.bind(1, feature).step() ? catalogue.stage_rank(now.text(0)) : -1;
        now.step();
        const std::string against = against_stage(catalogue, rank, wanted, !reason_to_go_back.empty());
        if (!against.empty())
            obstacles.push_back({feature, project_of(database, layer, feature), against});
    }
    if (!obstacles.empty())
        return obstacles;
    Statement set(database, "UPDATE " + sql_name(layer.id) + " SET stage = ? WHERE rowid = ?");
    for (const std::int64_t feature : features)
        set.bind(1, stage).bind(2, feature).step();
    note_change(database, layer.id, {});
    return {};
}

std::vector<Obstacle> Workspace::review(const catalogue::Layer &layer,
                                        const std::vector<std::int64_t> &features, const Review &review) {
    state_->require_transaction("Workspace::review");
    const Database &database = *state_->database;
    const Passed passed(database, layer);
    std::vector<Obstacle> obstacles;
    for (const std::int64_t feature : features) {
        const std::string against = against_review(passed.of(feature), review);
        if (!against.empty())
            obstacles.push_back({feature, project_of(database, layer, feature), against});
    }
    if (!obstacles.empty())
        return obstacles;
    Statement insert(database,
                     "INSERT INTO qitu_review (layer, feature, level, reviewer, date, note, returned) "
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

std::set<std::int64_t> Workspace::reviewed(const catalogue::Layer &layer, ReviewLevel level) const {
    std::set<std::int64_t> result;
    const Passed known(*state_->database, layer);
    for (const auto &[feature, passed] : known.all())
        if (passed > static_cast<int>(level))
            result.insert(feature);
    return result;
}

std::vector<Review> Workspace::reviews(const catalogue::Layer &layer, std::int64_t feature) const {
    std::vector<Review> result;
    if (!state_->database->has_table("qitu_review"))
        return result;
    Statement row(*state_->database, "SELECT level, reviewer, date, note, returned FROM qitu_review "
                                     "WHERE layer = ? AND feature = ? ORDER BY id");
    for (row.bind(1, layer.id).bind(2, feature); row.step();)
        result.push_back(
            {review_level_from(row.text(0)), row.text(1), row.text(2), row.text(3), row.integer(4) != 0});
    return result;
}

} // namespace qitu::workspace
