// Which parcels share a border, and how long it is.
#pragma once

#include "partition.h"

#include <qitu/core/geometry/shape.h>

#include <cstddef>
#include <span>
#include <vector>

namespace qitu::planning {

struct Neighbours {
    Graph graph;                    // weights as given, borders in m
    std::vector<double> perimeters; // m
};

/// Parcels are neighbours where their borders run within 5 cm of each other for 1 m or more in all; that they meet in a
/// corner is not enough. Vertices of one may lie on edges of the other. \pre shapes in EPSG:4490; one weight for each
Neighbours neighbours(std::span<const geometry::Shape> shapes, std::vector<double> weights);

} // namespace qitu::planning
