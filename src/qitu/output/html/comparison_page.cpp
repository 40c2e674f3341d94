#include "markup.h"
#include "page_assets.h"
#include "page_parts.h"

#include <qitu/analysis/layer_comparison/layer_comparison.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/output/console/comparison_listing.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/html/html.h>
#include <qitu/output/map/conic.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace qitu::html {

namespace {

using layer_comparison::Change;
using layer_comparison::Comparison;
using layer_comparison::Edition;
using ChangeKind = layer_comparison::Kind;

constexpr std::size_t most_drawn = 20000; // features: a page that a browser opens at once

/// What is drawn of an edition, in one colour.
struct DrawnFeature {
    const Edition *edition;
    std::uint32_t feature;
    const Change *change;
    std::string kind; // class, and key of the legend
};

// Features of B by what became of them, and of A what is not there any more.
std::vector<DrawnFeature> drawn_of(const Edition &a, const Edition &b, const Comparison &comparison) {
    std::vector<DrawnFeature> drawn;
    for (const Change &change : comparison.changes) {
        const std::string kind(layer_comparison::kind_name(change.kind));
        for (const std::uint32_t feature : change.b)
            drawn.push_back({&b, feature, &change, kind});
        if (change.kind == ChangeKind::removed || change.kind == ChangeKind::moved)
            for (const std::uint32_t feature : change.a)
                drawn.push_back(
                    {&a, feature, &change, change.kind == ChangeKind::moved ? "moved_from" : kind});
    }
    return drawn;
}

class MapOfChanges {
  public:
    explicit MapOfChanges(const std::vector<geometry::Shape> &shapes) : conic_(box_of(shapes)) {
        for (const geometry::Shape &shape : shapes)
            for (const geodesy::Point point : shape.points)
                box_.add(conic_.forward(point));
        constexpr double margin = 0.02;
        const double side = std::max({box_.width(), box_.height(), 1.0});
        box_ = geometry::buffered(box_, side * margin, side * margin);
        metres_ = std::max(box_.width(), box_.height()) / map_width;
    }

    [[nodiscard]] std::string path_of(const geometry::Shape &shape) const {
        std::string path;
        for (std::size_t i = 0; i < shape.paths(); ++i) {
            std::vector<map::GridPoint> line;
            for (const geodesy::Point point : shape.path(i)) {
                const geodesy::Point at = conic_.forward(point);
                const map::GridPoint grid{static_cast<int>(std::lround((at.x - box_.min_x) / metres_)),
                                          static_cast<int>(std::lround((box_.max_y - at.y) / metres_))};
                if (line.empty() || grid != line.back())
                    line.push_back(grid);
            }
            path += html::path_of(line, true);
        }
        return path;
    }
    [[nodiscard]] int width() const { return static_cast<int>(box_.width() / metres_); }
    [[nodiscard]] int height() const { return static_cast<int>(box_.height() / metres_); }

  private:
    static geometry::Box box_of(const std::vector<geometry::Shape> &shapes) {
        geometry::Box box;
        for (const geometry::Shape &shape : shapes)
            box.add(geometry::box_of(shape.points));
        return box;
    }

    map::Conic conic_;
    geometry::Box box_{};
    double metres_ = 1; // a unit
};

std::string tip_of_change(const DrawnFeature &one) {
    const layer_comparison::ComparedFeature &feature = one.edition->features[one.feature];
    return fmt::format("{} {}{}", console::change_word(one.change->kind),
                       feature.code.empty() ? "" : feature.code + " ", say("feature {}", feature.id));
}

std::string legend_of_changes(const std::vector<DrawnFeature> &drawn) {
    std::string items;
    for (std::size_t i = 0; i < layer_comparison::kinds; ++i) {
        const auto kind = static_cast<ChangeKind>(i);
        const std::string name(layer_comparison::kind_name(kind));
        if (std::any_of(drawn.begin(), drawn.end(),
                        [&](const DrawnFeature &one) { return one.kind == name; }))
            items += fmt::format(
                "<li><svg viewBox=\"0 0 22 12\"><rect class=\"f {}\" x=\"1\" y=\"1\" width=\"20\" "
                "height=\"10\"/></svg>{}</li>",
                name, escaped(console::change_word(kind)));
    }
    return items;
}

std::string map_of_changes(const Edition &a, const Edition &b, const Comparison &comparison) {
    std::vector<DrawnFeature> drawn = drawn_of(a, b, comparison);
    std::erase_if(drawn,
                  [](const DrawnFeature &one) { return one.edition->features[one.feature].wkb.empty(); });
    const std::size_t all = drawn.size();
    if (all > most_drawn)
        std::erase_if(drawn,
                      [](const DrawnFeature &one) { return one.change->kind == ChangeKind::unchanged; });
    drawn.resize(std::min(drawn.size(), most_drawn), DrawnFeature{});
    if (drawn.empty())
        return "";
    std::vector<geometry::Shape> shapes;
    for (const DrawnFeature &one : drawn)
        shapes.push_back(geometry::read_wkb(one.edition->features[one.feature].wkb));
    const MapOfChanges map(shapes);
    std::string svg = fmt::format("<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">\n", map.width(),
                                  map.height(), escaped(say("Where the changes lie")));
    for (std::size_t i = 0; i < drawn.size(); ++i)
        svg += fmt::format("<path class=\"f {}\" d=\"{}\"><title>{}</title></path>\n", drawn[i].kind,
                           map.path_of(shapes[i]), escaped(tip_of_change(drawn[i])));
    const std::string rest =
        all > drawn.size()
            ? fmt::format("<p>{}</p>",
                          escaped(say("{} of {} features are drawn; -o NAME.gpkg has them all.",
                                      format::with_separators(drawn.size()), format::with_separators(all))))
            : "";
    return fmt::format(
        "<section><h2>{}</h2><figure>{}</svg>\n<figcaption><ul class=\"legend\">{}</ul>{}</figcaption>"
        "</figure></section>\n",
        escaped(say("Where the changes lie")), svg, legend_of_changes(drawn), rest);
}

} // namespace

void write_comparison_page(std::ostream &out, const std::string &title, const console::Pages &pages,
                           const Edition &a, const Edition &b, const Comparison &comparison) {
    out << page_head(title, comparison_css) << "<main" << words_of_maps() << ">\n";
    for (std::size_t i = 0; i < pages.tables.size(); ++i) {
        out << tables_of({pages.tables.begin() + static_cast<std::ptrdiff_t>(i), 1});
        if (i == 0)
            out << map_of_changes(a, b, comparison);
    }
    out << words_of(pages.words)
        << fmt::format("<footer>{}</footer></main>\n", escaped(say("Made by qitu on {}.", today())))
        << "<script type=\"application/json\" id=\"data\">[]</script>\n<script>\n"
        << page_js << "</script>\n</body></html>\n";
}

} // namespace qitu::html
