#include "fork_rules.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace qitu::commands {

namespace {

using workspace::ReviewLevel;

constexpr const char *review_rows = "qitu_review";
constexpr std::array from_the_highest{ReviewLevel::region, ReviewLevel::league, ReviewLevel::banner};

/// A word of the field `review`; nothing for "none" and what is no level.
std::optional<ReviewLevel> level_in_field(const std::string &word) {
    for (const ReviewLevel level : from_the_highest)
        if (word == workspace::review_level_name(level))
            return level;
    return std::nullopt;
}

std::string change_name(const workspace::ForkChange &change) {
    return fmt::format("{}:{}", change.table, change.row);
}

} // namespace

std::optional<std::set<std::string>> units_within(const catalogue::Catalogue &catalogue,
                                                  const std::string &name) {
    if (name.empty())
        return std::nullopt;
    const std::string admin = catalogue.admin(name).code;
    std::set<std::string> codes;
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (catalogue.lies_in(unit.code, {admin}))
            codes.insert(unit.code);
    return codes;
}

ForkRules::ForkRules(const catalogue::Catalogue &catalogue, const workspace::Workspace &workspace,
                     const std::string &admin, const std::string &level)
    : catalogue_(catalogue), workspace_(workspace), units_(units_within(catalogue, admin)),
      level_(level.empty() ? Level() : workspace::review_level_from(level)) {}

const std::vector<std::string> &ForkRules::columns(const std::string &table) {
    auto found = columns_.find(table);
    if (found == columns_.end())
        found = columns_.emplace(table, workspace::columns(workspace_, table)).first;
    return found->second;
}

std::set<std::string> ForkRules::values_in(const workspace::ForkChange &change, const char *column) {
    const std::vector<std::string> &names = columns(change.table);
    const auto place =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
    std::set<std::string> values;
    for (const auto *side : {&change.base, &change.ours, &change.theirs})
        if (*side && place < (*side)->size())
            values.insert(workspace::text_of((**side)[place]));
    return values;
}

// A review is of its feature's unit; what is not there is nobody's.
std::set<std::string> ForkRules::units_of(const workspace::ForkChange &change) {
    if (change.table != review_rows)
        return values_in(change, catalogue::field_id::admin_code);
    std::set<std::string> units;
    for (const std::string &layer : values_in(change, "layer"))
        for (const std::string &feature : values_in(change, "feature")) {
            const catalogue::Layer &of = catalogue_.layer(layer);
            const int field = of.index_of(catalogue::field_id::admin_code);
            catalogue::Feature row;
            const auto id = static_cast<std::int64_t>(plain_number(feature).value_or(0));
            const bool there = field >= 0 && workspace::features(workspace_, of, {id}).next(row);
            units.insert(there ? catalogue::text_of(row.values[static_cast<std::size_t>(field)])
                               : std::string());
        }
    return units;
}

ForkRules::Level ForkRules::passed(const std::string &layer, std::int64_t feature) {
    for (const ReviewLevel level : from_the_highest) {
        auto found = reviewed_.find({layer, level});
        if (found == reviewed_.end())
            found = reviewed_
                        .emplace(std::pair(layer, level),
                                 workspace::reviewed(workspace_, catalogue_.layer(layer), level))
                        .first;
        if (found->second.contains(feature))
            return level;
    }
    return std::nullopt;
}

std::optional<ReviewLevel> ForkRules::least_level(const workspace::ForkChange &change) {
    Level least;
    if (change.table == review_rows) {
        for (const std::string &word : values_in(change, "level"))
            least = std::max(least, Level(workspace::review_level_from(word)));
        return least;
    }
    if (change.ours)
        least = passed(change.table, change.row);
    for (const std::string &word : values_in(change, catalogue::field_id::review))
        least = std::max(least, level_in_field(word));
    return least;
}

std::string ForkRules::against(const workspace::ForkChange &change) {
    const bool alone = change.decided_with == workspace::ForkRow(change.table, change.row);
    if (units_ && (alone || change.table != review_rows)) {
        const std::set<std::string> units = units_of(change);
        if (units.empty() || !std::includes(units_->begin(), units_->end(), units.begin(), units.end()))
            return say("{} is a row of another unit: {}", change_name(change), fmt::join(units, ", "));
    }
    if (level_ && least_level(change) > level_)
        return say("{} has passed a higher level of review, or brings such a review: a reviewer of that "
                   "level decides about it",
                   change_name(change));
    return {};
}

} // namespace qitu::commands
