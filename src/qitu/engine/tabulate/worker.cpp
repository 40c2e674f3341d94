#include "worker.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace qitu::tabulate {

namespace {

void add_values(Sums &sums, const Feature &feature, double gross, double net) {
    const std::vector<double> &of_feature = *feature.values;
    const double share = feature.by_method > 0 ? gross / feature.by_method : 1;
    sums.values.resize(of_feature.size());
    for (std::size_t i = 0; i < of_feature.size(); ++i)
        if (!std::isnan(of_feature[i]))
            sums.values[i].add(of_feature[i], share, feature.kind, net);
}

} // namespace

void refuse_unless_conserved(double worst_relative) {
    if (worst_relative > conservation_limit)
        throw Error(
            ErrorKind::refused,
            say("Area is not conserved: the pieces of a feature differ from the whole by {:.2g} of it. "
                "No figures are given; please report this with the file.",
                worst_relative));
}

void Worker::take(const Item &item) {
    FeatureMeasurer::Outcome outcome = measurer.measure(item);
    ++read;
    if (outcome.finding) {
        ++(outcome.feature ? repaired : rejected);
        findings.push_back(std::move(*outcome.finding));
    }
    if (!outcome.feature)
        return;
    note_conservation(*outcome.feature, outcome.relative_error);
    long_edges += outcome.long_edges;
    longest_edge_m = std::max(longest_edge_m, outcome.longest_edge_m);
    if (keeping_.all || (keeping_.net && outcome.feature->kind != Kind::point))
        keep(std::move(*outcome.feature), measurer.box());
    else
        add(*outcome.feature);
}

void Worker::take_rival(const Item &item) {
    if (std::optional<Feature> rival = rival_measurer->rival(item); rival && rival->kind != Kind::point)
        keep(std::move(*rival), rival_measurer->box());
}

void Worker::note_conservation(const Feature &feature, double relative_error) {
    worst_relative = std::max(worst_relative, relative_error);
    if (relative_error > conservation_limit)
        findings.push_back(
            {Finding::Kind::not_conserved, feature.id, fmt::format("{:.3g}", relative_error), feature.whole});
}

void Worker::add(const Feature &feature) {
    if (feature.rival)
        return;
    const double straight = feature.by_method > 0 ? feature.whole / feature.by_method : 0;
    for_each_piece(feature, [&](std::int32_t zone, double gross, double net) {
        Sums &place = sums[{feature.group, zone}];
        ++place.features;
        if (feature.kind == Kind::polygon) {
            place.gross += gross;
            place.net += net;
            place.ground += net * straight;
        } else if (feature.kind == Kind::line) {
            place.length += gross;
            place.net_length += net;
        }
        if (feature.values)
            add_values(place, feature, gross, net);
    });
}

void Worker::keep(Feature feature, const Box &box) {
    if (keeping_.shapes || (keeping_.net && feature.kind != Kind::point)) {
        if (spool && feature.kind == Kind::polygon) {
            const std::size_t tile = Tiles::of(box);
            if (tile != Tiles::several)
                return spool->put(tile, feature);
        }
        kept_bytes_ += sizeof(Feature) + feature.rings.all().size_bytes();
        feature.rings = arena.keep(feature.rings);
    }
    features.push_back(std::move(feature));
    if (!spool && !keeping_.all && kept_bytes_ > keeping_.memory)
        move_to_disk();
}

// Polygons that lie in one tile go to disk; what crosses tiles stays, and so do lines.
void Worker::move_to_disk() {
    spool.emplace();
    overlay::Arena arena_of_few;
    std::deque<Feature> few;
    for (Feature &feature : features) {
        const std::size_t tile = Tiles::of(box_of(feature.rings.all()));
        if (tile != Tiles::several && feature.kind == Kind::polygon) {
            spool->put(tile, feature);
        } else {
            feature.rings = arena_of_few.keep(feature.rings);
            few.push_back(std::move(feature));
        }
    }
    features = std::move(few);
    arena = std::move(arena_of_few);
}

} // namespace qitu::tabulate
