#include "records.h"
#include "validity.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::validation {

namespace {

constexpr std::string_view within = "within.";
constexpr std::string_view exclusive = "exclusive.";
constexpr std::string_view near_to = "near.";

const catalogue::Layer &other_layer(const catalogue::Catalogue &catalogue, const Setting &rule) {
    return catalogue.layer(rule.id.substr(rule.id.find('.') + 1));
}

using FieldConditions = std::vector<std::pair<int, std::vector<std::string>>>; // field → codes that count

FieldConditions conditions_of(const Setting &rule, const catalogue::Layer &other,
                              const catalogue::Layer &layer) {
    FieldConditions conditions;
    for (const auto &[field, codes] : rule.where) {
        // NOLINTNEXTLINE(readability-suspicious-call-argument): the field is one of the other layer
        conditions.emplace_back(field_of_rule(field, other, rule.id, layer), codes);
    }
    return conditions;
}

bool counts(const catalogue::Feature &feature, const FieldConditions &conditions) {
    return std::all_of(conditions.begin(), conditions.end(), [&](const auto &condition) {
        const std::string value =
            catalogue::text_of(feature.values.at(static_cast<std::size_t>(condition.first)));
        return std::find(condition.second.begin(), condition.second.end(), value) != condition.second.end();
    });
}

// What of the other layer lies near the features, as zones. The engine wants a code for each; these are
// numbers of one length, so that they keep their order.
overlay::Zones near_zones(const Stream &stream, const FieldConditions &conditions, const Records &records,
                          bool &any) {
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    for (catalogue::Feature feature; stream && stream(feature);) {
        any = true;
        if (feature.wkb.empty() || !counts(feature, conditions))
            continue;
        std::optional<geometry::Shape> shape = readable(feature.wkb);
        if (!shape || !box_of(shape->points).meets(records.box))
            continue;
        if (const geometry::Shape valid = valid_polygon(std::move(*shape)); !valid.empty())
            zones.zones.push_back({fmt::format("{:09}", zones.zones.size()), write_wkb(valid)});
    }
    return zones;
}

// What of the other layer may lie near enough to the features.
proximity::Works near_works(const Stream &stream, const FieldConditions &conditions, const Records &records,
                            double within_m, bool &any) {
    constexpr double least_degree_m = 40e3; // of longitude beyond 68° it is less: then all are asked
    const double margin = within_m / least_degree_m;
    const Box near = buffered(records.box, margin, margin);
    const bool all = std::max(std::abs(near.min_y), std::abs(near.max_y)) > 68;
    proximity::Works works;
    for (catalogue::Feature feature; stream && stream(feature);) {
        any = true;
        if (feature.wkb.empty() || !counts(feature, conditions))
            continue;
        if (std::optional<geometry::Shape> shape = readable(feature.wkb);
            shape && !shape->empty() && (all || box_of(shape->points).meets(near)))
            works.add(std::move(*shape));
    }
    works.finish();
    return works;
}

class Upon {
  public:
    Upon(const Records &records, const Setting &rule, const catalogue::Layer &other)
        : records_(records), rule_(rule), other_(other), is_within_(rule.id.starts_with(within)) {}

    void check(const Record &record, std::span<const tabulate::Piece> pieces, Found &findings) const {
        if (exempts(record))
            return;
        double upon = 0;
        double outside = 0;
        for (const tabulate::Piece &piece : pieces)
            (piece.zone.empty() ? outside : upon) += measure_of(piece);
        is_within_ ? check_within(record, percent * outside / (upon + outside), findings)
                   : check_upon(record, upon, findings);
    }

    void check_within(const Record &record, double outside, Found &findings) const {
        if (!exempts(record) && outside > rule_.limit)
            add(record, outside,
                said("{:.1f} % of the feature lies outside {}, within which it must lie. Correct its "
                     "border, or choose another place.",
                     outside, other_.names),
                findings);
    }

  private:
    [[nodiscard]] bool exempts(const Record &record) const {
        return (record.exemptions & rule_.exemption) != 0;
    }

    void check_upon(const Record &record, double upon, Found &findings) const {
        const bool point = records_.layer.geometry == catalogue::GeometryType::point;
        if (upon <= (point ? 0 : rule_.limit))
            return;
        const Names message =
            records_.polygons()
                ? said("{:.1f} m² of the feature lie upon {}, where it must not lie. Correct its border, "
                       "or choose another place.",
                       upon, other_.names)
                : said("The feature lies upon {}, where it must not lie. Choose another place.",
                       other_.names);
        add(record, upon, message, findings);
    }

    void add(const Record &record, double measured, Names message, Found &findings) const {
        findings.push_back(records_.finding(record, rule_, {std::move(message), {}, measured}));
    }

    const Records &records_;
    const Setting &rule_;
    const catalogue::Layer &other_;
    bool is_within_;
};

void add_rule(const Records &records, const Setting &rule, const Surroundings &surroundings,
              Unchecked &unchecked, PlaceRules &rules) {
    if (rule.raster)
        return add_raster_rule(records, rule, unchecked, rules);
    const catalogue::Layer &other = other_layer(records.catalogue, rule);
    if (!surroundings.other) {
        unchecked.emplace_back(rule.id, said("the layer {} is in no workspace here", other.names));
        return;
    }
    bool any = false;
    const bool is_near = rule.id.starts_with(near_to);
    const FieldConditions conditions = conditions_of(rule, other, records.layer);
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), {}};
    proximity::Works works;
    if (is_near)
        works = near_works(surroundings.other(other), conditions, records, rule.limit, any);
    else
        zones = near_zones(surroundings.other(other), conditions, records, any);
    if (!any) {
        unchecked.emplace_back(rule.id, said("the layer {} has no features yet", other.names));
        return;
    }
    if (is_near)
        return add_near_rule(records, rule, other, std::move(works), rules);
    const Upon upon(records, rule, other);
    PlaceRule made;
    if (!zones.zones.empty()) {
        made.zones.emplace(geodesy::Crs::from("EPSG:4490"), zones, geodesy::Method::straight, 1);
        made.of_parts = [upon](const Record &record, std::span<const tabulate::Piece> pieces,
                               Found &findings) { upon.check(record, pieces, findings); };
    } else if (rule.id.starts_with(within)) {
        made.of_each = [upon](const Record &record, Found &findings) {
            upon.check_within(record, percent, findings);
        };
    }
    rules.push_back(std::move(made));
}

} // namespace

bool rules_upon_others(const catalogue::Catalogue &catalogue, const Settings &settings,
                       const Surroundings &surroundings) {
    const auto any = [&](const Setting &rule) {
        if (rule.raster)
            return true;
        if (!surroundings.other)
            return false;
        const Stream stream = surroundings.other(other_layer(catalogue, rule));
        catalogue::Feature feature;
        return stream && stream(feature);
    };
    for (const std::string_view stem : {exclusive, within, near_to})
        for (const Setting *rule : settings.family(stem))
            if (any(*rule))
                return true;
    return false;
}

void add_rules_upon_others(const Records &records, const Surroundings &surroundings, Unchecked &unchecked,
                           PlaceRules &rules) {
    if (records.box.empty())
        return;
    for (const std::string_view stem : {exclusive, within, near_to})
        for (const Setting *rule : records.settings().family(stem)) {
            add_rule(records, *rule, surroundings, unchecked, rules);
            records.breathe();
        }
}

} // namespace qitu::validation
