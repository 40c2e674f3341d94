// Why another way of counting says something else.
#include "rounded_once.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/sum_tree.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace qitu::report {

namespace {

using Level = Row::Level;
using Kind = Column::Kind;
using area_comparison::Differences;

double mu(double m2) {
    return m2 / square_metres_per_mu;
}

enum Part : std::size_t { overlap, outside, undeclared, way, parts };

struct Way {
    std::string name;
    std::array<double, parts> parts_m2;
    std::string cause;
};

std::string text_mu(double m2) {
    return format::with_separators(mu(m2), 2);
}

std::vector<Way> ways_of(const area_comparison::LayerComparison &layer, geodesy::Method method) {
    const Differences &in = layer.inside;
    const Differences &out = layer.outside;
    const double twice = in.overlap;
    const double beyond = out.overlap;
    std::vector<Way> ways{
        {say("qitu: net area inside the banners"),
         {},
         say("The figure of every other table. Each place once, {}.", format::method_label(method))},
        {say("Plain sum of the features"),
         {twice, beyond, 0, 0},
         say("Adding up features counts {} mu as often as they overlap, and {} mu outside every banner.",
             text_mu(twice), text_mu(beyond))},
        {say("Geodesic area of the features"),
         {twice, beyond, 0, in.geodesic + out.geodesic},
         say("What runs between two vertices: a geodesic, not a straight line in the Gauss-Krueger plane. It "
             "shows on "
             "edges of kilometres.")},
        {say("Planar area, each feature in its own 3-degree zone"),
         {twice, beyond, 0, in.planar + out.planar},
         say("A plane enlarges area by the square of the distance from its central meridian: up to {:.1f} km "
             "here, so "
             "by up to {:.0f} mu in a million.",
             layer.farthest_m / 1000, 1e6 * std::pow(layer.farthest_m / 6371000, 2))},
        {say("Planar area, all of a banner in one 3-degree zone"),
         {twice, beyond, 0, in.unit_plane + out.unit_plane},
         layer.farthest_in_unit_plane_degrees > 0
             ? say("As before; some features belong to a zone {:.0f} degrees from that of their banner, "
                   "where the plane "
                   "enlarges more.",
                   layer.farthest_in_unit_plane_degrees)
             : say("As before: every feature lies in the zone of its banner.")}};
    if (layer.declares && layer.undeclared < layer.features)
        ways.push_back(
            {say("Sum of the declared areas"),
             {twice, beyond, 0 - in.undeclared - out.undeclared, in.declared + out.declared},
             say("What the features say of themselves, from papers or from another program. {} of {} "
                 "declare nothing. Rule declared_area names those that are far off.",
                 layer.undeclared, layer.features)});
    return ways;
}

Row way_row(const Way &way, double net_m2) {
    double difference = 0;
    std::vector<double> in_mu;
    for (const double part : way.parts_m2) {
        difference += part;
        in_mu.push_back(mu(part));
    }
    const double printed_net = format::rounded(mu(net_m2), 2);
    const double printed_difference = format::rounded(mu(difference), 2);
    const std::vector<double> printed = format::rounded_parts(in_mu, printed_difference, 2);
    Row row{Level::plain, "", {way.name}};
    row.cells.emplace_back(
        Number{mu(net_m2 + difference), format::rounded(printed_net + printed_difference, 2), 2});
    row.cells.emplace_back(Number{mu(difference), printed_difference, 2});
    for (std::size_t i = 0; i < parts; ++i)
        row.cells.emplace_back(Number{in_mu[i], printed[i], 2});
    row.cells.emplace_back(net_m2 > 0 ? Value(Number{100 * difference / net_m2,
                                                     format::rounded(100 * difference / net_m2, 3), 3})
                                      : Value());
    row.cells.emplace_back(way.cause);
    return row;
}

// The sums above each banner of a layer: its league and itself, or what lies outside.
std::vector<format::Path> sums_above(const area_comparison::LayerComparison &layer,
                                     const catalogue::Catalogue &catalogue) {
    std::vector<format::Path> sums;
    for (const area_comparison::BannerComparison &line : layer.banners)
        sums.push_back(line.admin.empty() ? format::Path{"outside"}
                                          : format::admin_path(&catalogue, line.admin));
    return sums;
}

// Leaves the lines of the report's unit, and the total of these; whether there are none.
bool narrow_rows(const Figures &figures, Row &total, std::vector<Row> &rows,
                 const catalogue::Catalogue &catalogue) {
    if (figures.level == indicators::Level::region)
        return false;
    std::erase_if(rows,
                  [&](const Row &row) { return row.code.empty() || !shows(figures, row.code, catalogue); });
    for (std::size_t column = 3; column < total.cells.size(); ++column) {
        Number sum{0, 0, 2};
        for (const Row &row : rows) {
            sum.exact += std::get<Number>(row.cells[column]).exact;
            sum.printed += std::get<Number>(row.cells[column]).printed;
        }
        sum.printed = format::rounded(sum.printed, 2);
        total.cells[column] = sum;
    }
    return rows.empty();
}

} // namespace

Grid differences_grid(const Figures &figures, const catalogue::Catalogue &catalogue) {
    Grid grid{"differences",
              say("Why is it different"),
              say("Why do other ways of counting say something else?"),
              say("mu"),
              {},
              {}};
    grid.note = say("Each difference from qitu's figure is divided into its causes, which add up to it.");
    const std::string from = say("Difference, of which");
    grid.columns = {{"way", say("Way of counting"), say("Of the same features, by layer."), Kind::wrapped},
                    {"area_mu", say("Area (mu)"), say("Of the layer by this way of counting."), Kind::number},
                    {"difference_mu", say("Difference (mu)"), say("Less qitu's figure."), Kind::number, false,
                     Derived{Derived::How::sum, {3, 4, 5, 6}}},
                    {"overlap_mu",
                     say("Overlaps"),
                     say("Ground that is counted more than once."),
                     Kind::number,
                     false,
                     {},
                     "–",
                     from},
                    {"outside_mu",
                     say("Outside"),
                     say("Ground outside every banner."),
                     Kind::number,
                     false,
                     {},
                     "–",
                     from},
                    {"undeclared_mu",
                     say("Not declared"),
                     say("Features that declare no area are missing."),
                     Kind::number,
                     false,
                     {},
                     "–",
                     from},
                    {"way_mu",
                     say("The way itself"),
                     say("What the way of counting makes of the same features."),
                     Kind::number,
                     false,
                     {},
                     "–",
                     from},
                    {"relative", say("Difference (%)"), say("Over qitu's figure."), Kind::number},
                    {"cause", say("Cause"), say("Where the difference comes from."), Kind::wrapped}};
    if (figures.level != indicators::Level::region)
        return grid; // a unit has its lines by banner
    for (const area_comparison::LayerComparison &layer : figures.reconciled) {
        grid.rows.push_back({Level::heading,
                             "",
                             {format::layer_label(format::find_layer(catalogue, layer.layer), layer.layer)}});
        for (const Way &way : ways_of(layer, figures.banners.method))
            grid.rows.push_back(way_row(way, layer.inside.net));
    }
    return grid;
}

std::vector<LayerDifferences> differences_by_banner(const Figures &figures,
                                                    const catalogue::Catalogue &catalogue) {
    std::vector<LayerDifferences> result;
    constexpr double Differences::*members[] = {
        &Differences::net,        &Differences::overlap,  &Differences::geodesic,  &Differences::planar,
        &Differences::unit_plane, &Differences::declared, &Differences::undeclared};
    for (const area_comparison::LayerComparison &layer : figures.reconciled) {
        Row total{Level::league,
                  "",
                  {std::string(),
                   format::layer_label(format::find_layer(catalogue, layer.layer), layer.layer), Value()},
                  true};
        std::vector<Row> rows;
        for (const area_comparison::BannerComparison &line : layer.banners)
            rows.push_back(
                {Level::part,
                 line.admin,
                 {line.admin, line.admin.empty() ? say("outside all banners") : line.name,
                  line.admin.empty() ? Value()
                                     : Value(Number{line.central_meridian, line.central_meridian, 0})}});
        const format::SumTree tree(sums_above(layer, catalogue));
        for (double Differences::*member : members) {
            std::vector<double> values;
            double sum = 0;
            for (const area_comparison::BannerComparison &line : layer.banners) {
                values.push_back(mu(line.differences.*member));
                sum += values.back();
            }
            // The net area is a figure of other tables too and is rounded as there; differences have either sign and stand here only.
            const double whole = format::rounded(sum, 2);
            const std::vector<double> printed = member == &Differences::net
                                                    ? tree.rounded(values, 2).leaves
                                                    : format::rounded_parts(values, whole, 2);
            total.cells.emplace_back(Number{sum, whole, 2});
            for (std::size_t i = 0; i < rows.size(); ++i)
                rows[i].cells.emplace_back(Number{values[i], printed[i], 2});
        }
        result.push_back({std::move(total), std::move(rows)});
    }
    return result;
}

Grid banner_differences_grid(const PrintedProgress &printed) {
    const Figures &figures = printed.figures;
    const catalogue::Catalogue &catalogue = printed.catalogue;
    Grid grid{"differences.banners",
              say("Differences by banner"),
              say("What other ways of counting add to a banner's figure"),
              say("mu"),
              {},
              {}};
    if (figures.by != indicators::Level::banner)
        return grid;
    grid.note = say("Added to the banner's net area. A feature in two banners is divided as its area is.");
    grid.columns = {
        {"code", say("Code"), say("Of the unit of administration."), Kind::text},
        {"name", say("Banner"), say("Leagues stand above their banners."), Kind::text},
        {"zone", say("Zone's meridian"), say("Central meridian of the banner's 3-degree zone, degrees east."),
         Kind::number},
        {"net_mu", say("qitu, net (mu)"), say("The figure of every other table."), Kind::number, true},
        {"overlap_mu", say("Overlaps"), say("Ground that is counted more than once."), Kind::number, true},
        {"geodesic_mu", say("Geodesic"), say("Geodesic area less that of qitu's method."), Kind::number,
         true},
        {"planar_mu", say("Planar, own zone"),
         say("Planar area in the 3-degree zone of each feature, less qitu's."), Kind::number, true},
        {"unit_plane_mu", say("Planar, banner's zone"),
         say("Planar area in the 3-degree zone of the banner, less qitu's."), Kind::number, true},
        {"declared_mu", say("Declared"), say("Declared area less that of the same features."), Kind::number,
         true},
        {"undeclared_mu", say("Not declared"), say("Area of features that declare none."), Kind::number,
         true}};
    for (LayerDifferences layer : printed.rounded->differences) {
        if (narrow_rows(figures, layer.total, layer.rows, catalogue))
            continue;
        grid.rows.push_back(std::move(layer.total));
        std::move(layer.rows.begin(), layer.rows.end(), std::back_inserter(grid.rows));
    }
    return grid;
}

} // namespace qitu::report
