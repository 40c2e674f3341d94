#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/rounding.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/plans.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

namespace qitu::console {

using planning::Block;
using planning::BlockState;
using planning::Candidates;

const char *state_key(BlockState state) {
    switch (state) {
    case BlockState::chosen:
        return "chosen";
    case BlockState::reserve:
        return "reserve";
    case BlockState::too_small:
        return "too_small";
    case BlockState::too_large:
        break;
    }
    return "too_large";
}

std::string state_word(BlockState state) {
    switch (state) {
    case BlockState::chosen:
        return say("chosen");
    case BlockState::reserve:
        return say("reserve");
    case BlockState::too_small:
        return say("too small");
    case BlockState::too_large:
        break;
    }
    return say("too large");
}

namespace {

std::string mu_text(double m2) {
    return fmt::format("{:.2f}", m2 / square_metres_per_mu);
}

std::string banner_name(const catalogue::Catalogue &catalogue, const std::string &code) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(code);
    return unit == nullptr ? code : unit->names.in(language_in_use());
}

Json reasons_of(const Block &block, const Candidates &plan) {
    Json reasons = Json::object();
    for (std::size_t i = 0; i < plan.criteria.size(); ++i) {
        const planning::Criterion &criterion = plan.criteria[i];
        reasons[criterion.id] = Json{{"value", json_of(block.values[i])},
                                     {"points", criterion.points(block.values[i])},
                                     {"weight", criterion.weight}};
    }
    return reasons;
}

Json blocks_json(const Candidates &plan) {
    Json blocks = Json::array();
    for (const Block &block : plan.blocks)
        blocks.push_back({{"id", block.id},
                          {"admin", block.admin},
                          {"net_m2", block.net_m2},
                          {"score", block.score},
                          {"chosen", block.state == BlockState::chosen},
                          {"reasons", reasons_of(block, plan)},
                          {"state", state_key(block.state)},
                          {"parcels", block.parcels},
                          {"compactness", block.compactness},
                          {"features", block.features}});
    return blocks;
}

Json units_json(const Candidates &plan) {
    Json units = Json::array();
    for (const planning::UnitChoice &unit : plan.units)
        units.push_back({{"admin", unit.admin},
                         {"remaining", unit.remaining},
                         {"chosen", unit.chosen},
                         {"unit", unit_name(plan.unit, true)},
                         {"needed", unit.needed}});
    return units;
}

void print_json(std::ostream &out, const Candidates &plan) {
    const planning::BannerLand whole = plan.whole();
    Json excluded = Json::object();
    for (const auto &[rule, m2] : whole.excluded_m2)
        excluded[rule] = m2;
    write_json(out, {{"indicator", plan.indicator},
                     {"method", geodesy::method_name(plan.land.method)},
                     {"base_m2", whole.base_m2},
                     {"built_m2", whole.built_m2},
                     {"excluded_m2", excluded},
                     {"eligible_m2", whole.eligible_m2},
                     {"conservation", {{"worst_relative", plan.land.worst_relative}}},
                     {"solver",
                      {{"name", planning::solver_used},
                       {"objective", plan.objective},
                       {"bound", plan.bound},
                       {"gap", plan.gap()},
                       {"proven", plan.proven}}},
                     {"banners", units_json(plan)},
                     {"blocks", blocks_json(plan)}});
}

Columns<Block> block_columns(const Candidates &plan, const catalogue::Catalogue &catalogue) {
    Columns<Block> columns{
        {"id", say("Block"), Align::right, [](const Block &of) { return of.id; },
         [](const Block &of) { return fmt::format("{}", of.id); }},
        {"admin", say("Code"), Align::left, [](const Block &of) { return of.admin; },
         [](const Block &of) { return of.admin; }},
        {"", say("Name"), Align::left, {}, [&](const Block &of) { return banner_name(catalogue, of.admin); }},
        {"net_m2", say("Area (mu)"), Align::right, [](const Block &of) { return of.net_m2; },
         [](const Block &of) { return mu_text(of.net_m2); }},
        {"parcels", say("Parcels"), Align::right,
         [](const Block &of) { return static_cast<std::int64_t>(of.parcels); },
         [](const Block &of) { return fmt::format("{}", of.parcels); }},
        {"score", say("Score"), Align::right, [](const Block &of) { return of.score; },
         [](const Block &of) { return fmt::format("{:.3f}", of.score); }},
        {"chosen", "", Align::left, [](const Block &of) { return of.state == BlockState::chosen; }},
        {"state", "", Align::left, [](const Block &of) { return std::string(state_key(of.state)); }}};
    for (std::size_t i = 0; i < plan.criteria.size(); ++i)
        columns.push_back(
            {plan.criteria[i].id, plan.criteria[i].names.in(language_in_use()), Align::right,
             [i](const Block &of) { return value_of(of.values[i]); },
             [i](const Block &of) { return of.values[i] ? significant(*of.values[i]) : std::string("–"); }});
    return columns;
}

void print_land(std::ostream &out, const Candidates &plan) {
    const planning::BannerLand whole = plan.whole();
    Table table{{say("Land"), say("Area (mu)")}, {false, true}, {}};
    table.cells.push_back({say("base"), mu_text(whole.base_m2)});
    table.cells.push_back({say("built or under way"), mu_text(whole.built_m2)});
    for (const auto &[rule, m2] : whole.excluded_m2)
        table.cells.push_back({say("excluded by {}", rule), mu_text(m2)});
    table.cells.push_back({say("eligible"), mu_text(whole.eligible_m2)});
    for (const BlockState state :
         {BlockState::chosen, BlockState::reserve, BlockState::too_small, BlockState::too_large}) {
        double m2 = 0;
        std::size_t blocks = 0;
        for (const Block &block : plan.blocks)
            if (block.state == state) {
                m2 += block.net_m2;
                ++blocks;
            }
        if (blocks > 0)
            table.cells.push_back({say("of which {}, {} blocks", state_word(state), blocks), mu_text(m2)});
    }
    print(out, table);
}

void print_units(std::ostream &out, const Candidates &plan) {
    if (plan.units.empty())
        return;
    const std::string unit(unit_name(plan.unit, language_in_use() == Language::zh));
    Table table{{say("Code"), say("Name"), say("Remaining quota ({})", unit), say("Needed"), say("Chosen")},
                {false, false, true, true, true},
                {}};
    for (const planning::UnitChoice &one : plan.units)
        table.cells.push_back({one.admin, one.name, fmt::format("{:.4f}", one.remaining),
                               fmt::format("{:.4f}", one.needed), fmt::format("{:.4f}", one.chosen)});
    out << '\n';
    print(out, table);
    out << say("{}: objective {:.2f}, bound {:.2f}, gap {:.2g}.", planning::solver_used, plan.objective,
               plan.bound, plan.gap())
        << '\n';
}

} // namespace

void print(std::ostream &out, const Candidates &plan, const catalogue::Catalogue &catalogue, Format format) {
    const Columns<Block> columns = block_columns(plan, catalogue);
    if (format == Format::json)
        return print_json(out, plan);
    if (format == Format::csv)
        return write_csv(out, columns, plan.blocks);
    print_land(out, plan);
    print_units(out, plan);
    std::vector<Block> chosen;
    for (const Block &block : plan.blocks)
        if (block.state == BlockState::chosen)
            chosen.push_back(block);
    std::stable_sort(chosen.begin(), chosen.end(), [](const Block &a, const Block &b) {
        return a.admin != b.admin ? a.admin < b.admin : a.score > b.score;
    });
    if (!chosen.empty()) {
        out << '\n';
        print(out, table_of(columns, chosen));
    }
}

void print(std::ostream &out, const std::vector<planning::ComparedBanner> &banners,
           const catalogue::Catalogue &catalogue, Format format) {
    using planning::ComparedBanner;
    const auto area = [](const char *key, std::string heading, double ComparedBanner::*member) {
        return Column<ComparedBanner>{key, std::move(heading), Align::right,
                                      [member](const ComparedBanner &of) { return of.*member; },
                                      [member](const ComparedBanner &of) { return mu_text(of.*member); }};
    };
    const auto score = [](const char *key, std::string heading, double ComparedBanner::*member) {
        return Column<ComparedBanner>{
            key, std::move(heading), Align::right, [member](const ComparedBanner &of) { return of.*member; },
            [member](const ComparedBanner &of) { return fmt::format("{:.3f}", of.*member); }};
    };
    const auto count = [](const char *key, std::string heading, std::size_t ComparedBanner::*member) {
        return Column<ComparedBanner>{
            key, std::move(heading), Align::right,
            [member](const ComparedBanner &of) { return static_cast<std::int64_t>(of.*member); },
            [member](const ComparedBanner &of) { return fmt::format("{}", of.*member); }};
    };
    const Columns<ComparedBanner> columns{
        {"admin", say("Code"), Align::left, [](const ComparedBanner &of) { return of.admin; },
         [](const ComparedBanner &of) { return of.admin; }},
        {"name", say("Name"), Align::left, [](const ComparedBanner &of) { return of.name; },
         [&](const ComparedBanner &of) { return banner_name(catalogue, of.admin); }},
        count("a_blocks", say("A: blocks"), &ComparedBanner::blocks_a),
        area("a_m2", say("A: area (mu)"), &ComparedBanner::a_m2),
        score("a_score", say("A: score"), &ComparedBanner::a_score),
        count("b_blocks", say("B: blocks"), &ComparedBanner::blocks_b),
        area("b_m2", say("B: area (mu)"), &ComparedBanner::b_m2),
        score("b_score", say("B: score"), &ComparedBanner::b_score)};
    switch (format) {
    case Format::table:
        return print(out, table_of(columns, banners));
    case Format::csv:
        return write_csv(out, columns, banners);
    case Format::json:
        return write_json(out, {{"banners", json_of(columns, banners)}});
    }
}

} // namespace qitu::console
