#include "partition.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <metis.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace qitu::planning {

namespace {

constexpr idx_t most_weight = 1'000'000'000; // of all vertices: it has 32 bits

idx_t scaled(double value, double scale) {
    return std::max<idx_t>(1, static_cast<idx_t>(std::lround(value * scale)));
}

} // namespace

Parts metis_parts(const Graph &graph, std::uint32_t parts) {
    Parts result(graph.size(), 0);
    if (parts < 2 || graph.size() < 2)
        return result;
    const double whole = std::accumulate(graph.weights.begin(), graph.weights.end(), 0.0);
    const double scale = whole > 0 ? static_cast<double>(most_weight) / whole : 1;
    std::vector<idx_t> starts{0}, neighbours, lengths, weights;
    for (std::size_t i = 0; i < graph.size(); ++i) {
        weights.push_back(scaled(graph.weights[i], scale));
        for (const Graph::Border &border : graph.borders[i]) {
            neighbours.push_back(static_cast<idx_t>(border.neighbour));
            lengths.push_back(scaled(border.length, 1));
        }
        starts.push_back(static_cast<idx_t>(neighbours.size()));
    }
    std::array<idx_t, METIS_NOPTIONS> options{};
    METIS_SetDefaultOptions(options.data());
    options[METIS_OPTION_SEED] = 1;
    idx_t vertices = static_cast<idx_t>(graph.size()), constraints = 1, count = static_cast<idx_t>(parts);
    idx_t cut = 0;
    std::vector<idx_t> found(graph.size());
    constexpr std::uint32_t few = 8; // recursive bisection cuts better, k-way is faster
    if (parts > few)
        options[METIS_OPTION_CONTIG] = 1;
    const int status = (parts > few ? METIS_PartGraphKway : METIS_PartGraphRecursive)(
        &vertices, &constraints, starts.data(), neighbours.data(), weights.data(), nullptr, lengths.data(),
        &count, nullptr, nullptr, options.data(), &cut, found.data());
    if (status != METIS_OK)
        throw Error(ErrorKind::refused, say("METIS could not divide {} parcels into {} parts (status {}).",
                                            graph.size(), parts, status));
    std::copy(found.begin(), found.end(), result.begin());
    return result;
}

} // namespace qitu::planning
