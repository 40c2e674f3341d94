// A geometry as the workspace stores it: two-dimensional, multi-part, of one kind.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/wkb.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::reader {

/// WKB of an empty collection, for features without geometry.
std::vector<std::byte> empty_geometry();

/// Collects the parts of a geometry, however nested. Unlike geometry::read_wkb it keeps what is invalid
/// (rings of two points, coordinates that are not finite), so that validation can report it.
class MultiPart {
  public:
    /// Consecutive points of a line or ring within `same`, in the unit of the coordinates, become one;
    /// unclosed rings are closed. Nothing is changed where it is 0.
    explicit MultiPart(catalogue::GeometryType type, double same = 0);

    /// Replaces what was collected. False when a part is of another kind. Throws geometry::InvalidGeometry.
    bool take(std::span<const std::byte> wkb);
    [[nodiscard]] geometry::Shape &shape() { return shape_; }
    [[nodiscard]] std::uint64_t repeated() const { return repeated_; } // points dropped so far
    [[nodiscard]] std::uint64_t closed() const { return closed_; }     // rings closed so far

  private:
    struct Visitor;
    void add(const geometry::WkbPath &path);
    [[nodiscard]] bool tidy(std::span<const geometry::Point> points) const;
    void make_tidy(std::vector<geometry::Point> &points);
    [[nodiscard]] bool same(geometry::Point a, geometry::Point b) const;

    geometry::Kind kind_;
    double same_;
    std::uint64_t repeated_ = 0;
    std::uint64_t closed_ = 0;
    std::vector<geometry::Point> read_; // the path at hand
    geometry::Shape shape_;
};

} // namespace qitu::reader
