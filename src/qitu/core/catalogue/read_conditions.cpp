#include "programme.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <string>
#include <vector>

namespace qitu::catalogue {

namespace {

template <typename Items>
std::vector<std::string> ids_of(const Items &items) {
    std::vector<std::string> ids;
    for (const auto &item : items)
        ids.push_back(item.id);
    return ids;
}

std::vector<std::string> codes_of(const Field &field) {
    std::vector<std::string> codes;
    for (const Code &code : field.codes)
        codes.push_back(code.code);
    return codes;
}

bool contains(const std::vector<std::string> &words, const std::string &word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string> read_values(const Section &conditions, const Field &field) {
    const std::vector<std::string> codes = codes_of(field);
    std::vector<std::string> values;
    for (const Text &value : conditions.texts(field.id.c_str())) {
        if (!codes.empty() && !contains(codes, value.value))
            conditions.refuse_at(value.line, say("the field {} has no code \"{}\".", field.id, value.value) +
                                                 hint(value.value, codes));
        values.push_back(value.value);
    }
    if (values.empty())
        conditions.refuse(field.id, say("\"{}\" is empty.", field.id));
    return values;
}

} // namespace

std::string read_from_stage(const Section &section, const Layer &layer, const Catalogue &known) {
    const bool staged = layer.field(field_id::stage) != nullptr;
    std::string stage = section.text("from_stage", staged ? Indicator{}.from_stage : "");
    if (stage.empty())
        return stage;
    const std::vector<std::string> stages = ids_of(known.stages());
    if (!contains(stages, stage))
        section.refuse("from_stage", say("unknown stage \"{}\".", stage) + hint(stage, stages));
    if (!staged)
        section.refuse("from_stage", say("the layer {} has no stages.", layer.id));
    return stage;
}

std::string read_from_review(const Section &section, const Layer &layer) {
    std::string review = section.text("from_review", "");
    if (review.empty())
        return review;
    const Field *field = layer.field(field_id::review);
    if (field == nullptr || field->codes.empty())
        section.refuse("from_review",
                       say("the layer {} has no field \"{}\" with codes.", layer.id, field_id::review));
    if (const std::vector<std::string> codes = codes_of(*field); !contains(codes, review))
        section.refuse("from_review",
                       say("the field {} has no code \"{}\".", field->id, review) + hint(review, codes));
    return review;
}

std::map<std::string, std::vector<std::string>> read_where(const Section &section, const Layer &layer,
                                                           const char *key) {
    std::map<std::string, std::vector<std::string>> where;
    if (!section.has(key))
        return where;
    const Section conditions = section.section(key);
    for (const std::string &id : conditions.keys()) {
        const Field *field = layer.field(id);
        if (field == nullptr)
            conditions.refuse(id, say("the layer {} has no field \"{}\".", layer.id, id) +
                                      hint(id, ids_of(layer.fields)));
        where[id] = read_values(conditions, *field);
    }
    return where;
}

std::string read_unit(const Section &section, const Text &name, const Catalogue &known) {
    try {
        return known.admin(name.value).code;
    } catch (const Error &error) {
        std::vector<std::string> codes;
        for (const AdminUnit &unit : known.admin_units())
            codes.push_back(unit.code);
        const bool is_code = name.value.find_first_not_of("0123456789") == std::string::npos;
        section.refuse_at(name.line, is_code ? say("unknown code \"{}\" of a league or banner.", name.value) +
                                                   hint(name.value, codes)
                                             : std::string(error.what()));
    }
}

const Layer &polygon_layer(const Section &section, const char *key, const Text &id, const Catalogue &known) {
    const std::vector<Layer> &layers = known.layers();
    const auto found =
        std::find_if(layers.begin(), layers.end(), [&](const Layer &layer) { return layer.id == id.value; });
    if (found == layers.end())
        section.refuse_at(id.line, say("unknown layer \"{}\".", id.value) + hint(id.value, ids_of(layers)));
    if (found->geometry != GeometryType::polygon)
        section.refuse_at(id.line,
                          say("\"{}\" needs polygons, and {} is not a layer of polygons.", key, id.value));
    return *found;
}

} // namespace qitu::catalogue
