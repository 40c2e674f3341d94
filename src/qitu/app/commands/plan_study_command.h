// qitu plan lots, water, joint, forecast
#pragma once

#include <qitu/analysis/planning/forecast.h>
#include <qitu/analysis/planning/joint.h>
#include <qitu/analysis/planning/lots.h>
#include <qitu/analysis/planning/water.h>
#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/core/catalogue/field_ids.h>

namespace qitu::commands {

/// Cuts features of a layer into connected lots of about equal area.
struct PlanLotsCommand {
    std::string workspace, layer;
    FeatureChoice choice;
    int count = 0;
    double bridge = 50;  // m: the widest gap inside a lot
    bool shapes = false; // draw the lots
    EngineArguments engine;

    Result<planning::Lots> run(Context &context) const;
};

/// Holds irrigated land against the water that its zone may take.
struct PlanWaterCommand {
    std::string workspace, irrigated, crop_field, zones, zone_field, quotas, limits;
    EngineArguments engine;

    Result<planning::WaterTable> run(Context &context) const;
};

/// Farmland beside irrigation districts.
struct PlanJointCommand {
    std::string workspace;
    std::string scenario; // TOML; "": joint.toml of the catalogue's scenarios
    EngineArguments engine;

    Result<planning::Joint> run(Context &context) const;
};

/// The probable completion of an indicator at a date.
struct PlanForecastCommand {
    std::string workspace, indicator;
    std::string as_of_date; // "": today
    std::string date;       // "": the last day of the year
    int year = 0;
    std::string begin_field = catalogue::field_id::approval_date;
    std::string end_field = catalogue::field_id::accepted_date;
    std::string kind_field = catalogue::field_id::construction;
    double level = 90; // %
    std::size_t runs = 2000, seed = 1;
    EngineArguments engine;

    Result<planning::Forecast> run(Context &context) const;
};

} // namespace qitu::commands
