// The year month by month: what was done by then, against the target.
#include "document.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using indicators::MonthlyDone;
using indicators::ProgressRow;

constexpr std::size_t undated_amount = 0; // before the twelve months
using MonthAmounts = std::array<double, 13>;

// Of the unit of the report, in the indicator's unit.
MonthAmounts amounts_in_unit(const PrintedProgress &printed, const std::string &indicator) {
    std::array<ExactSum, 13> sums;
    for (const MonthlyDone &banner : printed.figures.months) {
        if (banner.indicator != indicator || !shows(printed.figures, banner.admin, printed.catalogue))
            continue;
        sums[undated_amount] += banner.undated;
        for (std::size_t month = 0; month < banner.done.size(); ++month)
            sums[month + 1] += banner.done[month];
    }
    MonthAmounts amounts{};
    for (std::size_t i = 0; i < sums.size(); ++i)
        amounts[i] = sums[i].value();
    return amounts;
}

// The month of the report in its own year, else December; no earlier than the last that has something.
std::size_t last_month(const Figures &figures, const MonthAmounts &amounts) {
    const std::string year = fmt::format("{:04}-", figures.banners.year);
    std::size_t last = amounts.size() - 1;
    if (figures.date.starts_with(year))
        last = static_cast<std::size_t>(std::stoi(figures.date.substr(year.size(), 2)));
    for (std::size_t month = last + 1; month < amounts.size(); ++month)
        if (amounts[month] > 0)
            last = month;
    return last;
}

/// The rows of one indicator, in its order.
class MonthRows {
  public:
    MonthRows(const PrintedProgress &printed, const ProgressRow &row, const catalogue::Indicator *indicator)
        : printed_(printed), row_(row), indicator_(indicator), decimals_(format::places_of(row)),
          exact_(amounts_in_unit(printed, row.indicator)) {
        std::vector<double> read;
        for (const double amount : exact_)
            read.push_back(indicator == nullptr ? amount : converted(amount, indicator->unit, row.unit));
        const std::vector<double> parts = format::rounded_parts(read, row.done, decimals_);
        std::copy(parts.begin(), parts.end(), rounded_.begin());
    }

    void add_to(Grid &grid) {
        if (std::none_of(exact_.begin() + 1, exact_.end(), [](double amount) { return amount > 0; }))
            return;
        const std::size_t last = last_month(printed_.figures, exact_);
        for (std::size_t month = exact_[undated_amount] > 0 ? undated_amount : 1; month <= last; ++month)
            grid.rows.push_back(row(month));
    }

  private:
    Row row(std::size_t month) {
        exact_sum_ += exact_[month];
        printed_sum_ += rounded_[month];
        const double by_then = format::rounded(printed_sum_.value(), decimals_);
        const std::string when = month == undated_amount
                                     ? say("undated")
                                     : fmt::format("{:04}-{:02}", printed_.figures.banners.year, month);
        Row row{Level::plain, row_.admin, {format::indicator_label(indicator_, row_.indicator), when}};
        row.cells.emplace_back(Number{exact_sum_.value(), by_then, decimals_});
        row.cells.emplace_back(Number{exact_[month], rounded_[month], decimals_});
        row.cells.push_back(target());
        row.cells.push_back(percent());
        row.cells.emplace_back(
            Word{indicator_ == nullptr ? format::unit_label(row_) : format::unit_label(*indicator_),
                 format::unit_label(row_)});
        return row;
    }

    [[nodiscard]] Value target() const {
        if (!row_.target)
            return {};
        return Number{indicator_ == nullptr ? *row_.target
                                            : converted(*row_.target, row_.unit, indicator_->unit),
                      *row_.target, decimals_};
    }

    [[nodiscard]] Value percent() const {
        const Value of = target();
        const auto *number = std::get_if<Number>(&of);
        if (number == nullptr || number->exact <= 0)
            return {};
        const double exact = 100 * exact_sum_.value() / number->exact;
        return Number{exact, format::rounded(exact, 1), 1};
    }

    const PrintedProgress &printed_;
    const ProgressRow &row_;
    const catalogue::Indicator *indicator_;
    int decimals_;
    MonthAmounts exact_;
    MonthAmounts rounded_{};
    ExactSum exact_sum_, printed_sum_;
};

} // namespace

Grid months_grid(const PrintedProgress &printed) {
    Grid grid{"months", say("Month by month"), say("Done month by month"), say("as in the column"), {}, {}};
    if (printed.figures.level == indicators::Level::township)
        return grid; // months are known by banner
    grid.note = say(
        "By the date that decides the year (acceptance, impoundment …). What is done and has no date in the "
        "year stands first.");
    grid.columns = {
        {"indicator", say("Indicator"), say("What is counted against a target."), Kind::wrapped},
        {"when", say("Month"), say("Of the date that decides the year."), Kind::text},
        {"done", say("Done by then"), say("Net, each place once; at the end of the month."), Kind::number},
        {"added", say("Added"), say("In the month."), Kind::number},
        {"target",
         say("Target"),
         say("The quota of the unit for the programme year."),
         Kind::number,
         false,
         {},
         say("no target")},
        {"percent", say("Done (%)"), say("Done by then over target."), Kind::percent, false,
         Derived{Derived::How::percent, {4, 2}}},
        {"unit", say("Unit"), say("In which the figures of the line are."), Kind::text}};
    for (const format::IndicatorRows &group : format::by_indicator(printed.own, printed.catalogue))
        MonthRows(printed, group.rows.front(), group.indicator).add_to(grid);
    return grid;
}

} // namespace qitu::report
