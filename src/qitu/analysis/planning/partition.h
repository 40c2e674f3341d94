// Land as a graph of parcels that share borders, cut into connected parts of about equal weight. METIS cuts; what it leaves
// apart or out of balance is mended here. Only metis_partition.cpp knows METIS.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace qitu::planning {

struct Graph {
    struct Border {
        std::uint32_t neighbour;
        double length; // m
    };
    std::vector<double> weights;              // of each vertex
    std::vector<std::vector<Border>> borders; // of each vertex, each border at both of its vertices
    [[nodiscard]] std::size_t size() const { return weights.size(); }
    void connect(std::uint32_t a, std::uint32_t b, double length);
};

/// The connected components, each in ascending order, by their first vertex.
std::vector<std::vector<std::uint32_t>> components(const Graph &graph);
/// Of some vertices, with the borders between them.
Graph subgraph(const Graph &graph, std::span<const std::uint32_t> vertices);

using Parts = std::vector<std::uint32_t>; // of each vertex, from 0

/// METIS's own answer: balanced, with short borders between the parts, not always connected. \pre parts > 0
Parts metis_parts(const Graph &graph, std::uint32_t parts);

/// Connected parts of a connected graph, as near to equal weight as single parcels that change sides bring them. Where a
/// vertex outweighs a part, or the graph has fewer vertices than parts, some part may be empty or too heavy: the worst
/// deviation tells.
Parts balanced_parts(const Graph &graph, std::uint32_t parts);

/// max |weight of a part / mean − 1|
double worst_deviation(const Graph &graph, const Parts &parts, std::uint32_t count);
bool connected(const Graph &graph, std::span<const std::uint32_t> vertices);

} // namespace qitu::planning
