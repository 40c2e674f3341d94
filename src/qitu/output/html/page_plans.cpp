// A part for each saved plan: its blocks on a map, and what each unit has chosen.
#include "markup.h"
#include "page_assets.h"
#include "page_parts.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/map/plan_map.h>

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using planning::SavedBlock;
using Boundaries = std::vector<workspace::Boundary>;

class PlanPart {
  public:
    PlanPart(const PageFigures &page, const overview::Plan &plan, const report::Grid &grid)
        : page_(page), plan_(plan), grid_(grid),
          states_(planning::plan_layer(page.catalogue).field(catalogue::field_id::plan_state)) {
        for (const SavedBlock &block : plan.saved.blocks)
            if (report::shows(page.figures, block.admin, page.catalogue))
                blocks_.push_back(&block);
        std::stable_sort(blocks_.begin(), blocks_.end(), [&](const SavedBlock *a, const SavedBlock *b) {
            return place_of(a->state) > place_of(b->state); // what was chosen lies above
        });
    }

    [[nodiscard]] std::string html(Boundaries banners, Boundaries leagues) const {
        std::set<std::string> used;
        for (const SavedBlock *block : blocks_)
            used.insert({block->admin, format::league_of(page_.catalogue, block->admin)});
        for (Boundaries *units : {&banners, &leagues})
            std::erase_if(*units, [&](const workspace::Boundary &unit) { return !used.contains(unit.code); });
        std::string figure;
        if (!banners.empty())
            figure = fmt::format("<figure class=\"plan\">{}<figcaption>{}</figcaption></figure>\n",
                                 svg(banners, leagues), legend());
        return fmt::format("<section class=\"part\"><h2>{}</h2>\n<p class=\"quiet\">{}</p>\n{}{}</section>\n",
                           escaped(grid_.title), escaped(grid_.note), figure, table_of(grid_, grid_.id));
    }

  private:
    [[nodiscard]] std::size_t place_of(const std::string &state) const {
        const auto &codes = states_->codes;
        const auto found = std::find_if(codes.begin(), codes.end(),
                                        [&](const catalogue::Code &code) { return code.code == state; });
        return static_cast<std::size_t>(found - codes.begin());
    }

    [[nodiscard]] std::string tip_of(const SavedBlock &block) const {
        const std::string tip =
            say("Block {} in {}: {}, {} mu, score {:.2f}", block.block,
                format::admin_label(page_.catalogue, block.admin), format::code_label(states_, block.state),
                format::with_separators(block.net_m2 / square_metres_per_mu, 2), block.score);
        return block.state == planning::chosen_state ? tip + "\n" + block.reasons : tip;
    }

    [[nodiscard]] std::string svg(const Boundaries &banners, const Boundaries &leagues) const {
        std::vector<std::vector<std::byte>> shapes;
        for (const SavedBlock *block : blocks_)
            shapes.push_back(block->wkb);
        const map::PlanMap map = map::plan_map(shapes, banners, leagues, map_width);
        std::string svg = fmt::format(
            R"(<svg{} viewBox="0 0 {} {}" role="group" aria-label="{}">)", small(map) ? " class=\"far\"" : "",
            map.borders.width, map.borders.height, escaped(say("Map of the plan {}", plan_.saved.name)));
        for (const map::Shape &banner : map.borders.banners)
            svg += fmt::format("<path class=\"ground\" fill-rule=\"evenodd\" d=\"{}\"/>\n",
                               path_of(banner.rings));
        svg += "<path class=\"leagues\" d=\"";
        for (const std::vector<map::GridPoint> &line : map.borders.league_border)
            svg += path_of(line, false);
        svg += "\"/>\n";
        for (std::size_t i = 0; i < blocks_.size(); ++i)
            svg +=
                fmt::format("<path class=\"k {}\" fill-rule=\"evenodd\" d=\"{}\"><title>{}</title></path>\n",
                            escaped(blocks_[i]->state), path_of(map.blocks[i]), escaped(tip_of(*blocks_[i])));
        svg += "<g aria-hidden=\"true\">";
        for (const map::Label &label : map.labels.banners)
            svg += text_of(label, "small");
        return svg + "</g>\n" + scale_bar(map.borders) + "</svg>\n";
    }

    // So far away that blocks need a thick line to be seen.
    static bool small(const map::PlanMap &map) {
        constexpr double least_seen = 160 * 160; // square units
        double area = 0;
        for (const std::vector<map::GridRing> &block : map.blocks)
            for (const map::GridRing &ring : block)
                area += map::area_of(ring);
        return area < least_seen * static_cast<double>(map.blocks.size());
    }

    [[nodiscard]] std::string legend() const {
        std::set<std::string> used;
        for (const SavedBlock *block : blocks_)
            used.insert(block->state);
        std::string items;
        for (const catalogue::Code &code : states_->codes)
            if (used.contains(code.code))
                items += fmt::format("<li><span class=\"key k {}\"></span>{}</li>", escaped(code.code),
                                     escaped(format::code_label(states_, code.code)));
        return "<ul class=\"legend\">" + items + "</ul>";
    }

    const PageFigures &page_;
    const overview::Plan &plan_;
    const report::Grid &grid_;
    const catalogue::Field *states_;
    std::vector<const SavedBlock *> blocks_; // as drawn
};

} // namespace

std::string plans_section(const PageFigures &page, const Boundaries &banners, const Boundaries &leagues) {
    std::string result;
    for (std::size_t i = 0; i < page.figures.plans.size(); ++i)
        if (const report::Grid *grid = page.document.find(fmt::format("plan.{}", i + 1)))
            result += PlanPart(page, page.figures.plans[i], *grid).html(banners, leagues);
    return result.empty() ? "" : fmt::format("<style>{}</style>\n{}", plans_css, result);
}

} // namespace qitu::html
