#include "words.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qitu::docx {

namespace {

using pugi::xml_node;
using report::Column;
using Level = report::Row::Level;

void set_value(xml_node parent, const char *name, const std::string &value) {
    parent.append_child(name).append_attribute("w:val") = value.c_str();
}

void add_run(xml_node paragraph, const std::string &text, bool bold = false) {
    xml_node run = paragraph.append_child("w:r");
    if (bold)
        run.append_child("w:rPr").append_child("w:b");
    xml_node words = run.append_child("w:t");
    words.append_attribute("xml:space") = "preserve";
    words.text().set(text.c_str());
}

// ---------------------------------------------------------------- tables

class Tables {
  public:
    Tables(const report::Grid &grid, int width) : grid_(grid) {
        for (const Column &column : grid.columns)
            if (column.id != "code")
                columns_.push_back(static_cast<std::size_t>(&column - grid.columns.data()));
        share_out(width);
    }

    void put(xml_node table) {
        xml_node look = table.append_child("w:tblPr");
        set_value(look, "w:tblStyle", "QituTable");
        put_width(look, "w:tblW", whole());
        look.append_child("w:tblLayout").append_attribute("w:type") = "fixed";
        xml_node widths = table.append_child("w:tblGrid");
        for (const int width : widths_)
            widths.append_child("w:gridCol").append_attribute("w:w") = width;
        put_heads(table);
        for (const report::Row &row : grid_.rows)
            put_row(table, row);
    }

  private:
    static void put_width(xml_node parent, const char *name, int width) {
        xml_node node = parent.append_child(name);
        node.append_attribute("w:w") = width;
        node.append_attribute("w:type") = "dxa";
    }

    [[nodiscard]] int whole() const {
        int sum = 0;
        for (const int width : widths_)
            sum += width;
        return sum;
    }

    [[nodiscard]] std::string cell(const report::Row &row, std::size_t column) const {
        return report::text_of(column < row.cells.size() ? row.cells[column] : report::Value(),
                               grid_.columns[column]);
    }

    /// Figures get the room for the longest of them, words share what is left and fold.
    void share_out(int width) {
        constexpr double character = 92; // twentieths of a point, half a Chinese one of 9 points
        constexpr double margins = 120;
        constexpr double least_of_words = 7 * character;
        std::vector<double> wanted;
        double figures = 0;
        double words = 0;
        for (const std::size_t i : columns_) {
            const Column &column = grid_.columns[i];
            const bool folds = column.kind == Column::Kind::text || column.kind == Column::Kind::wrapped;
            const double longest = static_cast<double>(std::max<std::size_t>(longest_in(i, folds), 4));
            wanted.push_back((folds ? std::min(longest, 40.0) : longest) * character + margins);
            (folds ? words : figures) += wanted.back();
            folds_.push_back(folds);
        }
        const double left =
            std::max(width - figures,
                     least_of_words * static_cast<double>(std::count(folds_.begin(), folds_.end(), true)));
        const double scale = words > 0 ? left / words : 1;
        double sum = 0;
        for (std::size_t i = 0; i < wanted.size(); ++i)
            sum += wanted[i] *= folds_[i] ? scale : 1;
        for (const double want : wanted)
            widths_.push_back(static_cast<int>(std::floor(width * want / sum)));
    }

    /// Half the head, which folds, or the longest cell; of figures what stands between blanks.
    [[nodiscard]] std::size_t longest_in(std::size_t column, bool folds) const {
        std::size_t longest = std::min<std::size_t>((display_width(grid_.columns[column].head) + 1) / 2, 8);
        for (const report::Row &row : grid_.rows) {
            if (row.level == Level::heading)
                continue;
            const std::string text = cell(row, column);
            for (std::size_t begin = 0; begin < text.size();) {
                const std::size_t end = folds ? text.size() : std::min(text.find(' ', begin), text.size());
                longest = std::max(longest, display_width(std::string_view(text).substr(begin, end - begin)));
                begin = end + 1;
            }
        }
        return longest;
    }

    struct Look {
        bool bold = false;
        bool right = false;
        std::string fill{};
        const char *style = "QituCell";
        int columns = 1;
        const char *merged = nullptr; // with the cell above: restart, continue
    };

    static void put_cell(xml_node row, int width, const std::string &text, const Look &look) {
        xml_node made = row.append_child("w:tc");
        xml_node properties = made.append_child("w:tcPr");
        put_width(properties, "w:tcW", width);
        if (look.columns > 1)
            set_value(properties, "w:gridSpan", fmt::format("{}", look.columns));
        if (look.merged != nullptr)
            set_value(properties, "w:vMerge", look.merged);
        if (!look.fill.empty()) {
            xml_node shade = properties.append_child("w:shd");
            shade.append_attribute("w:val") = "clear";
            shade.append_attribute("w:color") = "auto";
            shade.append_attribute("w:fill") = look.fill.c_str();
        }
        set_value(properties, "w:vAlign", "center");
        xml_node paragraph = made.append_child("w:p");
        xml_node style = paragraph.append_child("w:pPr");
        set_value(style, "w:pStyle", look.style);
        if (look.right)
            set_value(style, "w:jc", "right");
        add_run(paragraph, text, look.bold);
    }

    static xml_node begun_row(xml_node table, bool head) {
        xml_node row = table.append_child("w:tr");
        xml_node properties = row.append_child("w:trPr");
        properties.append_child("w:cantSplit");
        if (head)
            properties.append_child("w:tblHeader");
        return row;
    }

    [[nodiscard]] const std::string &band(std::size_t position) const {
        return grid_.columns[columns_[position]].band;
    }

    void put_heads(xml_node table) const {
        const bool banded = std::any_of(grid_.columns.begin(), grid_.columns.end(),
                                        [](const Column &column) { return !column.band.empty(); });
        Look look{false, false, "E2EEE9", "QituHead"};
        if (banded) {
            xml_node row = begun_row(table, true);
            for (std::size_t i = 0; i < columns_.size();) {
                std::size_t end = i + 1;
                int width = widths_[i];
                for (; !band(i).empty() && end < columns_.size() && band(end) == band(i); ++end)
                    width += widths_[end];
                look.columns = static_cast<int>(end - i);
                look.merged = band(i).empty() ? "restart" : nullptr;
                put_cell(row, width, band(i).empty() ? grid_.columns[columns_[i]].head : band(i), look);
                i = end;
            }
            look.columns = 1;
        }
        xml_node row = begun_row(table, true);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            look.merged = banded && band(i).empty() ? "continue" : nullptr;
            put_cell(row, widths_[i], look.merged == nullptr ? grid_.columns[columns_[i]].head : "", look);
        }
    }

    void put_row(xml_node table, const report::Row &row) const {
        xml_node made = begun_row(table, false);
        if (row.level == Level::heading) {
            Look look{true, false, "F0F4F2"};
            look.columns = static_cast<int>(columns_.size());
            return put_cell(made, whole(), cell(row, 0), look);
        }
        const bool sum = row.level == Level::total || row.level == Level::league;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const Column &column = grid_.columns[columns_[i]];
            const bool words = column.kind == Column::Kind::text || column.kind == Column::Kind::wrapped;
            put_cell(made, widths_[i], cell(row, columns_[i]), {sum, !words, sum ? "F0F4F2" : ""});
        }
    }

    const report::Grid &grid_;
    std::vector<std::size_t> columns_; // without codes
    std::vector<bool> folds_;
    std::vector<int> widths_;
};

} // namespace

void put_paragraph(xml_node before, const std::string &style, const std::string &text) {
    xml_node paragraph = before.parent().insert_child_before("w:p", before);
    set_value(paragraph.append_child("w:pPr"), "w:pStyle", style);
    add_run(paragraph, text);
}

void put_like(xml_node before, const std::string &text) {
    set_text(before.parent().insert_copy_before(before, before), text);
}

void put_table(xml_node before, const report::Grid &grid, const std::string &title, int width) {
    put_paragraph(before, "Heading1", title);
    put_paragraph(before, "QituUnit", say("Unit: {}", grid.unit));
    Tables(grid, width).put(before.parent().insert_child_before("w:tbl", before));
    put_paragraph(before, "QituNote", grid.note); // also keeps tables apart
}

void put_picture(xml_node before, const Metafile &picture, const std::string &relation,
                 const std::string &description) {
    constexpr double per_millimetre = 36000;
    const std::string wide = fmt::format("{:.0f}", picture.millimetres_wide() * per_millimetre);
    const std::string high = fmt::format("{:.0f}", picture.millimetres_high() * per_millimetre);
    constexpr const char *drawing = "http://schemas.openxmlformats.org/drawingml/2006/";
    const std::string xml = fmt::format(
        R"(<w:r><w:drawing><wp:inline xmlns:wp="{0}wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">)"
        R"(<wp:extent cx="{1}" cy="{2}"/><wp:docPr id="1" name="map"/><a:graphic xmlns:a="{0}main"><a:graphicData uri="{0}picture">)"
        R"(<pic:pic xmlns:pic="{0}picture"><pic:nvPicPr><pic:cNvPr id="1" name="map.emf"/><pic:cNvPicPr/></pic:nvPicPr>)"
        R"(<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{3}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>)"
        R"(<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{1}" cy="{2}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>)"
        R"(</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>)",
        drawing, wide, high, relation);
    xml_node paragraph = before.parent().insert_copy_before(before, before);
    for (xml_node run = paragraph.child("w:r"); run; run = paragraph.child("w:r"))
        paragraph.remove_child(run);
    paragraph.append_buffer(xml.data(), xml.size());
    paragraph.child("w:r").child("w:drawing").child("wp:inline").child("wp:docPr").append_attribute("descr") =
        description.c_str();
}

std::string text_of(xml_node paragraph) {
    std::string text;
    for (const pugi::xpath_node &words : paragraph.select_nodes("w:r/w:t|w:hyperlink/w:r/w:t"))
        text += words.node().text().get();
    return text;
}

void set_text(xml_node paragraph, const std::string &text) {
    bool first = true;
    for (const pugi::xpath_node &words : paragraph.select_nodes("w:r/w:t")) {
        xml_node node = words.node();
        node.text().set(first ? text.c_str() : "");
        if (first && !node.attribute("xml:space"))
            node.append_attribute("xml:space") = "preserve";
        first = false;
    }
}

} // namespace qitu::docx
