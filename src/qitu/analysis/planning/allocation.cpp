#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/indicators/totals.h>
#include <qitu/analysis/planning/allocation.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <algorithm>

namespace qitu::planning {

namespace {

using catalogue::AdminUnit;
using catalogue::Catalogue;
using catalogue::Indicator;
using indicators::Level;
using ByUnit = std::map<std::string, double>;

std::string label_of(const AdminUnit &unit) {
    return fmt::format("{} {}", unit.code, unit.names.in(language_in_use()));
}

class Allocator {
  public:
    Allocator(const workspace::Workspace &workspace, const Catalogue &catalogue, const Indicator &indicator,
              const AdminUnit &parent, int year, const AllocationRules &rules,
              const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), indicator_(indicator), parent_(parent), year_(year),
          rules_(rules), options_(options), level_(parent.level == 0 ? Level::league : Level::banner) {}

    Allocation run() {
        allocation_.parent = parent_quota();
        allocation_.step = rules_.step;
        ByUnit weights = weights_of();
        std::map<std::string, UnitBounds> bounds = bounds_of();
        const ByUnit land = rules_.cap_layer == nullptr ? ByUnit() : left_of(*rules_.cap_layer);
        std::vector<Claim> claims;
        for (const AdminUnit &unit : catalogue_.admin_units())
            if (unit.parent == parent_.code)
                if (std::optional<Claim> claim = claim_of(unit, weights[unit.code], bounds, land))
                    claims.push_back(*claim);
        if (std::none_of(claims.begin(), claims.end(), [](const Claim &claim) { return claim.weight > 0; }))
            refuse_no_weight();
        divide(claims);
        return std::move(allocation_);
    }

  private:
    [[nodiscard]] workspace::Quota parent_quota() const {
        if (parent_.level > 1)
            throw Error(ErrorKind::usage, say("{} has no units below it to allocate to.", label_of(parent_)));
        for (const workspace::Quota &quota : workspace::quotas(workspace_))
            if (quota.indicator == indicator_.id && quota.admin == parent_.code && quota.year == year_)
                return quota;
        throw Error(ErrorKind::refused,
                    say("{} {} has no quota of {} for {} to allocate. Set one with \"qitu quota set\".",
                        parent_.code, parent_.names.zh, indicator_.id, year_));
    }

    [[noreturn]] void refuse_no_weight() const {
        if (rules_.layer != nullptr)
            throw Error(ErrorKind::refused,
                        say("The layer {} has no features in {} {} to allocate by. Choose another layer.",
                            rules_.layer->id, parent_.code, parent_.names.zh));
        throw Error(ErrorKind::refused, say("No unit of {} has a weight to allocate by.", label_of(parent_)));
    }

    [[nodiscard]] ByUnit net_of(const catalogue::Layer &layer) const {
        ByUnit net;
        const indicators::Totals totals =
            indicators::totals(workspace_, catalogue_, layer, level_, {}, options_);
        for (const indicators::TotalRow &row : totals.rows)
            net[row.admin] += row.figures.net_m2;
        return net;
    }

    // What of the layer nothing of the indicator's own layer covers, whatever its stage. m²
    [[nodiscard]] ByUnit left_of(const catalogue::Layer &layer) const {
        const catalogue::Layer &own = catalogue_.layer(indicator_.layer);
        if (layer.geometry != catalogue::GeometryType::polygon ||
            own.geometry != catalogue::GeometryType::polygon)
            throw Error(ErrorKind::usage, say("What is left of {} is land: both it and {} must be polygons.",
                                              layer.id, own.id));
        ByUnit left = net_of(layer);
        if (&layer == &own)
            throw Error(ErrorKind::usage,
                        say("{} is the indicator's own layer: nothing of it is left to build.", layer.id));
        const indicators::OverlapTable common =
            indicators::overlaps(workspace_, catalogue_, {&layer, &own}, level_, options_);
        for (const indicators::OverlapRow &row : common.rows)
            left[row.admin] = std::max(0.0, left[row.admin] - row.m2);
        return left;
    }

    ByUnit weights_of() {
        switch (rules_.weight) {
        case Weight::layer: {
            reasons_.push_back(say("by the net area of {}", rules_.layer->names.in(language_in_use())));
            return net_of(*rules_.layer);
        }
        case Weight::left: {
            reasons_.push_back(
                say("by what of {} is not built yet", rules_.layer->names.in(language_in_use())));
            return left_of(*rules_.layer);
        }
        case Weight::table: {
            std::vector<UnitColumn> columns{{{rules_.column}, true}};
            read_unit_table(rules_.table, catalogue_, columns);
            reasons_.push_back(
                say("by the column {} of {}", rules_.column, rules_.table.filename().string()));
            return std::move(columns.front().values);
        }
        case Weight::completion:
            break;
        }
        reasons_.push_back(say("by what was done in {}", year_ - 1));
        ByUnit done;
        const indicators::ProgressTable progress =
            indicators::progress(workspace_, catalogue_, level_, year_ - 1, {indicator_.id}, options_);
        for (const indicators::ProgressRow &row : progress.rows)
            done[row.admin] = row.known ? row.done : 0;
        return done;
    }

    std::map<std::string, UnitBounds> bounds_of() {
        std::map<std::string, UnitBounds> bounds = rules_.bounds;
        for (const auto &[code, bound] : bounds)
            if (catalogue_.admin(code).parent != parent_.code)
                throw Error(ErrorKind::usage, say("{} does not lie directly below {}.",
                                                  label_of(catalogue_.admin(code)), label_of(parent_)));
        if (rules_.bounds_table.empty())
            return bounds;
        std::vector<UnitColumn> columns{
            {{"下限", "floor"}}, {{"上限", "cap"}}, {{"固定", "固定值", "fixed"}}};
        read_unit_table(rules_.bounds_table, catalogue_, columns);
        for (const auto &[code, value] : columns[0].values)
            bounds[code].floor = bounds[code].floor.value_or(value);
        for (const auto &[code, value] : columns[1].values)
            bounds[code].cap = bounds[code].cap.value_or(value);
        for (const auto &[code, value] : columns[2].values)
            bounds[code].fixed = bounds[code].fixed.value_or(value);
        return bounds;
    }

    // Nothing for a unit that takes no part.
    std::optional<Claim> claim_of(const AdminUnit &unit, double weight,
                                  const std::map<std::string, UnitBounds> &bounds, const ByUnit &land) {
        const auto found = bounds.find(unit.code);
        const UnitBounds own = found == bounds.end() ? UnitBounds() : found->second;
        if (!(weight > 0) && !own.floor && !own.fixed)
            return {};
        Claim claim{unit.code, label_of(unit), weight};
        claim.floor = own.floor.value_or(rules_.of_all.floor.value_or(0));
        claim.cap = own.cap ? own.cap : rules_.of_all.cap;
        claim.fixed = own.fixed;
        if (rules_.cap_layer != nullptr) {
            const auto left = land.find(unit.code);
            const double there =
                left == land.end() ? 0 : left->second / area_unit_size(allocation_.parent.unit);
            claim.cap = std::min(claim.cap.value_or(there), there);
        }
        return claim;
    }

    [[nodiscard]] double area_unit_size(Unit unit) const {
        if (indicator_.measure != catalogue::Measure::area)
            throw Error(ErrorKind::usage,
                        say("The indicator {} counts no area: no land can be its cap.", indicator_.id));
        return unit_size(unit);
    }

    void divide(const std::vector<Claim> &claims) {
        const std::vector<Part> parts = apportion(allocation_.parent.value, rules_.step, claims);
        for (std::size_t i = 0; i < claims.size(); ++i) {
            const Claim &claim = claims[i];
            const Part &part = parts[i];
            allocation_.children.push_back({claim.key, catalogue_.admin(claim.key).names.zh, claim.weight,
                                            claim.fixed.value_or(claim.floor),
                                            claim.fixed ? claim.fixed : claim.cap, part.value, part.bound});
            if (part.bound == Bound::floor)
                reasons_.push_back(say("{} held up by its floor {}", claim.label, claim.floor));
            else if (part.bound == Bound::cap)
                reasons_.push_back(say("{} held down by its cap {:.6g}", claim.label, *claim.cap));
            else if (part.bound == Bound::fixed)
                reasons_.push_back(say("{} fixed at {}", claim.label, *claim.fixed));
        }
        if (rules_.cap_layer != nullptr)
            reasons_.push_back(
                say("no more than is left of {}", rules_.cap_layer->names.in(language_in_use())));
        reasons_.push_back(say("in steps of {}", rules_.step));
        allocation_.reason = fmt::format("{}", fmt::join(reasons_, "; "));
        note_older_quotas();
    }

    // A unit that gets nothing now keeps what it was given before, and the sum is then no longer the parent's.
    void note_older_quotas() {
        for (const workspace::Quota &quota : workspace::quotas(workspace_)) {
            const AdminUnit *unit = catalogue_.find_admin(quota.admin);
            if (quota.indicator != indicator_.id || quota.year != year_ || unit == nullptr ||
                unit->parent != parent_.code)
                continue;
            if (std::none_of(allocation_.children.begin(), allocation_.children.end(),
                             [&](const AllocatedShare &child) { return child.admin == quota.admin; }))
                allocation_.notes.push_back(
                    say("{} gets nothing here and keeps its earlier quota of {}. Withdraw it "
                        "with \"qitu quota set --withdraw\" if it no longer holds.",
                        label_of(*unit), quota.value));
        }
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    const Indicator &indicator_;
    const AdminUnit &parent_;
    int year_;
    const AllocationRules &rules_;
    const tabulate::Options &options_;
    Level level_;
    Allocation allocation_;
    std::vector<std::string> reasons_;
};

} // namespace

std::vector<workspace::Quota> Allocation::quotas() const {
    std::vector<workspace::Quota> quotas;
    for (const AllocatedShare &child : children) {
        quotas.push_back(parent);
        quotas.back().admin = child.admin;
        quotas.back().value = child.value;
    }
    return quotas;
}

Allocation allocate(const workspace::Workspace &workspace, const Catalogue &catalogue,
                    const Indicator &indicator, const AdminUnit &parent, int year,
                    const AllocationRules &rules, const tabulate::Options &options) {
    return Allocator(workspace, catalogue, indicator, parent, year, rules, options).run();
}

} // namespace qitu::planning
