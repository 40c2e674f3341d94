#include "named_zones.h"

#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/planning/forecast.h>
#include <qitu/core/base/date.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <numeric>

namespace qitu::planning {

namespace {

using indicators::Level;
using indicators::ProgressRow;
namespace id = catalogue::field_id;

std::optional<double> day_of(const std::string &text) {
    const std::optional<std::chrono::year_month_day> date = date_from(text);
    if (!date)
        return {};
    return static_cast<double>(std::chrono::sys_days(*date).time_since_epoch().count());
}

double required_day(const std::string &text) {
    const std::optional<double> day = day_of(text);
    if (!day)
        throw Error(ErrorKind::usage, say("\"{}\" is not a date. Write it as 2023-06-30.", text));
    return *day;
}

// The features of one project code, or a feature without one.
struct Project {
    std::string kind, banner;
    std::optional<double> begin, end;
    std::map<std::string, double> m2; // by banner, of what is not accepted
    int year = 0;
    bool finished = true;
};

class Forecaster {
  public:
    Forecaster(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const catalogue::Indicator &indicator, const ForecastRules &rules,
               const tabulate::Options &options)
        : workspace_(workspace), catalogue_(catalogue), indicator_(indicator), rules_(rules),
          options_(options), layer_(catalogue.layer(indicator.layer)), now_(required_day(rules.as_of)),
          then_(required_day(rules.date)) {
        if (indicator.measure != catalogue::Measure::area)
            throw Error(ErrorKind::usage,
                        say("The indicator {} counts no area: no forecast can be made of it.", indicator.id));
        if (then_ <= now_)
            throw Error(ErrorKind::usage,
                        say("A forecast looks ahead: {} is not after {}.", rules.date, rules.as_of));
        require_field(layer_, rules.begin_field);
        require_field(layer_, rules.end_field);
        if (!rules.kind_field.empty())
            require_field(layer_, rules.kind_field);
    }

    Forecast run() {
        forecast_.indicator = indicator_.id;
        forecast_.unit = indicator_.unit;
        add_rows();
        read_projects();
        divide_projects();
        take_samples(
            simulate(history_, ongoing_, {then_ - now_, forecast_.rows.size(), rules_.seed, rules_.runs}));
        return std::move(forecast_);
    }

  private:
    void add_rows() {
        const indicators::ProgressTable table = indicators::progress(workspace_, catalogue_, Level::banner,
                                                                     rules_.year, {indicator_.id}, options_);
        for (const ProgressRow &row : table.rows) {
            rows_[row.admin] = forecast_.rows.size();
            forecast_.rows.push_back({row.admin, row.name, row.target, row.done, 0, 0, 0, 0, {}, {}, false});
        }
    }

    void read_projects() {
        const std::vector<std::string> fields{
            id::project_code,   id::stage,        id::year,
            rules_.begin_field, rules_.end_field, rules_.kind_field.empty() ? id::stage : rules_.kind_field};
        const indicators::FeatureShares shares =
            indicators::feature_shares(workspace_, catalogue_, layer_, fields, options_);
        const int done_rank = catalogue_.stage_rank(indicator_.from_stage);
        for (const indicators::FeatureShare &share : shares.rows) {
            const std::string code =
                share.values[0].empty() ? fmt::format("\t{}", share.feature) : share.values[0];
            Project &project = projects_[code];
            const bool finished = catalogue_.stage_rank(share.values[1]) >= done_rank;
            if (project.banner.empty()) {
                project.banner = share.admin;
                project.kind = rules_.kind_field.empty() ? "" : share.values[5];
                double year = 0;
                project.year = parse_number(share.values[2], year) ? static_cast<int>(year) : 0;
            }
            if (const auto begin = day_of(share.values[3]))
                project.begin = std::min(project.begin.value_or(*begin), *begin);
            if (const auto end = day_of(share.values[4]); end && finished)
                project.end = std::max(project.end.value_or(*end), *end);
            project.finished = project.finished && finished;
            if (!finished)
                project.m2[share.admin] += share.net_m2;
        }
    }

    void divide_projects() {
        std::size_t undated = 0;
        for (const auto &[code, project] : projects_) {
            if (project.finished && project.begin && project.end && *project.end >= *project.begin)
                history_.push_back({project.kind, project.banner, *project.end - *project.begin});
            if (!project.finished) {
                undated += project.begin ? 0 : 1;
                ongoing_.push_back(ongoing_of(project));
            }
        }
        forecast_.finished = history_.size();
        forecast_.ongoing = ongoing_.size();
        if (history_.empty())
            throw Error(ErrorKind::refused,
                        say("No finished project of {} has both {} and {}: nothing says how long they take.",
                            layer_.id, rules_.begin_field, rules_.end_field));
        if (undated > 0)
            forecast_.notes.push_back(
                say("{} projects under way have no {}: they are taken to have begun on the first "
                    "day of their programme year.",
                    undated, rules_.begin_field));
    }

    Ongoing ongoing_of(const Project &project) {
        const double begin =
            project.begin ? *project.begin : required_day(fmt::format("{:04}-01-01", project.year));
        Ongoing result{project.kind, project.banner, now_ - begin, {}};
        for (const auto &[admin, m2] : project.m2) {
            const double amount = m2 / unit_size(indicator_.unit);
            for (const std::string &unit : {admin, catalogue_.region().code})
                if (const auto row = rows_.find(unit); row != rows_.end()) {
                    result.amounts.emplace_back(row->second, amount);
                    forecast_.rows[row->second].under_way += amount;
                }
        }
        return result;
    }

    void take_samples(std::vector<std::vector<double>> gains) {
        constexpr double month = 30, even = 0.5;
        for (std::size_t i = 0; i < forecast_.rows.size(); ++i) {
            ForecastRow &row = forecast_.rows[i];
            std::vector<double> &of = gains[i];
            std::sort(of.begin(), of.end());
            const auto quantile = [&](double share) {
                const double place = share * static_cast<double>(of.size() - 1);
                return of[static_cast<std::size_t>(std::lround(place))];
            };
            row.expected =
                row.done + std::accumulate(of.begin(), of.end(), 0.0) / static_cast<double>(of.size());
            row.low = row.done + quantile((1 - rules_.level) / 2);
            row.high = row.done + quantile((1 + rules_.level) / 2);
            if (!row.target)
                continue;
            const double missing = *row.target - row.done;
            const auto enough = std::lower_bound(of.begin(), of.end(), missing - 1e-9);
            row.probability = static_cast<double>(of.end() - enough) / static_cast<double>(of.size());
            row.pace_needed = std::max(0.0, missing) / (then_ - now_) * month;
            row.at_risk = *row.probability < even;
        }
    }

    const workspace::Workspace &workspace_;
    const catalogue::Catalogue &catalogue_;
    const catalogue::Indicator &indicator_;
    const ForecastRules &rules_;
    const tabulate::Options &options_;
    const catalogue::Layer &layer_;
    double now_, then_; // days since 1970
    Forecast forecast_;
    std::map<std::string, std::size_t> rows_;
    std::map<std::string, Project> projects_;
    std::vector<Finished> history_;
    std::vector<Ongoing> ongoing_;
};

} // namespace

Forecast forecast(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                  const catalogue::Indicator &indicator, const ForecastRules &rules,
                  const tabulate::Options &options) {
    return Forecaster(workspace, catalogue, indicator, rules, options).run();
}

} // namespace qitu::planning
