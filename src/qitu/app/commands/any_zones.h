// Zones as a user names them, and what follows from them.
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/sources/zones.h>

namespace qitu::commands {

/// "banners" and "leagues" are those that come with qitu; else a file, with the field that has the zone's code ("": found by
/// its name), and the fields of theirs that are wanted.
sources::ZoneTable zones_named(const std::string &name, const reader::OpenOptions &reading,
                               const std::string &zone_id, const Context &context,
                               const std::vector<std::string> &fields = {});

/// The land survey's method is for China; elsewhere geodesic.
geodesy::Method method_for(const geodesy::Crs &crs);

/// Says where features (or cells) and zones lie on two datums that are taken as one.
void tell_datums(const geodesy::Crs &features, const geodesy::Crs &zones, Outcome &outcome);

} // namespace qitu::commands
