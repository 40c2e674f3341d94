#include "partition.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace qitu::planning {

void Graph::connect(std::uint32_t a, std::uint32_t b, double length) {
    borders[a].push_back({b, length});
    borders[b].push_back({a, length});
}

namespace {

// All vertices of `inside` that can be reached from one; `inside` is cleared for them.
std::vector<std::uint32_t> reached(const Graph &graph, std::uint32_t from, std::vector<char> &inside) {
    std::vector<std::uint32_t> found{from};
    inside[from] = 0;
    for (std::size_t i = 0; i < found.size(); ++i)
        for (const Graph::Border &border : graph.borders[found[i]])
            if (inside[border.neighbour] != 0) {
                inside[border.neighbour] = 0;
                found.push_back(border.neighbour);
            }
    return found;
}

} // namespace

std::vector<std::vector<std::uint32_t>> components(const Graph &graph) {
    std::vector<char> inside(graph.size(), 1);
    std::vector<std::vector<std::uint32_t>> result;
    for (std::uint32_t i = 0; i < graph.size(); ++i)
        if (inside[i] != 0) {
            result.push_back(reached(graph, i, inside));
            std::sort(result.back().begin(), result.back().end());
        }
    return result;
}

Graph subgraph(const Graph &graph, std::span<const std::uint32_t> vertices) {
    std::map<std::uint32_t, std::uint32_t> place;
    Graph result;
    for (const std::uint32_t vertex : vertices) {
        place[vertex] = static_cast<std::uint32_t>(result.weights.size());
        result.weights.push_back(graph.weights[vertex]);
    }
    result.borders.resize(vertices.size());
    for (std::size_t i = 0; i < vertices.size(); ++i)
        for (const Graph::Border &border : graph.borders[vertices[i]])
            if (const auto there = place.find(border.neighbour); there != place.end())
                result.borders[i].push_back({there->second, border.length});
    return result;
}

bool connected(const Graph &graph, std::span<const std::uint32_t> vertices) {
    if (vertices.empty())
        return true;
    std::vector<char> inside(graph.size(), 0);
    for (const std::uint32_t vertex : vertices)
        inside[vertex] = 1;
    return reached(graph, vertices.front(), inside).size() == vertices.size();
}

double worst_deviation(const Graph &graph, const Parts &parts, std::uint32_t count) {
    std::vector<double> weights(count, 0);
    for (std::size_t i = 0; i < parts.size(); ++i)
        weights[parts[i]] += graph.weights[i];
    const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / count;
    double worst = 0;
    for (const double weight : weights)
        worst = std::max(worst, std::abs(weight / mean - 1));
    return worst;
}

namespace {

class Mender {
  public:
    Mender(const Graph &graph, Parts parts, std::uint32_t count)
        : graph_(graph), parts_(std::move(parts)), count_(count), weights_(count, 0), sizes_(count, 0) {
        for (std::uint32_t i = 0; i < graph.size(); ++i)
            add(i, parts_[i]);
        mean_ = std::accumulate(weights_.begin(), weights_.end(), 0.0) / count;
    }

    Parts mended() {
        join();
        fill();
        balance();
        return std::move(parts_);
    }

  private:
    void add(std::uint32_t vertex, std::uint32_t part) {
        parts_[vertex] = part;
        weights_[part] += graph_.weights[vertex];
        ++sizes_[part];
    }
    void move(std::uint32_t vertex, std::uint32_t part) {
        weights_[parts_[vertex]] -= graph_.weights[vertex];
        --sizes_[parts_[vertex]];
        add(vertex, part);
    }

    // Of each part the heaviest piece stays; the others go to the lightest part beside them.
    void join() {
        for (bool again = true; again;) {
            again = false;
            for (const std::vector<std::uint32_t> &piece : stray_pieces()) {
                const std::uint32_t part = lightest_beside(piece);
                again = again || part != parts_[piece.front()];
                for (const std::uint32_t vertex : piece)
                    move(vertex, part);
            }
        }
    }

    [[nodiscard]] std::vector<std::vector<std::uint32_t>> stray_pieces() const {
        std::vector<std::vector<std::vector<std::uint32_t>>> pieces(count_);
        std::vector<char> seen(graph_.size(), 0);
        for (std::uint32_t i = 0; i < graph_.size(); ++i) {
            if (seen[i] != 0)
                continue;
            std::vector<std::uint32_t> piece{i};
            seen[i] = 1;
            for (std::size_t k = 0; k < piece.size(); ++k)
                for (const Graph::Border &border : graph_.borders[piece[k]])
                    if (seen[border.neighbour] == 0 && parts_[border.neighbour] == parts_[i]) {
                        seen[border.neighbour] = 1;
                        piece.push_back(border.neighbour);
                    }
            pieces[parts_[i]].push_back(std::move(piece));
        }
        std::vector<std::vector<std::uint32_t>> strays;
        for (auto &of_part : pieces) {
            const auto weight = [&](const std::vector<std::uint32_t> &piece) {
                double sum = 0;
                for (const std::uint32_t vertex : piece)
                    sum += graph_.weights[vertex];
                return sum;
            };
            std::stable_sort(of_part.begin(), of_part.end(),
                             [&](const auto &a, const auto &b) { return weight(a) > weight(b); });
            for (std::size_t i = 1; i < of_part.size(); ++i)
                strays.push_back(std::move(of_part[i]));
        }
        return strays;
    }

    [[nodiscard]] std::uint32_t lightest_beside(const std::vector<std::uint32_t> &piece) const {
        const std::uint32_t own = parts_[piece.front()];
        std::uint32_t best = own;
        for (const std::uint32_t vertex : piece)
            for (const Graph::Border &border : graph_.borders[vertex]) {
                const std::uint32_t part = parts_[border.neighbour];
                if (part != own && (best == own || weights_[part] < weights_[best]))
                    best = part;
            }
        return best;
    }

    // A part without a vertex takes one that its own part can spare.
    void fill() {
        for (std::uint32_t part = 0; part < count_; ++part) {
            if (sizes_[part] > 0)
                continue;
            std::uint32_t best = static_cast<std::uint32_t>(graph_.size());
            for (std::uint32_t i = 0; i < graph_.size(); ++i)
                if (sizes_[parts_[i]] > 1 && can_leave(i) &&
                    (best == graph_.size() || weights_[parts_[i]] > weights_[parts_[best]]))
                    best = i;
            if (best == graph_.size())
                return;
            move(best, part);
        }
    }

    // Parcels at a border change sides while that brings the parts nearer to the mean.
    void balance() {
        constexpr double good_enough = 1e-3;
        const std::size_t most_moves = 20 * graph_.size() + 1000;
        for (std::size_t moves = 0; moves < most_moves; ++moves) {
            if (worst() <= good_enough || !improve())
                return;
        }
    }

    [[nodiscard]] double worst() const {
        double worst = 0;
        for (const double weight : weights_)
            worst = std::max(worst, std::abs(weight / mean_ - 1));
        return worst;
    }

    // What the move takes from Σ (weight of a part − mean)²: weight flows on through parts that are balanced themselves.
    [[nodiscard]] double gain(std::uint32_t vertex, std::uint32_t to) const {
        const double weight = graph_.weights[vertex];
        return 2 * weight * (weights_[parts_[vertex]] - weights_[to] - weight);
    }

    bool improve() {
        std::vector<std::pair<double, std::pair<std::uint32_t, std::uint32_t>>> moves;
        for (std::uint32_t i = 0; i < graph_.size(); ++i)
            for (const Graph::Border &border : graph_.borders[i]) {
                const std::uint32_t to = parts_[border.neighbour];
                if (to != parts_[i] && gain(i, to) > 1e-12 * mean_ * mean_)
                    moves.push_back({gain(i, to), {i, to}});
            }
        std::sort(moves.begin(), moves.end(), [](const auto &a, const auto &b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        bool any = false;
        for (const auto &[was, what] : moves) {
            const auto &[vertex, to] = what;
            if (parts_[vertex] == to || !(gain(vertex, to) > 1e-12 * mean_ * mean_) || !touches(vertex, to) ||
                !can_leave(vertex))
                continue;
            move(vertex, to);
            any = true;
        }
        return any;
    }

    [[nodiscard]] bool touches(std::uint32_t vertex, std::uint32_t part) const {
        const auto &borders = graph_.borders[vertex];
        return std::any_of(borders.begin(), borders.end(),
                           [&](const Graph::Border &border) { return parts_[border.neighbour] == part; });
    }

    // Its part stays in one piece without it: its neighbours there reach each other.
    bool can_leave(std::uint32_t vertex) {
        const std::uint32_t part = parts_[vertex];
        std::vector<std::uint32_t> wanted;
        for (const Graph::Border &border : graph_.borders[vertex])
            if (parts_[border.neighbour] == part)
                wanted.push_back(border.neighbour);
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
        if (wanted.empty())
            return false; // the last of its part
        if (wanted.size() == 1)
            return true;
        marks_.resize(graph_.size(), 0);
        ++mark_;
        marks_[vertex] = mark_;
        std::vector<std::uint32_t> found{wanted.front()};
        marks_[found.front()] = mark_;
        std::size_t missing = wanted.size() - 1;
        for (std::size_t i = 0; i < found.size() && missing > 0; ++i)
            for (const Graph::Border &border : graph_.borders[found[i]]) {
                const std::uint32_t there = border.neighbour;
                if (parts_[there] != part || marks_[there] == mark_)
                    continue;
                marks_[there] = mark_;
                found.push_back(there);
                missing -= std::binary_search(wanted.begin(), wanted.end(), there) ? 1 : 0;
            }
        return missing == 0;
    }

    const Graph &graph_;
    Parts parts_;
    std::uint32_t count_;
    std::vector<double> weights_;
    std::vector<std::uint32_t> sizes_;
    double mean_ = 1;
    std::vector<std::uint32_t> marks_;
    std::uint32_t mark_ = 0;
};

} // namespace

Parts balanced_parts(const Graph &graph, std::uint32_t parts) {
    if (parts < 2)
        return Parts(graph.size(), 0);
    return Mender(graph, metis_parts(graph, parts), parts).mended();
}

} // namespace qitu::planning
