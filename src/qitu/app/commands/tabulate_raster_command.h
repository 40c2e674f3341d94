// qitu tabulate --raster
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/reader/reader.h>
#include <qitu/output/console/raster_listing.h>

namespace qitu::commands {

/// Totals the cells of a raster by zones: their classes, or statistics of their values.
struct TabulateRasterCommand {
    std::string zones; // file, or "banners" and "leagues" for those that come with qitu
    reader::OpenOptions reading;
    std::string zone_id; // field; found by its name if not given
    std::string raster;
    int band = 0;       // 0: its only one
    bool slope = false; // values are heights in m, and their slope is meant: its classes, or statistics of it
    bool statistics = false;       // of the values, instead of classes
    std::vector<double> quantiles; // 0 to 1; statistics too
    EngineArguments engine;

    Result<console::RasterListing> run(Context &context) const;
};

} // namespace qitu::commands
