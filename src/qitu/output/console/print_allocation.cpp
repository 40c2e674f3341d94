#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/plans.h>

#include <fmt/format.h>

#include <ostream>

namespace qitu::console {

namespace {

using planning::AllocatedShare;
using planning::Bound;

const char *bound_key(Bound bound) {
    switch (bound) {
    case Bound::floor:
        return "floor";
    case Bound::cap:
        return "cap";
    case Bound::fixed:
        return "fixed";
    case Bound::none:
        break;
    }
    return nullptr;
}

std::string bound_word(Bound bound) {
    switch (bound) {
    case Bound::floor:
        return say("floor");
    case Bound::cap:
        return say("cap");
    case Bound::fixed:
        return say("fixed");
    case Bound::none:
        break;
    }
    return "";
}

// To a ten-thousandth of the unit, without zeros at the end.
std::string bound_text(double bound) {
    constexpr double steps = 1e4;
    return fmt::format("{}", std::round(bound * steps) / steps);
}

Columns<AllocatedShare> share_columns(const planning::Allocation &allocation,
                                      const catalogue::Catalogue &catalogue) {
    std::string unit(unit_name(allocation.parent.unit, language_in_use() == Language::zh));
    double whole = 0;
    for (const AllocatedShare &share : allocation.children)
        whole += share.weight;
    const auto bound = [](const AllocatedShare &of) {
        const char *key = bound_key(of.bound);
        return key == nullptr ? Value() : Value(std::string(key));
    };
    constexpr double hundred = 100;
    return {{"admin", say("Code"), Align::left, [](const AllocatedShare &of) { return of.admin; },
             [](const AllocatedShare &of) { return of.admin; }},
            {"name", say("Name"), Align::left, [](const AllocatedShare &of) { return of.name; },
             [&](const AllocatedShare &of) { return catalogue.admin(of.admin).names.in(language_in_use()); }},
            {"weight", say("Weight"), Align::right, [](const AllocatedShare &of) { return of.weight; },
             [whole](const AllocatedShare &of) {
                 return whole > 0 ? fmt::format("{:.2f}%", hundred * of.weight / whole) : std::string();
             }},
            {"floor", say("Floor"), Align::right, [](const AllocatedShare &of) { return of.floor; },
             [](const AllocatedShare &of) { return of.floor > 0 ? bound_text(of.floor) : std::string(); }},
            {"cap", say("Cap"), Align::right, [](const AllocatedShare &of) { return value_of(of.cap); },
             [](const AllocatedShare &of) { return of.cap ? bound_text(*of.cap) : std::string(); }},
            {"value", say("Quota"), Align::right, [](const AllocatedShare &of) { return of.value; },
             [](const AllocatedShare &of) { return fmt::format("{}", of.value); }},
            {"quota", "", Align::right, [](const AllocatedShare &of) { return of.value; }},
            {"unit", say("Unit"), Align::left, [unit](const AllocatedShare &) { return unit; },
             [unit](const AllocatedShare &) { return unit; }},
            {"bound", say("Held by"), Align::left, bound,
             [](const AllocatedShare &of) { return bound_word(of.bound); }}};
}

} // namespace

void print(std::ostream &out, const planning::Allocation &allocation, const catalogue::Catalogue &catalogue,
           Format format) {
    const Columns<AllocatedShare> columns = share_columns(allocation, catalogue);
    switch (format) {
    case Format::table:
        print(out, table_of(columns, allocation.children));
        out << say("Allocated {}.", allocation.reason) << '\n';
        return;
    case Format::csv:
        return write_csv(out, columns, allocation.children);
    case Format::json:
        break;
    }
    const Json rows = json_of(columns, allocation.children);
    write_json(out, {{"parent", allocation.parent.admin},
                     {"value", allocation.parent.value},
                     {"unit", unit_name(allocation.parent.unit, true)},
                     {"step", allocation.step},
                     {"reason", allocation.reason},
                     {"children", rows},
                     {"rows", rows}});
}

} // namespace qitu::console
