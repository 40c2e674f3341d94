// VCT, the national exchange text of spatial data: GB/T 17798-2007 (version 2.0), sections of lines between XBegin and
// XEnd.
//
//   Head            Key:value; Separator, axes, Spheroid, Parameters
//   FeatureCode     code,name,Point|Line|Polygon|Annotation…,table
//   TableStructure  table,count of fields; then name,type,width,decimals a line; 0
//   Point           id; code; representation; 1 point (or 2 node, 4 points with their count); coordinates; 0
//   Line            id; code; representation; 1; count of pieces, each 11, count, coordinates; or 100, ids of lines; 0
//   Polygon         id; code; representation; 1; label point; count of rings, each 11, count, coordinates; or 100, label
//                   point, 21, count, ids of lines, negative where walked backwards, 0 between rings; 0
//   Attribute       table; id,value,… a line; TableEnd
#pragma once

#include "markup/markup.h"

#include <optional>
#include <string>

namespace qitu::reader {

struct Vct {
    Markup layers;               // one for each table that has figures, in the file's own coordinates
    std::string spheroid;        // as the head has it
    std::optional<int> meridian; // the first of the parameters that can be a central meridian
};

bool is_vct(const std::string &beginning);

/// Throws Error (unreadable), naming the line, where the text is not as above; arcs, circles and ellipses are refused
/// too. Annotations are left out and counted.
Vct read_vct(const std::filesystem::path &file, const std::string &text);

} // namespace qitu::reader
