#include "counting.h"

#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace qitu::indicators {

namespace {

using catalogue::Counting;
using catalogue::Measure;
namespace field_id = catalogue::field_id;

void add_field(Plan &plan, const std::string &field) {
    if (std::find(plan.fields.begin(), plan.fields.end(), field) == plan.fields.end())
        plan.fields.push_back(field);
}

std::string described(const std::map<std::string, std::vector<std::string>> &conditions) {
    std::string text;
    for (const auto &[field, values] : conditions)
        text += fmt::format("{}={};", field, fmt::join(values, ","));
    return text;
}

} // namespace

CountingRules::CountingRules(const catalogue::Catalogue &catalogue, catalogue::Indicator indicator,
                             const Plan &plan, int year)
    : catalogue_(catalogue), indicator_(std::move(indicator)), layer_(*plan.layer), fields_(plan.fields),
      year_(year) {}

void CountingRules::note_fields(const catalogue::Indicator &indicator, Plan &plan) {
    add_field(plan, field_id::year);
    add_field(plan, field_id::stage);
    if (!indicator.from_review.empty())
        add_field(plan, field_id::review);
    for (const Conditions *conditions : {&indicator.where, &indicator.renewed, &indicator.happened})
        for (const auto &[field, values] : *conditions)
            add_field(plan, field);
    for (const std::string &date : {indicator.event, indicator.begin, indicator.end})
        if (!date.empty())
            add_field(plan, year_of_field(date));
    for (const std::string &number : {indicator.field, indicator.deduct_factor})
        if (!number.empty())
            add_field(plan, number);
    if (indicator.near)
        add_field(plan, near_field(*indicator.near));
    if (!indicator.part_field.empty()) {
        add_field(plan, is_given_field(indicator.part_field));
        plan.part_field = indicator.part_field;
    }
}

const std::string &CountingRules::value(const Group &group, const std::string &field) const {
    static const std::string none;
    const auto found = std::find(fields_.begin(), fields_.end(), field);
    return found == fields_.end() ? none : group[static_cast<std::size_t>(found - fields_.begin())];
}

bool CountingRules::meets(const Conditions &conditions, const Group &group) const {
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto &condition) {
        const auto &codes = condition.second;
        return std::find(codes.begin(), codes.end(), value(group, condition.first)) != codes.end();
    });
}

std::optional<int> CountingRules::number(const Group &group, const std::string &field) const {
    double year = 0;
    if (!parse_number(value(group, field), year))
        return std::nullopt;
    return static_cast<int>(year);
}

std::optional<int> CountingRules::event_year(const Group &group) const {
    return indicator_.event.empty() ? std::nullopt : number(group, year_of_field(indicator_.event));
}

// What is not done yet is in its programme year, whatever date is planned.
std::optional<int> CountingRules::year_of(const Group &group) const {
    std::optional<int> year;
    if (by_stage(group) == CountingStatus::done)
        year = event_year(group);
    return year ? year : number(group, field_id::year);
}

bool CountingRules::by_years() const {
    return indicator_.flow &&
           (indicator_.counting == Counting::built || indicator_.counting == Counting::dated);
}

bool CountingRules::renewed(const Group &group) const {
    return !indicator_.renewed.empty() && meets(indicator_.renewed, group);
}

CountingStatus CountingRules::by_stage(const Group &group) const {
    const bool has_stages = layer_.index_of(field_id::stage) >= 0;
    if (indicator_.from_stage.empty() || (!has_stages && layer_.reference))
        return CountingStatus::done;
    const int rank = catalogue_.stage_rank(value(group, field_id::stage));
    if (rank < 0)
        return CountingStatus::none;
    if (rank >= catalogue_.stage_rank(indicator_.from_stage))
        return reviewed(group) && happened(group) ? CountingStatus::done : CountingStatus::under_construction;
    return rank > catalogue_.stage_rank("approved") ? CountingStatus::under_construction
                                                    : CountingStatus::approved;
}

// The codes of `review` are in the order of the reviews.
bool CountingRules::reviewed(const Group &group) const {
    if (indicator_.from_review.empty())
        return true;
    const std::string &review = value(group, field_id::review);
    const std::vector<catalogue::Code> &codes = layer_.field(field_id::review)->codes;
    const auto place_of = [&](const std::string &wanted) {
        return std::ranges::find(codes, wanted, &catalogue::Code::code) - codes.begin();
    };
    const auto place = place_of(review);
    return place >= place_of(indicator_.from_review) && place < std::ssize(codes);
}

bool CountingRules::happened(const Group &group) const {
    return indicator_.happened.empty() || event_year(group) || meets(indicator_.happened, group);
}

// By `where`; also what declares a part and says nothing else.
bool CountingRules::belongs(const Group &group) const {
    if (indicator_.near && value(group, near_field(*indicator_.near)).empty())
        return false;
    if (meets(indicator_.where, group))
        return true;
    return !indicator_.part_field.empty() && !value(group, is_given_field(indicator_.part_field)).empty() &&
           std::all_of(indicator_.where.begin(), indicator_.where.end(),
                       [&](const auto &condition) { return value(group, condition.first).empty(); });
}

// What stands without a year has always stood: only reference layers have none.
bool CountingRules::stands(const Group &group) const {
    std::optional<int> begin =
        indicator_.begin.empty() ? std::nullopt : number(group, year_of_field(indicator_.begin));
    if (!begin)
        begin = number(group, field_id::year);
    const std::optional<int> end =
        indicator_.end.empty() ? std::nullopt : number(group, year_of_field(indicator_.end));
    return begin ? *begin <= year_ && (!end || *end >= year_) : layer_.reference;
}

bool CountingRules::takes_part(const Group &group, CountingStatus status) const {
    if (status == CountingStatus::none || !belongs(group))
        return false;
    if (indicator_.counting == Counting::standing)
        return stands(group);
    const std::optional<int> year = year_of(group);
    if (!year) // what is built upon counts from its year on, and always when it has none
        return layer_.reference && (!indicator_.flow || indicator_.measure == Measure::share);
    return indicator_.counting == Counting::annual ? number(group, field_id::year) == year_ : *year <= year_;
}

bool CountingRules::of_the_year(const Group &group, CountingStatus status) const {
    const bool base = layer_.reference && indicator_.measure == Measure::share;
    if (indicator_.counting == Counting::standing || base)
        return true;
    if (!indicator_.flow)
        return !renewed(group);
    if (indicator_.counting == Counting::dated && status != CountingStatus::done)
        return true; // it may still have its event in this year
    return year_of(group) == year_;
}

CountingStatus CountingRules::status(const Group &group) const {
    const CountingStatus status = by_stage(group);
    return takes_part(group, status) && of_the_year(group, status) ? status : CountingStatus::none;
}

CountingStatus CountingRules::cumulative(const Group &group) const {
    const CountingStatus status = by_stage(group);
    const bool counts = status == CountingStatus::done && takes_part(group, status) && !renewed(group);
    return counts ? status : CountingStatus::none;
}

bool CountingRules::done_before(const Group &group) const {
    return by_years() && cumulative(group) == CountingStatus::done && *year_of(group) < year_;
}

Ranking CountingRules::ranking(Contest contest) const {
    return [this, contest](const Group &group) { return precedence(group, contest); };
}

// What counts before what does not, then the earlier year, then the further stage; the engine adds the smaller
// id. What is renewed this year comes before all, since it counts on ground that was built before; but what only
// waits to be renewed must not take ground from what is done, and has a contest of its own.
std::optional<Precedence> CountingRules::precedence(const Group &group, Contest contest) const {
    constexpr int stages = 100;
    const CountingStatus status = by_stage(group);
    if (!takes_part(group, status))
        return std::nullopt;
    const bool done = status == CountingStatus::done;
    const std::int64_t key = static_cast<std::int64_t>(year_of(group).value_or(9999)) * stages -
                             catalogue_.stage_rank(value(group, field_id::stage));
    if (indicator_.renewed.empty())
        return Precedence{done ? 1 : 0, key};
    if (renewed(group)) {
        const bool there = of_the_year(group, status) && (done || contest == Contest::renewals);
        return there ? std::optional(Precedence{done ? 3 : 0, key}) : std::nullopt;
    }
    if (contest == Contest::renewals)
        return done && of_the_year(group, status) ? std::optional(Precedence{2, key}) : std::nullopt;
    return Precedence{done ? 1 : 0, key};
}

std::string CountingRules::contest_name(Contest contest) const {
    return fmt::format("{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}", layer_.id,
                       indicator_.near ? near_field(*indicator_.near) : "", indicator_.part_field,
                       static_cast<int>(indicator_.counting), year_, indicator_.from_stage,
                       indicator_.from_review, indicator_.event, indicator_.begin, indicator_.end,
                       described(indicator_.where), described(indicator_.happened),
                       described(indicator_.renewed), !indicator_.renewed.empty() && indicator_.flow,
                       static_cast<int>(contest));
}

} // namespace qitu::indicators
