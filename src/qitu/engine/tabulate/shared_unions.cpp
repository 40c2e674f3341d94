#include "shared_unions.h"

#include <qitu/core/base/parallel.h>

namespace qitu::tabulate {

namespace {

constexpr std::size_t run_length = 32;

std::vector<SharedUnions::List> runs_of(SharedUnions::List list) {
    std::vector<SharedUnions::List> runs;
    for (std::size_t i = 0; i + run_length <= list.size(); i += run_length)
        runs.push_back(list.subspan(i, run_length));
    return runs;
}

// In degrees as they are, so that corners which no other feature covers stay equal to the bit. What GEOS cannot unite stays in parts.
void unite(std::vector<Rings> &parts, Shape &shape, Geos &geos) {
    std::vector<GeosGeometry> geometries;
    for (const Rings &rings : parts)
        geometries.push_back(geos.from(shape_of(rings)));
    try {
        geos.read(geos.united(std::move(geometries)).get(), Kind::polygon, shape);
    } catch (const GeosError &) {
        return;
    }
    orient(shape);
    parts = {rings_of(shape)};
}

} // namespace

SharedUnions::SharedUnions(std::span<const List> lists, std::size_t threads) {
    std::vector<Row> rows;
    for (const List list : lists) {
        Row &row = rows.emplace_back();
        for (const List run : runs_of(list))
            row.push_back(node_of_run(run));
    }
    for (unite(threads); !rows.empty(); unite(threads)) {
        for (Row &row : rows) {
            Row pairs;
            for (std::size_t i = 0; i + 1 < row.size(); i += 2)
                pairs.push_back(node_of_pair(row[i], row[i + 1]));
            row = std::move(pairs);
        }
        std::erase_if(rows, [](const Row &row) { return row.empty(); });
    }
}

SharedUnions::Node SharedUnions::node_of_run(List run) {
    const auto [found, added] =
        runs_.try_emplace(Run(run.begin(), run.end()), static_cast<Node>(grounds_.size()));
    if (added)
        for (Ground &ground = grounds_.emplace_back(); const Feature *feature : run)
            ground.parts.push_back(feature->rings);
    return found->second;
}

SharedUnions::Node SharedUnions::node_of_pair(Node one, Node other) {
    const auto [found, added] = pairs_.try_emplace({one, other}, static_cast<Node>(grounds_.size()));
    if (added)
        for (Ground &ground = grounds_.emplace_back(); const Node half : {one, other})
            ground.parts.insert(ground.parts.end(), grounds_[half].parts.begin(), grounds_[half].parts.end());
    return found->second;
}

// What is new since the last time.
void SharedUnions::unite(std::size_t threads) {
    std::vector<Geos> geos(threads);
    const std::size_t begin = std::exchange(united_, grounds_.size());
    parallel_for(threads, grounds_.size() - begin, 1, [&](std::size_t thread, std::size_t i) {
        Ground &ground = grounds_[begin + i];
        tabulate::unite(ground.parts, ground.shape, geos[thread]);
    });
}

std::vector<Rings> SharedUnions::ground_of(List list) const {
    std::vector<Rings> ground;
    const auto add = [&](Node node) {
        const std::vector<Rings> &parts = grounds_[node].parts;
        ground.insert(ground.end(), parts.begin(), parts.end());
    };
    Row row;
    for (const List run : runs_of(list))
        row.push_back(runs_.at(Run(run.begin(), run.end())));
    for (std::size_t i = row.size() * run_length; i < list.size(); ++i)
        ground.push_back(list[i]->rings);
    while (!row.empty()) {
        if (row.size() % 2 == 1)
            add(row.back());
        Row pairs;
        for (std::size_t i = 0; i + 1 < row.size(); i += 2)
            pairs.push_back(pairs_.at({row[i], row[i + 1]}));
        row = std::move(pairs);
    }
    return ground;
}

} // namespace qitu::tabulate
