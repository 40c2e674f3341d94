#include "amounts.h"
#include "named_zones.h"

#include <qitu/analysis/planning/water.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/reader/table_file.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <array>
#include <map>
#include <span>
#include <string_view>

namespace qitu::planning {

namespace {

// ---------------------------------------------------------------- the bureau's tables

bool any(const std::string &cell) {
    return cell.empty() || cell == "*" || folded(cell) == "any" || cell == "全部";
}

// Rows of a table with a head that has all these columns, each under any of its names.
class Rows {
  public:
    Rows(const std::filesystem::path &file, std::vector<std::span<const std::string_view>> columns)
        : file_(file), columns_(std::move(columns)) {}

    template <typename Take>
    void each(const Take &take) {
        for (const reader::Sheet &sheet : reader::read_sheets(file_)) {
            places_.clear();
            for (const reader::Record &record : sheet.records) {
                if (places_.empty())
                    find_head(record);
                else if (reader::kind_of_row(record.cells) == reader::RowKind::data)
                    take(record.line, cells_of(record));
            }
            if (!places_.empty())
                return;
        }
        std::vector<std::string_view> heads;
        for (const auto names : columns_)
            heads.push_back(names.front());
        throw Error(ErrorKind::unreadable, say("{}: no head with the columns {} was found.", file_.string(),
                                               fmt::join(heads, ", ")));
    }

    [[nodiscard]] double number(std::size_t line, const std::string &cell) const {
        return amount_in(cell, file_, line);
    }

  private:
    void find_head(const reader::Record &record) {
        std::vector<std::size_t> places;
        for (const auto names : columns_)
            for (std::size_t i = 0; i < record.cells.size(); ++i)
                if (std::any_of(names.begin(), names.end(), [&](std::string_view name) {
                        return folded(record.cells[i]) == folded(name);
                    })) {
                    places.push_back(i);
                    break;
                }
        if (places.size() == columns_.size())
            places_ = places;
    }

    [[nodiscard]] std::vector<std::string> cells_of(const reader::Record &record) const {
        std::vector<std::string> cells;
        for (const std::size_t place : places_)
            cells.push_back(place < record.cells.size() ? trimmed(record.cells[place]) : "");
        return cells;
    }

    const std::filesystem::path &file_;
    std::vector<std::span<const std::string_view>> columns_;
    std::vector<std::size_t> places_;
};

constexpr std::array<std::string_view, 4> zone_heads{"分区", "灌区", "区域", "zone"};
constexpr std::array<std::string_view, 2> crop_heads{"作物", "crop"};
constexpr std::array<std::string_view, 4> quota_heads{"定额", "灌溉定额", "定额（立方米/亩）", "quota"};
constexpr std::array<std::string_view, 3> limit_heads{"可用水量", "可用水量（立方米）", "limit"};

class IrrigationQuotas {
  public:
    explicit IrrigationQuotas(const std::filesystem::path &file) : file_(file) {
        Rows rows(file, {zone_heads, crop_heads, quota_heads});
        rows.each([&](std::size_t line, const std::vector<std::string> &cells) {
            const std::pair key(any(cells[0]) ? "" : cells[0], any(cells[1]) ? "" : cells[1]);
            if (!quotas_.emplace(key, rows.number(line, cells[2])).second)
                throw Error(
                    ErrorKind::unreadable,
                    say("{}, line {}: a quota for this crop and zone stands above.", file.string(), line));
        });
    }

    /// The most particular one: of zone and crop, of the crop, of the zone, of all.
    [[nodiscard]] double of(const std::string &zone, const std::string &crop,
                            const std::string &shown) const {
        for (const auto &key : {std::pair(zone, shown), std::pair(zone, crop),
                                std::pair(std::string(), shown), std::pair(std::string(), crop),
                                std::pair(zone, std::string()), std::pair(std::string(), std::string())})
            if (const auto found = quotas_.find(key); found != quotas_.end())
                return found->second;
        throw Error(
            ErrorKind::refused,
            say("{}: there is no irrigation quota for the crop \"{}\" in {}. Add a line for it, or one for "
                "any crop (*).",
                file_.string(), shown, zone));
    }

  private:
    std::filesystem::path file_;
    std::map<std::pair<std::string, std::string>, double> quotas_; // "": any
};

std::map<std::string, double> limits_of(const std::filesystem::path &file) {
    std::map<std::string, double> limits;
    Rows rows(file, {zone_heads, limit_heads});
    rows.each([&](std::size_t line, const std::vector<std::string> &cells) {
        if (!limits.emplace(cells[0], rows.number(line, cells[1])).second)
            throw Error(ErrorKind::unreadable,
                        say("{}, line {}: a limit for {} stands above.", file.string(), line, cells[0]));
    });
    return limits;
}

// ---------------------------------------------------------------- land by zone and crop

class IrrigatedSource : public tabulate::Source {
  public:
    IrrigatedSource(const workspace::Workspace &workspace, const WaterRules &rules)
        : cursor_(workspace::features(workspace, *rules.irrigated)),
          crop_(rules.crop_field.empty() ? -1 : rules.irrigated->index_of(rules.crop_field)) {}
    [[nodiscard]] geodesy::Crs crs() const override { return geodesy::Crs::from("EPSG:4490"); }
    bool next(tabulate::Item &item) override {
        if (!cursor_.next(feature_))
            return false;
        const std::string crop =
            crop_ < 0 ? "" : trimmed(catalogue::text_of(feature_.values[static_cast<std::size_t>(crop_)]));
        const auto [group, fresh] = groups_.emplace(crop, static_cast<std::uint32_t>(crops_.size()));
        if (fresh)
            crops_.push_back(crop);
        item.id = feature_.id;
        item.group = group->second;
        item.key = {0, feature_.id};
        item.wkb = feature_.wkb;
        item.no_place = feature_.no_place;
        item.central_meridian = feature_.central_meridian;
        return true;
    }
    [[nodiscard]] const std::string &crop(std::uint32_t group) const { return crops_[group]; }

  private:
    workspace::FeatureCursor cursor_;
    int crop_;
    catalogue::Feature feature_;
    std::map<std::string, std::uint32_t> groups_;
    std::vector<std::string> crops_;
};

using Areas = std::map<std::string, std::map<std::string, ExactSum>>; // zone, crop

// A crop's name where the field has codes.
std::string crop_name(const WaterRules &rules, const std::string &crop) {
    const catalogue::Field *field =
        rules.crop_field.empty() ? nullptr : rules.irrigated->field(rules.crop_field);
    const catalogue::Code *code = field == nullptr || field->codes.empty() ? nullptr : field->code(crop);
    return code == nullptr ? crop : code->names.zh;
}

ZoneWater zone_of(const std::string &name, const std::map<std::string, ExactSum> &crops,
                  const WaterRules &rules, const IrrigationQuotas &quotas,
                  const std::map<std::string, double> &limits) {
    ZoneWater zone;
    zone.zone = name;
    for (const auto &[crop, area] : crops) {
        CropDemand demand{crop, area.value(), quotas.of(name, crop, crop_name(rules, crop)), 0};
        demand.demand_m3 = demand.net_m2 / square_metres_per_mu * demand.quota;
        zone.net_m2 += demand.net_m2;
        zone.demand_m3 += demand.demand_m3;
        zone.crops.push_back(demand);
    }
    zone.fits_m2 = zone.net_m2;
    if (const auto limit = limits.find(name); limit != limits.end()) {
        zone.limit_m3 = limit->second;
        zone.over_m3 = std::max(0.0, zone.demand_m3 - limit->second);
        if (zone.over_m3 > 0)
            zone.fits_m2 = zone.net_m2 * limit->second / zone.demand_m3;
    }
    return zone;
}

} // namespace

WaterTable water(const workspace::Workspace &workspace, const WaterRules &rules,
                 const tabulate::Options &options) {
    if (rules.irrigated->geometry != catalogue::GeometryType::polygon)
        throw Error(ErrorKind::usage, say("The layer {} has no polygons to irrigate.", rules.irrigated->id));
    if (!rules.crop_field.empty())
        require_field(*rules.irrigated, rules.crop_field);
    const IrrigationQuotas quotas(rules.quotas);
    std::map<std::string, double> limits = limits_of(rules.limits);
    const NamedZones zones(workspace, *rules.zones, rules.zone_field);
    IrrigatedSource source(workspace, rules);
    const tabulate::Result result = tabulate::tabulate(source, zones.zones, options);
    Areas areas;
    for (const std::string &name : zones.names)
        areas[name];
    for (const tabulate::Row &row : result.rows)
        if (row.net.value() > 0)
            areas[zones.name(row.zone)][source.crop(row.group)] += row.net;
    WaterTable table;
    table.worst_relative = result.worst_relative;
    for (const auto &[name, crops] : areas) {
        table.zones.push_back(zone_of(name, crops, rules, quotas, limits));
        if (!table.zones.back().limit_m3)
            table.notes.push_back(
                say("{}: {} has no limit in the table; nothing says whether its water is enough.",
                    rules.limits.string(), name.empty() ? "–" : name));
        limits.erase(name);
    }
    for (const auto &[name, limit] : limits)
        table.notes.push_back(
            say("{}: no zone of {} is called {}.", rules.limits.string(), rules.zones->id, name));
    return table;
}

} // namespace qitu::planning
