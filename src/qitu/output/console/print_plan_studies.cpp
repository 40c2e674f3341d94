#include "listing.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/output/console/plan_studies.h>

#include <fmt/format.h>

#include <ostream>

namespace qitu::console {

namespace {

using planning::CropDemand;
using planning::DistrictRow;
using planning::ForecastRow;
using planning::Lot;
using planning::OrderFault;
using planning::ZoneWater;

std::string mu_words(double m2) {
    return fmt::format("{:.2f}", m2 / square_metres_per_mu);
}

template <typename Row>
Column<Row> m2_column(const char *key, std::string heading, double Row::*member) {
    return {key, std::move(heading), Align::right, [member](const Row &of) { return of.*member; },
            [member](const Row &of) { return mu_words(of.*member); }};
}

template <typename Row>
Column<Row> words_column(const char *key, std::string heading, std::string Row::*member) {
    const auto text = [member](const Row &of) { return of.*member; };
    return {key, std::move(heading), Align::left, text, text};
}

template <typename Row>
Column<Row> number_column(const char *key, std::string heading, double Row::*member, const char *format) {
    return {key, std::move(heading), Align::right, [member](const Row &of) { return of.*member; },
            [member, format](const Row &of) { return fmt::format(fmt::runtime(format), of.*member); }};
}

Columns<Lot> lot_columns() {
    return {{"id", say("Lot"), Align::right, [](const Lot &of) { return of.id; },
             [](const Lot &of) { return fmt::format("{}", of.id); }},
            m2_column("net_m2", say("Area (mu)"), &Lot::net_m2),
            {"parcels", say("Parcels"), Align::right,
             [](const Lot &of) { return static_cast<std::int64_t>(of.parcels); },
             [](const Lot &of) { return fmt::format("{}", of.parcels); }}};
}

Columns<ZoneWater> zone_columns() {
    return {words_column("zone", say("Zone"), &ZoneWater::zone),
            m2_column("net_m2", say("Irrigated (mu)"), &ZoneWater::net_m2),
            number_column("demand_m3", say("Needs (m³)"), &ZoneWater::demand_m3, "{:.0f}"),
            {"limit_m3", say("May take (m³)"), Align::right,
             [](const ZoneWater &of) { return value_of(of.limit_m3); },
             [](const ZoneWater &of) {
                 return of.limit_m3 ? fmt::format("{:.0f}", *of.limit_m3) : std::string("–");
             }},
            number_column("over_m3", say("Too much (m³)"), &ZoneWater::over_m3, "{:.0f}"),
            m2_column("fits_m2", say("Area that fits (mu)"), &ZoneWater::fits_m2)};
}

Columns<DistrictRow> district_columns() {
    return {words_column("district", say("District"), &DistrictRow::district),
            {"renewed", say("Renewed"), Align::left, [](const DistrictRow &of) { return of.renewed; },
             [](const DistrictRow &of) { return of.renewed ? say("yes") : std::string(); }},
            m2_column("base_m2", say("Farmland (mu)"), &DistrictRow::base_m2),
            m2_column("built_m2", say("Built (mu)"), &DistrictRow::built_m2),
            m2_column("under_way_m2", say("Under way (mu)"), &DistrictRow::under_way_m2),
            m2_column("missing_m2", say("Missing (mu)"), &DistrictRow::missing_m2),
            m2_column("saving_missing_m2", say("Built without water saving (mu)"),
                      &DistrictRow::saving_missing_m2)};
}

std::string fault_word(const std::string &kind) {
    return kind == "farmland_first" ? say("farmland accepted before its canal is renewed")
                                    : say("canal renewed with nothing planned under it");
}

Columns<OrderFault> order_columns() {
    return {{"kind", say("Order"), Align::left, [](const OrderFault &of) { return of.kind; },
             [](const OrderFault &of) { return fault_word(of.kind); }},
            words_column("district", say("District"), &OrderFault::district),
            {"feature", say("Feature"), Align::right,
             [](const OrderFault &of) { return of.feature == 0 ? Value() : Value(of.feature); },
             [](const OrderFault &of) {
                 return of.feature == 0 ? std::string() : fmt::format("{}", of.feature);
             }},
            words_column("project", say("Project"), &OrderFault::project),
            m2_column("m2", say("Area (mu)"), &OrderFault::m2)};
}

Column<ForecastRow> optional_column(const char *key, std::string heading,
                                    std::optional<double> ForecastRow::*member, const char *format) {
    return {key, std::move(heading), Align::right,
            [member](const ForecastRow &of) { return value_of(of.*member); },
            [member, format](const ForecastRow &of) {
                return of.*member ? fmt::format(fmt::runtime(format), *(of.*member)) : std::string();
            }};
}

Columns<ForecastRow> forecast_columns(Unit unit) {
    const std::string word(unit_name(unit, language_in_use() == Language::zh));
    std::string key(unit_name(unit, true));
    return {words_column("admin", say("Code"), &ForecastRow::admin),
            words_column("name", say("Name"), &ForecastRow::name),
            optional_column("target", say("Target ({})", word), &ForecastRow::target, "{:.4f}"),
            number_column("done", say("Done"), &ForecastRow::done, "{:.4f}"),
            number_column("under_way", say("Under way"), &ForecastRow::under_way, "{:.4f}"),
            number_column("expected", say("Expected"), &ForecastRow::expected, "{:.4f}"),
            number_column("low", say("From"), &ForecastRow::low, "{:.4f}"),
            number_column("high", say("To"), &ForecastRow::high, "{:.4f}"),
            optional_column("probability", say("Probability"), &ForecastRow::probability, "{:.2f}"),
            optional_column("pace_needed", say("Needed in 30 days"), &ForecastRow::pace_needed, "{:.4f}"),
            {"at_risk", say("At risk"), Align::left, [](const ForecastRow &of) { return of.at_risk; },
             [](const ForecastRow &of) { return of.at_risk ? say("yes") : std::string(); }},
            {"unit", "", Align::left, [key](const ForecastRow &) { return key; }}};
}

} // namespace

void print(std::ostream &out, const planning::Lots &lots, Format format) {
    const Columns<Lot> columns = lot_columns();
    if (format == Format::csv)
        return write_csv(out, columns, lots.lots);
    if (format == Format::table) {
        print(out, table_of(columns, lots.lots));
        constexpr double hundred = 100;
        out << say("Worst deviation from the mean: {:.2f}%.", hundred * lots.worst_deviation) << '\n';
        return;
    }
    Json rows = Json::array();
    for (const Lot &lot : lots.lots) {
        Json row = json_of(columns, lot);
        row["features"] = lot.features;
        rows.push_back(std::move(row));
    }
    write_json(out, {{"lots", rows}, {"worst_deviation", lots.worst_deviation}});
}

void print(std::ostream &out, const planning::WaterTable &table, Format format) {
    const Columns<ZoneWater> columns = zone_columns();
    if (format == Format::csv)
        return write_csv(out, columns, table.zones);
    if (format == Format::table)
        return print(out, table_of(columns, table.zones));
    Json rows = Json::array();
    for (const ZoneWater &zone : table.zones) {
        Json row = json_of(columns, zone);
        row["crops"] = Json::array();
        for (const CropDemand &crop : zone.crops)
            row["crops"].push_back({{"crop", crop.crop},
                                    {"net_m2", crop.net_m2},
                                    {"quota_m3_per_mu", crop.quota},
                                    {"demand_m3", crop.demand_m3}});
        rows.push_back(std::move(row));
    }
    write_json(out, {{"zones", rows}, {"conservation", {{"worst_relative", table.worst_relative}}}});
}

void print(std::ostream &out, const planning::Joint &joint, Format format) {
    if (format == Format::csv)
        return write_csv(out, district_columns(), joint.districts);
    if (format == Format::json)
        return write_json(out, {{"districts", json_of(district_columns(), joint.districts)},
                                {"order", json_of(order_columns(), joint.faults)},
                                {"conservation", {{"worst_relative", joint.worst_relative}}}});
    print(out, table_of(district_columns(), joint.districts));
    if (joint.faults.empty())
        return;
    out << '\n';
    print(out, table_of(order_columns(), joint.faults));
}

void print(std::ostream &out, const planning::Forecast &forecast, Format format) {
    const Columns<ForecastRow> columns = forecast_columns(forecast.unit);
    if (format == Format::csv)
        return write_csv(out, columns, forecast.rows);
    if (format == Format::json)
        return write_json(out, {{"indicator", forecast.indicator},
                                {"finished", forecast.finished},
                                {"ongoing", forecast.ongoing},
                                {"rows", json_of(columns, forecast.rows)}});
    std::vector<ForecastRow> rows;
    for (const ForecastRow &row : forecast.rows)
        if (row.target || row.done > 0 || row.under_way > 0)
            rows.push_back(row);
    print(out, table_of(columns, rows));
    out << say("From {} finished projects, for {} that are under way.", forecast.finished, forecast.ongoing)
        << '\n';
}

} // namespace qitu::console
