#include "figure_table.h"
#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/raster_listing.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/format/numbers.h>

#include <fmt/format.h>

#include <array>
#include <ostream>
#include <utility>

namespace qitu::console {

namespace {

using raster::ZoneStatistics;
using raster::ZoneTotals;

double percent(double m2, const ZoneTotals &zone) {
    return zone.m2 > 0 ? 100 * m2 / zone.m2 : 0;
}

/// The ground of one class in one zone, or what has none.
struct ClassLine {
    enum class Kind { classed, no_data, outside };
    const ZoneTotals *zone = nullptr;
    Kind kind = Kind::classed;
    std::int64_t value = 0;
    std::string name;
    double m2 = 0;
    std::array<double, 2> shown{}; // m² and mu, rounded so that they add up to the zone's
};

std::string word_of(const ClassLine &line) {
    return line.kind == ClassLine::Kind::no_data   ? say("no data")
           : line.kind == ClassLine::Kind::outside ? say("outside the raster")
                                                   : std::to_string(line.value);
}

Value key_of(const ClassLine &line) {
    if (line.kind == ClassLine::Kind::classed)
        return line.value;
    return std::string(line.kind == ClassLine::Kind::no_data ? "nodata" : "outside");
}

void round_lines(std::span<ClassLine> lines) {
    constexpr std::array units{1.0, square_metres_per_mu};
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
        std::vector<double> parts;
        for (const ClassLine &line : lines)
            parts.push_back(line.m2 / units[unit]);
        const std::vector<double> shown =
            format::rounded_parts(parts, format::rounded(lines.front().zone->m2 / units[unit], 2), 2);
        for (std::size_t i = 0; i < lines.size(); ++i)
            lines[i].shown[unit] = shown[i];
    }
}

std::vector<ClassLine> class_lines(const RasterListing &listing) {
    std::vector<ClassLine> lines;
    auto row = listing.totals.classes.begin();
    for (std::size_t i = 0; i < listing.totals.zones.size(); ++i) {
        const ZoneTotals &zone = listing.totals.zones[i];
        const std::size_t first = lines.size();
        for (; row != listing.totals.classes.end() && row->zone == i; ++row) {
            const auto name = listing.names.find(row->value);
            lines.push_back({&zone, ClassLine::Kind::classed, row->value,
                             name == listing.names.end() ? std::string() : name->second, row->m2});
        }
        if (zone.no_data_m2 > 0)
            lines.push_back({&zone, ClassLine::Kind::no_data, 0, {}, zone.no_data_m2});
        if (zone.outside_m2 > 0)
            lines.push_back({&zone, ClassLine::Kind::outside, 0, {}, zone.outside_m2});
        if (lines.size() > first)
            round_lines(std::span(lines).subspan(first));
    }
    return lines;
}

Column<ClassLine> shown_column(const char *key, std::string heading, std::size_t unit) {
    Column<ClassLine> column{key, std::move(heading), Align::right, {}, [=](const ClassLine &line) {
                                 return format::with_separators(line.shown[unit], 2);
                             }};
    if (*key != '\0')
        column.value = [](const ClassLine &line) { return line.m2; };
    return column;
}

Columns<ClassLine> class_columns(bool named) {
    Columns<ClassLine> columns{
        {"zone", say("zone"), Align::left, [](const ClassLine &line) { return line.zone->zone; },
         [](const ClassLine &line) { return line.zone->zone; }},
        {"class", say("class"), Align::left, key_of, word_of},
        {"name", say("name"), Align::left, [](const ClassLine &line) { return line.name; }, {}},
        shown_column("m2", say("area (m²)"), 0),
        shown_column("", say("area (mu)"), 1),
        {"percent_of_zone", say("% of zone"), Align::right,
         [](const ClassLine &line) { return percent(line.m2, *line.zone); },
         [](const ClassLine &line) { return format::percent_text(percent(line.m2, *line.zone)); }}};
    if (named)
        columns[2].text = [](const ClassLine &line) { return line.name; };
    return columns;
}

/// The statistics of one zone beside its totals.
struct StatisticsLine {
    const ZoneStatistics *statistics = nullptr;
    const ZoneTotals *zone = nullptr;
};

std::string number_text(const std::optional<double> &value) {
    return value ? fmt::format("{:.6g}", *value) : "—";
}

Column<StatisticsLine> number_column(std::string key, std::string heading,
                                     const std::function<std::optional<double>(const ZoneStatistics &)> &of) {
    return {std::move(key), std::move(heading), Align::right,
            [of](const StatisticsLine &line) { return value_of(of(*line.statistics)); },
            [of](const StatisticsLine &line) { return number_text(of(*line.statistics)); }};
}

Column<StatisticsLine> percent_column(const char *key, std::string heading, double ZoneTotals::*m2) {
    return {key, std::move(heading), Align::right, [=](const StatisticsLine &line) { return line.zone->*m2; },
            [=](const StatisticsLine &line) {
                return format::percent_text(percent(line.zone->*m2, *line.zone));
            }};
}

Columns<StatisticsLine> statistics_columns(const RasterListing &listing) {
    Columns<StatisticsLine> columns{
        {"zone", say("zone"), Align::left, [](const StatisticsLine &line) { return line.zone->zone; },
         [](const StatisticsLine &line) { return line.zone->zone; }},
        number_column("mean", say("mean"), [](const ZoneStatistics &s) { return s.mean; }),
        number_column("min", say("min"), [](const ZoneStatistics &s) { return s.least; }),
        number_column("max", say("max"), [](const ZoneStatistics &s) { return s.most; }),
        number_column("sum", say("sum"),
                      [](const ZoneStatistics &s) { return std::optional<double>(s.sum); })};
    for (std::size_t i = 0; i < listing.quantiles.size(); ++i)
        columns.push_back(number_column(fmt::format("q{}", format::shortest(listing.quantiles[i])),
                                        fmt::format("q{:g}", listing.quantiles[i]),
                                        [i](const ZoneStatistics &s) { return s.quantiles.at(i); }));
    columns.push_back({"m2", say("area (mu)"), Align::right,
                       [](const StatisticsLine &line) { return line.statistics->m2; },
                       [](const StatisticsLine &line) {
                           return format::with_separators(line.statistics->m2 / square_metres_per_mu, 2);
                       }});
    columns.push_back(percent_column("nodata_m2", say("% no data"), &ZoneTotals::no_data_m2));
    columns.push_back(percent_column("outside_m2", say("% outside"), &ZoneTotals::outside_m2));
    return columns;
}

std::vector<StatisticsLine> statistics_lines(const RasterListing &listing) {
    std::vector<StatisticsLine> lines;
    for (const ZoneStatistics &statistics : listing.totals.statistics)
        lines.push_back({&statistics, &listing.totals.zones[statistics.zone]});
    return lines;
}

void print_words(std::ostream &out, const RasterListing &listing) {
    out << '\n';
    if (listing.slope)
        out << say("Slope in degrees by Horn's method, from the eight cells around each.") << '\n';
    if (listing.as == raster::SumAs::statistics)
        out << say("Mean and quantiles by area; the sum takes each cell by the share that the zone covers.")
            << '\n';
    out << say("Method {}. Each cell counts by the exact share that the zone covers; cells and zones "
               "differed by {:.1e} "
               "at most, relative.",
               format::method_label(listing.totals.method), listing.totals.worst_closing)
        << '\n';
}

Json by_zone(const RasterListing &listing, double ZoneTotals::*m2) {
    Json result = Json::object();
    for (const ZoneTotals &zone : listing.totals.zones)
        result[zone.zone] = zone.*m2;
    return result;
}

Json totals_of(const RasterListing &listing) {
    Json result = Json::array();
    for (const ZoneTotals &zone : listing.totals.zones)
        result.push_back({{"zone", zone.zone},
                          {"m2", zone.m2},
                          {"nodata_m2", zone.no_data_m2},
                          {"nodata_percent", percent(zone.no_data_m2, zone)},
                          {"outside_m2", zone.outside_m2},
                          {"outside_percent", percent(zone.outside_m2, zone)}});
    return result;
}

Json class_rows(const RasterListing &listing) {
    Json rows = Json::array();
    for (const raster::ClassRow &row : listing.totals.classes) {
        const ZoneTotals &zone = listing.totals.zones[row.zone];
        const auto name = listing.names.find(row.value);
        rows.push_back({{"zone", zone.zone},
                        {"class", row.value},
                        {"name", name == listing.names.end() ? Json() : Json(name->second)},
                        {"m2", row.m2},
                        {"percent_of_zone", percent(row.m2, zone)}});
    }
    return rows;
}

Json statistics_rows(const RasterListing &listing) {
    Json rows = Json::array();
    for (const ZoneStatistics &one : listing.totals.statistics) {
        const ZoneTotals &zone = listing.totals.zones[one.zone];
        Json row{{"zone", zone.zone},
                 {"mean", json_of(one.mean)},
                 {"min", json_of(one.least)},
                 {"max", json_of(one.most)},
                 {"sum", one.sum},
                 {"m2", one.m2},
                 {"percent_of_zone", percent(one.m2, zone)}};
        if (!listing.quantiles.empty())
            row["quantiles"] = Json::array();
        for (std::size_t i = 0; i < listing.quantiles.size(); ++i)
            row["quantiles"].push_back({{"q", listing.quantiles[i]}, {"value", json_of(one.quantiles[i])}});
        rows.push_back(std::move(row));
    }
    return rows;
}

void print_raster_json(std::ostream &out, const RasterListing &listing) {
    const bool classes = listing.as == raster::SumAs::classes;
    Json json{{"method", geodesy::method_name(listing.totals.method)},
              {"zones", listing.zones},
              {"raster", listing.raster},
              {"band", listing.band},
              {"slope", listing.slope ? Json("Horn") : Json()}};
    json[classes ? "rows" : "stats"] = classes ? class_rows(listing) : statistics_rows(listing);
    json["nodata_m2"] = by_zone(listing, &ZoneTotals::no_data_m2);
    json["outside_m2"] = by_zone(listing, &ZoneTotals::outside_m2);
    json["totals"] = totals_of(listing);
    json["closing"] = {{"worst_relative", listing.totals.worst_closing}};
    json["findings"] = json_of(listing.findings);
    write_json(out, json);
}

template <typename Line>
void print_lines(std::ostream &out, const RasterListing &listing, const Columns<Line> &columns,
                 const std::vector<Line> &lines, Format format) {
    if (format == Format::csv)
        return write_csv(out, columns, lines);
    print(out, table_of(columns, lines));
    print_words(out, listing);
}

} // namespace

void print(std::ostream &out, const RasterListing &listing, Format format) {
    if (format == Format::json)
        return print_raster_json(out, listing);
    if (listing.as == raster::SumAs::classes)
        return print_lines(out, listing, class_columns(!listing.names.empty()), class_lines(listing), format);
    print_lines(out, listing, statistics_columns(listing), statistics_lines(listing), format);
}

} // namespace qitu::console
