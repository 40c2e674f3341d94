// Layers laid above each other as one source for the engine.
#pragma once

#include <qitu/analysis/planning/land.h>
#include <qitu/data/workspace/features.h>

#include <optional>
#include <unordered_set>

namespace qitu::planning {

/// Of the base a feature has its own id; of the layers that take land the ids are negative, counted in the order of the rules:
/// built, then the exclusions. Group i is the i-th of these, the last group is the base.
class LandSource : public tabulate::Source {
  public:
    using Ids = std::unordered_set<std::int64_t>;
    enum class Base { none, above, below };

    /// \param above how many of the layers that take land take part
    /// \param only ids that take part; null: all
    LandSource(const workspace::Workspace &workspace, const LandRules &rules, std::size_t above, Base base,
               const Ids *only = nullptr);
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override;

    static std::size_t layers(const LandRules &rules) { return 1 + rules.exclusions.size(); }

  private:
    bool next_taking(tabulate::Item &item);
    bool next_base(tabulate::Item &item);
    void fill(tabulate::Item &item, std::int64_t id, std::size_t group, std::int64_t priority) const;

    const workspace::Workspace &workspace_;
    const LandRules &rules_;
    std::size_t above_;
    Base base_;
    const Ids *only_;
    std::size_t layer_ = 0;
    std::int64_t counted_ = 0;
    std::optional<workspace::FeatureCursor> cursor_;
    catalogue::Feature feature_;
};

} // namespace qitu::planning
