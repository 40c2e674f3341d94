#include "blocks.h"
#include "choice.h"
#include "measures.h"
#include "needs.h"

#include <qitu/analysis/planning/candidates.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/repair.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace qitu::planning {

namespace {

using catalogue::Catalogue;
using catalogue::Indicator;

constexpr std::string_view within_rule = "within.";
constexpr std::string_view exclusive_rule = "exclusive.";
constexpr std::string_view near_rule = "near.";
constexpr double near_limit_m = 1000; // as the rule has it

const catalogue::Layer *layer_by_id(const Catalogue &catalogue, std::string_view id) {
    for (const catalogue::Layer &layer : catalogue.layers())
        if (layer.id == id)
            return &layer;
    return nullptr;
}

const catalogue::Layer &base_of(const Catalogue &catalogue, const catalogue::Layer &built,
                                const Scenario &scenario) {
    if (!scenario.base.empty())
        return catalogue.layer(scenario.base);
    const catalogue::Layer *base = nullptr;
    for (const catalogue::Rule &rule : built.rules)
        if (rule.id.starts_with(within_rule) && rule.severity != "off" && base == nullptr)
            base = layer_by_id(catalogue, std::string_view(rule.id).substr(within_rule.size()));
    if (base == nullptr)
        throw Error(ErrorKind::usage,
                    say("The catalogue does not say which layer {} must lie in. Name the base "
                        "in the scenario.",
                        built.id));
    return *base;
}

class Planner {
  public:
    Planner(const workspace::Workspace &workspace, const Catalogue &catalogue, const Indicator &indicator,
            const Scenario &scenario, const CandidateRules &rules, const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), indicator_(indicator), scenario_(scenario),
          rules_(rules), options_(options) {
        plan_.indicator = indicator.id;
        plan_.year = rules.year;
        plan_.unit = indicator.unit;
        plan_.scenario = scenario.names;
        plan_.criteria = scenario.criteria;
    }

    Candidates plan() {
        LandRules land = land_rules(catalogue_, indicator_, scenario_);
        land.banners = rules_.banners;
        if (workspace::feature_count(workspace_, *land.base) == 0)
            throw Error(ErrorKind::refused,
                        say("The layer {} has no features: there is no land to plan on. Import it first.",
                            land.base->names.in(language_in_use())));
        plan_.land = eligible_land(workspace_, land, options_);
        parcels_ = std::move(plan_.land.parcels);
        plan_.land.parcels.clear();
        plan_.notes = plan_.land.notes;
        form_blocks();
        score();
        choose_blocks();
        return std::move(plan_);
    }

  private:
    void form_blocks() {
        const BlockSizes sizes{scenario_.least_block_mu * square_metres_per_mu,
                               scenario_.most_block_mu * square_metres_per_mu};
        block_of_.resize(parcels_.size());
        for (std::size_t begin = 0; begin < parcels_.size();) {
            std::size_t end = begin;
            while (end < parcels_.size() && parcels_[end].banner == parcels_[begin].banner)
                ++end;
            form_blocks(begin, end, sizes);
            begin = end;
            report_progress(options_.progress, end, parcels_.size());
        }
    }

    // Of one banner.
    void form_blocks(std::size_t begin, std::size_t end, const BlockSizes &sizes) {
        std::vector<geometry::Shape> shapes;
        std::vector<double> weights;
        for (std::size_t i = begin; i < end; ++i) {
            shapes.push_back(geometry::read_wkb(parcels_[i].wkb));
            weights.push_back(parcels_[i].net_m2);
        }
        for (const BlockShape &shape : blocks_of(neighbours(shapes, std::move(weights)), sizes))
            add_block(shape, begin, shapes);
    }

    void add_block(const BlockShape &shape, std::size_t begin, const std::vector<geometry::Shape> &shapes) {
        Block block;
        block.id = static_cast<std::int64_t>(plan_.blocks.size()) + 1;
        block.admin = plan_.land.banners[parcels_[begin].banner].code;
        block.net_m2 = shape.m2;
        block.parcels = shape.parcels.size();
        block.compactness = shape.compactness();
        block.state = shape.fault == BlockFault::too_small   ? BlockState::too_small
                      : shape.fault == BlockFault::too_large ? BlockState::too_large
                                                             : BlockState::reserve;
        Measured measured{{0, 0}, shape.m2, block.compactness, block.parcels};
        for (const std::uint32_t parcel : shape.parcels) {
            block_of_[begin + parcel] = plan_.blocks.size();
            block.features.push_back(parcels_[begin + parcel].feature);
            const geometry::Point middle = geometry::box_of(shapes[parcel].points).middle();
            measured.middle.x += middle.x * parcels_[begin + parcel].net_m2 / shape.m2;
            measured.middle.y += middle.y * parcels_[begin + parcel].net_m2 / shape.m2;
        }
        std::sort(block.features.begin(), block.features.end());
        if (rules_.shapes)
            block.wkb = united(shape, shapes);
        plan_.blocks.push_back(std::move(block));
        measured_.push_back(measured);
    }

    std::vector<std::byte> united(const BlockShape &block, const std::vector<geometry::Shape> &shapes) {
        std::vector<geometry::GeosGeometry> parts;
        for (const std::uint32_t parcel : block.parcels) {
            const geometry::Shape &shape = shapes[parcel];
            parts.push_back(
                geos_.from(geometry::find_defect(shape, geos_) ? geometry::make_valid(shape, geos_) : shape));
        }
        const geometry::GeosGeometry whole = geos_.united(std::move(parts));
        geometry::Shape result;
        result.kind = geometry::Kind::polygon;
        geos_.read(whole.get(), geometry::Kind::polygon, result);
        return geometry::write_wkb(result);
    }

    void score() {
        double weights = 0;
        std::vector<double> points(plan_.blocks.size(), 0);
        for (const Criterion &criterion : scenario_.criteria) {
            const auto values = values_of(criterion, workspace_, measured_, parcels_, block_of_, options_);
            weights += criterion.weight;
            for (std::size_t i = 0; i < values.size(); ++i) {
                plan_.blocks[i].values.push_back(values[i]);
                points[i] += criterion.weight * criterion.points(values[i]);
            }
        }
        for (std::size_t i = 0; i < points.size(); ++i)
            plan_.blocks[i].score = weights > 0 ? points[i] / weights : 1;
    }

    void choose_blocks() {
        Needs needs = needs_of(workspace_, catalogue_, indicator_, rules_, options_);
        std::vector<std::vector<std::size_t>> blocks(needs.units.size());
        for (std::size_t i = 0; i < plan_.blocks.size(); ++i)
            if (const auto unit = needs.unit_of.find(plan_.blocks[i].admin);
                unit != needs.unit_of.end() && plan_.blocks[i].state == BlockState::reserve)
                blocks[unit->second].push_back(i);
        const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(rules_.seconds);
        for (std::size_t unit = 0; unit < needs.units.size(); ++unit) {
            report_progress(options_.progress, unit, needs.units.size());
            const std::chrono::duration<double> left = end - std::chrono::steady_clock::now();
            const double fair = left.count() / static_cast<double>(needs.units.size() - unit);
            choose_for(needs.units[unit], blocks[unit], fair);
        }
        plan_.units = std::move(needs.units);
        std::sort(plan_.units.begin(), plan_.units.end(),
                  [](const UnitChoice &a, const UnitChoice &b) { return a.admin < b.admin; });
        if (plan_.units.empty())
            plan_.notes.push_back(
                say("Nobody here has a quota of {} in {}: no block is chosen.", indicator_.id, rules_.year));
    }

    void choose_for(UnitChoice &unit, const std::vector<std::size_t> &blocks, double seconds) {
        const double mu = unit_size(indicator_.unit) / square_metres_per_mu;
        std::vector<Option> options;
        for (const std::size_t i : blocks)
            options.push_back({plan_.blocks[i].net_m2 / square_metres_per_mu, plan_.blocks[i].score});
        const Choice choice = choose(options, unit.needed * mu, {scenario_.over_penalty}, {seconds, 1e-6});
        for (std::size_t k = 0; k < blocks.size(); ++k)
            if (choice.chosen[k] != 0)
                plan_.blocks[blocks[k]].state = BlockState::chosen;
        unit.chosen = choice.mu / mu;
        plan_.objective += choice.objective;
        plan_.bound += choice.bound;
        plan_.proven = plan_.proven && choice.proven;
        if (unit.chosen < unit.needed * (1 - 1e-9))
            plan_.notes.push_back(
                say("{} {}: only {:.2f} of {:.2f} mu is found; there is no more eligible land "
                    "in blocks of this size.",
                    unit.admin, unit.name, choice.mu, unit.needed * mu));
    }

    const workspace::Workspace &workspace_;
    const Catalogue &catalogue_;
    const Indicator &indicator_;
    const Scenario &scenario_;
    const CandidateRules &rules_;
    const tabulate::Options &options_;
    Candidates plan_;
    std::vector<Parcel> parcels_;
    std::vector<std::size_t> block_of_; // of each parcel
    std::vector<Measured> measured_;    // of each block
    geometry::Geos geos_;
};

// Whether all that counts for the indicator is what the rule is about.
bool is_about(const catalogue::Rule &rule, const Indicator &indicator) {
    return std::all_of(rule.only.begin(), rule.only.end(), [&](const auto &condition) {
        const auto counted = indicator.where.find(condition.first);
        return counted != indicator.where.end() &&
               std::all_of(counted->second.begin(), counted->second.end(), [&](const std::string &code) {
                   return std::find(condition.second.begin(), condition.second.end(), code) !=
                          condition.second.end();
               });
    });
}

RasterRule raster_rule(const catalogue::Rule &rule) {
    RasterRule made{rule.id,           rule.raster->file,  rule.raster->slope, rule.raster->least,
                    rule.raster->most, rule.raster->values};
    made.forbidden = rule.id.starts_with(exclusive_rule);
    if (!made.forbidden && rule.limit)
        made.most_share = *rule.limit / 100;
    return made;
}

void add_rule(const catalogue::Rule &rule, const Catalogue &catalogue, LandRules &rules) {
    const std::size_t dot = rule.id.find('.');
    const catalogue::Layer *layer = dot == std::string::npos
                                        ? nullptr
                                        : layer_by_id(catalogue, std::string_view(rule.id).substr(dot + 1));
    if (rule.raster)
        rules.rasters.push_back(raster_rule(rule));
    else if (layer != nullptr && rule.id.starts_with(exclusive_rule))
        rules.exclusions.push_back({rule.id, layer, rule.where});
    else if (layer != nullptr && rule.id.starts_with(near_rule))
        rules.nears.push_back({rule.id, layer, rule.limit.value_or(near_limit_m), rule.where});
}

} // namespace

LandRules land_rules(const Catalogue &catalogue, const Indicator &indicator, const Scenario &scenario) {
    if (indicator.measure != catalogue::Measure::area)
        throw Error(ErrorKind::usage,
                    say("The indicator {} counts no area, so no land can be planned for it.", indicator.id));
    LandRules rules;
    rules.built = &catalogue.layer(indicator.layer);
    rules.base = &base_of(catalogue, *rules.built, scenario);
    rules.least_width_m = scenario.least_width_m;
    rules.rasters = scenario.rasters;
    rules.nears = scenario.nears;
    for (const catalogue::Rule &rule : rules.built->rules)
        if (rule.severity != "off" && is_about(rule, indicator))
            add_rule(rule, catalogue, rules);
    rules.exclusions.insert(rules.exclusions.end(), scenario.exclusions.begin(), scenario.exclusions.end());
    return rules;
}

BannerLand Candidates::whole() const {
    BannerLand whole;
    for (const BannerLand &banner : land.banners) {
        whole.base_m2 += banner.base_m2;
        whole.built_m2 += banner.built_m2;
        whole.eligible_m2 += banner.eligible_m2;
        for (const auto &[rule, m2] : banner.excluded_m2)
            whole.excluded_m2[rule] += m2;
    }
    return whole;
}

double Candidates::gap() const {
    return bound > objective ? (bound - objective) / std::max(std::abs(bound), 1.0) : 0;
}

Candidates candidates(const workspace::Workspace &workspace, const Catalogue &catalogue,
                      const Indicator &indicator, const Scenario &scenario, const CandidateRules &rules,
                      const tabulate::Options &options) {
    return Planner(workspace, catalogue, indicator, scenario, rules, options).plan();
}

} // namespace qitu::planning
