#include "others.h"

#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qitu::indicators {

Others::Others(const Tree &tree, std::vector<League> leagues) : tree_(tree), leagues_(std::move(leagues)) {
    for (std::size_t leaf = 0; leaf < tree.banners.size(); ++leaf)
        leaves_[tree.banners[leaf].code] = leaf;
    for (const League &league : leagues_)
        if (!league.sums)
            missing_[league.code] = league.name;
}

namespace {

// A feature without a code is a work of its own, and its number is another's elsewhere.
LeafSums named_apart(LeafSums sums, const std::string &league) {
    for (WorkPart &part : sums.works)
        if (part.project.code.starts_with('\t'))
            part.project.code = fmt::format("\t{} {}", league, part.project.code.substr(1));
    return sums;
}

} // namespace

void Others::add_to(Leaves &leaves, const std::string &indicator) {
    for (const League &league : leagues_) {
        if (!league.sums)
            continue;
        const auto sums = league.sums->indicators.find(indicator);
        if (sums == league.sums->indicators.end())
            continue;
        for (const auto &[code, of_leaf] : sums->second) {
            const std::size_t leaf = leaves_.at(code);
            if (!leaves[leaf].empty())
                shared_.insert(tree_.banners[leaf].name);
            leaves[leaf] += named_apart(of_leaf, league.code);
        }
    }
}

// A place of a missing league alone has nothing that is known; one with others has a part.
void Others::mark(ProgressRow &row, const Place &place) const {
    std::set<std::string> without;
    std::size_t leaves = 0;
    for (const std::size_t leaf : place.banners)
        if (const auto found = missing_.find(tree_.banners[leaf].league); found != missing_.end()) {
            without.insert(found->second);
            ++leaves;
        }
    if (!missing_.empty() && place.code == tree_.region_code)
        row.named.reset(); // it also names what lies beside, anywhere
    if (without.empty())
        return;
    row.percent.reset();
    row.remaining.reset();
    row.expected.reset();
    row.named.reset();
    if (leaves < place.banners.size()) {
        row.name = say("{} (without {})", row.name, fmt::join(without, say(", ")));
        return;
    }
    row.name = say("{} (missing)", row.name);
    row.known = false;
    row.done = 0;
    for (const auto figure : {&ProgressRow::under_construction, &ProgressRow::approved,
                              &ProgressRow::cumulative, &ProgressRow::part_m2, &ProgressRow::base_m2})
        (row.*figure).reset();
}

double Others::worst_relative() const {
    double worst = 0;
    for (const League &league : leagues_)
        if (league.sums)
            worst = std::max(worst, league.sums->worst_relative);
    return worst;
}

} // namespace qitu::indicators
