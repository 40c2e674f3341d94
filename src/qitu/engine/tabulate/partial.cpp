#include "worker.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/engine/tabulate/partial.h>
#include <qitu/engine/tabulate/percents.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace qitu::tabulate {

Sums &Sums::operator+=(const Sums &other) {
    features += other.features;
    gross += other.gross;
    net += other.net;
    length += other.length;
    net_length += other.net_length;
    ground += other.ground;
    values.resize(std::max(values.size(), other.values.size()));
    for (std::size_t i = 0; i < other.values.size(); ++i)
        values[i] += other.values[i];
    return *this;
}

bool comes_before(const Finding &a, const Finding &b) {
    return std::tie(a.kind, a.feature, a.what, a.m2) < std::tie(b.kind, b.feature, b.what, b.m2);
}

void add(Partial &all, const Partial &part) {
    all.features += part.features;
    all.repaired += part.repaired;
    all.rejected += part.rejected;
    all.long_edges += part.long_edges;
    all.longest_edge_m = std::max(all.longest_edge_m, part.longest_edge_m);
    all.worst_relative = std::max(all.worst_relative, part.worst_relative);
    for (const auto &[rung, times] : part.rungs)
        all.rungs[rung] += times;
    all.findings.insert(all.findings.end(), part.findings.begin(), part.findings.end());
    for (const auto &[place, sums] : part.sums)
        all.sums[place] += sums;
    const auto added =
        all.contested.insert(all.contested.end(), part.contested.begin(), part.contested.end());
    std::inplace_merge(all.contested.begin(), added, all.contested.end());
}

namespace {

Figures figures_of(const Sums &sums) {
    return {sums.features, sums.gross.value(), sums.net.value(), sums.length.value(),
            sums.net_length.value()};
}

void list_findings(Result &result, const Partial &all) {
    result.findings = all.zone_findings;
    result.findings.insert(result.findings.end(), all.findings.begin(), all.findings.end());
    std::sort(result.findings.begin(), result.findings.end(), comes_before);
}

void list_rows(Result &result, const Partial &all) {
    for (const auto &[place, sums] : all.sums)
        if (place.zone < 0) {
            result.outside[place.group] = figures_of(sums);
            result.outside_values[place.group] = sums.values;
        } else {
            result.rows.push_back({all.codes[static_cast<std::size_t>(place.zone)],
                                   place.group,
                                   figures_of(sums),
                                   sums.gross,
                                   sums.net,
                                   sums.length,
                                   sums.net_length,
                                   sums.ground,
                                   {},
                                   sums.values});
        }
    std::stable_sort(result.rows.begin(), result.rows.end(),
                     [](const Row &a, const Row &b) { return a.zone < b.zone; });
}

void list_zones(Result &result, const Partial &all) {
    std::vector<ExactSum> covered(all.codes.size());
    for (const auto &[place, sums] : all.sums)
        if (place.zone >= 0)
            covered[static_cast<std::size_t>(place.zone)] += sums.ground;
    for (std::size_t i = 0; i < covered.size(); ++i)
        result.zones.push_back(
            {all.codes[i], all.zone_m2[i], all.net ? std::optional(covered[i].value()) : std::nullopt});
}

} // namespace

Result result_of(const Partial &all) {
    refuse_unless_conserved(all.worst_relative);
    Result result;
    result.method = all.method;
    result.max_edge = all.max_edge;
    result.target = all.target;
    result.features = all.features;
    result.repaired = all.repaired;
    result.rejected = all.rejected;
    result.long_edges = all.long_edges;
    result.longest_edge_m = all.longest_edge_m;
    result.worst_relative = all.worst_relative;
    result.overlay_rungs = all.zone_rungs;
    for (const auto &[rung, times] : all.rungs)
        result.overlay_rungs[rung] += times;
    list_findings(result, all);
    list_rows(result, all);
    list_zones(result, all);
    set_percents(result, wholes_of(result));
    result.contested = all.contested;
    return result;
}

} // namespace qitu::tabulate
