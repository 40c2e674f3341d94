#include "programme.h"

#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

constexpr std::array<std::string_view, 4> type_words{"text", "integer", "real", "date"};
constexpr std::array types{FieldType::text, FieldType::integer, FieldType::real, FieldType::date};

// Columns that every table of the workspace has besides its layer's fields.
constexpr std::array taken_columns{"fid", "geom", "qitu_cm"};

// The common fields, which the rooms behind the catalogue ask for by these ids.
constexpr std::array common_field_ids{field_id::project_code, field_id::project_name, field_id::admin_code,
                                      field_id::year, field_id::stage};

std::vector<std::string> values_of(const std::vector<Text> &texts) {
    std::vector<std::string> values;
    for (const Text &text : texts)
        values.push_back(text.value);
    return values;
}

// All words under which people may send it lead to this one owner.
void claim_all(Words &words, const std::string &owner, const char *key, const Section &section) {
    for (const char *name : {key, "zh", "en"})
        words.claim(section.text(name), owner, section, section.line(name));
    for (const Text &alias : section.texts("aliases"))
        words.claim(alias.value, owner, section, alias.line);
}

void claim_all(Words &words, const Field &common) {
    const std::string place = "programme.toml";
    for (const std::string &word : {common.id, common.names.zh, common.names.en})
        words.claim(word, common.id, place);
    for (const std::string &alias : common.aliases)
        words.claim(alias, common.id, place);
}

std::vector<Code> read_codes(const Section &field) {
    std::vector<Code> codes;
    Words words;
    Ids ids;
    for (const Section &section : field.sections("codes")) {
        section.allow({"code", "zh", "en", "aliases"});
        Code code{section.text("code"), section.names(), values_of(section.texts("aliases"))};
        ids.add(code.code, section, "code");
        claim_all(words, code.code, "code", section);
        codes.push_back(std::move(code));
    }
    return codes;
}

Field read_field(const Section &section) {
    section.allow({"id", "zh", "en", "type", "required", "unit", "aliases", "codes"});
    Field field;
    field.id = section.id();
    field.names = section.names();
    field.type = types[section.choice("type", type_words)];
    field.required = section.flag("required", false);
    field.unit = section.text("unit", "");
    field.aliases = values_of(section.texts("aliases"));
    field.codes = read_codes(section);
    if (std::find(taken_columns.begin(), taken_columns.end(), field.id) != taken_columns.end())
        section.refuse("id", say("every layer has a column \"{}\" already. Choose another id.", field.id));
    const bool number = field.type == FieldType::integer || field.type == FieldType::real;
    if (!field.unit.empty() && !number)
        section.refuse("unit", say("only a number has a unit, and \"{}\" is not a number.", field.id));
    if (!field.codes.empty() && field.type != FieldType::text && field.type != FieldType::integer)
        section.refuse("codes",
                       say("only a text or a whole number has codes, and \"{}\" is neither.", field.id));
    return field;
}

std::vector<Stage> read_stages(const Section &programme) {
    std::vector<Stage> stages;
    Words words;
    Ids ids;
    for (const Section &section : programme.sections("stage")) {
        section.allow({"id", "zh", "en", "aliases"});
        Stage stage{section.id(), section.names(), values_of(section.texts("aliases")),
                    static_cast<int>(stages.size())};
        ids.add(stage.id, section, "id");
        claim_all(words, stage.id, "id", section);
        stages.push_back(std::move(stage));
    }
    return stages;
}

std::vector<Group> read_groups(const Section &programme) {
    std::vector<Group> groups;
    Ids ids;
    for (const Section &section : programme.sections("group")) {
        section.allow({"id", "zh", "en"});
        groups.push_back({section.id(), section.names()});
        ids.add(groups.back().id, section, "id");
    }
    return groups;
}

std::vector<Field> read_common_fields(const Section &programme, const std::vector<Stage> &stages) {
    std::vector<Field> fields = read_fields(programme, {});
    const bool as_expected =
        std::equal(fields.begin(), fields.end(), common_field_ids.begin(), common_field_ids.end(),
                   [](const Field &field, const char *id) { return field.id == id; });
    if (!as_expected)
        programme.refuse(
            "field", say("the common fields must be {}, in this order.", fmt::join(common_field_ids, ", ")));
    Field &stage = fields.back();
    if (!stage.codes.empty())
        programme.refuse("field", say("the codes of \"stage\" are the stages. Remove them from the field."));
    for (const Stage &each : stages)
        stage.codes.push_back({each.id, each.names, each.aliases});
    return fields;
}

} // namespace

std::vector<Field> read_fields(const Section &parent, const std::vector<Field> &before) {
    std::vector<Field> fields;
    Words words;
    Ids ids;
    for (const Field &common : before)
        claim_all(words, common);
    for (const Section &section : parent.sections("field")) {
        Field field = read_field(section);
        const bool common = std::any_of(before.begin(), before.end(),
                                        [&](const Field &other) { return other.id == field.id; });
        if (common)
            section.refuse("id", say("every layer has the field \"{}\" already. Remove it.", field.id));
        ids.add(field.id, section, "id");
        claim_all(words, field.id, "id", section);
        fields.push_back(std::move(field));
    }
    return fields;
}

Programme read_programme(const Document &document) {
    const Section root(document);
    root.allow({"document", "shown", "stage", "field", "group", "account"});
    const Section source = root.section("document");
    source.allow({"zh", "en", "year", "mapped_indicator"});
    Programme programme;
    programme.document = source.names();
    const std::optional<int> year = source.whole("year");
    if (!year)
        source.refuse("year", say("\"{}\" is missing.", "year"));
    programme.year = *year;
    programme.mapped_indicator = source.text("mapped_indicator", "");
    programme.stages = read_stages(root);
    programme.fields = read_common_fields(root, programme.stages);
    programme.groups = read_groups(root);
    return programme;
}

} // namespace qitu::catalogue
