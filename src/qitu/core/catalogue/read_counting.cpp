#include "programme.h"

#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

constexpr std::array<std::string_view, 4> counting_words{"built", "annual", "standing", "dated"};
constexpr std::array countings{Counting::built, Counting::annual, Counting::standing, Counting::dated};

std::size_t usual(Measure measure, bool flow) {
    if (!flow)
        return 0;
    return measure == Measure::banners ? 2 : measure == Measure::works ? 3 : 0;
}

// The key's date field; the usual one where the layer has it and the key is not given.
std::string date_field(const Section &section, const Layer &layer, const char *key, const char *usual) {
    const Field *field = layer.field(usual);
    const bool has_usual = field != nullptr && field->type == FieldType::date;
    if (!section.has(key))
        return has_usual ? usual : "";
    std::string id = section.text(key);
    const Field *given = layer.field(id);
    if (given == nullptr || given->type != FieldType::date) {
        std::vector<std::string> dates;
        for (const Field &candidate : layer.fields)
            if (candidate.type == FieldType::date)
                dates.push_back(candidate.id);
        section.refuse(key, say("the layer {} has no date field \"{}\".", layer.id, id) + hint(id, dates));
    }
    return id;
}

void refuse_unless(bool fits, const Section &section, const char *key, std::string_view kinds) {
    if (!fits && section.has(key))
        section.refuse(key, say("\"{}\" is only used with the counting {}.", key, kinds));
}

} // namespace

void read_counting(const Section &section, const Layer &layer, Indicator &indicator) {
    const bool flow = section.flag("flow", true);
    const std::size_t counting = section.choice("counting", counting_words, usual(indicator.measure, flow));
    indicator.counting = countings[counting];
    indicator.flow = flow;
    const bool lasting = indicator.counting == Counting::standing;
    const bool once = indicator.counting == Counting::built || indicator.counting == Counting::dated;
    refuse_unless(once, section, "flow", "built, dated");
    refuse_unless(once, section, "event", "built, dated");
    refuse_unless(lasting, section, "begin", "standing");
    refuse_unless(lasting, section, "end", "standing");
    refuse_unless(indicator.counting == Counting::dated, section, "happened", "dated");
    refuse_unless(indicator.counting == Counting::built, section, "renewed", "built");
    if (once)
        indicator.event = date_field(section, layer, "event", field_id::accepted_date);
    if (lasting) {
        indicator.begin = date_field(section, layer, "begin", field_id::begin_date);
        indicator.end = date_field(section, layer, "end", field_id::end_date);
    }
    indicator.happened = read_where(section, layer, "happened");
    indicator.renewed = read_where(section, layer, "renewed");
}

void read_places(const Section &section, const Catalogue &known, Indicator &indicator) {
    const char *key = section.has("places") ? "places" : "admin";
    for (const Text &place : section.texts(key))
        if (const Region *region = known.region(place.value)) {
            indicator.regions.push_back(region->id);
            indicator.admin.insert(indicator.admin.end(), region->units.begin(), region->units.end());
        } else {
            indicator.admin.push_back(read_unit(section, place, known));
        }
    indicator.one_per_place = section.flag("one_per_place", false);
    if (indicator.one_per_place && (indicator.measure != Measure::works || indicator.admin.empty()))
        section.refuse("one_per_place", say("\"{}\" is only used with the measure \"{}\" and \"{}\".",
                                            "one_per_place", "works", "places"));
}

std::vector<NamedWork> read_named(const Section &section, Measure measure) {
    std::vector<NamedWork> named;
    if (section.has("named") && measure != Measure::works)
        section.refuse("named", say("\"{}\" is only used with the measure \"{}\".", "named", "works"));
    for (const Section &item : section.sections("named")) {
        item.allow({"zh", "en", "aliases", "codes"});
        NamedWork work{item.names(), {}, {}};
        for (const Text &alias : item.texts("aliases"))
            work.aliases.push_back(alias.value);
        for (const Text &code : item.texts("codes"))
            work.codes.push_back(code.value);
        named.push_back(std::move(work));
    }
    return named;
}

} // namespace qitu::catalogue
