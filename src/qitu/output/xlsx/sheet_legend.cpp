#include "sheets.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/format/class_breaks.h>
#include <qitu/output/report/notes.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace qitu::xlsx {

namespace {

constexpr double meaning_width = 110;

class Legend {
  public:
    explicit Legend(Sheet &sheet) : sheet_(sheet) {
        sheet_.width(0, 24);
        sheet_.width(1, meaning_width);
    }

    void section(const std::string &title, const std::vector<report::Note> &notes) {
        if (notes.empty())
            return;
        Style heading = head_style();
        heading.align = Align::left;
        sheet_.merged(row_, 0, row_, 1, title, heading);
        ++row_;
        for (const report::Note &note : notes)
            line(note, 0);
    }

    void line(const report::Note &note, std::uint32_t fill) {
        Style term = text_style();
        term.bold = true;
        term.wrap = true;
        term.fill = fill;
        Style meaning = text_style();
        meaning.wrap = true;
        sheet_.text(row_, 0, note.term, term);
        sheet_.text(row_, 1, note.meaning, meaning);
        const double lines = 1 + static_cast<double>(display_width(note.meaning)) / (meaning_width * 1.05);
        sheet_.height(row_++, 15 * static_cast<int>(lines) + 3);
    }

  private:
    Sheet &sheet_;
    RowAt row_ = first_table_row;
};

// Each head once with each of its meanings.
std::vector<report::Note> column_notes(const report::Document &document) {
    std::vector<report::Note> notes;
    for (const report::Grid &grid : document.grids)
        for (const report::Column &column : grid.columns)
            if (std::none_of(notes.begin(), notes.end(), [&](const report::Note &note) {
                    return note.term == column.head && note.meaning == column.meaning;
                }))
                notes.push_back({column.head, column.meaning});
    return notes;
}

std::string range_label(std::size_t i) {
    const double from = format::progress_classes[i].from;
    return i + 1 == format::progress_classes.size()
               ? say("{:.0f} % and more", from)
               : say("{:.0f} % to below {:.0f} %", from, format::progress_classes[i + 1].from);
}

} // namespace

Listed write_legend(Book &book, const report::Figures &figures, const report::Document &document) {
    Sheet sheet = book.sheet(say("Legend"));
    write_title(sheet, figures, say("What the figures mean"), say("as in the head"), 2);
    Legend legend(sheet);
    legend.section(say("What counts"), document.notes);
    legend.section(say("Columns"), column_notes(document));
    legend.section(say("Sources"), document.sources);
    legend.section(say("Colours of the percentage"), {{"", say("share of the target that is done")}});
    for (std::size_t i = 0; i < format::progress_classes.size(); ++i)
        legend.line({range_label(i), ""}, format::progress_classes[i].cell);
    return {sheet, say("What the figures mean")};
}

} // namespace qitu::xlsx
