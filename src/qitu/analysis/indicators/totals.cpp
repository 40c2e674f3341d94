#include "evaluation.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using Values = std::vector<tabulate::ValueSums>;

struct FigureSums {
    std::uint64_t features = 0;
    ExactSum gross, net, length, net_length, ground;
    Values values;

    void add(const Amounts &amounts) {
        add(amounts.figures);
        ground += amounts.ground;
        values.resize(std::max(values.size(), amounts.values.size()));
        for (std::size_t i = 0; i < amounts.values.size(); ++i)
            values[i] += amounts.values[i];
    }

    void add(const tabulate::Figures &figures) {
        features += figures.features;
        gross += figures.gross_m2;
        net += figures.net_m2;
        length += figures.length_m;
        net_length += figures.net_length_m;
    }
    [[nodiscard]] tabulate::Figures figures() const {
        return {features, gross.value(), net.value(), length.value(), net_length.value()};
    }
};

void refuse_unknown_fields(const catalogue::Layer &layer, const std::vector<std::string> &groups) {
    std::vector<std::string> known;
    for (const catalogue::Field &field : layer.fields)
        known.push_back(field.id);
    for (const std::string &group : groups)
        if (layer.field(group) == nullptr)
            throw Error(ErrorKind::usage, say("Layer {} has no field \"{}\". Its fields: {}.", layer.id,
                                              group, fmt::join(known, ", ")));
}

// Features by group that have a piece in the place; one that lies in two of its banners is one.
std::vector<std::uint64_t> features_in(const Breakdown &breakdown, const std::vector<bool> &inside) {
    std::vector<std::uint64_t> result(breakdown.groups.size());
    bool counted = false;
    std::int64_t last = -1;
    for (const FeaturePiece &piece : breakdown.pieces) {
        if (piece.feature != last)
            counted = false;
        last = piece.feature;
        if (counted || !inside[piece.banner])
            continue;
        counted = true;
        ++result[piece.group];
    }
    return result;
}

std::map<std::string, std::string> named(const std::vector<std::string> &fields, const Group &group) {
    std::map<std::string, std::string> result;
    for (std::size_t i = 0; i < fields.size(); ++i)
        result[fields[i]] = group[i];
    return result;
}

} // namespace

Totals totals(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const catalogue::Layer &layer, Level by, const std::vector<std::string> &groups,
              const tabulate::Options &options, const std::vector<std::string> &value_fields,
              const TellPiece &piece) {
    refuse_unknown_fields(layer, groups);
    refuse_unknown_fields(layer, value_fields);
    const Tree tree(workspace, catalogue, by);
    const bool of_many = by == Level::region || by == Level::league; // a unit of several leaves
    Plan plan{&layer, groups, of_many};
    plan.value_fields = value_fields;
    plan.tell = piece;
    Breakdown breakdown = break_down(workspace, catalogue, tree, plan, options);
    Totals result;
    result.method = options.method;
    result.worst_relative = breakdown.worst_relative;
    result.findings = std::move(breakdown.findings);
    for (const auto &[group, figures] : breakdown.outside)
        result.rows.push_back({layer.id, "", "", named(groups, breakdown.groups[group]), figures,
                               tabulate::percents_of(group, figures, breakdown.wholes),
                               breakdown.outside_values[group]});
    for (const Place &place : tree.places(by)) {
        std::vector<FigureSums> sums(breakdown.groups.size());
        std::vector<bool> inside(tree.banners.size());
        double ground_m2 = 0;
        for (const std::size_t banner : place.banners) {
            inside[banner] = true;
            ground_m2 += breakdown.ground_m2[banner];
            for (std::size_t group = 0; group < sums.size(); ++group)
                sums[group].add(breakdown.amounts[banner][group]);
        }
        const std::vector<std::uint64_t> distinct = features_in(breakdown, inside);
        for (std::size_t group = 0; group < sums.size(); ++group) {
            if (sums[group].features == 0)
                continue;
            if (of_many)
                sums[group].features = distinct[group];
            const tabulate::Figures figures = sums[group].figures();
            tabulate::Percents percents =
                tabulate::percents_of(static_cast<std::uint32_t>(group), figures, breakdown.wholes);
            if (figures.gross_m2 > 0)
                percents.of_zone = sums[group].ground.value() / ground_m2 * 100;
            result.rows.push_back({layer.id, place.code, place.name, named(groups, breakdown.groups[group]),
                                   figures, percents, sums[group].values});
        }
    }
    std::sort(result.rows.begin(), result.rows.end(), [](const TotalRow &a, const TotalRow &b) {
        return std::tie(a.admin, a.group) < std::tie(b.admin, b.group);
    });
    return result;
}

Totals totals_by_banner(const Breakdown &breakdown, const Plan &plan, const Tree &tree,
                        const std::string &field) {
    const auto column = std::find(plan.fields.begin(), plan.fields.end(), field) - plan.fields.begin();
    const bool has_field = plan.layer->index_of(field) >= 0;
    std::map<std::pair<std::string, std::string>, FigureSums> sums; // by banner and value
    const auto add = [&](const std::string &banner, std::size_t group, const tabulate::Figures &figures) {
        if (figures.features > 0)
            sums[{banner, breakdown.groups[group][static_cast<std::size_t>(column)]}].add(figures);
    };
    for (const auto &[group, figures] : breakdown.outside)
        add("", group, figures);
    for (std::size_t banner = 0; banner < tree.banners.size(); ++banner)
        for (std::size_t group = 0; group < breakdown.amounts[banner].size(); ++group)
            add(tree.banners[banner].code, group, breakdown.amounts[banner][group].figures);
    std::map<std::string, std::string> names;
    for (const workspace::Boundary &banner : tree.banners)
        names[banner.code] = banner.name;
    Totals result;
    result.worst_relative = breakdown.worst_relative;
    result.findings = breakdown.findings;
    for (const auto &[place, sum] : sums) {
        std::map<std::string, std::string> group;
        if (has_field)
            group[field] = place.second;
        result.rows.push_back({plan.layer->id, place.first, names[place.first], group, sum.figures()});
    }
    return result;
}

} // namespace qitu::indicators
