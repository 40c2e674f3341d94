#include "leaf_sums_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace qitu::indicators {

namespace {

using Json = nlohmann::json;

Json json_of(const ExactSum &sum) {
    const auto [high, low] = sum.bits();
    return Json::array({high, low});
}

Json json_of(const StatusSums &sums) {
    Json all = Json::array();
    for (const ExactSum &sum : sums.all())
        all.push_back(json_of(sum));
    return all;
}

Json json_of(const LeafSums &leaf) {
    Json works = Json::array();
    for (const WorkPart &part : leaf.works)
        works.push_back(
            {part.project.code, part.project.name, static_cast<int>(part.now), part.before, part.ever});
    return {{"now", json_of(leaf.now)},
            {"ever", json_of(leaf.ever)},
            {"whole", json_of(leaf.whole)},
            {"works", std::move(works)}};
}

ExactSum exact_sum(const Json &json) {
    return ExactSum::of({json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>()});
}

StatusSums status_sums(const Json &json) {
    StatusSums::Sums sums;
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] = exact_sum(json.at(i));
    return StatusSums(sums);
}

CountingStatus status_from(int number) {
    return static_cast<CountingStatus>(std::clamp(number, 0, static_cast<int>(CountingStatus::done)));
}

LeafSums leaf_sums(const Json &json) {
    LeafSums leaf{status_sums(json.at("now")), status_sums(json.at("ever")), exact_sum(json.at("whole"))};
    for (const Json &part : json.at("works"))
        leaf.works.push_back({{part.at(0).get<std::string>(), part.at(1).get<std::string>()},
                              status_from(part.at(2).get<int>()),
                              part.at(3).get<bool>(),
                              part.at(4).get<bool>()});
    return leaf;
}

} // namespace

Json json_of(const Leaves &leaves, const Tree &tree) {
    Json json = Json::object();
    for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf)
        if (!leaves[leaf].empty())
            json[tree.banners[leaf].code] = json_of(leaves[leaf]);
    return json;
}

std::map<std::string, LeafSums> leaf_sums_from(const Json &json) {
    std::map<std::string, LeafSums> leaves;
    for (const auto &[code, leaf] : json.items())
        leaves[code] = leaf_sums(leaf);
    return leaves;
}

} // namespace qitu::indicators
