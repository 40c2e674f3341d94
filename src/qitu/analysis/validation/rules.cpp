#include <qitu/analysis/validation/validation.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace qitu::validation {

namespace {

using std::nullopt;

constexpr bool always = true;
constexpr std::string_view family_ending = ".LAYER";

std::vector<Rule> rules_of_one_feature() {
    return {
        {"geometry.invalid", said("Invalid geometry"),
         said("A ring crosses or touches itself, has too few points, lies outside its shell, "
              "or has coordinates that are not numbers. The finding names the defect and its place. An "
              "import with repair makes the geometry valid by structure; where that changes its area by more "
              "than the limit, the feature goes into quarantine."),
         said("change of area by the repair, % of the area that all its lines enclose"), Severity::error, 1,
         always},
        {"geometry.duplicate",
         said("Duplicate geometry"),
         said("The figure has the same edges as that of a feature before it, wherever its rings begin and "
              "whichever way they run."),
         {},
         Severity::warning,
         nullopt,
         always},
        {"spike", said("Spike"),
         said("The border turns back on itself at a corner that is sharper than the limit."),
         said("angle at the sharpest corner, degrees"), Severity::warning, 1, !always},
        {"too_many_points", said("Too many points"),
         said("The figure has more vertices than the limit, as after tracing pixels or copying a curve."),
         said("vertices"), Severity::warning, 10000, !always},
        {"zone_crossed",
         said("Crosses a zone's border"),
         said("The figure lies in more than one 3-degree zone of the Gauss-Krueger projection. Its area is "
              "counted in the zone of its middle; a plane file can hold it in one zone only."),
         {},
         Severity::warning,
         nullopt,
         !always},
        {"field.required",
         said("Required field empty"),
         said("A required field has no value."),
         {},
         Severity::error,
         nullopt,
         always},
        {"field.code",
         said("Value not in the code list"),
         said("A field with a code list holds something that is in it neither by code nor by name."),
         {},
         Severity::error,
         nullopt,
         always},
        {"field.value",
         said("Value of another kind"),
         said(
             "A field of numbers or dates holds something else: after an edit in the workspace, or in a file "
             "from which it was then left empty."),
         {},
         Severity::warning,
         nullopt,
         always},
        {"admin.unknown",
         said("Unknown banner"),
         said("The field of the banner holds a code that is not a region, league or banner."),
         {},
         Severity::error,
         nullopt,
         always},
        {"date_order", said("Dates out of order"),
         said("Approval, start, finish and acceptance do not follow each other. Dates that are missing are "
              "passed over."),
         said("days by which the earlier step comes too late"), Severity::warning, 0, !always},
        {"project.duplicate",
         said("Project code used twice"),
         said("Two features bear one project code and the names of different projects."),
         {},
         Severity::warning,
         nullopt,
         !always},
        {"parcel.duplicate",
         said("Parcel number used twice"),
         said("Two features bear the same parcel number within the same project."),
         {},
         Severity::warning,
         nullopt,
         !always},
        {"not_named",
         said("Not among the named works"),
         said("An indicator of the layer counts the works that the document names, and the project has none "
              "of "
              "their names, aliases or codes: it is listed beside them and does not count."),
         {},
         Severity::warning,
         nullopt,
         always},
    };
}

std::vector<Rule> rules_of_place() {
    return {
        {"outside_region", said("Outside the region"),
         said("The feature lies outside the box around all banners by more than the limit: wrong coordinate "
              "system, swapped axes, a wrong zone."),
         said("distance outside the box, degrees"), Severity::error, 0.05, !always},
        {"outside_banners", said("Outside all banners"),
         said("More than the limit of the feature lies in no banner and counts for none."),
         said("part outside, %"), Severity::warning, 1, !always},
        {"declared_banner", said("Declared banner wrong"),
         said("Less than the limit of the feature lies in the banner, or the league, that it names. The "
              "finding says where it lies, with the shares."),
         said("part inside the declared banner, %"), Severity::warning, 50, !always},
        {"straddling", said("Straddles banners"),
         said("The feature lies in several banners, and more than the limit of it outside the one that has "
              "most of it. Its area is divided among them; the finding gives the shares."),
         said("part outside the first banner, %"), Severity::warning, 1, !always},
        {"outside_places", said("Outside the places that count"),
         said("The indicators that the feature would count for are bound to banners, leagues or regions, and "
              "more than the limit of it lies outside them: there it does not count."),
         said("part outside, %"), Severity::warning, 50, always},
        {"declared_area", said("Declared area differs"),
         said("The declared area differs from the area computed by TD/T 1055 by more than the limit. Where "
              "all "
              "parcels of a project declare the same area, it is the project's, and held against their sum."),
         said("difference, % of the computed area"), Severity::warning, 5, !always},
        {"too_small", said("Too small"), said("The feature is smaller than the limit: a sliver, or debris."),
         said("area, m²"), Severity::warning, 10, !always},
        {"overlap", said("Overlaps within the layer"),
         said("The feature and another one of the layer have more ground in common than the limit. The same "
              "figure twice is geometry.duplicate instead."),
         said("area in common, m²"), Severity::warning, 1, !always},
        {"overlap.earlier_year", said("Built again (overlaps an earlier year)"),
         said("The feature has more ground in common than the limit with one of an earlier year of the same "
              "programme: the same land would be built, and counted, twice."),
         said("area in common, m²"), Severity::warning, 1, !always},
        {"overlap.stretch", said("Stretch drawn twice"),
         said("Two lines of the layer follow the same stretch for more than the limit. In net length it "
              "counts "
              "once."),
         said("length in common, m"), Severity::warning, 1, always},
        {"gap", said("Gap between neighbours"),
         said("Two features leave an opening between them that is narrower than the limit and that no other "
              "fills. Neighbours share their border, or lie apart."),
         said("width where it is widest, m"), Severity::warning, 1, !always},
        {"exclusive.LAYER", said("Lies upon a layer that excludes it"),
         said("More of the feature than the limit lies upon the other layer, as upon ecological red lines or "
              "slopes over 25°. The rule may name which features of the other layer count (where)."),
         said("area upon it, m²"), Severity::error, 1, !always},
        {"within.LAYER", said("Must lie within a layer"),
         said("More of the feature than the limit lies outside the other layer, as outside permanent basic "
              "farmland."),
         said("part outside, %"), Severity::warning, 5, !always},
        {"near.LAYER", said("Must lie near a layer"),
         said("No feature of the other layer, a canal or a road, lies within the limit of the feature, in "
              "metres on the "
              "ellipsoid. The rule may name which features of the other layer count (where)."),
         said("distance to the nearest, m"), Severity::warning, 1000, !always},
    };
}

std::vector<Rule> all_rules() {
    std::vector<Rule> all = rules_of_one_feature();
    for (Rule &rule : rules_of_place())
        all.push_back(std::move(rule));
    return all;
}

bool is_family(const Rule &rule) {
    return rule.id.ends_with(family_ending);
}

bool covers(const Rule &rule, std::string_view id) {
    if (!is_family(rule))
        return rule.id == id;
    const std::string_view stem =
        std::string_view(rule.id).substr(0, rule.id.size() - family_ending.size() + 1);
    return id.starts_with(stem) && id.size() > stem.size();
}

} // namespace

const std::vector<Rule> &rules() {
    static const std::vector<Rule> all = all_rules();
    return all;
}

const Rule *rule(std::string_view id) {
    const auto found =
        std::find_if(rules().begin(), rules().end(), [&](const Rule &each) { return covers(each, id); });
    return found == rules().end() ? nullptr : &*found;
}

} // namespace qitu::validation
