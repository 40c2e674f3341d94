#include "matching.h"

#include <qitu/core/geometry/wkb.h>
#include <qitu/engine/coverage/contacts.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace qitu::layer_comparison {

namespace {

constexpr std::uint32_t nobody = 0xffffffff;

std::string_view bytes_of(const ComparedFeature &feature) {
    return {reinterpret_cast<const char *>(feature.wkb.data()), feature.wkb.size()};
}

using Places = std::unordered_map<std::string_view, std::vector<std::uint32_t>>;

/// Codes, or geometries, and who has them.
template <typename KeyOf>
Places places_of(const Edition &edition, const std::vector<std::uint32_t> &partner, const KeyOf &key_of) {
    Places places;
    for (std::uint32_t i = 0; i < edition.features.size(); ++i)
        if (const std::string_view key = key_of(edition.features[i]); partner[i] == nobody && !key.empty())
            places[key].push_back(i);
    return places;
}

class Matching {
  public:
    Matching(const Edition &a, const Edition &b, const Settings &settings)
        : a_(a), b_(b), settings_(settings), partner_of_a_(a.features.size(), nobody),
          partner_of_b_(b.features.size(), nobody) {}

    std::vector<Group> groups() {
        match_by_code();
        match_by_geometry();
        find_common();
        match_by_overlap();
        join_the_rest();
        return listed();
    }

  private:
    void pair(std::uint32_t a, std::uint32_t b) {
        partner_of_a_[a] = b;
        partner_of_b_[b] = a;
    }

    void match_by_code() {
        const auto code = [](const ComparedFeature &feature) { return std::string_view(feature.code); };
        const Places in_b = places_of(b_, partner_of_b_, code);
        for (const auto &[its, features] : places_of(a_, partner_of_a_, code))
            if (const auto found = in_b.find(its);
                features.size() == 1 && found != in_b.end() && found->second.size() == 1)
                pair(features.front(), found->second.front());
    }

    // Where several are drawn alike, those of one code belong together, then they go by their order.
    void match_by_geometry() {
        const Places in_b = places_of(b_, partner_of_b_, bytes_of);
        for (const auto &[its, features] : places_of(a_, partner_of_a_, bytes_of)) {
            const auto found = in_b.find(its);
            if (found == in_b.end())
                continue;
            for (const bool by_code : {true, false})
                for (const std::uint32_t a : features)
                    for (const std::uint32_t b : found->second)
                        if (partner_of_a_[a] == nobody && partner_of_b_[b] == nobody &&
                            (!by_code || a_.features[a].code == b_.features[b].code))
                            pair(a, b);
        }
    }

    [[nodiscard]] bool drawn_alike(std::uint32_t a, std::uint32_t b) const {
        return bytes_of(a_.features[a]) == bytes_of(b_.features[b]);
    }

    // Of all but those that are drawn alike.
    void find_common() {
        coverage::Contacts contacts;
        std::vector<std::pair<bool, std::uint32_t>> who; // of A, and which
        geometry::Shape shape;
        const auto add = [&](const Edition &edition, bool of_a, const auto &done) {
            for (std::uint32_t i = 0; i < edition.features.size(); ++i)
                if (!edition.features[i].wkb.empty() && !done(i)) {
                    geometry::read_wkb(edition.features[i].wkb, shape);
                    contacts.add(shape);
                    who.emplace_back(of_a, i);
                    constexpr std::size_t now_and_then = 1024;
                    if (who.size() % now_and_then == 0)
                        report_progress(settings_.progress, who.size());
                }
        };
        add(a_, true,
            [&](std::uint32_t i) { return partner_of_a_[i] != nobody && drawn_alike(i, partner_of_a_[i]); });
        add(b_, false,
            [&](std::uint32_t i) { return partner_of_b_[i] != nobody && drawn_alike(partner_of_b_[i], i); });
        coverage::Contacts::Asked asked;
        asked.overlap = [&](std::uint32_t one, std::uint32_t other) {
            return who[one].first != who[other].first;
        };
        std::mutex mutex;
        (void)contacts.look(
            asked,
            [&](std::span<coverage::Contacts::Overlap> found) {
                const std::scoped_lock lock(mutex);
                for (const coverage::Contacts::Overlap &overlap : found) {
                    const bool first_of_a = who[overlap.a].first;
                    common_.push_back({who[first_of_a ? overlap.a : overlap.b].second,
                                       who[first_of_a ? overlap.b : overlap.a].second, overlap.m2});
                }
            },
            settings_.threads);
        std::sort(common_.begin(), common_.end(), [](const Common &one, const Common &other) {
            return std::tie(one.a, one.b) < std::tie(other.a, other.b);
        });
        for (Common &common : common_) {
            const ComparedFeature &a = a_.features[common.a];
            common.m2 = std::min({common.m2 * (a.m2 / a.straight_m2), a.m2, b_.features[common.b].m2});
        }
    }

    [[nodiscard]] double share_of_larger(const Common &common) const {
        return common.m2 / std::max(a_.features[common.a].m2, b_.features[common.b].m2);
    }

    void match_by_overlap() {
        std::vector<std::size_t> order(common_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
            return share_of_larger(common_[one]) > share_of_larger(common_[other]);
        });
        for (const std::size_t i : order) {
            const Common &common = common_[i];
            if (share_of_larger(common) < settings_.share)
                break;
            if (partner_of_a_[common.a] == nobody && partner_of_b_[common.b] == nobody)
                pair(common.a, common.b);
        }
    }

    // Each that has no partner joins the one that covers most of it, where that is enough of it.
    void join_the_rest() {
        parent_.resize(a_.features.size() + b_.features.size());
        std::iota(parent_.begin(), parent_.end(), 0U);
        for (std::uint32_t a = 0; a < partner_of_a_.size(); ++a)
            if (partner_of_a_[a] != nobody)
                unite(a, node_of_b(partner_of_a_[a]));
        std::vector<const Common *> most_of_a(a_.features.size()), most_of_b(b_.features.size());
        for (const Common &common : common_) {
            if (const Common *&most = most_of_a[common.a]; most == nullptr || common.m2 > most->m2)
                most = &common;
            if (const Common *&most = most_of_b[common.b]; most == nullptr || common.m2 > most->m2)
                most = &common;
        }
        for (std::uint32_t a = 0; a < most_of_a.size(); ++a)
            if (partner_of_a_[a] == nobody && most_of_a[a] != nullptr &&
                most_of_a[a]->m2 >= settings_.share * a_.features[a].m2)
                unite(a, node_of_b(most_of_a[a]->b));
        for (std::uint32_t b = 0; b < most_of_b.size(); ++b)
            if (partner_of_b_[b] == nobody && most_of_b[b] != nullptr &&
                most_of_b[b]->m2 >= settings_.share * b_.features[b].m2)
                unite(most_of_b[b]->a, node_of_b(b));
    }

    std::vector<Group> listed() {
        std::map<std::uint32_t, Group> groups; // by their first feature
        for (std::uint32_t node = 0; node < parent_.size(); ++node) {
            Group &group = groups[root(node)];
            node < a_.features.size()
                ? group.a.push_back(node)
                : group.b.push_back(node - static_cast<std::uint32_t>(a_.features.size()));
        }
        for (const Common &common : common_)
            if (const std::uint32_t one = root(common.a); one == root(node_of_b(common.b)))
                groups[one].common_m2 += common.m2;
        std::vector<Group> result;
        for (auto &[first, group] : groups) {
            if (group.a.size() == 1 && group.b.size() == 1 && drawn_alike(group.a[0], group.b[0])) {
                group.same_geometry = true;
                group.common_m2 = a_.features[group.a[0]].m2;
            }
            result.push_back(std::move(group));
        }
        return result;
    }

    [[nodiscard]] std::uint32_t node_of_b(std::uint32_t b) const {
        return static_cast<std::uint32_t>(a_.features.size()) + b;
    }
    std::uint32_t root(std::uint32_t node) {
        while (parent_[node] != node)
            node = parent_[node] = parent_[parent_[node]];
        return node;
    }
    // The lowest number is the root, so that groups stand in the order of A.
    void unite(std::uint32_t one, std::uint32_t other) {
        one = root(one);
        other = root(other);
        parent_[std::max(one, other)] = std::min(one, other);
    }

    const Edition &a_, &b_;
    const Settings &settings_;
    std::vector<std::uint32_t> partner_of_a_, partner_of_b_;
    std::vector<Common> common_;
    std::vector<std::uint32_t> parent_; // of A's features, then of B's
};

} // namespace

std::vector<Group> match(const Edition &a, const Edition &b, const Settings &settings) {
    return Matching(a, b, settings).groups();
}

} // namespace qitu::layer_comparison
