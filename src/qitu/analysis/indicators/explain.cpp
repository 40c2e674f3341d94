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
    return "none";
}

std::string text_in(const Plan &plan, const Group &group, const std::string &field) {
    const auto found = std::find(plan.fields.begin(), plan.fields.end(), field);
    return found == plan.fields.end() ? "" : group[static_cast<std::size_t>(found - plan.fields.begin())];
}

class Explainer {
  public:
    /// `place` with all its banners, `counted` those in which the indicator counts.
    Explainer(ProgressRun &run, const Indicator &indicator, const Place &place, const Place &counted)
        : run_(run), indicator_(indicator), inside_(run.tree().banners.size()),
          counted_(run.tree().banners.size()), layer_run_(run.evaluation().run_of(indicator.layer)),
          statuses_(run.evaluation().statuses(indicator, layer_run_.plan, layer_run_.breakdown.groups)),
          settled_(run.evaluation().settled(of_itself() ? Evaluation::of_all_kinds(indicator) : indicator)) {
        for (const std::size_t banner : place.banners)
            inside_[banner] = true;
        for (const std::size_t banner : counted.banners)
            counted_[banner] = true;
        const bool other_base = indicator.measure == Measure::share && !of_itself();
        if (other_base || !indicator.excludes.empty())
            outside_ = &run.evaluation().outside_bases(indicator);
    }

    void fill(Explanation &explanation) {
        list_pieces();
        give_shares();
        note_contests(settled_);
        if (outside_ != nullptr)
            note_contests(*outside_);
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
    [[nodiscard]] bool of_itself() const {
        return indicator_.measure == Measure::share && indicator_.base_layer == indicator_.layer;
    }

    // Why a feature that has all that is asked for does not count.
    [[nodiscard]] std::string why_not(const FeaturePiece &piece, const Project &project) const {
        if (!counted_[piece.banner])
            return "outside_places";
        if (indicator_.measure == Measure::works &&
            run_.evaluation().work_key(indicator_, project, piece.banner).empty())
            return "not_named";
        return "";
    }

    void list_pieces() {
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces) {
            if (!inside_[piece.banner] || statuses_[piece.group] == CountingStatus::none)
                continue;
            const Group &group = layer_run_.breakdown.groups[piece.group];
            const Project &project = layer_run_.breakdown.projects.at(piece.feature);
            Contribution row;
            row.feature = piece.feature;
            row.project = project.code.starts_with('\t') ? "" : project.code;
            row.admin = run_.tree().banners[piece.banner].code;
            row.name = run_.tree().banners[piece.banner].name;
            row.year = text_in(layer_run_.plan, group, catalogue::field_id::year);
            row.stage = text_in(layer_run_.plan, group, catalogue::field_id::stage);
            row.review = text_in(layer_run_.plan, group, catalogue::field_id::review);
            row.why = why_not(piece, project);
            row.counts = row.why.empty() ? name_of(statuses_[piece.group]) : name_of(CountingStatus::none);
            row.gross = gross_of(piece);
            if (!indicator_.part_field.empty())
                row.declared_m2 = declared_of(piece.feature);
            rows_.emplace(Ground{piece.feature, piece.banner}, std::move(row));
        }
    }

    [[nodiscard]] std::optional<double> declared_of(std::int64_t feature) const {
        const auto &declared = layer_run_.breakdown.declared_m2;
        const auto found = declared.find(feature);
        return found == declared.end() ? std::nullopt : std::optional(found->second);
    }

    [[nodiscard]] double gross_of(const FeaturePiece &piece) const {
        if (indicator_.measure == Measure::length)
            return piece.length_m;
        if (indicator_.measure == Measure::sum)
            return value_of(piece);
        return layer_run_.plan.layer->geometry == catalogue::GeometryType::polygon ? piece.gross_m2 : 1;
    }

    [[nodiscard]] double value_of(const FeaturePiece &piece) const {
        return summed_value(indicator_, layer_run_.plan, layer_run_.breakdown.groups[piece.group]);
    }

    // Less ridges.
    [[nodiscard]] double area_of(const FeaturePiece &piece) const {
        return piece.net_m2 *
               counted_fraction(indicator_, layer_run_.plan, layer_run_.breakdown.groups[piece.group]);
    }

    void share_values() {
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (Contribution *row = find(piece))
                row->share = value_of(piece);
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
        case Measure::sum:
            return share_values();
        }
    }

    void share_ground() {
        const bool of_base = indicator_.measure == Measure::share;
        const Settled &counted = outside_ != nullptr && !of_base ? *outside_ : settled_;
        for (const FeaturePiece &piece : counted.pieces)
            if (Contribution *row = find(piece))
                row->share = indicator_.measure == Measure::length ? piece.net_length_m : area_of(piece);
        if (of_base && outside_ != nullptr)
            for (const FeaturePiece &piece : outside_->pieces)
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

    // The first of a work's features that stand furthest carries it, in the first year in which it is done.
    void share_works() {
        struct Carrier {
            CountingStatus status = CountingStatus::none;
            Contribution *row = nullptr;
        };
        std::map<std::string, Carrier> carriers;
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (Contribution *row = find(piece); row != nullptr && row->why.empty()) {
                Carrier &carrier = carriers[key_of(piece)];
                if (carrier.row == nullptr || statuses_[piece.group] > carrier.status)
                    carrier = {statuses_[piece.group], row};
            }
        const std::set<std::string> before = done_before();
        for (const auto &[key, carrier] : carriers)
            if (!before.contains(key))
                carrier.row->share = 1;
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (Contribution *row = find(piece);
                row != nullptr && row->why.empty() && before.contains(key_of(piece))) {
                row->why = "earlier_year";
                row->counts = name_of(CountingStatus::none);
            }
    }

    [[nodiscard]] std::string key_of(const FeaturePiece &piece) const {
        return run_.evaluation().work_key(indicator_, layer_run_.breakdown.projects.at(piece.feature),
                                          piece.banner);
    }

    [[nodiscard]] std::set<std::string> done_before() const {
        const CountingRules rules = run_.evaluation().rules(indicator_, layer_run_.plan);
        std::set<std::string> keys;
        for (const FeaturePiece &piece : layer_run_.breakdown.pieces)
            if (counted_[piece.banner] && rules.done_before(layer_run_.breakdown.groups[piece.group]))
                keys.insert(key_of(piece));
        return keys;
    }

    // The feature with most of what is done carries a banner that counts.
    void share_banners() {
        const Evaluator evaluator = run_.evaluation().evaluator(indicator_);
        std::map<std::uint32_t, std::pair<double, Contribution *>> carriers;
        for (const FeaturePiece &piece : settled_.pieces)
            if (Contribution *row = find(piece);
                row != nullptr && row->counts == name_of(CountingStatus::done)) {
                auto &[most, carrier] = carriers[piece.banner];
                if (carrier == nullptr || piece.net_m2 > most)
                    std::tie(most, carrier) = std::pair(piece.net_m2, row);
            }
        for (const auto &[banner, carrier] : carriers)
            carrier.second->share = evaluator({"", "", {banner}}).done;
    }

    void note_contests(const Settled &settled) {
        for (const Subtraction &lost : settled.subtractions) {
            if (!inside_[lost.banner])
                continue;
            if (lost.subordinate.base == Claimant::itself)
                if (const auto row = rows_.find({lost.subordinate.feature, lost.banner}); row != rows_.end())
                    add(row->second.leaves, lost.prior, lost.m2, &settled == outside_);
            if (lost.prior.base == Claimant::itself && &settled != outside_)
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
        Indicator all = Evaluation::of_all_kinds(indicator_);
        all.part_field.clear();
        const Settled &whole_layer = run_.evaluation().settled(all);
        const auto statuses = run_.evaluation().statuses(all, layer_run_.plan, layer_run_.breakdown.groups);
        ExactSum whole;
        for (std::size_t banner = 0; banner < counted_.size(); ++banner) {
            if (!counted_[banner])
                continue;
            if (outside_ != nullptr)
                whole += run_.evaluation().base_area(indicator_)[banner];
            else
                for (std::size_t group = 0; group < statuses.size(); ++group)
                    if (statuses[group] == CountingStatus::done)
                        whole += whole_layer.ground[banner][group].area;
        }
        return whole.value();
    }

    ProgressRun &run_;
    const Indicator &indicator_;
    std::vector<bool> inside_;  // by banner: asked for
    std::vector<bool> counted_; // those in which the indicator counts
    const Evaluation::LayerRun &layer_run_;
    std::vector<CountingStatus> statuses_;
    const Settled &settled_;
    const Settled *outside_ = nullptr;
    std::map<Ground, Contribution> rows_;
    ExactSum sum_;
};

} // namespace

ExplanationRun::ExplanationRun(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                               const std::vector<const Indicator *> &indicators, int year,
                               const tabulate::Options &options, Level finest)
    : year_(year), method_(options.method) {
    tabulate::Options asked = options;
    asked.net = true;
    asked.subtractions = true;
    run_ = std::make_unique<ProgressRun>(workspace, catalogue, year, indicators, asked, std::nullopt, finest);
}

ExplanationRun::~ExplanationRun() = default;

Explanation ExplanationRun::explain(const Indicator &indicator, const catalogue::AdminUnit &admin) {
    const Place place = place_of(run_->tree(), admin);
    const Place counted = counted_part(place, indicator, run_->tree());
    Explanation explanation;
    explanation.year = year_;
    explanation.method = method_;
    explanation.figure = run_->row(indicator, counted, run_->evaluation().evaluator(indicator));
    Explainer(*run_, indicator, place, counted).fill(explanation);
    explanation.worst_relative = run_->evaluation().worst_relative();
    explanation.findings = run_->evaluation().findings();
    return explanation;
}

Explanation explain(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const Indicator &indicator, const catalogue::AdminUnit &admin, int year,
                    const tabulate::Options &options) {
    return ExplanationRun(workspace, catalogue, {&indicator}, year, options).explain(indicator, admin);
}

} // namespace qitu::indicators
