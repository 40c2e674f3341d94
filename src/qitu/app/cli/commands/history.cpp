#include "options.h"
#include "perform.h"

#include <qitu/app/commands/history_command.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/history.h>

#include <nlohmann/json.hpp>

#include <ostream>

namespace qitu::cli {

namespace {

std::string words_of(const workspace::Record &record) {
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

std::string who_of(const workspace::Record &record) {
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
console::Table table_of(const std::vector<workspace::Record> &records) {
    console::Table table{{translated("Record"), translated("Time"), translated("Who"), translated("Table"),
                          translated("Feature"), translated("Change"), translated("Note")},
                         {true, false, false, false, true, false, false},
                         {}};
    for (std::size_t i = 0; i < records.size();) {
        const workspace::Record &first = records[i];
        const std::string words = words_of(first);
        std::size_t end = i + 1;
        while (end < records.size() && first.change != 0 && records[end].change == first.change &&
               records[end].table == first.table && words_of(records[end]) == words)
            ++end;
        const std::size_t count = end - i;
        table.cells.push_back(
            {count == 1 ? fmt::format("{}", first.id) : fmt::format("{}–{}", first.id, records[end - 1].id),
             workspace::time_text(first.at), who_of(first), first.table,
             count == 1 ? fmt::format("{}", first.row) : say("{} rows", count), words, first.note});
        i = end;
    }
    return table;
}

nlohmann::ordered_json json_of(const std::vector<workspace::NamedCell> &cells) {
    nlohmann::ordered_json result = nlohmann::ordered_json::object();
    for (const workspace::NamedCell &cell : cells) {
        auto &value = result[cell.column];
        if (const auto *whole = std::get_if<std::int64_t>(&cell.value))
            value = *whole;
        else if (const auto *real = std::get_if<double>(&cell.value))
            value = *real;
        else if (!std::holds_alternative<std::monostate>(cell.value))
            value = workspace::text_of(cell.value);
    }
    return result;
}

nlohmann::ordered_json json_of(const workspace::Record &record) {
    return {{"record", record.id},
            {"time", workspace::utc_text(record.at)},
            {"table", record.table},
            {"feature", record.row},
            {"operation", operation_name(record.operation)},
            {"before", json_of(record.before)},
            {"after", json_of(record.after)},
            {"moved", record.moved},
            {"who", record.who},
            {"program", record.program},
            {"note", record.note}};
}

void print_json(std::ostream &out, const std::vector<workspace::Record> &records) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const workspace::Record &record : records)
        rows.push_back(json_of(record));
    out << nlohmann::ordered_json{{"records", rows}}.dump(1, ' ', false,
                                                          nlohmann::ordered_json::error_handler_t::replace)
        << '\n';
}

void print_csv(std::ostream &out, const std::vector<workspace::Record> &records) {
    out << "record,time,table,feature,operation,before,after,moved,who,program,note\n";
    for (const workspace::Record &record : records)
        console::write_csv(
            out,
            {fmt::format("{}", record.id), workspace::utc_text(record.at), record.table,
             fmt::format("{}", record.row), operation_name(record.operation),
             json_of(record.before).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
             json_of(record.after).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
             record.moved ? "1" : "0", record.who, record.program, record.note});
}

void print_records(std::ostream &out, const std::vector<workspace::Record> &records, console::Format format) {
    if (format == console::Format::json)
        print_json(out, records);
    else if (format == console::Format::csv)
        print_csv(out, records);
    else
        console::print(out, table_of(records));
}

} // namespace

void add_history(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::HistoryCommand>>();
    const auto undo = std::make_shared<commands::UndoCommand>();
    const Command command = app.add_command(
        "history", translated("Lists every change of features, boundaries, quotas and reviews, whatever "
                              "program made it: when, by whom, which feature, the values before and after."));
    command.group(translated("Record"));
    add_workspace(command, arguments->workspace);
    command.add_option("LAYER", arguments->layer,
                       translated("Layer by id or name, or one of qitu's own tables; by default all"));
    const std::string group = translated("Which changes");
    command.add_option("--feature", arguments->features, translated("The feature with this id; repeatable"))
        .type_name("ID")
        .one_value_each()
        .group(group);
    command
        .add_option("--project", arguments->project,
                    translated("Features that have or had this project code"))
        .type_name("CODE")
        .group(group);
    command
        .add_option("--from", arguments->from,
                    translated("From this day or time: 2026-11-24, 2026-11-24T15:30"))
        .type_name("TIME")
        .group(group);
    command.add_option("--to", arguments->to, translated("Up to the end of this day or minute"))
        .type_name("TIME")
        .group(group);
    command
        .add_option("--undo", undo->record,
                    translated("Undo this record, as a new one; the row must not have changed since"))
        .type_name("RECORD")
        .group(translated("Undo"));
    add_output_options(command, arguments->output);
    command.callback([arguments, undo, &session] {
        if (undo->record == 0)
            return perform(*arguments, session, print_records);
        undo->workspace = arguments->workspace;
        perform(*undo, session);
    });
}

} // namespace qitu::cli
