// Rules about what features lie upon in a raster.
#include "records.h"
#include "validity.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/engine/overlay/zone_overlay.h>
#include <qitu/engine/raster/shape_cells.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::validation {

namespace {

constexpr std::string_view within_raster = "within.";

/// Which part of a polygon lies upon the cells that are meant; asked by several threads at once.
class RasterAnswers {
  public:
    explicit RasterAnswers(const catalogue::RasterGround &ground)
        : ground_(ground), facts_(rasters::facts_of(ground.file)) {
        if (ground.slope)
            rasters::require_metres(facts_);
    }

    [[nodiscard]] double part_upon(const geometry::Shape &polygon) {
        std::unique_ptr<raster::ShapeCells> cells = take();
        const raster::GroundParts parts = cells->of(polygon);
        give_back(std::move(cells));
        double upon = 0;
        for (const auto &[value, part] : parts.by_value)
            upon += ground_.has(value) ? part : 0;
        return upon;
    }

  private:
    std::unique_ptr<raster::ShapeCells> take() {
        {
            const std::lock_guard lock(guard_);
            if (!idle_.empty()) {
                std::unique_ptr<raster::ShapeCells> cells = std::move(idle_.back());
                idle_.pop_back();
                return cells;
            }
        }
        return std::make_unique<raster::ShapeCells>(
            facts_.grid, geodesy::Target::china,
            ground_.slope ? rasters::open_slopes(facts_, raster::SlopeAs::degrees)
                          : rasters::open_cells(facts_));
    }
    void give_back(std::unique_ptr<raster::ShapeCells> cells) {
        const std::lock_guard lock(guard_);
        idle_.push_back(std::move(cells));
    }

    catalogue::RasterGround ground_;
    rasters::RasterFacts facts_;
    std::mutex guard_;
    std::vector<std::unique_ptr<raster::ShapeCells>> idle_;
};

// "steep (slope.tif)"
std::string name_of(const Setting &rule) {
    return fmt::format("{} ({})", rule.id.substr(rule.id.find('.') + 1),
                       rule.raster->file.filename().string());
}

void check_upon(const Records &records, const Setting &rule, const Record &record, double part, double m2,
                Found &findings) {
    const std::string name = name_of(rule);
    if (rule.id.starts_with(within_raster)) {
        const double outside = percent * (1 - part);
        if (outside > rule.limit)
            findings.push_back(records.finding(record, rule,
                                               {said("{:.1f} % of the feature lies outside {}, within which "
                                                     "it must lie. Correct its border, or "
                                                     "choose another place.",
                                                     outside, name),
                                                {},
                                                outside}));
    } else if (part * m2 > rule.limit) {
        findings.push_back(
            records.finding(record, rule,
                            {said("{:.1f} m² of the feature lie upon {}, where it must not lie. Correct its "
                                  "border, or choose another place.",
                                  part * m2, name),
                             {},
                             part * m2}));
    }
}

} // namespace

void add_raster_rule(const Records &records, const Setting &rule, Unchecked &unchecked, PlaceRules &rules) {
    if (!records.polygons())
        return void(unchecked.emplace_back(rule.id, said("a raster is a condition for polygons only")));
    std::shared_ptr<RasterAnswers> answers;
    try {
        answers = std::make_shared<RasterAnswers>(*rule.raster);
    } catch (const Error &error) {
        return void(unchecked.emplace_back(rule.id, Names{error.what(), error.what()}));
    }
    PlaceRule made;
    made.of_each = [&records, &rule, answers](const Record &record, Found &findings) {
        const std::optional<geometry::Shape> shape = readable(record.wkb);
        if (!shape || shape->empty() || (record.exemptions & rule.exemption) != 0)
            return;
        const geodesy::Point origin = box_of(shape->points).middle();
        const double m2 = overlay::straight_area(geometry::moved(*shape, origin), origin, geodesy::cgcs2000);
        if (m2 > 0)
            check_upon(records, rule, record, answers->part_upon(*shape), m2, findings);
    };
    rules.push_back(std::move(made));
}

} // namespace qitu::validation
