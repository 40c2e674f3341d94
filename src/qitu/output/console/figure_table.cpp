#include "figure_table.h"

#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/rounding.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace qitu::console {

namespace {

using Measured = tabulate::Figures;

constexpr int area_decimals = 2;
constexpr int length_decimals = 3;
constexpr int share_decimals = 2;

class Builder {
  public:
    Builder(const std::vector<std::string> &headers, const std::vector<FigureLine> &lines)
        : lines_(lines), tree_(sums_of(lines)) {
        table_.headers = headers;
        table_.numeric.assign(headers.size(), false);
        for (std::size_t i = 0; i < lines.size(); ++i)
            if (lines[i].shown) {
                shown_.push_back(i);
                table_.cells.push_back(lines[i].labels);
            }
        std::vector<std::string> total(headers.size());
        total.front() = say("Total");
        table_.cells.push_back(std::move(total));
    }

    [[nodiscard]] bool any(double Measured::*member) const {
        return std::any_of(shown_.begin(), shown_.end(),
                           [&](std::size_t i) { return lines_[i].figures.*member > 0; });
    }

    void counts(std::optional<std::uint64_t> total) {
        head(say("features"));
        for (std::size_t i = 0; i < shown_.size(); ++i)
            table_.cells[i].push_back(format::with_separators(lines_[shown_[i]].figures.features));
        table_.cells.back().push_back(total ? format::with_separators(*total) : "");
    }

    void measures(const std::string &name, double Measured::*member, double unit, int decimals) {
        head(name);
        std::vector<double> parts;
        for (const FigureLine &line : lines_)
            parts.push_back(line.figures.*member / unit);
        const format::SumTree::Rounded rounded = tree_.rounded(parts, decimals);
        ExactSum total; // of rounded parts, which add up
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            const double part = rounded.leaves[shown_[i]];
            total += part;
            table_.cells[i].push_back(format::with_separators(part, parts[shown_[i]], decimals));
        }
        table_.cells.back().push_back(format::with_separators(total.value(), decimals));
    }

    void areas(Unit unit) {
        std::vector<double> m2;
        for (const std::size_t i : shown_)
            m2.push_back(lines_[i].figures.net_m2);
        const int places = places_of_areas(m2, unit);
        const std::string label = format::unit_label(unit);
        measures(say("gross ({})", label), &Measured::gross_m2, unit_size(unit), places);
        measures(say("net ({})", label), &Measured::net_m2, unit_size(unit), places);
    }

    void shares(double Measured::*member) {
        std::vector<double> values;
        for (const std::size_t i : shown_)
            values.push_back(lines_[i].figures.*member);
        measures(say("share (%)"), member, total_of(values) / 100, share_decimals);
    }

    Table table() { return std::move(table_); }

  private:
    void head(const std::string &name) {
        table_.headers.push_back(name);
        table_.numeric.push_back(true);
    }
    [[nodiscard]] static double total_of(const std::vector<double> &parts) {
        ExactSum sum;
        for (const double part : parts)
            sum += part;
        return sum.value();
    }

    [[nodiscard]] static std::vector<format::Path> sums_of(const std::vector<FigureLine> &lines) {
        std::vector<format::Path> sums;
        for (const FigureLine &line : lines)
            sums.push_back(line.sums);
        return sums;
    }

    const std::vector<FigureLine> &lines_;
    std::vector<std::size_t> shown_; // of lines_
    format::SumTree tree_;
    Table table_;
};

} // namespace

int places_of_areas(const std::vector<double> &m2, Unit unit) {
    double smallest = unit_size(unit);
    for (const double area : m2)
        if (area >= square_metres_per_mu)
            smallest = std::min(smallest, area);
    int places = area_decimals;
    double scale = std::pow(10.0, places);
    while (smallest / unit_size(unit) * scale < 1) {
        scale *= 10;
        ++places;
    }
    return places;
}

Table figure_table(const std::vector<std::string> &headers, const std::vector<FigureLine> &lines,
                   std::optional<std::uint64_t> features, const FigureStyle &style) {
    Builder builder(headers, lines);
    builder.counts(features);
    if (builder.any(&Measured::gross_m2) && style.unit) {
        builder.areas(*style.unit);
    } else if (builder.any(&Measured::gross_m2)) {
        builder.measures(say("gross (m²)"), &Measured::gross_m2, 1, area_decimals);
        builder.measures(say("net (m²)"), &Measured::net_m2, 1, area_decimals);
        builder.measures(say("net (mu)"), &Measured::net_m2, square_metres_per_mu, area_decimals);
    }
    if (builder.any(&Measured::gross_m2) && style.additive)
        builder.shares(&Measured::net_m2);
    if (builder.any(&Measured::length_m))
        builder.measures(say("length (km)"), &Measured::length_m, 1000, length_decimals);
    Table table = builder.table();
    if (!style.additive)
        table.cells.pop_back();
    return table;
}

std::string method_line(geodesy::Method method, double worst_relative) {
    return say("Method {}. Conserved: parts and whole differ by {:.1e} at most, relative.",
               format::method_label(method), worst_relative);
}

} // namespace qitu::console
