#include "blocks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>
#include <set>

namespace qitu::planning {

namespace {

using Vertices = std::vector<std::uint32_t>;

class Former {
  public:
    Former(const Neighbours &parcels, const BlockSizes &sizes)
        : parcels_(parcels), graph_(parcels.graph), sizes_(sizes), piece_of_(graph_.size(), 0) {}

    std::vector<BlockShape> form() {
        for (const Vertices &component : components(graph_)) {
            pieces_.clear();
            divide(component);
            join_small();
            for (Vertices &piece : pieces_)
                if (!piece.empty())
                    blocks_.push_back(block_of(std::move(piece)));
        }
        std::sort(blocks_.begin(), blocks_.end(),
                  [](const auto &a, const auto &b) { return a.parcels < b.parcels; });
        return std::move(blocks_);
    }

  private:
    [[nodiscard]] double area(const Vertices &vertices) const {
        double sum = 0;
        for (const std::uint32_t vertex : vertices)
            sum += graph_.weights[vertex];
        return sum;
    }

    // Until each piece is small enough, or is one parcel.
    void divide(const Vertices &vertices) {
        const double whole = area(vertices);
        if (whole <= sizes_.most_m2 || vertices.size() < 2) {
            pieces_.push_back(vertices);
            return;
        }
        const double wanted = std::max((sizes_.least_m2 + sizes_.most_m2) / 2, sizes_.most_m2 * 0.6);
        const auto count = static_cast<std::uint32_t>(
            std::clamp(std::ceil(whole / wanted), 2.0, static_cast<double>(vertices.size())));
        const Graph graph = subgraph(graph_, vertices);
        const Parts parts = balanced_parts(graph, count);
        std::vector<Vertices> found(count);
        for (std::size_t i = 0; i < vertices.size(); ++i)
            found[parts[i]].push_back(vertices[i]);
        for (const Vertices &part : found) {
            if (part.size() == vertices.size()) { // could not be divided
                pieces_.push_back(part);
                return;
            }
            if (!part.empty())
                divide(part);
        }
    }

    // What is too small goes with the neighbour that it shares the longest border with, where both fit into one block.
    void join_small() {
        std::set<std::pair<double, std::size_t>> small;
        for (std::size_t i = 0; i < pieces_.size(); ++i) {
            for (const std::uint32_t vertex : pieces_[i])
                piece_of_[vertex] = static_cast<std::uint32_t>(i);
            if (area(pieces_[i]) < sizes_.least_m2)
                small.emplace(area(pieces_[i]), i);
        }
        while (!small.empty()) {
            const auto [m2, piece] = *small.begin();
            small.erase(small.begin());
            const std::size_t other = best_beside(piece, m2);
            if (other == piece)
                continue;
            small.erase({area(pieces_[other]), other});
            for (const std::uint32_t vertex : pieces_[piece])
                piece_of_[vertex] = static_cast<std::uint32_t>(other);
            pieces_[other].insert(pieces_[other].end(), pieces_[piece].begin(), pieces_[piece].end());
            pieces_[piece].clear();
            if (area(pieces_[other]) < sizes_.least_m2)
                small.emplace(area(pieces_[other]), other);
        }
    }

    [[nodiscard]] std::size_t best_beside(std::size_t piece, double m2) const {
        std::map<std::size_t, double> borders;
        for (const std::uint32_t vertex : pieces_[piece])
            for (const Graph::Border &border : graph_.borders[vertex])
                if (piece_of_[border.neighbour] != piece)
                    borders[piece_of_[border.neighbour]] += border.length;
        std::size_t best = piece;
        double longest = 0;
        for (const auto &[other, length] : borders)
            if (length > longest && area(pieces_[other]) + m2 <= sizes_.most_m2) {
                best = other;
                longest = length;
            }
        return best;
    }

    [[nodiscard]] BlockShape block_of(Vertices vertices) const {
        std::sort(vertices.begin(), vertices.end());
        BlockShape block{std::move(vertices), 0, 0, BlockFault::none};
        block.m2 = area(block.parcels);
        for (const std::uint32_t vertex : block.parcels) {
            block.perimeter_m += parcels_.perimeters[vertex];
            for (const Graph::Border &border : graph_.borders[vertex])
                if (std::binary_search(block.parcels.begin(), block.parcels.end(), border.neighbour))
                    block.perimeter_m -= border.length; // once from each side
        }
        if (block.m2 < sizes_.least_m2)
            block.fault = BlockFault::too_small;
        else if (block.m2 > sizes_.most_m2)
            block.fault = BlockFault::too_large;
        return block;
    }

    const Neighbours &parcels_;
    const Graph &graph_;
    BlockSizes sizes_;
    std::vector<Vertices> pieces_;        // of the component at hand
    std::vector<std::uint32_t> piece_of_; // of each of its vertices
    std::vector<BlockShape> blocks_;
};

} // namespace

double BlockShape::compactness() const {
    return perimeter_m > 0 ? std::min(1.0, 4 * std::numbers::pi * m2 / (perimeter_m * perimeter_m)) : 0;
}

std::vector<BlockShape> blocks_of(const Neighbours &parcels, const BlockSizes &sizes) {
    return Former(parcels, sizes).form();
}

} // namespace qitu::planning
