#include "charts.h"

#include "markup.h"

#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using report::AgainstTarget;
using report::Grid;
using report::TimeSeries;

std::string text_at(const Grid &grid, const report::Row &row, std::size_t column) {
    return report::text_of(column < row.cells.size() ? row.cells[column] : report::Value(),
                           grid.columns[column]);
}

// ---------------------------------------------------------------- against targets

constexpr double widest_scale = 150; // percent; what is more is cut off, and told in words

std::string bar_part(const char *kind, double from, double to, double scale) {
    return to <= from ? ""
                      : fmt::format(R"(<rect class="{}" x="{:.2f}%" y="3" width="{:.2f}%" height="12"/>)",
                                    kind, 100 * from / scale, 100 * (to - from) / scale);
}

std::string bar_against_target(const AgainstTarget &of, double scale, const std::string &words) {
    const double done = std::min(scale, of.done);
    const double building = std::min(scale, done + of.under_construction);
    const double planned = std::min(scale, building + of.approved);
    return fmt::format(
        R"(<svg class="chart" role="img" aria-label="{2}"><rect class="ground" y="3" width="{0:.2f}%" height="12"/>{1}<line class="goal" x1="{0:.2f}%" x2="{0:.2f}%" y1="0" y2="18"/></svg>)",
        10000 / scale,
        bar_part("done", 0, done, scale) + bar_part("building", done, building, scale) +
            bar_part("planned", building, planned, scale),
        escaped(words));
}

std::string line_of(const Grid &grid, const AgainstTarget &of, double scale) {
    const auto cell = [&](std::size_t column) { return text_at(grid, *of.row, column); };
    const std::string words = say("{} of {} {}, {}", cell(3), cell(2), cell(1), cell(4));
    return fmt::format("<li><span>{}</span>{}<span class=\"quiet\">{}</span></li>\n", escaped(cell(0)),
                       bar_against_target(of, scale, words), escaped(words));
}

std::string key_of(const char *kind, const std::string &meaning) {
    return fmt::format(R"(<li><span class="key {}"></span>{}</li>)", kind, escaped(meaning));
}

// ---------------------------------------------------------------- over time

constexpr std::size_t most_times = 31;
constexpr double plot_top = 20;
constexpr double plot_height = 70;

/// One series of a table, the latest times of it.
class TimeChart {
  public:
    TimeChart(const Grid &grid, const TimeSeries &series)
        : grid_(grid), series_(series),
          first_(std::max(series.first, series.last + 1 - std::min(series.last + 1, most_times))) {
        for (std::size_t row = first_; row <= series.last; ++row)
            most_ = std::max(most_, value(row));
        if (series.goal)
            most_ = std::max(most_, value_at(series.last, *series.goal));
    }

    [[nodiscard]] std::string figure() const {
        std::string marks;
        for (std::size_t row = first_; row <= series_.last; ++row)
            marks += mark(row);
        const std::string said = say("{}, {}: {} on {}, {} on {}", series_.name, series_.measured,
                                     text(first_), day(first_), text(series_.last), day(series_.last)) +
                                 goal_words();
        return fmt::format(
            "<figure><figcaption>{0}<small>{1}</small></figcaption><svg class=\"chart\" "
            "role=\"img\" aria-label=\"{2}\"><title>{2}</title>{3}<line class=\"axis\" x2=\"100%\" "
            "y1=\"{4}\" y2=\"{4}\"/>{5}{6}</svg></figure>\n",
            escaped(series_.name), escaped(series_.measured + goal_words()), escaped(said), marks,
            plot_top + plot_height, goal(), words());
    }

  private:
    [[nodiscard]] double value(std::size_t row) const { return value_at(row, series_.measure); }
    [[nodiscard]] double value_at(std::size_t row, std::size_t column) const {
        const auto *number = std::get_if<report::Number>(&grid_.rows[row].cells[column]);
        return number == nullptr ? 0 : number->exact;
    }
    [[nodiscard]] std::string goal_words() const {
        return series_.goal ? say(", target {}", text_at(grid_, grid_.rows[series_.last], *series_.goal))
                            : std::string();
    }
    [[nodiscard]] std::string goal() const {
        if (!series_.goal || most_ <= 0)
            return "";
        return fmt::format(R"(<line class="goal" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>)",
                           plot_top + plot_height * (1 - value_at(series_.last, *series_.goal) / most_));
    }
    [[nodiscard]] std::string text(std::size_t row) const {
        return value(row) == 0 ? "0" : text_at(grid_, grid_.rows[row], series_.measure);
    }
    [[nodiscard]] std::string time(std::size_t row) const { return text_at(grid_, grid_.rows[row], 1); }
    [[nodiscard]] std::string day(std::size_t row) const {
        constexpr std::size_t day_length = 10; // 2026-11-24 of a time
        const std::string text = time(row);
        return text.size() > day_length && text[day_length] == ' ' ? text.substr(0, day_length) : text;
    }

    [[nodiscard]] std::string mark(std::size_t row) const {
        constexpr double widest = 24;
        constexpr double least_height = 0.5;
        const double step = 100.0 / static_cast<double>(series_.last - first_ + 1);
        const double width = std::min(step * 0.8, widest);
        const double height =
            most_ > 0 ? std::max(least_height, plot_height * value(row) / most_) : least_height;
        return fmt::format(R"(<rect class="done" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}">)"
                           R"(<title>{}: {}</title></rect>)",
                           step * (static_cast<double>(row - first_) + 0.5) - width / 2,
                           plot_top + plot_height - height, width, height, escaped(time(row)),
                           escaped(text(row)));
    }

    // Figures above the first and the last column, the days below.
    [[nodiscard]] std::string words() const {
        constexpr double below = plot_top + plot_height + 17;
        const auto word = [](const char *kind, const char *x, double y, const std::string &text) {
            return fmt::format(R"(<text class="{}" x="{}" y="{}">{}</text>)", kind, x, y, escaped(text));
        };
        return word("begins", "0", plot_top - 7, text(first_)) +
               word("ends", "100%", plot_top - 7, text(series_.last)) +
               word("begins quiet", "0", below, day(first_)) +
               word("ends quiet", "100%", below, day(series_.last));
    }

    const Grid &grid_;
    const TimeSeries &series_;
    std::size_t first_;
    double most_ = 0;
};

} // namespace

std::string chart_of_targets(const Grid &indicators, const std::string &name) {
    const std::vector<AgainstTarget> all = report::against_targets(indicators);
    if (all.empty())
        return "";
    double scale = 100;
    for (const AgainstTarget &of : all)
        scale = std::max(scale, std::min(widest_scale, of.done + of.under_construction + of.approved));
    std::string lines;
    for (const AgainstTarget &of : all)
        lines += line_of(indicators, of, scale);
    return fmt::format("<figure class=\"targets\"><ul aria-label=\"{}\">{}</ul><ul "
                       "class=\"legend\">{}</ul></figure>\n",
                       escaped(say("{}: indicators against their targets", name)), lines,
                       key_of("done", say("Done")) + key_of("building", say("Under construction")) +
                           key_of("planned", say("Approved")) + key_of("goal", say("Target")));
}

std::string charts_over_time(const Grid &grid) {
    std::string charts;
    for (const TimeSeries &series : report::time_series(grid))
        if (series.changes)
            charts += TimeChart(grid, series).figure();
    return charts.empty() ? "" : "<div class=\"charts\">" + charts + "</div>\n";
}

} // namespace qitu::html
