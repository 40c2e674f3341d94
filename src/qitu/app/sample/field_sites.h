// Shapes as surveyors draw them: blocks of parcels with shared edges, strips along a canal, and common
// mistakes.
#pragma once

#include "sample_random.h"

#include <qitu/core/geodesy/geodesy.h>

#include <vector>

namespace qitu::sample {

/// The coordinate system of a file: a Gauss-Krueger plane to the millimetre, or longitude and latitude to
/// 1e-9 degree (0.1 mm).
enum class Drawn { plane, geographic };

inline constexpr double zone_36_meridian = 108;
inline constexpr double zone_36_easting = 36500000; // the zone's number in front

/// A right-angled frame on the ground, u along and v across, in metres from its corner.
class Frame {
  public:
    Frame(Drawn drawn, geodesy::Point corner, double angle); // corner in degrees, angle in radians
    static Frame centred(Drawn drawn, geodesy::Point centre, double angle, double length, double height);
    /// The same frame with its corner moved along and across.
    [[nodiscard]] Frame moved(double u, double v, Drawn drawn) const;
    /// The point as the file stores it, rounded.
    [[nodiscard]] geodesy::Point at(double u, double v) const;
    [[nodiscard]] geodesy::Point geographic(double u, double v) const; // longitude and latitude, unrounded

  private:
    [[nodiscard]] geodesy::Point plane(double u, double v) const;
    Drawn drawn_;
    geodesy::GaussKrueger projection_;
    geodesy::Point corner_; // in the plane
    double angle_;
    double cosine_, sine_;
};

geodesy::Point rounded(geodesy::Point point, Drawn drawn);

struct Parcel {
    geodesy::Polygon polygon;
    double mu = 0; // as drawn, in the plane
};

/// A block of parcels laid like bricks: rows of equal depth, every second row shifted by half a parcel, so
/// that corners fall on the middle of the neighbours' edges and are vertices there too.
struct Block {
    double width = 150; // of a parcel, metres
    double depth = 240;
    std::size_t columns = 4;
    std::size_t rows = 4;
    [[nodiscard]] double length() const { return width * static_cast<double>(columns); }
    [[nodiscard]] double height() const { return depth * static_cast<double>(rows); }
};

/// A block with room for so many parcels.
Block block_for(std::size_t parcels, double width, double depth);

/// The first `count` parcels of the block; neighbours have the very same vertices along their common edge.
std::vector<Parcel> parcels_of(const Block &block, const Frame &frame, std::size_t count, Random &random);

/// A canal's strip in `pieces`, each starting with the vertices that the one before ends with.
std::vector<Parcel> canal_strip(double length, std::size_t pieces, const Frame &frame, Random &random);

/// Crosses two edges of the ring.
void make_bow_tie(geodesy::Polygon &polygon);
/// Adds a small hole of the same shape in the middle.
void make_hole(Parcel &parcel, Drawn drawn);

} // namespace qitu::sample
