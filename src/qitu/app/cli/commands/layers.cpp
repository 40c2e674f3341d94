#include "options.h"
#include "perform.h"

#include <qitu/app/commands/layers_command.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>

#include <nlohmann/json.hpp>

#include <ostream>

namespace qitu::cli {

namespace {

using catalogue::FieldType;
using catalogue::GeometryType;
using Json = nlohmann::ordered_json;

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

void list(std::ostream &out, const catalogue::Catalogue &catalogue) {
    console::Table table{
        {translated("Layer"), translated("Name"), translated("Geometry"), translated("Indicators")},
        {false, false, false, false},
        {}};
    for (const catalogue::Layer &layer : catalogue.layers())
        table.cells.push_back(
            {layer.id, layer.names.in(language_in_use()), name_of(layer.geometry),
             layer.reference ? translated("(reference)") : indicators_of(catalogue, layer)});
    console::print(out, table);
}

std::string code_text(const catalogue::Code &code) {
    const std::string &name = code.names.in(language_in_use());
    return name == code.code ? name : code.code + " " + name;
}

void show_fields(std::ostream &out, const catalogue::Layer &layer) {
    console::Table table{{translated("Field"), translated("Name"), translated("Type"), translated("Aliases")},
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
    console::print(out, table);
}

void show_codes(std::ostream &out, const catalogue::Layer &layer) {
    for (const catalogue::Field &field : layer.fields) {
        if (field.codes.empty())
            continue;
        out << '\n' << say("Codes of {}:", field.id) << '\n';
        for (const catalogue::Code &code : field.codes)
            out << "  " << code_text(code) << '\n';
    }
}

// ---------------------------------------------------------------- indicators

const char *word_of(catalogue::Measure measure) {
    constexpr const char *words[] = {"area", "length", "works", "banners", "share", "sum"};
    return words[static_cast<std::size_t>(measure)];
}

const char *word_of(catalogue::Counting counting) {
    constexpr const char *words[] = {"built", "annual", "standing", "dated"};
    return words[static_cast<std::size_t>(counting)];
}

const char *word_of(catalogue::TargetKind kind) {
    constexpr const char *words[] = {"exactly", "at_least", "about"};
    return words[static_cast<std::size_t>(kind)];
}

std::string target_of(const catalogue::Indicator &indicator) {
    if (!indicator.target)
        return "–";
    const std::string target = fmt::format(
        "{} {}", format::target_label(fmt::format("{}", *indicator.target), indicator.target_kind),
        format::unit_label(indicator));
    return indicator.target_year ? fmt::format("{} ({})", target, *indicator.target_year) : target;
}

std::string counting_of(const catalogue::Indicator &indicator) {
    switch (indicator.counting) {
    case catalogue::Counting::built:
        return indicator.flow ? translated("built in the year") : translated("built up to the year");
    case catalogue::Counting::annual:
        return translated("each year anew");
    case catalogue::Counting::standing:
        return translated("what stands in the year");
    case catalogue::Counting::dated:
        return indicator.flow ? translated("event in the year") : translated("event up to the year");
    }
    return "";
}

std::string layer_name(const catalogue::Catalogue &catalogue, const std::string &layer) {
    return format::layer_label(format::find_layer(catalogue, layer), layer);
}

std::string measure_of(const catalogue::Catalogue &catalogue, const catalogue::Indicator &indicator) {
    switch (indicator.measure) {
    case catalogue::Measure::area:
        return translated("net area");
    case catalogue::Measure::length:
        return translated("net length");
    case catalogue::Measure::works:
        return indicator.one_per_place ? translated("places with one") : translated("works");
    case catalogue::Measure::banners:
        return say("banners from {} mu", indicator.banner_threshold_mu);
    case catalogue::Measure::share:
        return say("share of {}", layer_name(catalogue, indicator.base_layer));
    case catalogue::Measure::sum:
        return say("sum of {}",
                   catalogue.layer(indicator.layer).field(indicator.field)->names.in(language_in_use()));
    }
    return "";
}

std::string places_of(const catalogue::Catalogue &catalogue, const catalogue::Indicator &indicator) {
    std::vector<std::string> names;
    std::vector<std::string> units = indicator.admin;
    for (const std::string &id : indicator.regions) {
        const catalogue::Region *region = catalogue.region(id);
        names.push_back(region->names.in(language_in_use()));
        for (const std::string &unit : region->units)
            std::erase(units, unit);
    }
    for (const std::string &unit : units)
        names.push_back(catalogue.find_admin(unit)->names.in(language_in_use()));
    return fmt::format("{}", fmt::join(names, say(", ")));
}

std::string named_works(const catalogue::Indicator &indicator) {
    std::vector<std::string> names;
    for (const catalogue::NamedWork &work : indicator.named)
        names.push_back(work.names.in(language_in_use()));
    return fmt::format("{}", fmt::join(names, say(", ")));
}

std::string excluded_by(const catalogue::Catalogue &catalogue, const catalogue::Indicator &indicator) {
    std::vector<std::string> names;
    for (const std::string &layer : indicator.excludes)
        names.push_back(layer_name(catalogue, layer));
    return fmt::format("{}", fmt::join(names, say(", ")));
}

void show_remarks(std::ostream &out, const catalogue::Catalogue &catalogue,
                  const catalogue::Indicator &indicator) {
    const auto line = [&](const char *what, const std::string &text) {
        if (!text.empty())
            out << "  " << indicator.id << " · " << what << say(": ") << text << '\n';
    };
    line(translated("only in"), places_of(catalogue, indicator));
    line(translated("only"), named_works(indicator));
    line(translated("less what lies in"), excluded_by(catalogue, indicator));
    line(translated("note"), indicator.note.in(language_in_use()));
}

void show_indicators(std::ostream &out, const catalogue::Catalogue &catalogue,
                     const catalogue::Layer &layer) {
    console::Table table{{translated("Indicator"), translated("Name"), translated("Target of the region"),
                          translated("Measure"), translated("Counts"), translated("Counts from"),
                          translated("Clause")},
                         {false, false, true, false, false, false, false},
                         {}};
    std::vector<const catalogue::Indicator *> indicators;
    for (const catalogue::Indicator &indicator : catalogue.indicators())
        if (indicator.layer == layer.id)
            indicators.push_back(&indicator);
    for (const catalogue::Indicator *indicator : indicators)
        table.cells.push_back(
            {indicator->id, indicator->names.in(language_in_use()), target_of(*indicator),
             measure_of(catalogue, *indicator), counting_of(*indicator),
             format::code_label(layer.field(catalogue::field_id::stage), indicator->from_stage),
             indicator->clause});
    if (indicators.empty())
        return;
    out << '\n';
    console::print(out, table);
    out << '\n';
    for (const catalogue::Indicator *indicator : indicators)
        show_remarks(out, catalogue, *indicator);
}

void show(std::ostream &out, const catalogue::Catalogue &catalogue, const catalogue::Layer &layer) {
    const std::string english = language_in_use() == Language::zh ? "" : " · " + layer.names.en;
    out << fmt::format("{} · {}{} · {}\n\n", layer.id, layer.names.zh, english, name_of(layer.geometry));
    show_fields(out, layer);
    show_codes(out, layer);
    show_indicators(out, catalogue, layer);
}

// ---------------------------------------------------------------- for scripts

const char *word_of(GeometryType type) {
    return type == GeometryType::polygon ? "polygon" : type == GeometryType::line ? "line" : "point";
}

const char *word_of(FieldType type) {
    switch (type) {
    case FieldType::text:
        return "text";
    case FieldType::integer:
        return "integer";
    case FieldType::real:
        return "real";
    case FieldType::date:
        return "date";
    }
    return "";
}

Json json_of(const catalogue::Field &field) {
    Json codes = Json::array();
    for (const catalogue::Code &code : field.codes)
        codes.push_back(
            {{"code", code.code}, {"zh", code.names.zh}, {"en", code.names.en}, {"aliases", code.aliases}});
    return {{"field", field.id},           {"zh", field.names.zh}, {"en", field.names.en},
            {"type", word_of(field.type)}, {"unit", field.unit},   {"required", field.required},
            {"aliases", field.aliases},    {"codes", codes}};
}

Json json_of(const catalogue::NamedWork &work) {
    return {{"zh", work.names.zh}, {"en", work.names.en}, {"aliases", work.aliases}, {"codes", work.codes}};
}

Json json_of(const catalogue::Indicator &indicator) {
    Json named = Json::array();
    for (const catalogue::NamedWork &work : indicator.named)
        named.push_back(json_of(work));
    const bool banners = indicator.measure == catalogue::Measure::banners;
    const Json near = indicator.near ? Json{{"layer", indicator.near->layer},
                                            {"within_m", indicator.near->within_m},
                                            {"where", indicator.near->where}}
                                     : Json();
    return {{"indicator", indicator.id},
            {"zh", indicator.names.zh},
            {"en", indicator.names.en},
            {"unit", unit_name(indicator.unit, false)},
            {"target", indicator.target ? Json(*indicator.target) : Json()},
            {"target_year", indicator.target_year ? Json(*indicator.target_year) : Json()},
            {"from_stage", indicator.from_stage},
            {"clause", indicator.clause},
            {"unit_zh", indicator.unit_words.zh.empty() ? std::string(unit_name(indicator.unit, true))
                                                        : indicator.unit_words.zh},
            {"target_kind", word_of(indicator.target_kind)},
            {"measure", word_of(indicator.measure)},
            {"counting", word_of(indicator.counting)},
            {"flow", indicator.flow},
            {"event", indicator.event},
            {"begin", indicator.begin},
            {"end", indicator.end},
            {"where", indicator.where},
            {"near", near},
            {"renewed", indicator.renewed},
            {"named", named},
            {"places", indicator.admin},
            {"regions", indicator.regions},
            {"one_per_place", indicator.one_per_place},
            {"banner_threshold_mu", banners ? Json(indicator.banner_threshold_mu) : Json()},
            {"base_layer", indicator.base_layer},
            {"excludes", indicator.excludes},
            {"note", indicator.note.en},
            {"note_zh", indicator.note.zh}};
}

Json json_of(const catalogue::Catalogue &catalogue, const catalogue::Layer &layer, bool with_fields) {
    Json json{{"layer", layer.id},
              {"zh", layer.names.zh},
              {"en", layer.names.en},
              {"group", layer.group_id},
              {"geometry", word_of(layer.geometry)},
              {"reference", layer.reference}};
    Json indicators = Json::array();
    for (const catalogue::Indicator &indicator : catalogue.indicators())
        if (indicator.layer == layer.id)
            indicators.push_back(json_of(indicator));
    json["indicators"] = indicators;
    if (with_fields)
        for (const catalogue::Field &field : layer.fields)
            json["fields"].push_back(json_of(field));
    return json;
}

void list_as_csv(std::ostream &out, const catalogue::Catalogue &catalogue) {
    out << "layer,zh,en,geometry,reference\n";
    for (const catalogue::Layer &layer : catalogue.layers())
        console::write_csv(out, {layer.id, layer.names.zh, layer.names.en, word_of(layer.geometry),
                                 layer.reference ? "1" : "0"});
}

void show_as_csv(std::ostream &out, const catalogue::Layer &layer) {
    out << "field,zh,en,type,unit,required,aliases\n";
    for (const catalogue::Field &field : layer.fields)
        console::write_csv(out,
                           {field.id, field.names.zh, field.names.en, word_of(field.type), field.unit,
                            field.required ? "1" : "0", fmt::format("{}", fmt::join(field.aliases, ";"))});
}

void list(std::ostream &out, const catalogue::Catalogue &catalogue, console::Format format) {
    if (format == console::Format::csv)
        return list_as_csv(out, catalogue);
    if (format == console::Format::table)
        return list(out, catalogue);
    Json rows = Json::array();
    for (const catalogue::Layer &layer : catalogue.layers())
        rows.push_back(json_of(catalogue, layer, false));
    out << Json{{"layers", rows}}.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
}

void show(std::ostream &out, const catalogue::Catalogue &catalogue, const catalogue::Layer &layer,
          console::Format format) {
    if (format == console::Format::csv)
        show_as_csv(out, layer);
    else if (format == console::Format::json)
        out << json_of(catalogue, layer, true).dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    else
        show(out, catalogue, layer);
}

} // namespace

void add_layers(const Command &app, Session &session) {
    const auto arguments = std::make_shared<Printed<commands::LayersCommand>>();
    const Command command =
        app.add_command("layers", translated("Lists the layers of the catalogue, or the fields of one layer "
                                             "with their common aliases, its codes and its indicators."));
    command.group(translated("Reference and samples"));
    command.add_option("LAYER", arguments->layer, translated("Layer by id or name"));
    add_output_options(command, arguments->output);
    command.callback([arguments, &session] {
        perform(*arguments, session, [&](std::ostream &out, const auto &layers, console::Format format) {
            if (arguments->layer.empty())
                list(out, session.context.catalogue(), format);
            else
                show(out, session.context.catalogue(), *layers.front(), format);
        });
    });
}

} // namespace qitu::cli
