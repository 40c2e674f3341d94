#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/proximity/network.h>
#include <qitu/engine/proximity/proximity.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace qitu::proximity {

namespace {

using geometry::Point;
using geometry::Shape;

constexpr double join_m = 0.01;

struct HashPoint {
    std::size_t operator()(Point p) const {
        const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); };
        return static_cast<std::size_t>(bits(p.x) * 0x9e3779b97f4a7c15ULL ^ (bits(p.y) + (bits(p.x) >> 7U)));
    }
};

double between(Point a, Point b) {
    return geodesy::length(std::array{a, b});
}

Shape segment(Point a, Point b) {
    Shape shape;
    shape.kind = geometry::Kind::line;
    shape.add_path(std::array{a, b});
    shape.end_part();
    return shape;
}

Shape one_point(Point p) {
    Shape shape;
    shape.kind = geometry::Kind::point;
    shape.add_path(std::array{p});
    shape.end_part();
    return shape;
}

/// Where one can leave an edge, or pass.
struct Stop {
    double along_m;
    std::uint32_t node;
};

struct Edge {
    std::uint32_t a, b; // nodes
    double m;
    std::uint32_t line;
    std::vector<Stop> stops = {}; // between the ends, where other lines end; by along_m
};

struct Link {
    std::uint32_t node;
    double m;
};

/// Sets that are joined one by one.
class Sets {
  public:
    explicit Sets(std::size_t count) : parents_(count) { std::iota(parents_.begin(), parents_.end(), 0U); }
    std::uint32_t of(std::uint32_t i) {
        while (parents_[i] != i)
            i = parents_[i] = parents_[parents_[i]];
        return i;
    }
    void join(std::uint32_t a, std::uint32_t b) { parents_[of(a)] = of(b); }

  private:
    std::vector<std::uint32_t> parents_;
};

} // namespace

struct Network::State {
    std::vector<Point> nodes;
    std::unordered_map<Point, std::uint32_t, HashPoint> known;
    std::vector<Edge> edges;
    std::vector<std::uint32_t> degree; // of each node
    std::vector<std::vector<Link>> links;
    Works segments; // one for each edge
    std::uint32_t lines = 0, networks = 0;
    std::vector<LooseEnd> loose;

    std::uint32_t node_at(Point p) {
        const auto [at, fresh] = known.try_emplace(p, static_cast<std::uint32_t>(nodes.size()));
        if (fresh) {
            nodes.push_back(p);
            degree.push_back(0);
        }
        return at->second;
    }

    void add_edge(Point from, Point to) {
        if (from == to)
            return;
        const std::uint32_t a = node_at(from), b = node_at(to);
        edges.push_back({a, b, between(from, to), lines});
        ++degree[a];
        ++degree[b];
        segments.add(segment(from, to));
    }

    // The edges within so many metres of a node that do not end there, the nearest first.
    [[nodiscard]] std::vector<Nearest> around(std::uint32_t node, double within_m) const {
        std::vector<Nearest> near = segments.within(one_point(nodes[node]), within_m);
        std::erase_if(
            near, [&](const Nearest &one) { return edges[one.work].a == node || edges[one.work].b == node; });
        std::ranges::stable_sort(near, {}, &Nearest::m);
        return near;
    }

    // The ends of lines, each with what is near.
    void join_ends(double loose_m) {
        std::vector<std::pair<std::uint32_t, std::vector<Nearest>>> ends;
        for (std::uint32_t node = 0; node < nodes.size(); ++node)
            if (degree[node] == 1)
                ends.emplace_back(node, around(node, std::max(join_m, loose_m)));
        for (const auto &[node, near] : ends)
            for (const Nearest &one : near)
                if (one.m <= join_m)
                    edges[one.work].stops.push_back({between(nodes[edges[one.work].a], one.to), node});
        link();
        Sets sets = sets_of_nodes();
        for (const auto &[node, near] : ends)
            list_loose(node, near, sets);
    }

    void link() {
        links.resize(nodes.size());
        for (Edge &edge : edges) {
            std::ranges::sort(edge.stops, {},
                              [](const Stop &stop) { return std::pair(stop.along_m, stop.node); });
            Stop before{0, edge.a};
            for (const Stop &stop : edge.stops)
                before = link(before, {std::min(stop.along_m, edge.m), stop.node});
            link(before, {edge.m, edge.b});
        }
    }

    Stop link(const Stop &a, const Stop &b) {
        const double m = b.along_m - a.along_m;
        links[a.node].push_back({b.node, m});
        links[b.node].push_back({a.node, m});
        return b;
    }

    Sets sets_of_nodes() {
        Sets sets(nodes.size());
        for (std::uint32_t node = 0; node < nodes.size(); ++node)
            for (const Link &to : links[node])
                sets.join(node, to.node);
        for (std::uint32_t node = 0; node < nodes.size(); ++node)
            networks += sets.of(node) == node ? 1 : 0;
        return sets;
    }

    void list_loose(std::uint32_t node, const std::vector<Nearest> &near, Sets &sets) {
        const auto other = std::ranges::find_if(
            near, [&](const Nearest &one) { return sets.of(edges[one.work].a) != sets.of(node); });
        if (other != near.end())
            loose.push_back({line_at(node), edges[other->work].line, nodes[node], other->m});
    }

    [[nodiscard]] std::uint32_t line_at(std::uint32_t node) const { return line_of_end.at(node); }
    std::unordered_map<std::uint32_t, std::uint32_t> line_of_end;

    /// The stops before and behind a place on its edge.
    [[nodiscard]] std::pair<Stop, Stop> around(const NetworkPlace &place) const {
        const Edge &edge = edges[place.edge];
        Stop before{0, edge.a}, behind{edge.m, edge.b};
        for (const Stop &stop : edge.stops)
            if (stop.along_m <= place.along_m)
                before = stop;
            else {
                behind = stop;
                break;
            }
        return {before, behind};
    }
};

Network::Network() : state_(std::make_unique<State>()) {}
Network::~Network() = default;
Network::Network(Network &&) noexcept = default;
Network &Network::operator=(Network &&) noexcept = default;

std::uint32_t Network::add(const Shape &line) {
    if (line.kind == geometry::Kind::line)
        for (std::size_t i = 0; i < line.paths(); ++i) {
            const auto path = line.path(i);
            for (std::size_t j = 1; j < path.size(); ++j)
                state_->add_edge(path[j - 1], path[j]);
            for (const Point end : {path.front(), path.back()})
                if (const auto node = state_->known.find(end); node != state_->known.end())
                    state_->line_of_end[node->second] = state_->lines;
        }
    return state_->lines++;
}

void Network::finish(double loose_m) {
    state_->segments.finish();
    state_->join_ends(loose_m);
}

std::uint32_t Network::lines() const {
    return state_->lines;
}
std::uint32_t Network::networks() const {
    return state_->networks;
}
const std::vector<LooseEnd> &Network::loose_ends() const {
    return state_->loose;
}

std::optional<NetworkPlace> Network::place_of(const Shape &feature, double within_m) const {
    const std::optional<Nearest> nearest = state_->segments.nearest(feature, within_m);
    if (!nearest)
        return std::nullopt;
    const Edge &edge = state_->edges[nearest->work];
    const double along = std::min(between(state_->nodes[edge.a], nearest->to), edge.m);
    return NetworkPlace{nearest->work, along, nearest->m, nearest->to};
}

NearestAlong::NearestAlong(const Network &network, std::vector<std::optional<NetworkPlace>> places)
    : network_(network), places_(std::move(places)), on_edge_(network.state_->edges.size()),
      nearest_(network.state_->nodes.size()) {
    for (std::uint32_t i = 0; i < places_.size(); ++i)
        if (places_[i])
            on_edge_[places_[i]->edge].push_back(i);
    spread();
}

// From all places at once, the nearest node first (Dijkstra).
void NearestAlong::spread() {
    const Network::State &state = *network_.state_;
    using Step = std::pair<Reach, std::uint32_t>; // to this node
    std::priority_queue<Step, std::vector<Step>, std::greater<>> next;
    for (std::uint32_t i = 0; i < places_.size(); ++i) {
        if (!places_[i])
            continue;
        const auto [before, behind] = state.around(*places_[i]);
        next.push({{places_[i]->off_m + places_[i]->along_m - before.along_m, i}, before.node});
        next.push({{places_[i]->off_m + behind.along_m - places_[i]->along_m, i}, behind.node});
    }
    while (!next.empty()) {
        const auto [reach, node] = next.top();
        next.pop();
        if (nearest_[node])
            continue;
        nearest_[node] = reach;
        for (const Link &link : state.links[node])
            if (!nearest_[link.node])
                next.push({{reach.m + link.m, reach.place}, link.node});
    }
}

std::optional<NearestAlong::Found> NearestAlong::from(const NetworkPlace &place) const {
    const auto [before, behind] = network_.state_->around(place);
    std::optional<Reach> best;
    const auto offer = [&](const Reach &reach) {
        if (!best || reach < *best)
            best = reach;
    };
    if (const auto &reach = nearest_[before.node])
        offer({reach->m + place.along_m - before.along_m, reach->place});
    if (const auto &reach = nearest_[behind.node])
        offer({reach->m + behind.along_m - place.along_m, reach->place});
    for (const std::uint32_t i : on_edge_[place.edge])
        if (places_[i]->along_m >= before.along_m && places_[i]->along_m <= behind.along_m)
            offer({places_[i]->off_m + std::abs(places_[i]->along_m - place.along_m), i});
    if (!best)
        return std::nullopt;
    return Found{best->place, best->m - places_[best->place]->off_m, best->m};
}

} // namespace qitu::proximity
