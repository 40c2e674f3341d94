#include "needs.h"

#include <qitu/analysis/indicators/progress.h>

#include <algorithm>
#include <set>

namespace qitu::planning {

namespace {

using indicators::Level;
using indicators::ProgressRow;

double needed_of(const ProgressRow &row, const CandidateRules &rules) {
    double needed = row.remaining.value_or(0);
    if (rules.count_started)
        needed -= row.under_construction.value_or(0) + row.approved.value_or(0);
    return std::max(0.0, needed);
}

class Finder {
  public:
    Finder(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
           const catalogue::Indicator &indicator, const CandidateRules &rules,
           const tabulate::Options &options)
        : catalogue_(catalogue), rules_(rules), asked_(rules.banners.begin(), rules.banners.end()) {
        for (const workspace::Boundary &banner : workspace.banners())
            leagues_[banner.code] = banner.league;
        const auto rows = [&](Level level) {
            return indicators::progress(workspace, catalogue, level, rules.year, {indicator.id}, options)
                .rows;
        };
        const std::vector<ProgressRow> banners = rows(Level::banner);
        take_banners(banners);
        if (needs_.unit_of.size() < asked_.size())
            take_leagues(rows(Level::league));
    }

    Needs found() { return std::move(needs_); }

  private:
    void add(const ProgressRow &row, double less, const std::vector<std::string> &banners) {
        for (const std::string &banner : banners)
            needs_.unit_of[banner] = needs_.units.size();
        needs_.units.push_back({row.admin, row.name, std::max(0.0, row.remaining.value_or(0) - less),
                                std::max(0.0, needed_of(row, rules_) - less), 0});
    }

    void take_banners(const std::vector<ProgressRow> &rows) {
        for (const ProgressRow &row : rows)
            if (asked_.contains(row.admin) && row.target) {
                add(row, 0, {row.admin});
                of_banners_[leagues_[row.admin]] += row.remaining.value_or(0);
            }
    }

    // The banners of a league that have no quota of their own share what is left of the league's; only where all of them
    // are asked for.
    void take_leagues(const std::vector<ProgressRow> &rows) {
        for (const ProgressRow &row : rows) {
            const catalogue::AdminUnit *unit = catalogue_.find_admin(row.admin);
            if (!row.target || unit == nullptr)
                continue;
            std::vector<std::string> banners;
            bool all = true;
            double less = 0;
            for (const auto &[banner, league] : leagues_) {
                if (unit->level == 1 && league != row.admin)
                    continue;
                all = all && asked_.contains(banner);
                if (!needs_.unit_of.contains(banner))
                    banners.push_back(banner);
            }
            for (const auto &[league, remaining] : of_banners_)
                less += unit->level == 0 || league == row.admin ? remaining : 0;
            if (unit->level == 0) { // what leagues have is settled after it: it comes last
                region_ = &row;
                continue;
            }
            if (all && !banners.empty()) {
                add(row, less, banners);
                of_leagues_ += std::max(0.0, row.remaining.value_or(0) - less);
            }
        }
        take_region();
    }

    void take_region() {
        if (region_ == nullptr || asked_.size() < leagues_.size())
            return;
        std::vector<std::string> banners;
        double less = of_leagues_;
        for (const auto &[banner, league] : leagues_)
            if (!needs_.unit_of.contains(banner))
                banners.push_back(banner);
        for (const auto &[league, remaining] : of_banners_)
            less += remaining;
        if (!banners.empty())
            add(*region_, less, banners);
    }

    const catalogue::Catalogue &catalogue_;
    const CandidateRules &rules_;
    std::set<std::string> asked_;
    std::map<std::string, std::string> leagues_; // of each banner
    std::map<std::string, double> of_banners_;   // remaining, by league
    double of_leagues_ = 0;
    const ProgressRow *region_ = nullptr;
    Needs needs_;
};

} // namespace

Needs needs_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const catalogue::Indicator &indicator, const CandidateRules &rules,
               const tabulate::Options &options) {
    return Finder(workspace, catalogue, indicator, rules, options).found();
}

} // namespace qitu::planning
