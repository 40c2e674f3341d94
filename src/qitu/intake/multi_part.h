// A geometry as the workspace keeps it: little-endian ISO WKB, 2D, multi-part, of one dimension.
#pragma once

#include <qitu/catalogue/catalogue.h>
#include <qitu/geodesy/geodesy.h>

#include <span>

namespace qitu::intake {

/// A geometry with nothing in it, for features that have none.
std::vector<std::byte> empty_geometry();

/// Gathers the parts of a geometry, however nested, under one multi-part head.
class MultiPart {
  public:
    explicit MultiPart(catalogue::GeometryType type) : type_(type) {}

    /// Replaces what was gathered. False when a part is of another dimension. \pre the WKB is as Source
    /// writes it.
    bool take(std::span<const std::byte> wkb);
    [[nodiscard]] const std::vector<std::byte> &wkb() const { return wkb_; }

    [[nodiscard]] const std::vector<geodesy::Point> &points() const { return points_; }
    /// \pre as many as there are.
    void put(std::span<const geodesy::Point> points);

  private:
    struct Run {
        std::size_t at; // in wkb_
        std::size_t count;
    };
    bool part(std::span<const std::byte> wkb, std::size_t &at);
    void run(std::span<const std::byte> wkb, std::size_t &at, std::size_t count);
    void copy(std::span<const std::byte> wkb, std::size_t &at, std::size_t bytes);

    catalogue::GeometryType type_;
    std::vector<std::byte> wkb_;
    std::vector<Run> runs_;
    std::vector<geodesy::Point> points_;
    std::uint32_t parts_ = 0;
};

} // namespace qitu::intake
