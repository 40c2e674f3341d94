#include "fingerprint.h"

#include <qitu/core/base/random.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

namespace qitu::validation {

namespace {

using geometry::Point;

std::uint64_t hash_of(Point point) {
    const auto bits = [](double value) { return std::bit_cast<std::uint64_t>(value + 0.0); }; // -0 is 0
    return mixed(mixed(bits(point.x)) + golden_gamma + bits(point.y));
}

std::uint64_t hash_of_edge(Point a, Point b) {
    if (std::tie(b.x, b.y) < std::tie(a.x, a.y))
        std::swap(a, b);
    return mixed(hash_of(a) + 3 * hash_of(b));
}

} // namespace

std::uint64_t fingerprint(const geometry::Shape &shape) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < shape.paths(); ++i) {
        const auto path = shape.path(i);
        if (shape.kind == geometry::Kind::point)
            sum += hash_of(path.front());
        for (std::size_t k = 0; k + 1 < path.size(); ++k)
            if (path[k] != path[k + 1])
                sum += hash_of_edge(path[k], path[k + 1]);
    }
    return sum;
}

std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = mixed(text.size());
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), sizeof hash))) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data(), std::min(text.size(), sizeof word));
        hash = mixed(hash + golden_gamma + word) ^ (hash >> 7U);
    }
    return hash;
}

} // namespace qitu::validation
