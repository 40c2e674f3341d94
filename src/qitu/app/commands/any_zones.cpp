#include "any_zones.h"

#include <qitu/core/base/message.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/data/sources/file_source.h>

#include <algorithm>

namespace qitu::commands {

sources::ZoneTable zones_named(const std::string &name, const reader::OpenOptions &reading,
                               const std::string &zone_id, const Context &context,
                               const std::vector<std::string> &fields) {
    if (name == "banners")
        return sources::zone_table(boundaries::shipped_banners(context.layers()), fields);
    if (name == "leagues")
        return sources::zone_table(boundaries::shipped_leagues(context.layers()), fields);
    return sources::zone_table(name, reading, zone_id, fields);
}

geodesy::Method method_for(const geodesy::Crs &crs) {
    return crs.datum() == geodesy::Crs::Datum::other ? geodesy::Method::geodesic : geodesy::Method::td1055;
}

void tell_datums(const geodesy::Crs &features, const geodesy::Crs &zones, Outcome &outcome) {
    if (geodesy::common_target(features, zones) != geodesy::Target::own ||
        features.datum_name() == zones.datum_name() ||
        *features.metres_from_wgs84() + *zones.metres_from_wgs84() == 0)
        return;
    outcome.tell(say("Note: {} and {} are taken as one: they agree to about {:g} m", features.datum_name(),
                     zones.datum_name(),
                     std::max(1.0, *features.metres_from_wgs84() + *zones.metres_from_wgs84())));
}

} // namespace qitu::commands
