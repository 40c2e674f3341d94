#include "records.h"

#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/core/geometry/wkb.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qitu::validation {

namespace {

double whole_of(std::span<const tabulate::Piece> pieces) {
    double whole = 0;
    for (const tabulate::Piece &piece : pieces)
        whole += measure_of(piece);
    return whole;
}

// Holds features against the borders of the banners, one after the other.
class Place {
  public:
    explicit Place(const Records &records)
        : records_(records), outside_(records.settings().of("outside_banners")),
          declared_(records.settings().of("declared_banner")),
          straddling_(records.settings().of("straddling")),
          placed_(records.checks.restrictions().any_place() ? records.settings().of("outside_places")
                                                            : nullptr) {}

    [[nodiscard]] std::vector<std::string> rules() const {
        std::vector<std::string> ids;
        for (const Setting *rule : {outside_, declared_, straddling_, placed_})
            if (rule != nullptr)
                ids.push_back(rule->id);
        return ids;
    }

    void check(const Record &record, std::span<const tabulate::Piece> pieces, Found &findings) const {
        const double whole = whole_of(pieces);
        double outside = 0;
        double most = 0;
        for (const tabulate::Piece &piece : pieces) {
            const double part = percent * measure_of(piece) / whole;
            (piece.zone.empty() ? outside : most) = piece.zone.empty() ? part : std::max(most, part);
        }
        if (outside_ != nullptr && outside > outside_->limit)
            add(record, *outside_, outside,
                said("{:.1f} % of the feature lies in no banner. Correct its border, or its coordinate "
                     "system.",
                     outside),
                findings);
        check_declared(record, pieces, whole, outside, findings);
        check_places(record, pieces, whole, findings);
        const double elsewhere = percent - outside - most;
        if (straddling_ != nullptr && elsewhere > straddling_->limit)
            add(record, *straddling_, elsewhere,
                said("The feature lies in several banners: {}. Its area is divided among them; split the "
                     "feature, or correct its border.",
                     where(pieces, whole)),
                findings);
    }

  private:
    void check_declared(const Record &record, std::span<const tabulate::Piece> pieces, double whole,
                        double outside, Found &findings) const {
        const std::string &code = record.banner;
        const catalogue::AdminUnit *unit = records_.catalogue.find_admin(code);
        constexpr double nearly_all = 99.99;
        if (declared_ == nullptr || unit == nullptr || outside > nearly_all)
            return;
        double inside = 0;
        for (const tabulate::Piece &piece : pieces)
            if (is_part(piece.zone, *unit))
                inside += percent * measure_of(piece) / whole;
        if (inside < declared_->limit)
            add(record, *declared_, inside,
                said("The feature says that it lies in {} {}, and lies there with {:.1f} %: {}. Correct the "
                     "banner, or the place.",
                     code, unit->names, inside, where(pieces, whole)),
                findings);
    }

    // It may lie in the places of any of the indicators that it would count for.
    void check_places(const Record &record, std::span<const tabulate::Piece> pieces, double whole,
                      Found &findings) const {
        if (placed_ == nullptr || record.placed.empty())
            return;
        double inside = 0;
        for (const tabulate::Piece &piece : pieces)
            if (std::any_of(record.placed.begin(), record.placed.end(), [&](const auto *indicator) {
                    return records_.catalogue.lies_in(piece.zone, indicator->admin);
                }))
                inside += percent * measure_of(piece) / whole;
        if (percent - inside > placed_->limit)
            add(record, *placed_, percent - inside,
                said("{} does not count here: {}. Correct the place of the feature, or its kind.",
                     record.placed.front()->names, where(pieces, whole)),
                findings);
    }

    // A feature may name the league, or the region, of its banner.
    [[nodiscard]] bool is_part(const std::string &banner, const catalogue::AdminUnit &unit) const {
        const catalogue::AdminUnit *at = banner.empty() ? nullptr : records_.catalogue.find_admin(banner);
        while (at != nullptr && at->code != unit.code)
            at = at->parent.empty() ? nullptr : records_.catalogue.find_admin(at->parent);
        return at != nullptr || banner == unit.code;
    }

    // "150802 Linhe District 63.2 %, 150821 Wuyuan County 36.8 %"
    [[nodiscard]] Names where(std::span<const tabulate::Piece> pieces, double whole) const {
        std::vector<tabulate::Piece> by_size(pieces.begin(), pieces.end());
        std::sort(by_size.begin(), by_size.end(),
                  [](const auto &a, const auto &b) { return measure_of(a) > measure_of(b); });
        std::vector<std::string> zh;
        std::vector<std::string> en;
        for (const tabulate::Piece &piece : by_size) {
            const catalogue::AdminUnit *unit = records_.catalogue.find_admin(piece.zone);
            const Names name = unit != nullptr      ? unit->names
                               : piece.zone.empty() ? said("outside all banners")
                                                    : Names{};
            const auto line = [&](Language language) {
                return fmt::format("{}{}{} {:.1f}{}", piece.zone, piece.zone.empty() ? "" : " ",
                                   name.in(language), percent * measure_of(piece) / whole,
                                   language == Language::zh ? "%" : " %");
            };
            zh.push_back(line(Language::zh));
            en.push_back(line(Language::en));
        }
        return {fmt::format("{}", fmt::join(zh, "、")), fmt::format("{}", fmt::join(en, ", "))};
    }

    void add(const Record &record, const Setting &rule, double measured, Names message,
             Found &findings) const {
        findings.push_back(records_.finding(record, rule, {std::move(message), {}, measured}));
    }

    const Records &records_;
    const Setting *outside_;
    const Setting *declared_;
    const Setting *straddling_;
    const Setting *placed_;
};

// Holds the computed area of features against what they declare and what is too small.
class Area {
  public:
    explicit Area(const Records &records, ProjectAreas &projects)
        : records_(records), projects_(projects), declared_(records.settings().of("declared_area")),
          small_(records.settings().of("too_small")) {
        if (const catalogue::Field *field = records.layer.field(catalogue::field_id::declared_area);
            field != nullptr)
            unit_ = field->unit;
    }

    [[nodiscard]] bool needed() const {
        return records_.polygons() && (declared_ != nullptr || small_ != nullptr);
    }

    void check(const Record &record, std::span<const tabulate::Piece> pieces, Found &findings) const {
        const double m2 = whole_of(pieces);
        if (small_ != nullptr && m2 < small_->limit)
            findings.push_back(records_.finding(
                record, *small_,
                {said("The feature has {:.2f} m². Take it out, or join it to its neighbour.", m2), {}, m2}));
        if (declared_ == nullptr || std::isnan(record.declared_m2) || record.declared_m2 == 0)
            return;
        projects_.note(record, m2);
        const double difference = percent * std::abs(record.declared_m2 - m2) / m2;
        if (difference <= declared_->limit)
            return;
        const double size = unit_.empty() ? 1 : unit_size(unit_from(unit_));
        findings.push_back(
            records_.finding(record, *declared_,
                             {said("The declared area is {:.2f} {}, and the computed one {:.2f} {}: {:.1f} % "
                                   "apart. Correct the "
                                   "figure, its unit, or the border.",
                                   record.declared_m2 / size, unit_, m2 / size, unit_, difference),
                              {},
                              difference}));
    }

  private:
    const Records &records_;
    ProjectAreas &projects_;
    const Setting *declared_;
    const Setting *small_;
    std::string unit_;
};

// Around all banners, with every point of them.
Box box_of_banners(const std::vector<overlay::Zone> &banners) {
    Box box;
    for (const overlay::Zone &banner : banners)
        box.add(box_of(geometry::read_wkb(banner.wkb).points));
    return box;
}

// The corner of a box that lies farthest outside another, and how far.
std::pair<double, geodesy::Point> farthest_of(const Box &box, const Box &region) {
    const geodesy::Point low{box.min_x, box.min_y};
    const geodesy::Point high{box.max_x, box.max_y};
    const double by_low = region.distance_to(low);
    const double by_high = region.distance_to(high);
    return by_low > by_high ? std::pair(by_low, low) : std::pair(by_high, high);
}

PlaceRule region_rule(const Records &records, const Setting &rule,
                      const std::vector<overlay::Zone> &banners) {
    PlaceRule made;
    made.of_each = [&records, &rule, region = box_of_banners(banners)](const Record &record,
                                                                       Found &findings) {
        const auto [distance, corner] = farthest_of(record.box, region);
        if (distance > rule.limit)
            findings.push_back(records.finding(
                record, rule,
                {said(
                     "The feature reaches to {:.5f} {:.5f}, {:.2f}° outside the region. Check the coordinate "
                     "system and the order of the axes.",
                     corner.x, corner.y, distance),
                 corner, distance}));
    };
    return made;
}

// A square degree.
std::vector<std::byte> any_ground() {
    geometry::Shape shape;
    shape.kind = geometry::Kind::polygon;
    shape.add_path(geometry::Ring{{111, 40}, {112, 40}, {112, 41}, {111, 41}, {111, 40}});
    shape.end_part();
    return write_wkb(shape);
}

overlay::Zones zones_or_any(const std::vector<overlay::Zone> &banners) {
    overlay::Zones zones{geodesy::Crs::from("EPSG:4490"), banners};
    if (banners.empty()) // areas are wanted all the same, in it or outside
        zones.zones.push_back({"any", any_ground()});
    return zones;
}

} // namespace

void add_place_rules(const Records &records, const Surroundings &surroundings, ProjectAreas &projects,
                     Unchecked &unchecked, PlaceRules &rules) {
    const std::vector<overlay::Zone> &banners = surroundings.banners;
    const Place place(records);
    const Area area(records, projects);
    const Setting *region = records.settings().of("outside_region");
    std::vector<std::string> of_banners = place.rules();
    if (banners.empty()) {
        if (region != nullptr)
            of_banners.push_back(region->id);
        for (const std::string &id : of_banners)
            unchecked.emplace_back(id, said("there are no borders of banners"));
        of_banners.clear();
    } else if (region != nullptr) {
        rules.push_back(region_rule(records, *region, banners));
    }
    if (of_banners.empty() && !area.needed())
        return;
    PlaceRule rule;
    const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
    rule.zones.emplace(crs,
                       surroundings.ready_banners
                           ? *surroundings.ready_banners
                           : tabulate::ReusableZones(zones_or_any(banners), crs, records.options.threads),
                       geodesy::Method::td1055, 1);
    rule.of_parts = [place, area, among_banners = !of_banners.empty()](
                        const Record &record, std::span<const tabulate::Piece> pieces, Found &findings) {
        if (among_banners)
            place.check(record, pieces, findings);
        if (area.needed())
            area.check(record, pieces, findings);
    };
    rules.push_back(std::move(rule));
}

} // namespace qitu::validation
