// Farmland and water together (协同推进, clause 十一): what each irrigation district commands, has built and still misses, and
// where one was done before the other.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

struct JointRules {
    const catalogue::Layer *districts = nullptr; // polygons with stages
    std::string district_field;                  // the district's name
    const catalogue::Layer *base = nullptr;      // farmland, polygons
    const catalogue::Layer *projects = nullptr;  // polygons with stages
    std::string saving_field;                    // of the projects: how water is saved; "" leaves that out
    std::vector<std::string> no_saving;          // codes of it that save none
    std::string accepted_field;                  // date of both layers; "" : the stage alone tells
    std::string done_stage;                      // from which on either counts as done
};

/// Throws Error with file and line for what is not as it must be.
JointRules read_joint_rules(const std::filesystem::path &file, const catalogue::Catalogue &catalogue);

struct DistrictRow {
    std::string district;
    bool renewed = false;         // all of its works are done
    double base_m2 = 0;           // farmland in the command area
    double built_m2 = 0;          // of it, done
    double under_way_m2 = 0;      // of it, in an earlier stage
    double missing_m2 = 0;        // of it, nothing yet
    double saving_missing_m2 = 0; // of what is built, without water-saving irrigation
};

/// Works and farmland in the wrong order.
struct OrderFault {
    std::string
        kind; // farmland_first: done before its canal; nothing_planned: the canal is done, and no farmland under it
    std::string district;
    std::int64_t feature = 0; // of the projects; 0 for a district as a whole
    std::string project;
    double m2 = 0;
    std::vector<std::byte> wkb; // multipolygon: of the project, or of the district
};

struct Joint {
    std::vector<DistrictRow> districts; // by name
    std::vector<OrderFault> faults;     // by kind, district, feature
    double worst_relative = 0;
};

Joint joint(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
            const JointRules &rules, const tabulate::Options &options);

} // namespace qitu::planning
