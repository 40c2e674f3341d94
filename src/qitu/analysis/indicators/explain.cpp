#include "run.h"

#include <qitu/core/base/exact_sum.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;
using Ground = std::pair<std::int64_t, std::uint32_t>; // feature, banner

const char *name_of(Standing standing) {
    switch (standing) {
    case Standing::done:
        return "done";
    case Standing::under_construction:
        return "under_construction";
    case Standing::approved:
        return "approved";
    case Standing::none:
        break;
    }
    return "";
}

std::string value_of(const Plan &plan, const Group &group, const std::string &field) {
    const auto found = std::find(plan.fields.begin(), plan.fields.end(), field);
    return found == plan.fields.end() ? "" : group[static_cast<std::size_t>(found - plan.fields.begin())];
}

class Explainer {
  public:
    Explainer(Run &run, const Indicator &indicator, const Place &place)
        : run_(run), indicator_(indicator), inside_(run.tree().banners.size()),
          survey_(run.surveys().survey(indicator.layer)),
          standings_(run.surveys().standings(indicator, survey_.plan, survey_.census.groups)) {
        for (const std::size_t banner : place.banners)
            inside_[banner] = true;
        const bool other_base =
            indicator.measure == Measure::share && indicator.base_layer != indicator.layer;
        if (other_base || !indicator.excludes.empty())
            under_ = &run.surveys().under_bases(indicator);
    }

    void fill(Explanation &explanation) {
        list_pieces();
        give_shares();
        note_contests(survey_.census);
        if (under_ != nullptr)
            note_contests(*under_);
        for (auto &[ground, row] : rows_) {
            if (row.counts == name_of(Standing::done))
                sum_ += row.share;
            explanation.rows.push_back(std::move(row));
        }
        explanation.sum = sum_.value();
        std::sort(explanation.rows.begin(), explanation.rows.end(), [](const ShareRow &a, const ShareRow &b) {
            return std::tie(a.admin, a.feature) < std::tie(b.admin, b.feature);
        });
        if (indicator_.measure == Measure::share)
            explanation.base = base();
    }

  private:
    void list_pieces() {
        for (const Presence &presence : survey_.census.presences) {
            if (!inside_[presence.banner] || standings_[presence.group] == Standing::none)
                continue;
            const Group &group = survey_.census.groups[presence.group];
            const std::string &project = survey_.census.projects.at(presence.feature);
            ShareRow row;
            row.feature = presence.feature;
            row.project = project.starts_with('\t') ? "" : project;
            row.admin = run_.tree().banners[presence.banner].code;
            row.name = run_.tree().banners[presence.banner].name;
            row.year = value_of(survey_.plan, group, "year");
            row.stage = value_of(survey_.plan, group, "stage");
            row.review = value_of(survey_.plan, group, "review");
            row.counts = name_of(standings_[presence.group]);
            row.gross = gross_of(presence);
            rows_.emplace(Ground{presence.feature, presence.banner}, std::move(row));
        }
    }

    [[nodiscard]] double gross_of(const Presence &presence) const {
        if (indicator_.measure == Measure::length)
            return presence.length_m;
        return survey_.plan.layer->geometry == catalogue::GeometryType::polygon ? presence.gross_m2 : 1;
    }

    void give_shares() {
        switch (indicator_.measure) {
        case Measure::area:
        case Measure::length:
        case Measure::share:
            return share_ground();
        case Measure::works:
            return share_works();
        case Measure::banners:
            return share_banners();
        }
    }

    void share_ground() {
        const bool of_base = indicator_.measure == Measure::share;
        const Census &counted = under_ != nullptr && !of_base ? *under_ : survey_.census;
        for (const Presence &presence : counted.presences)
            if (ShareRow *row = find(presence))
                row->share = indicator_.measure == Measure::length ? presence.length_m : presence.net_m2;
        if (of_base && under_ != nullptr)
            for (const Presence &presence : under_->presences)
                if (ShareRow *row = find(presence))
                    leave_out(*row, presence.net_m2);
    }

    // The difference as a double may lose its last bit; the sum must not.
    void leave_out(ShareRow &row, double m2) {
        const double whole = row.share;
        row.share -= m2;
        if (row.counts != name_of(Standing::done))
            return;
        sum_ += whole;
        sum_ -= m2;
        sum_ -= row.share; // which is added with all others
    }

    // The first of a project's features that stand furthest carries the work.
    void share_works() {
        std::map<std::string_view, std::pair<Standing, ShareRow *>> carriers;
        for (const Presence &presence : survey_.census.presences)
            if (ShareRow *row = find(presence)) {
                auto &[standing, carrier] = carriers[survey_.census.projects.at(presence.feature)];
                if (carrier == nullptr || standings_[presence.group] > standing)
                    std::tie(standing, carrier) = std::pair(standings_[presence.group], row);
            }
        for (const auto &[project, carrier] : carriers)
            carrier.second->share = 1;
    }

    // The feature with most of what is done carries a banner that counts.
    void share_banners() {
        const Counter counter = run_.surveys().counter(indicator_);
        std::map<std::uint32_t, std::pair<double, ShareRow *>> carriers;
        for (const Presence &presence : survey_.census.presences)
            if (ShareRow *row = find(presence); row != nullptr && row->counts == name_of(Standing::done)) {
                auto &[most, carrier] = carriers[presence.banner];
                if (carrier == nullptr || presence.net_m2 > most)
                    std::tie(most, carrier) = std::pair(presence.net_m2, row);
            }
        for (const auto &[banner, carrier] : carriers)
            carrier.second->share = counter({"", "", {banner}}).done;
    }

    void note_contests(const Census &census) {
        for (const Loss &loss : census.losses) {
            if (!inside_[loss.banner])
                continue;
            if (loss.loser.base == Claimant::itself)
                if (const auto row = rows_.find({loss.loser.feature, loss.banner}); row != rows_.end())
                    add(row->second.leaves, loss.taker, loss.m2, &census == under_);
            if (loss.taker.base == Claimant::itself && &census != under_)
                if (const auto row = rows_.find({loss.taker.feature, loss.banner}); row != rows_.end())
                    add(row->second.takes, loss.loser, loss.m2, false);
        }
    }

    // Under bases, features of the layer itself take what they take without them, and less.
    void add(std::vector<Contest> &contests, const Claimant &other, double m2, bool under) const {
        if (under && other.base == Claimant::itself)
            return;
        std::string layer = indicator_.layer;
        if (other.base != Claimant::itself)
            layer = indicator_.excludes.empty() ? indicator_.base_layer : indicator_.excludes[other.base];
        contests.push_back({std::move(layer), other.feature, m2});
    }

    [[nodiscard]] ShareRow *find(const Presence &presence) {
        const auto found = rows_.find({presence.feature, presence.banner});
        return found == rows_.end() ? nullptr : &found->second;
    }

    // What the share is held against: of another layer, or of all that is done in the layer itself.
    [[nodiscard]] double base() {
        ExactSum whole;
        Indicator all = indicator_;
        all.where.clear();
        const auto standings = run_.surveys().standings(all, survey_.plan, survey_.census.groups);
        for (std::size_t banner = 0; banner < inside_.size(); ++banner) {
            if (!inside_[banner])
                continue;
            if (under_ != nullptr)
                whole += under_->amounts[banner][0].net;
            else
                for (std::size_t group = 0; group < standings.size(); ++group)
                    if (standings[group] == Standing::done)
                        whole += survey_.census.amounts[banner][group].net;
        }
        return whole.value();
    }

    Run &run_;
    const Indicator &indicator_;
    std::vector<bool> inside_; // by banner
    const Surveys::Survey &survey_;
    std::vector<Standing> standings_;
    const Census *under_ = nullptr;
    std::map<Ground, ShareRow> rows_;
    ExactSum sum_;
};

} // namespace

Explanation explain(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const Indicator &indicator, const catalogue::AdminUnit &admin, int year,
                    const tabulate::Options &options) {
    tabulate::Options asked = options;
    asked.net = true;
    asked.takers = true;
    Run run(workspace, catalogue, year, {&indicator}, asked);
    const Place place = place_of(indicator, run.tree(), admin);
    Explanation explanation;
    explanation.year = year;
    explanation.method = options.method;
    explanation.figure = run.row(indicator, place, run.surveys().counter(indicator));
    Explainer(run, indicator, place).fill(explanation);
    explanation.worst_relative = run.surveys().worst_relative();
    explanation.findings = run.surveys().findings();
    return explanation;
}

} // namespace qitu::indicators
