// The features behind one figure of progress, and which overlaps were resolved in whose favour.
#pragma once

#include <qitu/analysis/indicators/progress.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::indicators {

/// Overlap that was subtracted from a feature, or from another in its favour.
struct Contest {
    std::string layer;
    std::int64_t feature = 0;
    double m2 = 0;
};

/// What one feature gives to a figure in one banner: m² or m; of works and banners 1 for the feature that
/// carries the work or the banner, 0 for the others.
struct Contribution {
    std::int64_t feature = 0;
    std::string project;
    std::string admin; // banner, or township
    std::string name;
    std::string year, stage, review; // as the feature has them
    std::string counts;              // done, under_construction or approved; none where `why` says why
    /// outside_places, not_named (it lies, or is, beside what the document names), earlier_year (its work was
    /// done in an earlier year and counts there); else ""
    std::string why;
    double gross = 0;
    double share = 0;
    std::optional<double> declared_m2{}; // the part that counts, never more than its net area; else all of it
    std::vector<Contest> leaves;         // overlaps subtracted from it, by prior feature
    std::vector<Contest> takes;          // overlaps subtracted from others in its favour
};

struct Explanation {
    ProgressRow figure; // the same bits as `progress` has
    int year = 0;
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<Contribution> rows; // by banner, then feature
    double sum = 0;                 // of the shares of what is done, rounded once
    std::optional<double> base;     // of a share: m² of the base; the figure is 100 × sum / base
    double worst_relative = 0;
    std::vector<tabulate::Finding> findings;
};

/// The features behind one figure. The sum of the shares of what is done, in the indicator's unit, is the
/// figure to the last bit.
Explanation explain(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                    const catalogue::Indicator &indicator, const catalogue::AdminUnit &admin, int year,
                    const tabulate::Options &options);

class ProgressRun;

/// Explains several indicators from one run of the engine over each of their layers. What it has read stays in memory.
class ExplanationRun {
  public:
    /// With townships as leaves where `finest` is township; contributions are then of these, and of banners without any.
    /// Throws Error (refused) when the workspace has none. The indicators outlive it.
    ExplanationRun(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const std::vector<const catalogue::Indicator *> &indicators, int year,
                   const tabulate::Options &options, Level finest = Level::banner);
    ~ExplanationRun();

    /// Of one of the indicators; findings are those of the run so far.
    [[nodiscard]] Explanation explain(const catalogue::Indicator &indicator,
                                      const catalogue::AdminUnit &admin);

  private:
    std::unique_ptr<ProgressRun> run_;
    int year_;
    geodesy::Method method_;
};

} // namespace qitu::indicators
