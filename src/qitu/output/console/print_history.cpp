#include <qitu/core/base/message.h>
#include <qitu/output/console/csv.h>
#include <qitu/output/console/feature_json.h>
#include <qitu/output/console/history_listing.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ostream>
#include <string>
#include <vector>

namespace qitu::console {

namespace {

std::string record_words_of(const workspace::Record &record) {
    if (record.operation == workspace::Operation::insert)
        return say("added");
    if (record.operation == workspace::Operation::remove)
        return say("removed");
    std::vector<std::string> parts;
    if (record.moved)
        parts.push_back(say("geometry changed"));
    for (std::size_t i = 0; i < record.before.size() && i < record.after.size(); ++i)
        parts.push_back(fmt::format("{}: {} → {}", record.before[i].column,
                                    workspace::text_of(record.before[i].value),
                                    workspace::text_of(record.after[i].value)));
    return fmt::format("{}", fmt::join(parts, "; "));
}

std::string recorder_of(const workspace::Record &record) {
    return record.change == 0 ? say("another program") : fmt::format("{}, {}", record.who, record.program);
}

const char *operation_name(workspace::Operation operation) {
    switch (operation) {
    case workspace::Operation::insert:
        return "insert";
    case workspace::Operation::update:
        return "update";
    case workspace::Operation::remove:
        return "delete";
    }
    return "";
}

// What was done to many rows in one go is one line.
Table record_table_of(const std::vector<workspace::Record> &records) {
    Table table{{translated("Record"), translated("Time"), translated("Who"), translated("Table"),
                 translated("Feature"), translated("Change"), translated("Note")},
                {true, false, false, false, true, false, false},
                {}};
    for (std::size_t i = 0; i < records.size();) {
        const workspace::Record &first = records[i];
        const std::string words = record_words_of(first);
        std::size_t end = i + 1;
        while (end < records.size() && first.change != 0 && records[end].change == first.change &&
               records[end].table == first.table && record_words_of(records[end]) == words)
            ++end;
        const std::size_t count = end - i;
        table.cells.push_back(
            {count == 1 ? fmt::format("{}", first.id) : fmt::format("{}–{}", first.id, records[end - 1].id),
             workspace::time_text(first.at), recorder_of(first), first.table,
             count == 1 ? fmt::format("{}", first.row) : say("{} rows", count), words, first.note});
        i = end;
    }
    return table;
}

nlohmann::ordered_json record_json_of(const std::vector<workspace::NamedCell> &cells) {
    nlohmann::ordered_json result = nlohmann::ordered_json::object();
    for (const workspace::NamedCell &cell : cells)
        result[cell.column] = cell_json(cell.value);
    return result;
}

nlohmann::ordered_json record_json_of(const workspace::Record &record) {
    return {{"record", record.id},
            {"time", workspace::utc_text(record.at)},
            {"table", record.table},
            {"feature", record.row},
            {"operation", operation_name(record.operation)},
            {"before", record_json_of(record.before)},
            {"after", record_json_of(record.after)},
            {"moved", record.moved},
            {"who", record.who},
            {"program", record.program},
            {"note", record.note}};
}

void print_records_json(std::ostream &out, const std::vector<workspace::Record> &records) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const workspace::Record &record : records)
        rows.push_back(record_json_of(record));
    out << nlohmann::ordered_json{{"records", rows}}.dump(1, ' ', false,
                                                          nlohmann::ordered_json::error_handler_t::replace)
        << '\n';
}

void print_records_csv(std::ostream &out, const std::vector<workspace::Record> &records) {
    out << "record,time,table,feature,operation,before,after,moved,who,program,note\n";
    for (const workspace::Record &record : records)
        write_csv(out, {fmt::format("{}", record.id), workspace::utc_text(record.at), record.table,
                        fmt::format("{}", record.row), operation_name(record.operation),
                        record_json_of(record.before)
                            .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                        record_json_of(record.after)
                            .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                        record.moved ? "1" : "0", record.who, record.program, record.note});
}

} // namespace

void print(std::ostream &out, const std::vector<workspace::Record> &records, Format format) {
    if (format == Format::json)
        print_records_json(out, records);
    else if (format == Format::csv)
        print_records_csv(out, records);
    else
        print(out, record_table_of(records));
}

} // namespace qitu::console
