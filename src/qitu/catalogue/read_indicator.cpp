#include "programme.h"

#include <algorithm>
#include <array>

namespace qitu::catalogue {

namespace {

constexpr std::array<std::string_view, 5> measure_words{"area", "length", "works", "banners", "share"};
constexpr std::array measures{Measure::area, Measure::length, Measure::works, Measure::banners,
                              Measure::share};

template <typename Items>
std::vector<std::string> ids_of(const Items &items) {
    std::vector<std::string> ids;
    for (const auto &item : items)
        ids.push_back(item.id);
    return ids;
}

bool contains(const std::vector<std::string> &words, const std::string &word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool fits(Unit unit, Measure measure) {
    switch (measure) {
    case Measure::area:
        return unit == Unit::square_metre || unit == Unit::hectare || unit == Unit::mu ||
               unit == Unit::wan_mu || unit == Unit::square_kilometre;
    case Measure::length:
        return unit == Unit::metre || unit == Unit::kilometre;
    case Measure::works:
    case Measure::banners:
        return unit == Unit::works;
    case Measure::share:
        return unit == Unit::percent;
    }
    return false;
}

class IndicatorReader {
  public:
    IndicatorReader(const Section &section, const Layer &layer, const Catalogue &known,
                    const Programme &programme)
        : section_(section), layer_(layer), known_(known), programme_(programme) {}

    [[nodiscard]] Indicator read() const {
        section_.allow({"id", "zh", "en", "measure", "unit", "from_stage", "flow", "target", "target_year",
                        "clause", "note", "base_layer", "admin", "banner_threshold_mu", "where"});
        Indicator indicator;
        indicator.id = section_.text("id");
        indicator.names = section_.names();
        indicator.layer = layer_.id;
        indicator.file = layer_.file;
        indicator.clause = section_.text("clause", "");
        indicator.note = section_.text("note", "");
        read_measure(indicator);
        read_target(indicator);
        indicator.from_stage = read_stage();
        indicator.admin = read_admin_codes();
        indicator.where = read_where();
        return indicator;
    }

  private:
    void read_measure(Indicator &indicator) const {
        const std::size_t measure = section_.choice("measure", measure_words);
        indicator.measure = measures[measure];
        indicator.unit = read_unit();
        if (!fits(indicator.unit, indicator.measure))
            section_.refuse("unit", say("the unit \"{}\" does not fit the measure \"{}\".",
                                        section_.text("unit"), measure_words[measure]));
        require_geometry(indicator.measure, measure_words[measure]);
        indicator.base_layer = read_base_layer(indicator.measure);
        indicator.banner_threshold_mu =
            section_.number("banner_threshold_mu").value_or(indicator.banner_threshold_mu);
        if (section_.has("banner_threshold_mu") && indicator.measure != Measure::banners)
            section_.refuse("banner_threshold_mu", say("\"{}\" belongs to the measure \"{}\" only.",
                                                       "banner_threshold_mu", "banners"));
    }

    [[nodiscard]] Unit read_unit() const {
        const std::string unit = section_.text("unit");
        try {
            return unit_from(unit);
        } catch (const Error &error) {
            section_.refuse("unit", error.what());
        }
    }

    void require_geometry(Measure measure, std::string_view word) const {
        const bool needs_polygons = measure == Measure::area || measure == Measure::share;
        if (needs_polygons && layer_.geometry != GeometryType::polygon)
            section_.refuse("measure", say("the measure \"{}\" needs a layer of polygons.", word));
        if (measure == Measure::length && layer_.geometry != GeometryType::line)
            section_.refuse("measure", say("the measure \"{}\" needs a layer of lines.", word));
    }

    [[nodiscard]] std::string read_base_layer(Measure measure) const {
        if (measure != Measure::share) {
            if (section_.has("base_layer"))
                section_.refuse("base_layer",
                                say("\"{}\" belongs to the measure \"{}\" only.", "base_layer", "share"));
            return {};
        }
        const std::string id = section_.text("base_layer");
        const std::vector<Layer> &layers = known_.layers();
        const auto found =
            std::find_if(layers.begin(), layers.end(), [&](const Layer &layer) { return layer.id == id; });
        if (found == layers.end())
            section_.refuse("base_layer", say("unknown layer \"{}\".", id) + hint(id, ids_of(layers)));
        if (found->geometry != GeometryType::polygon)
            section_.refuse("base_layer", say("the base of a share must be polygons, and {} is none.", id));
        return id;
    }

    void read_target(Indicator &indicator) const {
        indicator.flow = section_.flag("flow", true);
        indicator.target = section_.number("target");
        indicator.target_year = section_.whole("target_year");
        if (indicator.target && indicator.flow && !indicator.target_year)
            indicator.target_year = programme_.year;
        if (!indicator.clause.empty())
            indicator.source = programme_.document.zh;
    }

    [[nodiscard]] std::string read_stage() const {
        const bool staged = layer_.field("stage") != nullptr;
        const std::string stage = section_.text("from_stage", staged ? Indicator{}.from_stage : "");
        if (stage.empty())
            return stage;
        const std::vector<std::string> stages = ids_of(known_.stages());
        if (!contains(stages, stage))
            section_.refuse("from_stage", say("unknown stage \"{}\".", stage) + hint(stage, stages));
        if (!staged)
            section_.refuse("from_stage", say("the layer {} has no stages.", layer_.id));
        return stage;
    }

    [[nodiscard]] std::vector<std::string> read_admin_codes() const {
        std::vector<std::string> codes;
        std::vector<std::string> known;
        for (const AdminUnit &unit : known_.admin_units())
            known.push_back(unit.code);
        for (const Text &code : section_.texts("admin")) {
            if (known_.find_admin(code.value) == nullptr)
                section_.refuse_at(code.line, say("unknown code \"{}\" of a league or banner.", code.value) +
                                                  hint(code.value, known));
            codes.push_back(code.value);
        }
        return codes;
    }

    [[nodiscard]] std::map<std::string, std::vector<std::string>> read_where() const {
        std::map<std::string, std::vector<std::string>> where;
        if (!section_.has("where"))
            return where;
        const Section conditions = section_.section("where");
        for (const std::string &id : conditions.keys()) {
            const Field *field = layer_.field(id);
            if (field == nullptr)
                conditions.refuse(id, say("the layer {} has no field \"{}\".", layer_.id, id) +
                                          hint(id, ids_of(layer_.fields)));
            where[id] = read_values(conditions, *field);
        }
        return where;
    }

    [[nodiscard]] static std::vector<std::string> read_values(const Section &conditions, const Field &field) {
        std::vector<std::string> codes;
        for (const Code &code : field.codes)
            codes.push_back(code.code);
        std::vector<std::string> values;
        for (const Text &value : conditions.texts(field.id.c_str())) {
            if (!codes.empty() && !contains(codes, value.value))
                conditions.refuse_at(value.line,
                                     say("the field {} has no code \"{}\".", field.id, value.value) +
                                         hint(value.value, codes));
            values.push_back(value.value);
        }
        if (values.empty())
            conditions.refuse(field.id, say("\"{}\" is empty.", field.id));
        return values;
    }

    const Section &section_;
    const Layer &layer_;
    const Catalogue &known_;
    const Programme &programme_;
};

} // namespace

std::vector<Indicator> read_indicators(const Document &document, const Layer &layer, const Catalogue &known,
                                       const Programme &programme, Ids &ids) {
    std::vector<Indicator> indicators;
    for (const Section &section : Section(document).sections("indicator")) {
        indicators.push_back(IndicatorReader(section, layer, known, programme).read());
        ids.add(indicators.back().id, section, "id");
    }
    return indicators;
}

} // namespace qitu::catalogue
