// qitu area
#pragma once

#include <qitu/analysis/area/area.h>
#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// What a run is about, known before the first feature.
struct AreaJob {
    std::string file, layer, crs;
    std::string plane;   // central meridian; "" where each feature has its own
    std::string method;  // of the totals: td1055 where the datum is China's or WGS 84, else geodesic
    double max_edge = 0; // m; 0 leaves edges as they are
    std::vector<area::Column> columns;
};

struct Areas {
    AreaJob job;
    area::Summary summary;
};

/// The area of each feature of a file by every method. Needs attention where geometry was repaired or
/// rejected, or a declared area is off.
struct AreaCommand {
    std::string file;
    reader::OpenOptions reading;
    std::string copy; // file to write with the figures as new fields; "" for none
    bool overwrite = false;
    std::string plane; // EPSG code of a Gauss-Krueger plane; "" for the file's, or each feature's zone
    double max_edge = 0;
    std::string declared;      // field of declared areas
    std::string declared_unit; // "": told by the field's name or its numbers
    double tolerance = 5;      // percent
    std::string control; // an area that all parcels add up to, or a table of units and areas; "" for none
    std::string control_field;   // of the parcels' unit codes
    std::string control_unit;    // "": m², or what the table's header says
    double control_limit = 0.25; // percent
    int threads = 0;

    /// Is told what the run is about, and gives where the features go. Not asked when a copy is written.
    using ReceiverFor = std::function<area::Receiver &(const AreaJob &job)>;

    Result<Areas> run(Context &context, const ReceiverFor &receiver) const;
};

} // namespace qitu::commands
