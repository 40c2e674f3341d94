#include <qitu/analysis/planning/scenario.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/section.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace qitu::planning {

namespace {

using catalogue::Catalogue;
using catalogue::Layer;
using catalogue::Section;

const Layer &layer_named(const Section &section, const char *key, const catalogue::Text &name,
                         const Catalogue &catalogue) {
    const auto &layers = catalogue.layers();
    const auto found = std::find_if(layers.begin(), layers.end(),
                                    [&](const Layer &layer) { return layer.id == name.value; });
    if (found == layers.end())
        section.refuse(key, say("the layer {} is unknown", name.value));
    return *found;
}

// A code of the field, or a text or number that it may hold.
void require_codes(const Section &section, const std::string &name, const Layer &layer,
                   const std::vector<catalogue::Text> &codes) {
    const catalogue::Field *field = layer.field(name);
    if (field == nullptr)
        section.refuse(name, say("the layer {} has no field {}", layer.id, name));
    for (const catalogue::Text &code : codes)
        if (!field->codes.empty() &&
            std::none_of(field->codes.begin(), field->codes.end(),
                         [&](const catalogue::Code &one) { return one.code == code.value; }))
            section.refuse_at(code.line, say("the field {} has no code {}", name, code.value));
}

Where where_of(const Section &section, const std::vector<const Layer *> &layers) {
    Where where;
    if (!section.has("where"))
        return where;
    const Section conditions = section.section("where");
    for (const std::string &name : conditions.keys()) {
        const std::vector<catalogue::Text> codes = conditions.texts(name.c_str());
        for (const Layer *layer : layers)
            require_codes(conditions, name, *layer, codes);
        for (const catalogue::Text &code : codes)
            where[name].push_back(code.value);
    }
    return where;
}

std::vector<const Layer *> layers_of(const Section &section, const Catalogue &catalogue) {
    std::vector<const Layer *> layers;
    for (const catalogue::Text &name : section.texts("layers"))
        layers.push_back(&layer_named(section, "layers", name, catalogue));
    return layers;
}

Exclusion read_exclusion(const Section &section, const Catalogue &catalogue) {
    section.allow({"layer", "where"});
    const Layer &layer =
        layer_named(section, "layer", {section.text("layer"), section.line("layer")}, catalogue);
    if (layer.geometry != catalogue::GeometryType::polygon)
        section.refuse("layer", say("the layer {} has no polygons", layer.id));
    return {"exclude." + layer.id, &layer, where_of(section, {&layer})};
}

constexpr std::array<std::string_view, 2> raster_kinds{"value", "slope"};

// The file stands beside the scenario unless its path says otherwise.
RasterRule read_raster(const Section &section) {
    section.allow({"id", "file", "kind", "least", "most", "values", "most_share"});
    RasterRule rule;
    rule.rule = "raster." + section.id();
    rule.file = section.file().parent_path() / section.text("file");
    rule.slope = section.choice("kind", raster_kinds) == 1;
    rule.least = section.number("least").value_or(rule.least);
    rule.most = section.number("most").value_or(rule.most);
    rule.most_share = section.number("most_share").value_or(rule.most_share);
    if (section.has("values"))
        for (const catalogue::Text &text : section.texts("values")) {
            double number = 0;
            if (!parse_number(text.value, number))
                section.refuse_at(text.line, say("{} is not a number", text.value));
            rule.values.push_back(number);
        }
    if (!section.has("least") && !section.has("most") && !section.has("values"))
        section.refuse("id", say("a raster needs least, most or values"));
    return rule;
}

NearRule read_near(const Section &section, const Catalogue &catalogue) {
    section.allow({"layer", "within", "where"});
    const Layer &layer =
        layer_named(section, "layer", {section.text("layer"), section.line("layer")}, catalogue);
    const double within = section.number("within").value_or(0);
    if (!(within > 0))
        section.refuse("within", say("\"within\" is a distance in m, above 0."));
    return {"near." + layer.id, &layer, within, where_of(section, {&layer})};
}

constexpr std::array<std::string_view, 6> kinds{"distance", "inside",      "mean",
                                                "count",    "compactness", "parcels"};

void require_fit(const Criterion &criterion, const Section &section) {
    using Kind = Criterion::Kind;
    const bool own = criterion.kind == Kind::compactness || criterion.kind == Kind::parcels;
    if (own != criterion.layers.empty())
        section.refuse("layers",
                       own ? say("this kind of criterion looks at the block alone: leave out its layers")
                           : say("this kind of criterion needs layers"));
    if ((criterion.kind == Kind::mean) == criterion.field.empty())
        section.refuse("field", say("a mean needs a field, and no other kind does"));
    for (const Layer *layer : criterion.layers) {
        const bool area = criterion.kind == Kind::inside || criterion.kind == Kind::mean;
        if (area && layer->geometry != catalogue::GeometryType::polygon)
            section.refuse("layers", say("the layer {} has no polygons", layer->id));
        if (criterion.kind == Kind::mean && layer->field(criterion.field) == nullptr)
            section.refuse("field", say("the layer {} has no field {}", layer->id, criterion.field));
    }
    if ((criterion.kind == Kind::count) != (criterion.within_m > 0))
        section.refuse("within_m", say("a count needs within_m above 0, and no other kind does"));
    if (criterion.worst == criterion.best)
        section.refuse("best", say("worst and best must differ"));
    if (!(criterion.weight >= 0))
        section.refuse("weight", say("a weight is 0 or more"));
}

Criterion read_criterion(const Section &section, const Catalogue &catalogue) {
    section.allow(
        {"id", "zh", "en", "kind", "layers", "where", "field", "within_m", "worst", "best", "weight"});
    Criterion criterion;
    criterion.id = section.id();
    criterion.names = section.names();
    criterion.kind = static_cast<Criterion::Kind>(section.choice("kind", kinds));
    if (section.has("layers"))
        criterion.layers = layers_of(section, catalogue);
    criterion.where = where_of(section, criterion.layers);
    criterion.field = section.text("field", "");
    criterion.within_m = section.number("within_m").value_or(0);
    criterion.worst = section.number("worst").value_or(0);
    criterion.best = section.number("best").value_or(1);
    criterion.weight = section.number("weight").value_or(1);
    require_fit(criterion, section);
    return criterion;
}

double positive(const Section &section, const char *key, double otherwise) {
    const double value = section.number(key).value_or(otherwise);
    if (!(value >= 0) || !std::isfinite(value))
        section.refuse(key, say("{} must be 0 or more", key));
    return value;
}

} // namespace

double Criterion::points(std::optional<double> value) const {
    if (!value)
        return 0;
    return std::clamp((*value - worst) / (best - worst), 0.0, 1.0);
}

Scenario read_scenario(const std::filesystem::path &file, const Catalogue &catalogue) {
    const catalogue::Document document = catalogue::read_toml(file);
    const Section section(document);
    section.allow({"zh", "en", "indicator", "base", "min_width_m", "block_min_mu", "block_max_mu",
                   "over_penalty", "exclude", "raster", "near", "criterion"});
    Scenario scenario;
    scenario.file = file;
    scenario.names = section.names();
    scenario.indicator = section.text("indicator", "");
    scenario.base = section.text("base", "");
    if (!scenario.base.empty())
        layer_named(section, "base", {scenario.base, section.line("base")}, catalogue);
    scenario.least_width_m = positive(section, "min_width_m", scenario.least_width_m);
    scenario.least_block_mu = positive(section, "block_min_mu", scenario.least_block_mu);
    scenario.most_block_mu = positive(section, "block_max_mu", scenario.most_block_mu);
    scenario.over_penalty = positive(section, "over_penalty", scenario.over_penalty);
    for (const Section &exclusion : section.sections("exclude"))
        scenario.exclusions.push_back(read_exclusion(exclusion, catalogue));
    for (const Section &near : section.sections("near"))
        scenario.nears.push_back(read_near(near, catalogue));
    catalogue::Ids ids, raster_ids;
    for (const Section &raster : section.sections("raster")) {
        scenario.rasters.push_back(read_raster(raster));
        raster_ids.add(scenario.rasters.back().rule, raster, "id");
    }
    for (const Section &criterion : section.sections("criterion")) {
        scenario.criteria.push_back(read_criterion(criterion, catalogue));
        ids.add(scenario.criteria.back().id, criterion, "id");
    }
    return scenario;
}

std::optional<std::filesystem::path> scenario_of(const Catalogue &catalogue, const std::string &indicator) {
    const std::filesystem::path file = catalogue.directory() / "scenarios" / (indicator + ".toml");
    if (std::filesystem::exists(file))
        return file;
    return {};
}

Exclusion exclusion_from(const std::string &text, const Catalogue &catalogue) {
    const std::size_t colon = text.find(':');
    const Layer &layer = catalogue.layer(text.substr(0, colon));
    if (layer.geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage,
                    say("{}: the layer has no polygons, so it excludes no land.", layer.id));
    Exclusion exclusion{"exclude." + layer.id, &layer, {}};
    if (colon == std::string::npos)
        return exclusion;
    const std::string condition = text.substr(colon + 1);
    const std::size_t equals = condition.find('=');
    const catalogue::Field *field =
        equals == std::string::npos ? nullptr : layer.field(trimmed(condition.substr(0, equals)));
    if (field == nullptr)
        throw Error(
            ErrorKind::usage,
            say("\"{}\" is no exclusion. Write LAYER, or LAYER:FIELD=CODE,CODE with a field of the layer.",
                text));
    std::string rest = condition.substr(equals + 1);
    for (std::size_t begin = 0; begin <= rest.size();) {
        const std::size_t end = std::min(rest.find(',', begin), rest.size());
        const std::string word = trimmed(rest.substr(begin, end - begin));
        const catalogue::Code *code = field->codes.empty() ? nullptr : field->code(word);
        if (!field->codes.empty() && code == nullptr)
            throw Error(ErrorKind::usage,
                        say("The field {} of {} has no code {}.", field->id, layer.id, word));
        exclusion.where[field->id].push_back(code == nullptr ? word : code->code);
        begin = end + 1;
    }
    return exclusion;
}

} // namespace qitu::planning
