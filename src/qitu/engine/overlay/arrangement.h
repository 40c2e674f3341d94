// Overlay by sides: how much of one feature lies in each zone, and how much of that prior features take away.
//
// All edges near the feature are cut where they meet, so that any two pieces are the same or have at most an
// end in common. For each piece it is then known what lies on its left and on its right: in the feature or
// not, in which zone, under a prior feature or not. A region's area is the sum of the strips under the pieces that
// have it on their left, less those that have it on their right: no polygon is ever built.
//
// Rounding can tear an end from its neighbour or put a piece on the wrong side. Then a region's border does
// not close; that is seen (ends are counted by a 64-bit checksum) and `resolve` returns false: the caller asks
// GEOS.
#pragma once

#include <qitu/core/geodesy/geodesy.h>
#include <qitu/engine/overlay/names.h>
#include <qitu/engine/overlay/zone_index.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace qitu::overlay {

class Arrangement {
  public:
    /// \param zones null where there are none, and only `resolve_common` is asked for
    Arrangement(const ZoneIndex *zones, const geodesy::Ellipsoid &ellipsoid)
        : zones_(zones), ellipsoid_(ellipsoid), strips_(ellipsoid) {}

    /// What of the feature lies in one zone; m², edges straight in longitude and latitude.
    struct Part {
        std::int32_t zone; // or ZoneIndex::outside
        double all;
        double taken;
    };

    /// The feature's parts, by zone; or false. A feature that lies in one zone only is told so by `zone`, and
    /// the zones' borders are left out. \pre rings are valid, oriented polygons.
    bool resolve(const Rings &feature, const Box &box, std::span<const Rings> priors,
                 std::int32_t zone = ZoneIndex::several);
    /// A line's parts, by zone: metres along geodesics, each edge divided in proportion. What runs along a
    /// border is the lower zone's.
    void resolve_line(const Shape &line, const Box &box);
    [[nodiscard]] std::span<const Part> parts() const { return parts_; }

    /// What two polygons have in common, m²; nothing when its border does not close. \pre rings as above.
    std::optional<double> resolve_common(const Rings &one, const Rings &other, const Box &common_box);
    /// Its border in no order, the ground on the left of each; offsets from `origin`.
    struct Step {
        Point from, to;
    };
    [[nodiscard]] std::vector<Step> &border() { return border_; }
    [[nodiscard]] Point origin() const { return origin_; }

  private:
    // Owners: the feature, then the prior ones, then zones as negative numbers.
    static constexpr std::int32_t feature_owner = 0;
    static std::int32_t owner_of_zone(std::uint32_t zone) { return -1 - static_cast<std::int32_t>(zone); }

    struct Edge {
        Point from, to;
        Box box;
        std::int32_t owner;
    };
    struct Split {
        std::uint32_t edge;
        double along;
        Point at;
    };
    struct Piece {
        Point low, high; // low before high, by x and then y
        std::int32_t owner;
        std::uint32_t edge;
        bool upward; // the owner walks it from low to high
    };
    struct Place {
        bool feature = false;
        bool taken = false;
        std::int32_t zone = ZoneIndex::outside;
        friend bool operator==(const Place &, const Place &) = default;
    };
    struct Region {
        std::int32_t zone;
        bool taken;
        double area;
        std::uint64_t open_ends;
    };

    void lay_out(const Rings &feature, const Box &window, std::span<const Rings> priors, std::int32_t zone);
    void collect(const Rings &rings, std::int32_t owner, const Box &window);
    void collect_borders();
    void index_priors();
    [[nodiscard]] std::size_t column_of(double x) const;
    void node();
    void meet(std::uint32_t a, std::uint32_t b);
    void touch(std::uint32_t edge, Point p);
    void split_into_pieces();
    template <typename Take>
    void for_each_place(const Take &take) const;
    void label_and_sum();
    void measure_along(const std::vector<double> &lengths);
    [[nodiscard]] std::int32_t zone_of_line(std::span<const Piece> same) const;
    [[nodiscard]] std::pair<Place, Place> sides_of(std::span<const Piece> same) const;
    void count(const Piece &piece, const Place &left, const Place &right);
    void note_border(const Piece &piece, const Place &left, const Place &right);
    Region &region(const Place &place);
    [[nodiscard]] bool closed() const;
    void add_up();
    [[nodiscard]] Point offset(Point p) const { return {p.x - origin_.x, p.y - origin_.y}; }

    const ZoneIndex *zones_;
    geodesy::Ellipsoid ellipsoid_;
    Rings feature_;
    std::span<const Rings> priors_;
    std::vector<Box> prior_boxes_;
    double column_width_ = 0;
    std::vector<std::uint32_t> column_begins_; // into in_column_
    std::vector<std::uint32_t> in_column_;     // prior features whose boxes meet it
    Box box_;
    Point origin_;
    std::int32_t only_zone_ = ZoneIndex::several;
    geodesy::StraightStrips strips_;

    std::vector<ZoneIndex::Edge> borders_;
    std::vector<Edge> edges_;
    std::vector<std::uint32_t> order_;
    std::vector<Split> splits_;
    std::vector<Piece> pieces_;
    std::vector<Region> regions_;
    std::vector<Part> parts_;
    bool to_note_border_ = false;
    std::vector<Step> border_;
};

} // namespace qitu::overlay
