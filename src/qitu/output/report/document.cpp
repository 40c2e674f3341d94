#include "document.h"

#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/rounded.h>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace qitu::report {

std::string text_of(const Value &value, const Column &column) {
    if (std::holds_alternative<std::monostate>(value))
        return column.missing;
    if (const auto *text = std::get_if<std::string>(&value))
        return *text;
    if (const auto *word = std::get_if<Word>(&value))
        return word->printed;
    const auto &number = std::get<Number>(value);
    std::string text = format::with_separators(number.printed, number.exact, number.decimals);
    if (column.kind == Column::Kind::percent)
        text = format::with_percent_sign(text);
    return number.mark.empty() ? number.before + text : number.before + text + " " + number.mark;
}

std::optional<std::pair<std::size_t, std::size_t>> parts_of(const Grid &grid, std::size_t at) {
    using Level = Row::Level;
    const Level level = grid.rows[at].level;
    if (level != Level::total && level != Level::league)
        return std::nullopt;
    std::size_t end = at + 1;
    while (end < grid.rows.size() && (grid.rows[end].level == Level::part ||
                                      (level == Level::total && grid.rows[end].level == Level::league)))
        ++end;
    while (level == Level::total && end < grid.rows.size() && grid.rows[end].level == Level::apart)
        ++end;
    if (end == at + 1)
        return std::nullopt;
    return std::pair{at + 1, end - 1};
}

const Grid *Document::find(std::string_view id) const {
    const auto found =
        std::find_if(grids.begin(), grids.end(), [&](const Grid &grid) { return grid.id == id; });
    return found == grids.end() ? nullptr : &*found;
}

std::vector<std::string> signature_words(const Figures &figures) {
    if (!figures.signatures)
        return {};
    return {say("Bureau:"), say("Made by:"), say("Checked by:"), say("Date:")};
}

namespace {

std::vector<Note> head_of(const Figures &figures) {
    std::vector<Note> head{{say("Programme year"), fmt::format("{}", figures.banners.year)},
                           {say("Date"), figures.date},
                           {say("Area method"), format::method_label(figures.banners.method)}};
    if (!figures.as_of.empty())
        head.push_back({say("State of the workspace"), figures.as_of});
    return head;
}

} // namespace

Document document_of(const PrintedProgress &all) {
    const Figures &figures = all.figures;
    const catalogue::Catalogue &catalogue = all.catalogue;
    Document document{
        figures.title, head_of(figures), notes_of(figures), source_notes(figures, catalogue), {}};
    std::vector<Grid> &grids = document.grids;
    const auto take = [&](std::vector<Grid> more) {
        std::move(more.begin(), more.end(), std::back_inserter(grids));
    };
    grids.push_back(summary_grid(all));
    take(indicator_grids(all));
    take(league_grids(all));
    grids.push_back(ledger_grid(figures, catalogue));
    grids.push_back(parcels_grid(figures, catalogue));
    for (std::size_t layer = 0; layer < figures.layers.size(); ++layer)
        if (!figures.layers[layer].rows.empty())
            grids.push_back(layer_grid(all, layer));
    grids.push_back(months_grid(all));
    grids.push_back(seals_grid(figures, catalogue));
    grids.push_back(growth_grid(figures, catalogue));
    grids.push_back(overlaps_grid(all));
    grids.push_back(findings_grid(figures, catalogue));
    grids.push_back(townships_grid(all));
    grids.push_back(money_grid(figures, catalogue));
    take(balance_grids(figures, catalogue));
    take(plan_grids(figures, catalogue));
    grids.push_back(differences_grid(figures, catalogue));
    grids.push_back(banner_differences_grid(all));
    std::erase_if(grids, [](const Grid &grid) { return grid.rows.empty(); });
    return document;
}

Edition edition_of(const Figures &figures, const catalogue::Catalogue &catalogue) {
    PrintedProgress progress = printed_progress(figures, catalogue);
    Document document = document_of(progress);
    return {std::move(progress), std::move(document)};
}

} // namespace qitu::report
