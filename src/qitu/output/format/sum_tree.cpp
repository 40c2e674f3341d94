#include <qitu/core/base/exact_sum.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/sum_tree.h>

namespace qitu::format {

namespace {

Path parent_of(const Path &path) {
    return {path.begin(), path.end() - 1};
}

/// The parts of a sum: what they are, and where their rounded values go.
struct Parts {
    std::vector<double> values;
    std::vector<double *> rounded;

    void add(double value, double &result) {
        values.push_back(value);
        rounded.push_back(&result);
    }
    void round_to(double total, int decimals) {
        const std::vector<double> results = rounded_parts(values, total, decimals);
        for (std::size_t i = 0; i < results.size(); ++i)
            *rounded[i] = results[i];
    }
};

} // namespace

SumTree::SumTree(std::vector<Path> leaves) : leaves_(std::move(leaves)) {
    for (const Path &leaf : leaves_)
        for (std::size_t length = 0; length <= leaf.size(); ++length)
            sums_.emplace(Path(leaf.begin(), leaf.begin() + static_cast<std::ptrdiff_t>(length)), 0);
    sums_.emplace(Path(), 0);
    std::size_t next = 0;
    for (auto &[path, position] : sums_)
        position = next++;
}

SumTree::Rounded SumTree::rounded(std::span<const double> leaves, int decimals) const {
    std::vector<ExactSum> exact(sums_.size());
    for (std::size_t i = 0; i < leaves.size(); ++i)
        for (Path path = leaves_[i];; path.pop_back()) {
            exact[sums_.at(path)] += leaves[i];
            if (path.empty())
                break;
        }
    Rounded result{0, {}, std::vector<double>(leaves.size())};
    std::vector<Parts> parts(sums_.size());
    for (const auto &[path, position] : sums_)
        if (!path.empty())
            parts[sums_.at(parent_of(path))].add(exact[position].value(), result.sums[path]);
    for (std::size_t i = 0; i < leaves.size(); ++i)
        parts[sums_.at(leaves_[i])].add(leaves[i], result.leaves[i]);
    result.total = format::rounded(exact.front().value(), decimals);
    for (const auto &[path, position] : sums_)
        parts[position].round_to(path.empty() ? result.total : result.sums[path], decimals);
    return result;
}

} // namespace qitu::format
