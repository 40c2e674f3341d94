// The words that the engine borrows.
#pragma once

#include <qitu/engine/overlay/names.h>
#include <qitu/engine/overlay/pair_classifier.h>
#include <qitu/engine/overlay/prepared_zones.h>
#include <qitu/engine/overlay/zone_overlay.h>

namespace qitu::tabulate {

using geometry::Box;
using geometry::Geos;
using geometry::GeosError;
using geometry::GeosGeometry;
using geometry::InvalidGeometry;
using geometry::Kind;
using geometry::Point;
using geometry::Rings;
using geometry::Shape;
using overlay::Cut;
using overlay::PairClassifier;
using overlay::PairRelation;
using overlay::PreparedZones;
using overlay::Share;
using overlay::ZoneIndex;
using overlay::ZoneOverlay;

} // namespace qitu::tabulate
