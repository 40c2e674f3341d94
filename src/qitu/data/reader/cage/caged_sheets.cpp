#include "cage/cage.h"
#include "table/grid.h"

#include <qitu/data/reader/table_file.h>

#include <utility>

namespace qitu::reader {

namespace {

void add_sheet(WireWriter &writer, const Sheet &sheet) {
    writer.add(sheet.name);
    writer.add(sheet.title);
    writer.add_all(sheet.records);
    writer.add_all(sheet.hidden_rows);
    writer.add_all(sheet.hidden_columns);
    writer.add_all(sheet.merged);
}

Sheet sheet_in(WireReader &reader) {
    Sheet sheet;
    sheet.name = reader.text();
    sheet.title = reader.text();
    for (std::size_t left = reader.count(); left > 0; --left)
        sheet.records.push_back(reader.record());
    sheet.hidden_rows = reader.numbers();
    sheet.hidden_columns = reader.numbers();
    for (std::size_t left = reader.count(); left > 0; --left)
        sheet.merged.push_back(reader.cells());
    return sheet;
}

} // namespace

std::vector<Sheet> read_sheets(const std::filesystem::path &file) {
    WireReader reader(caged(file, [&file](WireWriter &writer) {
        const std::vector<Sheet> sheets = sheets_in(file);
        writer.add(sheets.size());
        for (const Sheet &sheet : sheets)
            add_sheet(writer, sheet);
    }));
    std::vector<Sheet> sheets;
    for (std::size_t left = reader.count(); left > 0; --left)
        sheets.push_back(sheet_in(reader));
    return sheets;
}

} // namespace qitu::reader
