#include "progress_run.h"

#include <qitu/analysis/indicators/explain.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace qitu::indicators {

namespace {

using catalogue::Indicator;
using catalogue::Measure;
using Ground = std::pair<std::int64_t, std::uint32_t>; // feature, banner

const char *name_of(CountingStatus status) {
    switch (status) {
    case CountingStatus::done:
        return "done";
    case CountingStatus::under_construction:
        return "under_construction";
    case CountingStatus::approved:
        return "approved";
    case CountingStatus::none:
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
    Explainer(ProgressRun &run, const Indicator &indicator, const Place &place)
        : run_(run), indicator_(indicator), inside_(run.tree().banners.size()),
          layer_run_(run.evaluation().run_of(indicator.layer)),
          statuses_(run.evaluation().statuses(indicator, layer_run_.plan, layer_run_.breakdown.groups)) {
        for (const std::size_t banner : place.banners)
            inside_[banner] = true;
        const bool other_base =
            indicator.measure == Measure::share && indicator.base_layer != indicator.layer;
        if (other_base || !indicator.excludes.empty())
            under_ = &run.evaluation().under_bases(indicator);
    }

    void fill(Explanation &explanation) {
        list_pieces();
        give_shares();
        note_contests(layer_run_.breakdown);
        if (under_ != nullptr)
            note_contests(*under_);
        for (auto &[ground, row] : rows_) {
            if (row.counts == name_of(CountingStatus::done))
                sum_ += row.share;
            explanation.rows.push_back(std::move(row));
        }
        explanation.sum = sum_.value();
        std::sort(explanation.rows.begin(), explanation.rows.end(),
                  [](const Contribution &a, const Contribution &b) {
                      return std::tie(a.admin, a.feature) < std::tie(b.admin, b.feature);
                  });
        if (indicator_.measure == Measure::share)
            explanation.base = base();
    }

  private:
    void list_pieces() {
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces) {
            if (!inside_[piece.banner] || statuses_[piece.group] == CountingStatus::none)
                continue;
            const Group &group = layer_run_.breakdown.groups[piece.group];
            const std::string &project = layer_run_.breakdown.projects.at(piece.feature);
            Contribution row;
            row.feature = piece.feature;
            row.project = project.starts_with('\t') ? "" : project;
            row.admin = run_.tree().banners[piece.banner].code;
            row.name = run_.tree().banners[piece.banner].name;
            row.year = value_of(layer_run_.plan, group, catalogue::field_id::year);
            row.stage = value_of(layer_run_.plan, group, catalogue::field_id::stage);
            row.review = value_of(layer_run_.plan, group, catalogue::field_id::review);
            row.counts = name_of(statuses_[piece.group]);
            row.gross = gross_of(piece);
            rows_.emplace(Ground{piece.feature, piece.banner}, std::move(row));
        }
    }

    [[nodiscard]] double gross_of(const FeaturePiece &piece) const {
        if (indicator_.measure == Measure::length)
            return piece.length_m;
        return layer_run_.plan.layer->geometry == catalogue::GeometryType::polygon ? piece.gross_m2 : 1;
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
        const Breakdown &counted = under_ != nullptr && !of_base ? *under_ : layer_run_.breakdown;
        for (const FeaturePiece &piece : counted.pieces)
            if (Contribution *row = find(piece))
                row->share = indicator_.measure == Measure::length ? piece.length_m : piece.net_m2;
        if (of_base && under_ != nullptr)
            for (const FeaturePiece &piece : under_->pieces)
                if (Contribution *row = find(piece))
                    leave_out(*row, piece.net_m2);
    }

    // The difference as a double may lose its last bit; the sum must not.
    void leave_out(Contribution &row, double m2) {
        const double whole = row.share;
        row.share -= m2;
        if (row.counts != name_of(CountingStatus::done))
            return;
        sum_ += whole;
        sum_ -= m2;
        sum_ -= row.share; // which is added with all others
    }

    // The first of a project's features that stand furthest carries the work.
    void share_works() {
        std::map<std::string_view, std::pair<CountingStatus, Contribution *>> carriers;
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (Contribution *row = find(piece)) {
                auto &[status, carrier] = carriers[layer_run_.breakdown.projects.at(piece.feature)];
                if (carrier == nullptr || statuses_[piece.group] > status)
                    std::tie(status, carrier) = std::pair(statuses_[piece.group], row);
            }
        for (const auto &[project, carrier] : carriers)
            carrier.second->share = 1;
    }

    // The feature with most of what is done carries a banner that counts.
    void share_banners() {
        const Evaluator evaluator = run_.evaluation().evaluator(indicator_);
        std::map<std::uint32_t, std::pair<double, Contribution *>> carriers;
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (Contribution *row = find(piece);
                row != nullptr && row->counts == name_of(CountingStatus::done)) {
                auto &[most, carrier] = carriers[piece.banner];
                if (carrier == nullptr || piece.net_m2 > most)
                    std::tie(most, carrier) = std::pair(piece.net_m2, row);
            }
        for (const auto &[banner, carrier] : carriers)
            carrier.second->share = evaluator({"", "", {banner}}).done;
    }

    void note_contests(const Breakdown &breakdown) {
        for (const Subtraction &lost : breakdown.subtractions) {
            if (!inside_[lost.banner])
                continue;
            if (lost.subordinate.base == Claimant::itself)
                if (const auto row = rows_.find({lost.subordinate.feature, lost.banner}); row != rows_.end())
                    add(row->second.leaves, lost.prior, lost.m2, &breakdown == under_);
            if (lost.prior.base == Claimant::itself && &breakdown != under_)
                if (const auto row = rows_.find({lost.prior.feature, lost.banner}); row != rows_.end())
                    add(row->second.takes, lost.subordinate, lost.m2, false);
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

    [[nodiscard]] Contribution *find(const FeaturePiece &piece) {
        const auto found = rows_.find({piece.feature, piece.banner});
        return found == rows_.end() ? nullptr : &found->second;
    }

    // What the share is held against: of another layer, or of all that is done in the layer itself.
    [[nodiscard]] double base() {
        ExactSum whole;
        Indicator all = indicator_;
        all.where.clear();
        const auto statuses = run_.evaluation().statuses(all, layer_run_.plan, layer_run_.breakdown.groups);
        for (std::size_t banner = 0; banner < inside_.size(); ++banner) {
            if (!inside_[banner])
                continue;
            if (under_ != nullptr)
                whole += under_->amounts[banner][0].net;
            else
                for (std::size_t group = 0; group < statuses.size(); ++group)
                    if (statuses[group] == CountingStatus::done)
                        whole += layer_run_.breakdown.amounts[banner][group].net;
        }
        return whole.value();
    }

    ProgressRun &run_;
    const Indicator &indicator_;
    std::vector<bool> inside_; // by banner
    const Evaluation::LayerRun &layer_run_;
    std::vector<CountingStatus> statuses_;
    const Breakdown *under_ = nullptr;
    std::map<Ground, Contribution> rows_;
    ExactSum sum_;
};

} // namespace

Explanation explain(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const Indicator &indicator, const catalogue::AdminUnit &admin, int year,
                    const tabulate::Options &options) {
    tabulate::Options asked = options;
    asked.net = true;
    asked.subtractions = true;
    ProgressRun run(workspace, catalogue, year, {&indicator}, asked);
    const Place place = place_of(indicator, run.tree(), admin);
    Explanation explanation;
    explanation.year = year;
    explanation.method = options.method;
    explanation.figure = run.row(indicator, place, run.evaluation().evaluator(indicator));
    Explainer(run, indicator, place).fill(explanation);
    explanation.worst_relative = run.evaluation().worst_relative();
    explanation.findings = run.evaluation().findings();
    return explanation;
}

} // namespace qitu::indicators
