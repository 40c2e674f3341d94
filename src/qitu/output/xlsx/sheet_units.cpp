// Leagues, and leagues with their banners, by indicators side by side.
#include "sheets.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace qitu::xlsx {

namespace {

using indicators::ProgressRow;

constexpr RowAt heads_row = first_table_row;
constexpr RowAt total_row = first_table_row + 2; // two rows of headers
constexpr ColumnAt first_block = 1;
constexpr double name_width = 22;
constexpr double page_width = 190; // characters on A3 across, at the scale of Sheet::break_before

constexpr double block_widths[] = {14, 11, 8, 11};

/// An indicator's columns.
struct Block {
    const format::IndicatorRows *group = nullptr;
    std::map<std::string, const ProgressRow *> rows; // by admin code
};

/// A line of the sheet; its parts, where it is a sum, are lines below it.
struct Line {
    std::string code;
    std::string name;
    int level = 0; // 0 region, 1 league, 2 banner
    RowAt first_part = 0;
    RowAt last_part = 0;
};

bool parts_have_something(const format::IndicatorRows &group) {
    return std::any_of(group.rows.begin() + 1, group.rows.end(), format::has_something);
}

void add_rows(Block &block, const format::IndicatorRows &group) {
    for (const ProgressRow &row : group.rows)
        block.rows[row.admin] = &row;
}

std::vector<Block> blocks_of(const std::vector<format::IndicatorRows> &groups, bool sums_only) {
    std::vector<Block> blocks;
    for (const format::IndicatorRows &group : groups) {
        if ((sums_only && !format::additive(group.indicator)) || !parts_have_something(group))
            continue;
        Block block{&group, {}};
        add_rows(block, group);
        blocks.push_back(std::move(block));
    }
    return blocks;
}

std::vector<Block> banner_blocks(const Printed &printed) {
    std::vector<Block> blocks = blocks_of(printed.banners, true);
    for (Block &block : blocks)
        for (const format::IndicatorRows &league : printed.leagues)
            if (league.id == block.group->id)
                add_rows(block, league);
    return blocks;
}

std::map<std::string, std::string> names_of(const std::vector<format::IndicatorRows> &groups) {
    std::map<std::string, std::string> names;
    for (const format::IndicatorRows &group : groups)
        for (std::size_t i = 1; i < group.rows.size(); ++i)
            names[group.rows[i].admin] = group.rows[i].name;
    return names;
}

Line region_line(const std::vector<format::IndicatorRows> &groups) {
    return groups.empty() ? Line{}
                          : Line{groups.front().rows.front().admin, groups.front().rows.front().name};
}

std::vector<Line> league_lines(const std::vector<format::IndicatorRows> &leagues) {
    std::vector<Line> lines{region_line(leagues)};
    for (const auto &[code, name] : names_of(leagues))
        lines.push_back({code, name, 2});
    lines.front().first_part = total_row + 1;
    lines.front().last_part = static_cast<RowAt>(total_row + lines.size() - 1);
    return lines;
}

std::vector<Line> banner_lines(const Printed &printed) {
    const std::map<std::string, std::string> banners = names_of(printed.banners);
    std::vector<Line> lines{region_line(printed.leagues)};
    for (const auto &[league, league_name] : names_of(printed.leagues)) {
        const auto at = static_cast<RowAt>(total_row + lines.size());
        std::vector<Line> parts;
        for (const auto &[code, name] : banners)
            if (format::league_of(printed.catalogue, code) == league)
                parts.push_back({code, name, 2});
        lines.push_back({league, league_name, 1, at + 1, static_cast<RowAt>(at + parts.size())});
        lines.insert(lines.end(), parts.begin(), parts.end());
    }
    lines.front().first_part = total_row + 1;
    lines.front().last_part = static_cast<RowAt>(total_row + lines.size() - 1);
    return lines;
}

Style styled(Style style, int level) {
    style.bold = level < 2;
    style.fill = level == 0 ? head_fill : level == 1 ? league_fill : 0;
    return style;
}

class UnitSheet {
  public:
    UnitSheet(Sheet &sheet, std::vector<Block> blocks, std::vector<Line> lines, bool with_remaining)
        : sheet_(sheet), blocks_(std::move(blocks)), lines_(std::move(lines)),
          columns_(with_remaining ? 4 : 3) {}

    [[nodiscard]] ColumnAt columns() const {
        return static_cast<ColumnAt>(first_block + columns_ * std::max<std::size_t>(1, blocks_.size()));
    }

    /// The title is as wide as the first page.
    [[nodiscard]] ColumnAt title_columns() const {
        return static_cast<ColumnAt>(
            first_block + columns_ * std::clamp<std::size_t>(blocks_.size(), 2, blocks_on_a_page()));
    }

    void write() {
        sheet_.merged(heads_row, 0, heads_row + 1, 0, say("Unit of administration"), head_style());
        sheet_.width(0, name_width);
        sheet_.height(heads_row, 32);
        for (std::size_t i = 0; i < lines_.size(); ++i)
            write_name(static_cast<RowAt>(total_row + i), lines_[i]);
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            write_block(static_cast<ColumnAt>(first_block + i * columns_), blocks_[i]);
        if (blocks_.empty())
            sheet_.merged(heads_row, 1, heads_row + 1, static_cast<ColumnAt>(columns() - 1),
                          say("No target and no figure below the region yet."), text_style());
        sheet_.freeze(total_row, first_block);
        // NOLINTNEXTLINE(readability-suspicious-call-argument): the columns before the first block
        sheet_.repeat(heads_row, heads_row + 1, first_block);
        set_breaks();
    }

    /// Done against the target, of the first indicators that have both.
    [[nodiscard]] std::vector<Chart> charts() const {
        constexpr std::size_t most = 8;
        std::vector<Chart> result;
        for (std::size_t i = 0; i < blocks_.size() && result.size() < most; ++i) {
            const format::IndicatorRows &group = *blocks_[i].group;
            const ProgressRow &whole = group.rows.front();
            const auto column = static_cast<ColumnAt>(first_block + i * columns_);
            if (whole.target && format::has_figure(whole) && format::additive(group.indicator) &&
                lines_.size() > 2)
                result.push_back({Chart::Kind::columns,
                                  format::indicator_label(group.indicator, group.id),
                                  format::unit_label(whole),
                                  sheet_.name(),
                                  total_row + 1,
                                  static_cast<RowAt>(total_row + lines_.size() - 1),
                                  0,
                                  {{say("Target"), column, target_fill},
                                   {say("Done"), static_cast<ColumnAt>(column + 1), done_fill}}});
        }
        return result;
    }

  private:
    void write_name(RowAt row, const Line &line) {
        Style style = styled(text_style(), line.level);
        style.indent = line.level;
        sheet_.text(row, 0, line.name, style);
    }

    void write_block(ColumnAt column, const Block &block) {
        const ProgressRow &region = block.group->rows.front();
        sheet_.merged(heads_row, column, heads_row, static_cast<ColumnAt>(column + columns_ - 1),
                      say("{} ({})", format::indicator_label(block.group->indicator, block.group->id),
                          format::unit_label(region)),
                      head_style());
        const std::string headers[] = {say("Target"), say("Done"), say("Done (%)"), say("Remaining")};
        for (ColumnAt i = 0; i < columns_; ++i) {
            sheet_.text(heads_row + 1, static_cast<ColumnAt>(column + i), headers[i], head_style());
            sheet_.width(static_cast<ColumnAt>(column + i), block_widths[i]);
        }
        for (std::size_t i = 0; i < lines_.size(); ++i)
            write_cells(static_cast<RowAt>(total_row + i), column, block, lines_[i]);
        const auto percent = static_cast<ColumnAt>(column + 2);
        sheet_.colour_by_progress(total_row, percent, static_cast<RowAt>(total_row + lines_.size() - 1),
                                  percent);
    }

    // An indicator that is bound to some units has no line for the others.
    void write_cells(RowAt at, ColumnAt column, const Block &block, const Line &line) {
        const auto found = block.rows.find(line.code);
        if (found == block.rows.end()) {
            for (ColumnAt i = 0; i < columns_; ++i)
                sheet_.text(at, static_cast<ColumnAt>(column + i), "", styled(text_style(), line.level));
            return;
        }
        const ProgressRow &row = *found->second;
        const Style style = styled(number_style(format::places_of(row)), line.level);
        write_target(sheet_, at, column, row, style);
        const auto done = static_cast<ColumnAt>(column + 1);
        if (line.last_part >= line.first_part && line.last_part > 0 &&
            format::additive(block.group->indicator))
            sheet_.formula(at, done,
                           fmt::format("=SUBTOTAL(9,{})", range_name(line.first_part, line.last_part, done)),
                           row.done, style);
        else
            write_value(sheet_, at, done, format::done_of(row), style);
        write_percent_of(at, column, row, style);
        if (columns_ > 3)
            write_remaining(at, column, row, style);
    }

    // A formula where it gives the percentage that is printed: of a share, or of rounded numbers, it may not.
    void write_percent_of(RowAt at, ColumnAt column, const ProgressRow &row, Style style) {
        const auto place = static_cast<ColumnAt>(column + 2);
        if (!row.percent || !row.target || *row.target == 0 ||
            format::rounded(100 * row.done / *row.target, 1) != format::rounded(*row.percent, 1))
            return write_percent(sheet_, at, place, row.percent, style);
        style.number = percent_style().number;
        sheet_.formula(
            at, place,
            fmt::format("={}/{}", cell_name(at, static_cast<ColumnAt>(column + 1)), cell_name(at, column)),
            row.done / *row.target, style);
    }

    void write_remaining(RowAt at, ColumnAt column, const ProgressRow &row, const Style &style) {
        const auto place = static_cast<ColumnAt>(column + 3);
        if (!row.remaining || !row.target)
            return write_value(sheet_, at, place, row.remaining, style);
        sheet_.formula(at, place,
                       fmt::format("=MAX(0,ROUND({}-{},{}))", cell_name(at, column),
                                   cell_name(at, static_cast<ColumnAt>(column + 1)), format::places_of(row)),
                       *row.remaining, style);
    }

    [[nodiscard]] std::size_t blocks_on_a_page() const {
        const double block = std::accumulate(block_widths, block_widths + columns_, 0.0);
        return static_cast<std::size_t>((page_width - name_width) / block);
    }

    void set_breaks() {
        std::vector<ColumnAt> breaks;
        for (std::size_t i = blocks_on_a_page(); i < blocks_.size(); i += blocks_on_a_page())
            breaks.push_back(static_cast<ColumnAt>(first_block + i * columns_));
        sheet_.paper(Paper::a3, true);
        sheet_.print_area(static_cast<RowAt>(total_row + lines_.size() - 1),
                          static_cast<ColumnAt>(columns() - 1));
        sheet_.break_before(breaks);
    }

    Sheet &sheet_;
    std::vector<Block> blocks_;
    std::vector<Line> lines_;
    ColumnAt columns_; // of a block
};

} // namespace

namespace {

Listed write_units(Sheet sheet, UnitSheet units, const report::Figures &figures, const std::string &title) {
    write_title(sheet, figures, title, say("as in the head"), units.title_columns());
    units.write();
    return {sheet, title, total_row};
}

Listed write_charted(Sheet sheet, const UnitSheet &units, const report::Figures &figures,
                     const std::string &title) {
    Listed listed = write_units(std::move(sheet), units, figures, title);
    listed.charts = units.charts();
    return listed;
}

} // namespace

Listed write_leagues(Book &book, const Printed &printed) {
    Sheet sheet = book.sheet(say("Leagues"));
    return write_charted(sheet, {sheet, blocks_of(printed.own, false), league_lines(printed.own), false},
                         printed.figures, say("Progress by league"));
}

Listed write_parts(Book &book, const Printed &printed) {
    const bool townships = printed.figures.level == indicators::Level::banner;
    Sheet sheet = book.sheet(townships ? say("Townships") : say("Banners"));
    return write_charted(
        sheet, {sheet, blocks_of(printed.leagues, false), league_lines(printed.leagues), true},
        printed.figures, townships ? say("Progress by township") : say("Progress by banner"));
}

Listed write_banners(Book &book, const Printed &printed) {
    Sheet sheet = book.sheet(say("Banners"));
    return write_units(sheet, {sheet, banner_blocks(printed), banner_lines(printed), true}, printed.figures,
                       say("Progress by banner"));
}

} // namespace qitu::xlsx
