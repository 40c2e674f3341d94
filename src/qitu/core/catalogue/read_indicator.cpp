#include "programme.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::catalogue {

namespace {

constexpr std::array<std::string_view, 6> measure_words{"area", "length", "works", "banners", "share", "sum"};
constexpr std::array<std::string_view, 3> target_kind_words{"exactly", "at_least", "about"};
constexpr std::array target_kinds{TargetKind::exactly, TargetKind::at_least, TargetKind::about};
constexpr std::array measures{Measure::area,    Measure::length, Measure::works,
                              Measure::banners, Measure::share,  Measure::sum};

bool fits(Unit unit, Measure measure) {
    switch (measure) {
    case Measure::area:
        return unit == Unit::square_metre || unit == Unit::hectare || unit == Unit::mu ||
               unit == Unit::wan_mu || unit == Unit::square_kilometre;
    case Measure::length:
        return unit == Unit::metre || unit == Unit::kilometre;
    case Measure::works:
    case Measure::banners:
    case Measure::sum:
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
        section_.allow({"id",
                        "zh",
                        "en",
                        "measure",
                        "unit",
                        "unit_en",
                        "from_stage",
                        "from_review",
                        "counting",
                        "flow",
                        "event",
                        "happened",
                        "begin",
                        "end",
                        "renewed",
                        "excludes",
                        "target",
                        "target_kind",
                        "target_year",
                        "clause",
                        "note",
                        "note_zh",
                        "base_layer",
                        "admin",
                        "places",
                        "one_per_place",
                        "named",
                        "banner_threshold_mu",
                        "part_field",
                        "field",
                        "deduct_factor",
                        "where",
                        "near"});
        Indicator indicator;
        indicator.id = section_.text("id");
        indicator.names = section_.names();
        indicator.layer = layer_.id;
        indicator.file = layer_.file;
        indicator.clause = section_.text("clause", "");
        indicator.note = read_note();
        read_measure(indicator);
        read_counting(section_, layer_, indicator);
        read_target(indicator);
        indicator.from_stage = read_from_stage(section_, layer_, known_);
        indicator.from_review = read_from_review(section_, layer_);
        indicator.excludes = read_excludes(indicator.measure);
        read_places(section_, known_, indicator);
        indicator.named = read_named(section_, indicator.measure);
        indicator.where = read_where(section_, layer_);
        indicator.near = read_near();
        indicator.part_field = read_part_field(indicator.measure);
        return indicator;
    }

  private:
    // Who gives it in one language gives it in both.
    [[nodiscard]] Names read_note() const {
        if (!section_.has("note") && !section_.has("note_zh"))
            return {};
        return {section_.text("note_zh"), section_.text("note")};
    }

    void read_measure(Indicator &indicator) const {
        const std::size_t measure = section_.choice("measure", measure_words);
        indicator.measure = measures[measure];
        indicator.unit = read_unit();
        indicator.unit_words = read_unit_words(indicator);
        if (!fits(indicator.unit, indicator.measure))
            section_.refuse("unit", say("the unit \"{}\" does not fit the measure \"{}\".",
                                        section_.text("unit"), measure_words[measure]));
        require_geometry(indicator.measure, measure_words[measure]);
        indicator.base_layer = read_base_layer(indicator.measure);
        indicator.field = read_field(indicator.measure);
        indicator.deduct_factor = read_deduct_factor(indicator.measure);
        indicator.banner_threshold_mu =
            section_.number("banner_threshold_mu").value_or(indicator.banner_threshold_mu);
        if (section_.has("banner_threshold_mu") && indicator.measure != Measure::banners)
            section_.refuse("banner_threshold_mu", say("\"{}\" is only used with the measure \"{}\".",
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

    // Works keep the word that the document has for them.
    [[nodiscard]] Names read_unit_words(const Indicator &indicator) const {
        if (indicator.measure == Measure::banners)
            return {"个旗县", "banners"};
        if (indicator.unit != Unit::works)
            return {};
        const std::string word = section_.text("unit");
        const bool latin = word.front() >= 0 && word.front() < 0x7f;
        return {latin ? std::string(unit_name(Unit::works, true)) : word, section_.text("unit_en", "works")};
    }

    void require_geometry(Measure measure, std::string_view word) const {
        const bool needs_polygons = measure == Measure::area || measure == Measure::share;
        if (needs_polygons && layer_.geometry != GeometryType::polygon)
            section_.refuse("measure", say("the measure \"{}\" needs a layer of polygons.", word));
        if (measure == Measure::sum && layer_.geometry != GeometryType::point)
            section_.refuse("measure", say("the measure \"{}\" needs a layer of points.", word));
        if (measure == Measure::length && layer_.geometry != GeometryType::line)
            section_.refuse("measure", say("the measure \"{}\" needs a layer of lines.", word));
    }

    [[nodiscard]] std::string read_base_layer(Measure measure) const {
        if (measure != Measure::share) {
            if (section_.has("base_layer"))
                section_.refuse("base_layer",
                                say("\"{}\" is only used with the measure \"{}\".", "base_layer", "share"));
            return {};
        }
        const Text id{section_.text("base_layer"), section_.line("base_layer")};
        return polygon_layer(section_, "base_layer", id, known_).id;
    }

    [[nodiscard]] std::string read_field(Measure measure) const {
        if (measure == Measure::sum)
            return number_field("field", section_.text("field"));
        if (section_.has("field"))
            section_.refuse("field", say("\"{}\" is only used with the measure \"{}\".", "field", "sum"));
        return {};
    }

    [[nodiscard]] std::string read_deduct_factor(Measure measure) const {
        if (!section_.has("deduct_factor"))
            return {};
        if (measure != Measure::area)
            section_.refuse("deduct_factor",
                            say("\"{}\" is only used with the measure \"{}\".", "deduct_factor", "area"));
        return number_field("deduct_factor", section_.text("deduct_factor"));
    }

    [[nodiscard]] std::string number_field(const char *key, const std::string &id) const {
        const Field *field = layer_.field(id);
        if (field == nullptr || (field->type != FieldType::integer && field->type != FieldType::real))
            section_.refuse(key, say("the layer {} has no number field \"{}\".", layer_.id, id));
        return id;
    }

    void read_target(Indicator &indicator) const {
        indicator.target = section_.number("target");
        indicator.target_kind = target_kinds[section_.choice("target_kind", target_kind_words, 0)];
        if (section_.has("target_kind") && !indicator.target)
            section_.refuse("target_kind", say("\"{}\" is only used with \"{}\".", "target_kind", "target"));
        indicator.target_year = section_.whole("target_year");
        if (indicator.target && indicator.flow && !indicator.target_year)
            indicator.target_year = programme_.year;
        if (!indicator.clause.empty())
            indicator.source = programme_.document.zh;
    }

    [[nodiscard]] std::string read_part_field(Measure measure) const {
        std::string id = section_.text("part_field", "");
        if (id.empty())
            return id;
        if (measure != Measure::area && measure != Measure::share)
            section_.refuse("part_field",
                            say("\"{}\" is only used with the measure \"{}\".", "part_field", "area"));
        const Field *field = layer_.field(id);
        if (field == nullptr || field->type != FieldType::real || field->unit.empty())
            section_.refuse("part_field",
                            say("the layer {} has no number \"{}\" with a unit.", layer_.id, id));
        return id;
    }

    [[nodiscard]] std::optional<Nearness> read_near() const {
        if (!section_.has("near"))
            return std::nullopt;
        const Section near = section_.section("near");
        near.allow({"layer", "within", "where"});
        const std::string id = near.text("layer");
        const auto layer = std::ranges::find(known_.layers(), id, &Layer::id);
        if (layer == known_.layers().end())
            near.refuse("layer", say("there is no layer \"{}\".", id));
        const double within = near.number("within").value_or(0);
        if (!(within > 0))
            near.refuse("within", say("\"within\" is a distance in m, above 0."));
        return Nearness{id, within, read_where(near, *layer)};
    }

    [[nodiscard]] std::vector<std::string> read_excludes(Measure measure) const {
        std::vector<std::string> ids;
        if (section_.has("excludes") && measure != Measure::area)
            section_.refuse("excludes",
                            say("\"{}\" is only used with the measure \"{}\".", "excludes", "area"));
        for (const Text &id : section_.texts("excludes")) {
            if (id.value == layer_.id)
                section_.refuse_at(id.line, say("a layer cannot exclude itself."));
            ids.push_back(polygon_layer(section_, "excludes", id, known_).id);
        }
        return ids;
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
