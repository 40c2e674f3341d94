#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/quotas/quotas.h>
#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/quotas.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace qitu::quotas {

namespace {

using catalogue::AdminUnit;
using catalogue::Catalogue;
using catalogue::Indicator;
using catalogue::Measure;
using indicators::Level;
using indicators::TotalRow;
using indicators::Totals;

struct Entry {
    workspace::Quota quota;
    std::optional<double> value; // in the indicator's unit; none when it cannot be known
};

const Indicator *indicator_of(const Catalogue &catalogue, const std::string &id) {
    const auto &all = catalogue.indicators();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Indicator &indicator) { return indicator.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::optional<Unit> unit_named(const std::string &name) {
    try {
        return unit_from(name);
    } catch (const Error &) {
        return {};
    }
}

// Quotas of shares do not add up; all others do.
bool adds_up(const Indicator &indicator) {
    return indicator.measure != Measure::share;
}

class Checker {
  public:
    Checker(const workspace::Workspace &workspace, const Catalogue &catalogue, int year,
            tabulate::Options options)
        : workspace_(workspace), catalogue_(catalogue), options_(std::move(options)) {
        options_.net = false;
        for (const workspace::QuotaVersion &version : workspace::quota_versions(workspace))
            latest_[{version.quota.indicator, version.quota.admin, version.quota.year}] = version;
        std::erase_if(latest_, [&](const auto &entry) {
            const int of = std::get<2>(entry.first);
            return entry.second.withdrawn || (year != 0 && of != 0 && of != year);
        });
    }

    std::vector<QuotaFault> faults() {
        for (const auto &[key, version] : latest_)
            look_at(version);
        for (const auto &[key, entry] : entries_)
            look_for_duplicate(entry);
        std::set<std::tuple<std::string, std::string, int>> parents;
        for (const auto &[key, entry] : entries_) {
            const auto &[indicator, admin, of] = key;
            const AdminUnit *unit = catalogue_.find_admin(admin);
            if (unit->level < 2)
                parents.insert(key);
            if (!unit->parent.empty())
                parents.insert({indicator, unit->parent, of});
        }
        for (const auto &[indicator, admin, of] : parents)
            compare_children(*indicator_of(catalogue_, indicator), *catalogue_.find_admin(admin), of);
        for (const auto &[key, entry] : entries_)
            look_for_layer(entry);
        return std::move(faults_);
    }

  private:
    void add(const char *rule, const workspace::Quota &quota, std::string what) {
        faults_.push_back({rule, quota.indicator, quota.admin, quota.year, std::move(what)});
    }

    void look_at(const workspace::QuotaVersion &version) {
        const workspace::Quota &quota = version.quota;
        const Indicator *indicator = indicator_of(catalogue_, quota.indicator);
        const AdminUnit *unit = catalogue_.find_admin(quota.admin);
        const std::optional<Unit> counted_in = unit_named(version.unit);
        if (indicator == nullptr)
            add("unknown_indicator", quota, say("the catalogue has no indicator \"{}\".", quota.indicator));
        if (unit == nullptr)
            add("unknown_admin", quota, say("the catalogue has no admin unit \"{}\".", quota.admin));
        if (!counted_in)
            add("unknown_unit", quota, say("\"{}\" is not a unit.", version.unit));
        if (indicator == nullptr || unit == nullptr)
            return;
        Entry entry{quota, {}};
        if (counted_in && !convertible(*counted_in, indicator->unit))
            add("wrong_unit", quota,
                say("{} cannot be converted to {}, the unit of the indicator.", version.unit,
                    unit_name(indicator->unit, language_in_use() == Language::zh)));
        else if (counted_in)
            entry.value = converted(quota.value, *counted_in, indicator->unit);
        if (!belongs(*indicator, *unit))
            add("out_of_place", quota,
                say("the indicator applies only to {}.", fmt::join(indicator->admin, ", ")));
        entries_.emplace(std::tuple(quota.indicator, quota.admin, quota.year), std::move(entry));
    }

    // Inside a unit that the indicator is bound to, or above one.
    [[nodiscard]] bool belongs(const Indicator &indicator, const AdminUnit &unit) const {
        return indicator.admin.empty() ||
               std::any_of(indicator.admin.begin(), indicator.admin.end(), [&](const std::string &code) {
                   return within(unit, code) || within(*catalogue_.find_admin(code), unit.code);
               });
    }
    [[nodiscard]] bool within(const AdminUnit &unit, const std::string &code) const {
        for (const AdminUnit *at = &unit; at != nullptr; at = catalogue_.find_admin(at->parent))
            if (at->code == code)
                return true;
        return false;
    }

    void look_for_duplicate(const Entry &entry) {
        const workspace::Quota &quota = entry.quota;
        if (quota.year != 0 && entries_.contains({quota.indicator, quota.admin, 0}))
            add("duplicate", quota, say("there is also one without a year; the one with the year is used."));
    }

    void compare_children(const Indicator &indicator, const AdminUnit &parent, int year) {
        if (!adds_up(indicator))
            return;
        const auto own = entries_.find({indicator.id, parent.code, year});
        ExactSum sum;
        std::vector<std::string> missing;
        std::size_t present = 0;
        for (const AdminUnit &child : catalogue_.admin_units()) {
            if (child.parent != parent.code || !belongs(indicator, child))
                continue;
            const auto found = entries_.find({indicator.id, child.code, year});
            if (found == entries_.end())
                missing.push_back(child.names.zh);
            else if (++present; found->second.value)
                sum += *found->second.value;
        }
        if (present == 0)
            return; // not handed on yet
        const workspace::Quota place{indicator.id, parent.code, year, 0, indicator.unit, "", false};
        if (own == entries_.end())
            return add("missing", place,
                       say("the units below have quotas, but {} has none.", parent.names.zh));
        if (!missing.empty() && own->second.value && sum.value() < *own->second.value)
            add("missing", place, say("no quota for {}.", fmt::join(missing, ", ")));
        if (own->second.value)
            compare(place, *own->second.value, sum.value());
    }

    void compare(const workspace::Quota &place, double own, double sum) {
        const std::string unit(unit_name(place.unit, language_in_use() == Language::zh));
        if (std::abs(sum - own) <= 1e-9 * std::max(1.0, own))
            return;
        if (sum < own)
            add("short", place,
                say("the units below have {:.6g} {}, {:.6g} less than its {:.6g}.", sum, unit, own - sum,
                    own));
        else
            add("over", place,
                say("the units below have {:.6g} {}, {:.6g} more than its {:.6g}.", sum, unit, sum - own,
                    own));
    }

    void look_for_layer(const Entry &entry) {
        const AdminUnit *unit = catalogue_.find_admin(entry.quota.admin);
        const std::string &layer = indicator_of(catalogue_, entry.quota.indicator)->layer;
        if (unit->level == 2 && entry.quota.value > 0 && !banners_with(layer).contains(unit->code))
            add("no_layer", entry.quota, say("the layer {} has no features there yet.", layer));
    }

    const std::set<std::string> &banners_with(const std::string &id) {
        const auto [place, fresh] = present_.try_emplace(id);
        const catalogue::Layer &layer = catalogue_.layer(id);
        if (!fresh || workspace::feature_count(workspace_, layer) == 0)
            return place->second;
        for (const TotalRow &row :
             indicators::totals(workspace_, catalogue_, layer, Level::banner, {}, options_).rows)
            place->second.insert(row.admin); // "" outside every banner
        return place->second;
    }

    using Key = std::tuple<std::string, std::string, int>; // indicator, admin, year

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    tabulate::Options options_;
    std::map<Key, workspace::QuotaVersion> latest_;
    std::map<Key, Entry> entries_;
    std::map<std::string, std::set<std::string>> present_;
    std::vector<QuotaFault> faults_;
};

} // namespace

void require_fit(Unit unit, const Indicator &indicator) {
    const bool chinese = language_in_use() == Language::zh;
    if (!convertible(unit, indicator.unit))
        throw Error(ErrorKind::usage,
                    say("the unit {} cannot be converted to that of the indicator {}, which is {}.",
                        unit_name(unit, chinese), indicator.id, unit_name(indicator.unit, chinese)));
}

std::vector<QuotaFault> check_quotas(const workspace::Workspace &workspace, const Catalogue &catalogue,
                                     int year, const tabulate::Options &options) {
    return Checker(workspace, catalogue, year, options).faults();
}

} // namespace qitu::quotas
