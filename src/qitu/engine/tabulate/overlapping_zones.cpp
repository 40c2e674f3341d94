#include <qitu/engine/tabulate/overlapping_zones.h>
#include <qitu/engine/tabulate/partial.h>
#include <qitu/engine/tabulate/percents.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <vector>

namespace qitu::tabulate {

namespace {

// Of all zones as one ground: what lies outside, and the wholes.
Result outside_of(Source &features, const Zones &zones, const Options &options, const TakePiece &piece) {
    const auto outside_only = [&](const Piece &one) {
        if (one.zone.empty())
            piece(one);
    };
    Result result = tabulate(features, zones, options, piece ? TakePiece(outside_only) : TakePiece());
    std::erase_if(result.findings,
                  [](const Finding &finding) { return finding.kind == Finding::Kind::zone_overlap; });
    return result;
}

// Of zones that do not overlap: what lies in them.
void add_lot(Result &all, Source &features, const Zones &lot, Options options, const TakePiece &piece) {
    options.outside = false;
    const auto inside_only = [&](const Piece &one) {
        if (!one.zone.empty())
            piece(one);
    };
    features.rewind();
    Result one = tabulate(features, lot, options, piece ? TakePiece(inside_only) : TakePiece());
    std::ranges::move(one.rows, std::back_inserter(all.rows));
    std::ranges::move(one.zones, std::back_inserter(all.zones));
    std::ranges::move(one.subtractions, std::back_inserter(all.subtractions));
    std::ranges::copy_if(one.findings, std::back_inserter(all.findings), [](const Finding &finding) {
        return finding.kind == Finding::Kind::not_conserved || finding.kind == Finding::Kind::not_drawn;
    });
    all.worst_relative = std::max(all.worst_relative, one.worst_relative);
    for (const auto &[rung, times] : one.overlay_rungs)
        all.overlay_rungs[rung] += times;
}

} // namespace

Result tabulate_each(Source &features, const Zones &zones, const Options &options, const TakePiece &piece) {
    Geos geos;
    const std::vector<Zones> lots = overlay::without_overlaps(zones, features.crs(), geos);
    if (lots.size() == 1)
        return tabulate(features, zones, options, piece);
    Result all = outside_of(features, zones, options, piece);
    const Wholes wholes = wholes_of(all);
    all.rows.clear();
    all.zones.clear();
    std::erase_if(all.subtractions, [](const Subtraction &taken) { return !taken.zone.empty(); });
    for (const Zones &lot : lots)
        add_lot(all, features, lot, options, piece);
    std::ranges::sort(all.rows, {}, [](const Row &row) { return std::tie(row.zone, row.group); });
    std::ranges::sort(all.zones, {}, &ZoneGround::zone);
    set_percents(all, wholes);
    return all;
}

} // namespace qitu::tabulate
