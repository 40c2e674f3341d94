#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/area_classes.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qitu::map {

namespace {

using indicators::ProgressRow;

constexpr std::size_t amount_classes = format::amount_colours.size();

std::array<double, amount_classes> amounts_up_to(double largest) {
    std::array<double, amount_classes> ends{};
    ends.back() = round_number(largest);
    for (std::size_t i = amount_classes - 1; i-- > 0;)
        ends[i] = round_number(ends[i + 1] * 0.4);
    return ends;
}

std::string percent_range(std::size_t i) {
    const double from = format::progress_classes[i].from;
    return i + 1 == format::progress_classes.size()
               ? "≥ " + format::with_percent_sign(fmt::format("{:.0f}", from))
               : format::with_percent_sign(
                     fmt::format("{:.0f}–{:.0f}", from, format::progress_classes[i + 1].from));
}

} // namespace

AreaClasses::AreaClasses(const format::IndicatorRows &group) : group_(group) {
    double largest = 0;
    for (std::size_t i = 1; i < group.rows.size(); ++i) {
        by_percent_ = by_percent_ || group.rows[i].percent;
        largest = std::max(largest, group.rows[i].done);
    }
    if (!by_percent_ && largest > 0)
        ends_ = amounts_up_to(largest);
}

std::string AreaClasses::of(const ProgressRow *row) const {
    if (row == nullptr || !format::has_something(*row))
        return "none";
    if (by_percent_)
        return row->percent    ? fmt::format("p{}", format::class_of(*row->percent))
               : row->done > 0 ? "free"
                               : "none";
    if (!(row->done > 0))
        return "none";
    const auto *const end = std::lower_bound(ends_.begin(), ends_.end(), row->done);
    return fmt::format("q{}", std::min<std::ptrdiff_t>(end - ends_.begin(), amount_classes - 1));
}

std::vector<std::pair<std::string, std::string>> AreaClasses::legend() const {
    std::vector<std::pair<std::string, std::string>> result;
    if (by_percent_) {
        for (std::size_t i = 0; i < format::progress_classes.size(); ++i)
            result.emplace_back(fmt::format("p{}", i), percent_range(i));
        result.emplace_back("free", say("figure without a target"));
        result.emplace_back("none", say("no target, no figure"));
        return result;
    }
    for (std::size_t i = 0; i < amount_classes && ends_.back() > 0; ++i)
        result.emplace_back(fmt::format("q{}", i), amount_range(i));
    result.emplace_back("none", say("nothing done yet"));
    return result;
}

std::string AreaClasses::amount_range(std::size_t i) const {
    const std::string unit = format::unit_label(group_.rows.front());
    return i == 0 ? fmt::format("≤ {} {}", format::shortest(ends_[0]), unit)
                  : fmt::format("{}–{} {}", format::shortest(ends_[i - 1]), format::shortest(ends_[i]), unit);
}

std::uint32_t colour_of(const std::string &area_class) {
    if (area_class == "free")
        return format::without_target_colour;
    if (area_class == "none")
        return format::nothing_colour;
    const auto i = static_cast<std::size_t>(area_class.back() - '0');
    return area_class.front() == 'p' ? format::progress_classes.at(i).map : format::amount_colours.at(i);
}

double round_number(double value) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0})
        if (step * power >= value * (1 - 1e-12))
            return step * power;
    return 10 * power;
}

} // namespace qitu::map
