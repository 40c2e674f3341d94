#include "census.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace qitu::quota {

namespace {

using catalogue::Catalogue;
using catalogue::Feature;
using catalogue::Layer;
using tabulate::Item;

constexpr std::int64_t above_every_stage = 1000;

// A layer's features as the engine wants them: stage as priority, then year, then id.
class LayerSource {
  public:
    LayerSource(const store::Workspace &workspace, const Catalogue &catalogue, const Plan &plan)
        : catalogue_(catalogue), cursor_(workspace.features(*plan.layer)),
          year_(plan.layer->index_of("year")), stage_(plan.layer->index_of("stage")),
          project_(plan.layer->index_of("project_code")) {
        for (const std::string &field : plan.fields)
            fields_.push_back(plan.layer->index_of(field));
    }

    bool next(Item &item) {
        if (!cursor_.next(feature_))
            return false;
        item.id = feature_.id;
        item.group = number_of(group_of(feature_));
        item.priority = catalogue_.stage_rank(text(stage_));
        item.key = key();
        item.wkb = feature_.wkb;
        item.central_meridian = feature_.central_meridian;
        return true;
    }

    [[nodiscard]] const std::vector<Group> &groups() const { return groups_; }
    /// Of the feature at hand; one without a code is a work of its own.
    [[nodiscard]] std::string project() const {
        const std::string code = text(project_);
        return code.empty() ? fmt::format("\t{}", feature_.id) : code;
    }

  private:
    [[nodiscard]] std::string text(int field) const {
        return field < 0 ? std::string()
                         : catalogue::text_of(feature_.values[static_cast<std::size_t>(field)]);
    }

    // A feature of no year comes after all that have one.
    [[nodiscard]] tabulate::Key key() const {
        double year = 0;
        return {parse_number(text(year_), year) ? static_cast<std::int64_t>(year) : 9999, feature_.id};
    }

    [[nodiscard]] Group group_of(const Feature &) const {
        Group group;
        for (const int field : fields_)
            group.push_back(text(field));
        return group;
    }

    std::uint32_t number_of(Group group) {
        std::string joined;
        for (const std::string &value : group)
            joined += value + '\x1f';
        const auto [place, fresh] = numbers_.emplace(joined, static_cast<std::uint32_t>(groups_.size()));
        if (fresh)
            groups_.push_back(std::move(group));
        return place->second;
    }

    const Catalogue &catalogue_;
    store::Workspace::Cursor cursor_;
    int year_, stage_, project_;
    std::vector<int> fields_;
    Feature feature_;
    std::vector<Group> groups_;
    std::unordered_map<std::string, std::uint32_t> numbers_;
};

class CensusSource : public tabulate::Source {
  public:
    CensusSource(const geodesy::Crs &crs, LayerSource &layer) : crs_(crs), layer_(layer) {}
    [[nodiscard]] geodesy::Crs crs() const override { return crs_; }
    bool next(Item &item) override {
        if (!layer_.next(item))
            return false;
        if (note)
            note(item);
        return true;
    }

    std::function<void(const Item &)> note;

  private:
    geodesy::Crs crs_;
    LayerSource &layer_;
};

// The base's features first, above all others and with negative ids, then the layer's.
class SourceUnderBase : public tabulate::Source {
  public:
    SourceUnderBase(const geodesy::Crs &crs, LayerSource &base,
                    const std::function<bool(const Group &)> &counts, LayerSource &layer)
        : crs_(crs), base_(base), counts_(counts), layer_(layer) {}
    [[nodiscard]] geodesy::Crs crs() const override { return crs_; }
    bool next(Item &item) override {
        while (in_base_ && (in_base_ = base_.next(item)))
            if (counts_(base_.groups()[item.group])) {
                item.id = -item.id;
                item.group = 0;
                item.priority += above_every_stage;
                return true;
            }
        if (!layer_.next(item))
            return false;
        ++item.group;
        return true;
    }

  private:
    geodesy::Crs crs_;
    LayerSource &base_;
    const std::function<bool(const Group &)> &counts_;
    LayerSource &layer_;
    bool in_base_ = true;
};

class BannerNumbers {
  public:
    explicit BannerNumbers(const Tree &tree) {
        for (std::size_t i = 0; i < tree.banners.size(); ++i)
            numbers_[tree.banners[i].code] = i;
    }
    [[nodiscard]] std::size_t operator[](const std::string &code) const { return numbers_.at(code); }

  private:
    std::unordered_map<std::string, std::size_t> numbers_;
};

void take_result(Census &census, const Tree &tree, tabulate::Result result, std::size_t groups) {
    const BannerNumbers numbers(tree);
    census.figures.assign(tree.banners.size(), std::vector<tabulate::Figures>(groups));
    for (const tabulate::Row &row : result.rows)
        census.figures[numbers[row.zone]][row.group] = row.figures;
    census.outside = std::move(result.outside);
    census.worst_relative = result.worst_relative;
    census.findings = std::move(result.findings);
}

// Ids of the base were made negative; what is said of the layer and the zones was said by other runs.
void keep_findings_of_base(std::vector<tabulate::Finding> &findings) {
    std::erase_if(findings, [](const tabulate::Finding &finding) { return finding.feature >= 0; });
    for (tabulate::Finding &finding : findings)
        finding.feature = -finding.feature;
}

} // namespace

Census take_census(const store::Workspace &workspace, const Catalogue &catalogue, const Tree &tree,
                   const Plan &plan, const tabulate::Options &options) {
    Census census;
    LayerSource layer(workspace, catalogue, plan);
    CensusSource source(tree.zones.crs, layer);
    std::unordered_map<std::int64_t, std::uint32_t> group_of;
    std::function<void(const tabulate::Piece &)> piece;
    const BannerNumbers numbers(tree);
    if (plan.presences) {
        source.note = [&](const Item &item) {
            group_of[item.id] = item.group;
            census.projects[item.id] = layer.project();
        };
        piece = [&](const tabulate::Piece &p) {
            if (!p.zone.empty())
                census.presences.push_back(
                    {p.feature, group_of.at(p.feature), static_cast<std::uint32_t>(numbers[p.zone])});
        };
    }
    tabulate::Result result = tabulate::tabulate(source, tree.zones, options, piece);
    census.groups = layer.groups();
    take_result(census, tree, std::move(result), census.groups.size());
    return census;
}

Census take_census_under(const Base &base, const store::Workspace &workspace, const Catalogue &catalogue,
                         const Tree &tree, const Plan &plan, const tabulate::Options &options) {
    Census census;
    LayerSource above(workspace, catalogue, base.plan);
    LayerSource layer(workspace, catalogue, plan);
    SourceUnderBase source(tree.zones.crs, above, base.counts, layer);
    tabulate::Result result = tabulate::tabulate(source, tree.zones, options);
    census.groups = layer.groups();
    take_result(census, tree, std::move(result), census.groups.size() + 1);
    keep_findings_of_base(census.findings);
    return census;
}

} // namespace qitu::quota
