// Figures made by hand: two leagues, three banners, two indicators, one layer.
#pragma once

#include "support/places.h"

#include <qitu/analysis/indicators/progress.h>
#include <qitu/analysis/indicators/totals.h>

namespace made {

using namespace qitu;

inline const catalogue::Catalogue &catalogue() {
    static const catalogue::Catalogue loaded = catalogue::Catalogue::load(support::source("layers"));
    return loaded;
}

inline indicators::ProgressRow row(const std::string &indicator, const std::string &admin,
                                   const std::string &name, std::optional<double> target, double done) {
    indicators::ProgressRow row;
    row.indicator = indicator;
    row.admin = admin;
    row.name = name;
    row.unit = catalogue().indicator(indicator).unit;
    row.target = target;
    row.done = done;
    if (target) {
        row.percent = 100 * done / *target;
        row.remaining = std::max(0.0, *target - done);
    }
    return row;
}

// Thirds, so that rounding each alone would not add up: 1/3 + 1/3 + 1/3 = 1.
inline constexpr double third = 1.0 / 3;

inline indicators::ProgressTable leagues() {
    indicators::ProgressTable table;
    table.year = 2023;
    table.by = indicators::Level::league;
    table.rows = {row("hsf.built", "150000", "内蒙古自治区", 395, 1),
                  row("hsf.built", "150100", "呼和浩特市", {}, third),
                  row("hsf.built", "150800", "巴彦淖尔市", 1.5, 2 * third),
                  row("water.rivers", "150000", "内蒙古自治区", 20, 3),
                  row("water.rivers", "150100", "呼和浩特市", {}, 0),
                  row("water.rivers", "150800", "巴彦淖尔市", {}, 3)};
    table.rows[2].target_illustrative = true;
    table.rows[2].under_construction = 0.25;
    table.rows[0].under_construction = 0.25;
    return table;
}

inline indicators::ProgressTable banners() {
    indicators::ProgressTable table = leagues();
    table.by = indicators::Level::banner;
    table.rows = {
        row("hsf.built", "150000", "内蒙古自治区", 395, 1),   row("hsf.built", "150102", "新城区", {}, third),
        row("hsf.built", "150802", "临河区", 0.5, third),     row("hsf.built", "150821", "五原县", {}, third),
        row("water.rivers", "150000", "内蒙古自治区", 20, 3), row("water.rivers", "150102", "新城区", {}, 0),
        row("water.rivers", "150802", "临河区", {}, 2),       row("water.rivers", "150821", "五原县", {}, 2)};
    table.rows[2].under_construction = 0.25;
    table.rows[0].under_construction = 0.25;
    return table;
}

inline indicators::Totals totals() {
    indicators::Totals totals;
    const std::string layer = "high_standard_farmland";
    totals.rows = {{layer, "", "", {{"stage", "accepted"}}, {1, 10.004, 10.004, 0, 0}},
                   {layer, "150102", "新城区", {{"stage", "accepted"}}, {2, 2000.004, 1500.004, 0, 0}},
                   {layer, "150802", "临河区", {{"stage", "accepted"}}, {3, 1000.004, 1000.004, 0, 0}},
                   {layer, "150802", "临河区", {{"stage", "approved"}}, {1, 100.004, 100.004, 0, 0}}};
    return totals;
}

} // namespace made
