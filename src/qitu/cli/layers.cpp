#include "options.h"

#include <iostream>

namespace qitu::cli {

namespace {

using catalogue::FieldType;
using catalogue::GeometryType;

const char *name_of(GeometryType type) {
    return type == GeometryType::polygon ? translated("areas")
           : type == GeometryType::line  ? translated("lines")
                                         : translated("points");
}

const char *name_of(FieldType type) {
    switch (type) {
    case FieldType::text:
        return translated("text");
    case FieldType::integer:
        return translated("whole number");
    case FieldType::real:
        return translated("number");
    case FieldType::date:
        return translated("date");
    }
    return "";
}

std::string indicators_of(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer) {
    std::vector<std::string> ids;
    for (const catalogue::Indicator &indicator : catalogue.indicators())
        if (indicator.layer == layer.id)
            ids.push_back(indicator.id);
    return fmt::format("{}", fmt::join(ids, ", "));
}

void list(const catalogue::Catalogue &catalogue) {
    report::Table table{
        {translated("Layer"), translated("Name"), translated("Geometry"), translated("Indicators")},
        {false, false, false, false},
        {}};
    for (const catalogue::Layer &layer : catalogue.layers())
        table.cells.push_back(
            {layer.id, layer.names.in(language_in_use()), name_of(layer.geometry),
             layer.reference ? translated("(reference)") : indicators_of(catalogue, layer)});
    report::print(std::cout, table);
    tell(say("\"qitu layers LAYER\" lists the fields of one."));
}

std::string described(const catalogue::Code &code) {
    const std::string &name = code.names.in(language_in_use());
    return name == code.code ? name : code.code + " " + name;
}

void show_fields(const catalogue::Layer &layer) {
    report::Table table{
        {translated("Field"), translated("Name"), translated("Type"), translated("Also sent as")},
        {false, false, false, false},
        {}};
    for (const catalogue::Field &field : layer.fields) {
        std::string type = name_of(field.type);
        if (!field.unit.empty())
            type += ", " + field.unit;
        if (field.required)
            type += ", " + std::string(translated("required"));
        table.cells.push_back({field.id, field.names.in(language_in_use()), type,
                               fmt::format("{}", fmt::join(field.aliases, ", "))});
    }
    report::print(std::cout, table);
}

void show_codes(const catalogue::Layer &layer) {
    for (const catalogue::Field &field : layer.fields) {
        if (field.codes.empty())
            continue;
        std::cout << '\n' << say("Codes of {}:", field.id) << '\n';
        for (const catalogue::Code &code : field.codes)
            std::cout << "  " << described(code) << '\n';
    }
}

std::string target_of(const catalogue::Indicator &indicator) {
    if (!indicator.target)
        return "–";
    const std::string target =
        fmt::format("{} {}", *indicator.target, unit_name(indicator.unit, language_in_use() == Language::zh));
    return indicator.target_year ? fmt::format("{} ({})", target, *indicator.target_year) : target;
}

void show_indicators(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer) {
    report::Table table{{translated("Indicator"), translated("Name"), translated("Target of the region"),
                         translated("Counts from"), translated("Clause")},
                        {false, false, true, false, false},
                        {}};
    for (const catalogue::Indicator &indicator : catalogue.indicators())
        if (indicator.layer == layer.id)
            table.cells.push_back({indicator.id, indicator.names.in(language_in_use()), target_of(indicator),
                                   indicator.from_stage, indicator.clause});
    if (table.cells.empty())
        return;
    std::cout << '\n';
    report::print(std::cout, table);
}

void run(const std::string &name, Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    if (name.empty())
        return list(catalogue);
    const catalogue::Layer &layer = catalogue.layer(name);
    std::cout << fmt::format("{} · {} · {} · {}\n\n", layer.id, layer.names.zh, layer.names.en,
                             name_of(layer.geometry));
    show_fields(layer);
    show_codes(layer);
    show_indicators(catalogue, layer);
}

} // namespace

void add_layers(CLI::App &app, Context &context) {
    const auto layer = std::make_shared<std::string>();
    CLI::App *command = app.add_subcommand(
        "layers",
        translated(
            "Lists the layers of the catalogue; or of one layer its fields, the names under which bureaus "
            "send them, its codes and its indicators."));
    command->group(translated("Look up and try"));
    command->add_option("LAYER", *layer, translated("Layer by id or name"));
    command->callback([layer, &context] { run(*layer, context); });
}

} // namespace qitu::cli
