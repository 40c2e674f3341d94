#include "book.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <xlsxwriter.h>

namespace qitu::xlsx {

namespace {

constexpr double made_width = 480; // pixels of a chart before it is scaled
constexpr double made_height = 288;

std::uint8_t type_of(Chart::Kind kind) {
    switch (kind) {
    case Chart::Kind::bars:
        return LXW_CHART_BAR;
    case Chart::Kind::stacked_bars:
        return LXW_CHART_BAR_STACKED;
    case Chart::Kind::columns:
        break;
    }
    return LXW_CHART_COLUMN;
}

void add_series(lxw_chart *chart, const Chart &of, const Chart::Series &series) {
    lxw_chart_series *made = chart_add_series(chart, nullptr, nullptr);
    chart_series_set_name(made, series.name.c_str());
    chart_series_set_categories(made, of.sheet.c_str(), of.first_row, of.names, of.last_row, of.names);
    chart_series_set_values(made, of.sheet.c_str(), of.first_row, series.column, of.last_row, series.column);
    lxw_chart_fill fill = {};
    fill.color = series.fill;
    chart_series_set_fill(made, &fill);
}

} // namespace

lxw_chart *Book::chart(const Chart &chart) {
    lxw_chart *made = workbook_add_chart(book_, type_of(chart.kind));
    if (made == nullptr)
        throw Error(ErrorKind::refused, say("Sheet {} cannot be written: {}.", chart.sheet, "add_chart"));
    for (const Chart::Series &series : chart.series)
        add_series(made, chart, series);
    lxw_chart_font font = {};
    font.size = 11;
    font.bold = LXW_TRUE;
    chart_title_set_name(made, chart.title.c_str());
    chart_title_set_name_font(made, &font);
    // The axis of figures lies across for bars, whose first name is to stand on top and the figures below.
    const bool bars = chart.kind != Chart::Kind::columns;
    lxw_chart_axis *figures = bars ? made->x_axis : made->y_axis;
    chart_axis_set_name(figures, chart.unit.c_str());
    if (bars) {
        chart_axis_set_reverse(made->y_axis);
        chart_axis_set_label_position(figures, LXW_CHART_AXIS_LABEL_POSITION_HIGH);
    }
    if (chart.series.size() > 1)
        chart_legend_set_position(made, LXW_CHART_LEGEND_BOTTOM);
    else
        chart_legend_set_position(made, LXW_CHART_LEGEND_NONE);
    return made;
}

void Sheet::chart(RowAt row, ColumnAt column, int width, int height, const Chart &chart) {
    lxw_chart_options options = {};
    std::string description = chart.title;
    options.x_scale = width / made_width;
    options.y_scale = height / made_height;
    options.description = description.data();
    if (worksheet_insert_chart_opt(sheet_, row, column, book_.chart(chart), &options) != LXW_NO_ERROR)
        throw Error(ErrorKind::refused, say("Sheet {} cannot be written: {}.", name_, "insert_chart"));
}

} // namespace qitu::xlsx
