// A geometry as the workspace keeps it: little-endian ISO WKB, 2D, multi-part, of one dimension.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/wkb.h>

#include <cstdint>
#include <span>
#include <vector>

namespace qitu::reader {

/// A geometry with nothing in it, for features that have none.
std::vector<std::byte> empty_geometry();

/// Gathers the parts of a geometry, however nested, under one multi-part head.
class MultiPart {
  public:
    /// Points of a line or ring that follow each other within `same`, in the unit of the coordinates, are
    /// one; rings that do not come back are closed.
    explicit MultiPart(catalogue::GeometryType type, double same = 0) : type_(type), same_(same) {}

    /// Replaces what was gathered. False when a part is of another dimension. Throws
    /// geometry::InvalidGeometry.
    bool take(std::span<const std::byte> wkb);
    [[nodiscard]] std::uint64_t repeated() const { return repeated_; } // points left away so far
    [[nodiscard]] std::uint64_t closed() const { return closed_; }     // rings closed so far
    [[nodiscard]] const std::vector<std::byte> &wkb() const { return wkb_; }

    [[nodiscard]] const std::vector<geodesy::Point> &points() const { return points_; }
    /// \pre as many as there are.
    void put(std::span<const geodesy::Point> points);

  private:
    struct Run {
        std::size_t at; // in wkb_
        std::size_t count;
    };
    class Gatherer;
    void begin_part(geometry::Kind kind, std::uint32_t paths);
    void path(const geometry::WkbPath &path);
    void append(std::span<const geodesy::Point> points);
    [[nodiscard]] bool tidy(std::span<const geodesy::Point> points) const;
    void make_tidy(std::vector<geodesy::Point> &points);
    [[nodiscard]] bool same(geodesy::Point a, geodesy::Point b) const;

    catalogue::GeometryType type_;
    double same_;
    std::uint64_t repeated_ = 0;
    std::uint64_t closed_ = 0;
    std::vector<geodesy::Point> read_;
    std::vector<std::byte> wkb_;
    std::vector<Run> runs_;
    std::vector<geodesy::Point> points_;
    std::uint32_t parts_ = 0;
    bool other_kind_ = false; // a part is of another dimension
};

} // namespace qitu::reader
