#include "table/looks.h"

#include <qitu/core/base/text.h>

#include <cpl_conv.h>
#include <cpl_minixml.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace qitu::reader {

namespace {

struct FreeXml {
    void operator()(CPLXMLNode *node) const { CPLDestroyXMLNode(node); }
};
using Xml = std::unique_ptr<CPLXMLNode, FreeXml>;

/// A part of a zipped document; null where there is none.
Xml part_of(const std::filesystem::path &file, const std::string &part) {
    const std::string name = "/vsizip/{" + std::filesystem::absolute(file).string() + "}/" + part;
    GByte *bytes = nullptr;
    vsi_l_offset size = 0;
    if (VSIIngestFile(nullptr, name.c_str(), &bytes, &size, -1) == 0)
        return nullptr;
    const std::unique_ptr<GByte, decltype(&CPLFree)> owner(bytes, CPLFree);
    Xml tree(CPLParseXMLString(reinterpret_cast<const char *>(bytes)));
    if (tree)
        CPLStripXMLNamespace(tree.get(), nullptr, TRUE);
    return tree;
}

std::string attribute(const CPLXMLNode *node, const char *name) {
    return CPLGetXMLValue(node, name, "");
}

std::size_t number(const CPLXMLNode *node, const char *name, std::size_t otherwise) {
    const std::string text = attribute(node, name);
    return text.empty() ? otherwise : static_cast<std::size_t>(std::strtoull(text.c_str(), nullptr, 10));
}

template <typename Visit>
void each(const CPLXMLNode *parent, std::string_view name, const Visit &visit) {
    for (const CPLXMLNode *node = parent == nullptr ? nullptr : parent->psChild; node != nullptr;
         node = node->psNext)
        if (node->eType == CXT_Element && name == node->pszValue)
            visit(node);
}

/// Anywhere in the tree; its first node is the XML declaration, the others stand beside it.
const CPLXMLNode *find(const Xml &tree, const std::string &name) {
    return tree ? CPLSearchXMLNode(tree.get(), ("=" + name).c_str()) : nullptr;
}

Record *record_at(Sheet &sheet, std::size_t row) {
    const auto found =
        std::lower_bound(sheet.records.begin(), sheet.records.end(), row,
                         [](const Record &record, std::size_t line) { return record.line < line; });
    return found == sheet.records.end() || found->line != row ? nullptr : &*found;
}

void as_percent(Sheet &sheet, std::size_t row, std::size_t column) {
    Record *record = record_at(sheet, row);
    double value = 0;
    if (record != nullptr && column < record->cells.size() && parse_number(record->cells[column], value))
        record->cells[column] = fmt::format("{:.12g}%", value * 100);
}

// ---------------------------------------------------------------- XLSX

struct Place {
    std::size_t row = 0, column = 0;
};

/// B7 as row 7, column 1.
Place place_of(std::string_view reference) {
    Place place;
    for (const char c : reference)
        if (c >= 'A' && c <= 'Z')
            place.column = place.column * 26 + static_cast<std::size_t>(c - 'A' + 1);
        else if (c >= '0' && c <= '9')
            place.row = place.row * 10 + static_cast<std::size_t>(c - '0');
    place.column -= place.column > 0 ? 1 : 0;
    return place;
}

/// Places of cell formats whose number is shown in per cent.
std::set<std::size_t> percent_styles(const Xml &styles) {
    constexpr std::size_t built_in[] = {9, 10};
    std::set<std::size_t> formats(std::begin(built_in), std::end(built_in));
    each(find(styles, "numFmts"), "numFmt", [&](const CPLXMLNode *format) {
        if (attribute(format, "formatCode").find('%') != std::string::npos)
            formats.insert(number(format, "numFmtId", 0));
    });
    std::set<std::size_t> result;
    std::size_t place = 0;
    each(find(styles, "cellXfs"), "xf", [&](const CPLXMLNode *xf) {
        if (formats.contains(number(xf, "numFmtId", 0)))
            result.insert(place);
        ++place;
    });
    return result;
}

void look_at_xlsx_row(const CPLXMLNode *row, const std::set<std::size_t> &percents, std::size_t last,
                      Sheet &sheet) {
    const std::size_t line = number(row, "r", last + 1);
    if (attribute(row, "hidden") == "1" || attribute(row, "hidden") == "true")
        sheet.hidden_rows.insert(line);
    std::size_t next = 0; // where the cell does not say its place, it follows the one before
    each(row, "c", [&](const CPLXMLNode *cell) {
        const std::string place = attribute(cell, "r");
        const std::size_t column = place.empty() ? next : place_of(place).column;
        next = column + 1;
        if (percents.contains(number(cell, "s", 0)) && attribute(cell, "t") != "s")
            as_percent(sheet, line, column);
    });
}

void look_at_xlsx_sheet(const Xml &tree, const std::set<std::size_t> &percents, Sheet &sheet) {
    constexpr std::size_t most_columns = 16384;
    each(find(tree, "cols"), "col", [&](const CPLXMLNode *column) {
        const bool hidden = attribute(column, "hidden") == "1" || attribute(column, "hidden") == "true";
        const std::size_t last = std::min(number(column, "max", 0), most_columns);
        for (std::size_t i = number(column, "min", 1); hidden && i <= last; ++i)
            sheet.hidden_columns.insert(i - 1);
    });
    std::size_t last = 0;
    each(find(tree, "sheetData"), "row", [&](const CPLXMLNode *row) {
        look_at_xlsx_row(row, percents, last, sheet);
        last = number(row, "r", last + 1);
    });
    each(find(tree, "mergeCells"), "mergeCell", [&](const CPLXMLNode *merge) {
        const std::string range = attribute(merge, "ref");
        const std::size_t colon = range.find(':');
        const Place from = place_of(range.substr(0, colon));
        const Place to = place_of(colon == std::string::npos ? range : range.substr(colon + 1));
        sheet.merged.push_back({from.row, to.row, from.column, to.column});
    });
}

void add_looks_of_xlsx(const std::filesystem::path &file, std::vector<Sheet> &sheets) {
    const Xml relations = part_of(file, "xl/_rels/workbook.xml.rels");
    const Xml book = part_of(file, "xl/workbook.xml");
    std::map<std::string, std::string> targets; // by id
    each(find(relations, "Relationships"), "Relationship", [&](const CPLXMLNode *relation) {
        const std::string target = attribute(relation, "Target");
        targets[attribute(relation, "Id")] = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    });
    const std::set<std::size_t> percents = percent_styles(part_of(file, "xl/styles.xml"));
    each(find(book, "sheets"), "sheet", [&](const CPLXMLNode *entry) {
        const std::string title = attribute(entry, "name");
        for (Sheet &sheet : sheets)
            if (sheet.title == title)
                look_at_xlsx_sheet(part_of(file, targets[attribute(entry, "id")]), percents, sheet);
    });
}

// ---------------------------------------------------------------- ODS

class OdsSheet {
  public:
    explicit OdsSheet(Sheet &sheet) : sheet_(sheet) {}

    void look_at(const CPLXMLNode *table) {
        for (const CPLXMLNode *node = table->psChild; node != nullptr; node = node->psNext) {
            const std::string_view name = node->eType == CXT_Element ? node->pszValue : "";
            if (name == "table-column")
                column(node);
            else if (name == "table-row")
                row(node);
            else if (name.starts_with("table-")) // groups, heads
                look_at(node);
        }
    }

  private:
    static bool hidden(const CPLXMLNode *node) {
        const std::string visibility = attribute(node, "visibility");
        return visibility == "collapse" || visibility == "filter";
    }

    void column(const CPLXMLNode *node) {
        constexpr std::size_t most = 16384;
        const std::size_t end = std::min(column_ + number(node, "number-columns-repeated", 1), most);
        for (; column_ < end; ++column_)
            if (hidden(node))
                sheet_.hidden_columns.insert(column_);
    }

    void row(const CPLXMLNode *node) {
        constexpr std::size_t most = 1'048'576;
        const std::size_t repeated = std::min(number(node, "number-rows-repeated", 1), most);
        const std::size_t last = sheet_.records.empty() ? 0 : sheet_.records.back().line;
        for (std::size_t i = 0; i < repeated; ++i) {
            ++row_;
            if (row_ > last)
                continue;
            if (hidden(node))
                sheet_.hidden_rows.insert(row_);
            cells(node);
        }
    }

    void cells(const CPLXMLNode *node) {
        std::size_t column = 0;
        for (const CPLXMLNode *cell = node->psChild; cell != nullptr; cell = cell->psNext) {
            const std::string_view name = cell->eType == CXT_Element ? cell->pszValue : "";
            if (name != "table-cell" && name != "covered-table-cell")
                continue;
            const std::size_t repeated =
                std::min<std::size_t>(number(cell, "number-columns-repeated", 1), 16384);
            const std::size_t across = number(cell, "number-columns-spanned", 1);
            const std::size_t down = number(cell, "number-rows-spanned", 1);
            if (across > 1 || down > 1)
                sheet_.merged.push_back({row_, row_ + down - 1, column, column + across - 1});
            if (attribute(cell, "value-type") == "percentage")
                for (std::size_t i = 0; i < repeated; ++i)
                    as_percent(sheet_, row_, column + i);
            column += repeated;
        }
    }

    Sheet &sheet_;
    std::size_t row_ = 0, column_ = 0;
};

void add_looks_of_ods(const std::filesystem::path &file, std::vector<Sheet> &sheets) {
    const Xml content = part_of(file, "content.xml");
    each(find(content, "spreadsheet"), "table", [&](const CPLXMLNode *table) {
        for (Sheet &sheet : sheets)
            if (sheet.title == attribute(table, "name"))
                OdsSheet(sheet).look_at(table);
    });
}

} // namespace

void add_looks(const std::filesystem::path &file, std::vector<Sheet> &sheets) {
    const std::string ending = folded(file.extension().string());
    if (ending == ".xlsx" || ending == ".xlsm")
        add_looks_of_xlsx(file, sheets);
    else if (ending == ".ods")
        add_looks_of_ods(file, sheets);
}

} // namespace qitu::reader
