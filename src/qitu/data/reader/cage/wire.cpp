#include "cage/wire.h"

#include <variant>

namespace qitu::reader {

namespace {

enum class Held : std::uint8_t { nothing, integer, real, text };

} // namespace

void WireWriter::add(const catalogue::Value &value) {
    add(static_cast<Held>(value.index()));
    if (const auto *integer = std::get_if<std::int64_t>(&value))
        add(*integer);
    else if (const auto *real = std::get_if<double>(&value))
        add(*real);
    else if (const auto *text = std::get_if<std::string>(&value))
        add(*text);
}

catalogue::Value WireReader::value() {
    switch (number<Held>()) {
    case Held::nothing:
        return {};
    case Held::integer:
        return number<std::int64_t>();
    case Held::real:
        return number<double>();
    case Held::text:
        return text();
    }
    throw std::length_error("cage: no such value");
}

void WireWriter::add(const Source::Column &column) {
    add(column.index);
    add(column.name);
    add(column.raw);
    add(column.type);
    add(column.width);
}

Source::Column WireReader::column() {
    Source::Column result;
    result.index = number<int>();
    result.name = text();
    result.raw = text();
    result.type = static_cast<OGRFieldType>(number<std::underlying_type_t<OGRFieldType>>());
    result.width = number<int>();
    return result;
}

void WireWriter::add(const Record &record) {
    add(record.line);
    add_all(record.cells);
}

Record WireReader::record() {
    Record result;
    result.line = number<std::size_t>();
    result.cells = texts();
    return result;
}

void WireWriter::add(const MergedCells &cells) {
    for (const std::size_t number : {cells.first_row, cells.last_row, cells.first_column, cells.last_column})
        add(number);
}

MergedCells WireReader::cells() {
    MergedCells result;
    for (std::size_t *number_of :
         {&result.first_row, &result.last_row, &result.first_column, &result.last_column})
        *number_of = number<std::size_t>();
    return result;
}

std::vector<std::string> WireReader::texts() {
    std::vector<std::string> result;
    for (std::size_t left = count(); left > 0; --left)
        result.push_back(text());
    return result;
}

std::map<std::string, std::string> WireReader::text_by_text() {
    std::map<std::string, std::string> result;
    for (std::size_t left = count(); left > 0; --left) {
        std::string key = text();
        result[std::move(key)] = text();
    }
    return result;
}

std::set<std::size_t> WireReader::numbers() {
    std::set<std::size_t> result;
    for (std::size_t left = count(); left > 0; --left)
        result.insert(number<std::size_t>());
    return result;
}

} // namespace qitu::reader
