// Well-known binary: the one reader and the one writer.
//
// What is read (ISO 19125-1 and 13249-3, and PostGIS's extended WKB): points, lines, polygons, their
// multi-part types and collections of them, in either byte order; Z, M and the SRID are read and dropped.
// What is refused, with InvalidGeometry: bytes that end too early or go on after the geometry, types that are
// none of these (curves, surfaces), collections nested deeper than max_depth, and counts that the bytes
// cannot hold, so that no input makes it recurse or allocate without end.
#pragma once

#include <qitu/core/base/language.h>
#include <qitu/core/geometry/shape.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

namespace qitu::geometry {

/// What cannot be used at all: damaged WKB, points, lines and polygons in one feature, a coordinate that is
/// not a finite number. `what()` is the reason in the user's language.
class InvalidGeometry : public std::runtime_error {
  public:
    explicit InvalidGeometry(Names reason, std::optional<Point> place = {});
    [[nodiscard]] const Names &reason() const { return reason_; }
    [[nodiscard]] const std::optional<Point> &place() const { return place_; } // a point beside it

  private:
    Names reason_;
    std::optional<Point> place_;
};

inline constexpr int max_depth = 16; // of collections in collections

/// Reads a geometry of one kind. Rings that do not come back to their first point are closed; parts and holes
/// without a point are left out. Throws InvalidGeometry, also for a hole without a shell, a mixture of kinds
/// and coordinates that are not finite numbers.
void read_wkb(std::span<const std::byte> wkb, Shape &shape);
Shape read_wkb(std::span<const std::byte> wkb);

/// Little-endian ISO WKB: MULTIPOINT, MULTILINESTRING or MULTIPOLYGON, with no parts where the shape is
/// empty. \pre its kind is not none
std::vector<std::byte> write_wkb(const Shape &shape);

// ---------------------------------------------------------------- piece by piece

/// The head of a geometry, or of one that is nested in it.
struct WkbHead {
    std::uint32_t type = 0;    // 1 point … 7 collection, without Z and M
    std::size_t ordinates = 2; // of each point
    bool little_endian = true;
    bool has_srid = false;
    /// Two-dimensional and without SRID, as the workspace stores it.
    [[nodiscard]] bool plain() const { return ordinates == 2 && !has_srid; }
};

/// A ring, line or single point where it lies in the bytes, as it is written: a ring may be open, and
/// coordinates may be anything.
class WkbPath {
  public:
    WkbPath(const std::byte *bytes, std::uint32_t count, const WkbHead &head)
        : bytes_(bytes), count_(count), step_(head.ordinates * sizeof(double)),
          swap_(head.little_endian != (std::endian::native == std::endian::little)) {}

    [[nodiscard]] std::uint32_t size() const { return count_; }
    [[nodiscard]] Point operator[](std::size_t i) const {
        const std::byte *at = bytes_ + i * step_;
        return {number(at), number(at + sizeof(double))};
    }
    void append_to(std::vector<Point> &points) const;

  private:
    [[nodiscard]] double number(const std::byte *at) const;

    const std::byte *bytes_;
    std::uint32_t count_;
    std::size_t step_;
    bool swap_;
};

/// Walks over WKB without keeping anything. Throws InvalidGeometry for what is refused above. Calls
///   visitor.head(WkbHead)             of each geometry, outer ones first; where the visitor has it
///   visitor.begin_part(Kind, paths)   of each point, line or polygon, with how many paths will come
///   visitor.path(WkbPath)             shell, then holes; an empty point has one point of NaN
///   visitor.end_part()
template <typename Visitor>
void visit_wkb(std::span<const std::byte> wkb, Visitor &visitor);

/// The bytes and where in them reading has come to; for visit_wkb.
class WkbCursor {
  public:
    explicit WkbCursor(std::span<const std::byte> wkb) : wkb_(wkb) {}
    /// Throws for a type that is not read, and below max_depth.
    WkbHead head(int depth);
    std::uint32_t count(const WkbHead &head, std::size_t least_bytes); // each of so many bytes at least
    WkbPath path(const WkbHead &head, std::uint32_t count);
    WkbPath path(const WkbHead &head) { return path(head, number(head.little_endian)); }
    void finish() const; // throws unless all bytes were read

  private:
    std::uint32_t number(bool little_endian);
    const std::byte *take(std::size_t bytes);

    std::span<const std::byte> wkb_;
    std::size_t at_ = 0;
};

template <typename Visitor>
void visit_wkb(WkbCursor &cursor, Visitor &visitor, int depth) {
    constexpr std::size_t least_ring = sizeof(std::uint32_t);
    constexpr std::size_t least_geometry = 1 + 2 * sizeof(std::uint32_t);
    const WkbHead head = cursor.head(depth);
    if constexpr (requires { visitor.head(head); })
        visitor.head(head);
    if (head.type <= 2) {
        visitor.begin_part(head.type == 1 ? Kind::point : Kind::line, 1U);
        visitor.path(head.type == 1 ? cursor.path(head, 1) : cursor.path(head));
        return visitor.end_part();
    }
    std::uint32_t count = cursor.count(head, head.type == 3 ? least_ring : least_geometry);
    if (head.type > 3) {
        for (; count > 0; --count)
            visit_wkb(cursor, visitor, depth + 1);
        return;
    }
    visitor.begin_part(Kind::polygon, count);
    for (; count > 0; --count)
        visitor.path(cursor.path(head));
    visitor.end_part();
}

template <typename Visitor>
void visit_wkb(std::span<const std::byte> wkb, Visitor &visitor) {
    WkbCursor cursor(wkb);
    visit_wkb(cursor, visitor, 0);
    cursor.finish();
}

} // namespace qitu::geometry
