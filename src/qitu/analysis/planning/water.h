// Water decides the land (以水定地): what irrigated land needs by the quotas of its crops, against what a zone may take.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

struct WaterRules {
    const catalogue::Layer *irrigated = nullptr; // polygons
    std::string crop_field;                      // of it; "" : all is one crop
    const catalogue::Layer *zones = nullptr;     // polygons: irrigation districts, overdraft zones
    std::string zone_field;                      // of it: the zone's name
    std::filesystem::path
        quotas; // 分区 (zone), 作物 (crop), 定额 (m³ per mu); * or an empty cell stands for any
    std::filesystem::path limits; // 分区 (zone), 可用水量 (m³)
};

struct CropDemand {
    std::string crop; // "" where the field is empty
    double net_m2 = 0;
    double quota = 0; // m³ per mu
    double demand_m3 = 0;
};

struct ZoneWater {
    std::string zone;
    std::vector<CropDemand> crops; // by crop
    double net_m2 = 0;
    double demand_m3 = 0;
    std::optional<double> limit_m3;
    double over_m3 = 0; // demand beyond the limit
    double fits_m2 = 0; // the area that the limit is enough for, its crops in the same proportion
};

struct WaterTable {
    std::vector<ZoneWater> zones; // by name
    double worst_relative = 0;
    std::vector<std::string> notes;
};

/// Throws Error (unreadable) naming file and line for a table that cannot be read, and (refused) for a crop in a zone that the
/// quotas do not cover: no quota is assumed.
WaterTable water(const workspace::Workspace &workspace, const WaterRules &rules,
                 const tabulate::Options &options);

} // namespace qitu::planning
