// tabulate --raster: its options, and what it prints.
#pragma once

#include "cli.h"
#include "output.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/app/commands/tabulate_raster_command.h>

namespace qitu::cli {

/// --raster --band --stats --quantile --slope
void add_raster_options(const Command &command, commands::TabulateRasterCommand &arguments);

/// Whether a raster was named. Throws Error (usage) where options go only with one, or only without.
bool is_about_raster(const commands::TabulateRasterCommand &arguments,
                     const commands::TabulateCommand &features);

/// `features` has what both share: the file, here of the zones, and how it is read.
void run_raster(commands::TabulateRasterCommand &arguments, const commands::TabulateCommand &features,
                const Output &output, Session &session);

} // namespace qitu::cli
