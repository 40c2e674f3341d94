// Overlaps and gaps between neighbours, two by two.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace qitu::coverage {

/// How polygons lie to each other, two by two. They are in longitude and latitude on CGCS2000 and are kept as
/// rings until all are there: so many bytes of them in memory, what is beyond in a temporary file. The
/// answers depend neither on that, nor on the number of threads, nor, but for the numbers, on the order in
/// which the polygons came.
class Contacts {
  public:
    /// \param widest_m no gap wider than this will be asked for
    explicit Contacts(double widest_m = 100, std::size_t memory = std::size_t{128} << 20U);
    ~Contacts();
    Contacts(Contacts &&) noexcept;
    Contacts &operator=(Contacts &&) noexcept;

    /// Its number, counted from 0. \pre a valid polygon
    std::uint32_t add(const geometry::Shape &polygon);

    /// Which pairs matter; asked by several threads at once.
    using Wanted = std::function<bool(std::uint32_t a, std::uint32_t b)>;

    struct Overlap {
        std::uint32_t a, b; // a < b
        double m2;          // by the method `straight`
        geometry::Point place;
        std::vector<std::byte> wkb; // what they have in common
    };
    struct Gap {
        std::uint32_t a, b;    // a < b
        double width_m;        // where it is widest below the limit
        geometry::Point place; // there, in its middle
    };
    struct Asked {
        Wanted overlap; // empty: overlaps are not looked for
        double overlap_over_m2 = 0;
        Wanted gap; // likewise
        double gap_below_m = 0;
    };
    /// Is given overlaps some at a time, in no order, by several threads at once; they are its to keep.
    using Take = std::function<void(std::span<Overlap>)>;
    /// Hands over the pairs whose interiors have more than so much in common, and returns those, by number,
    /// that leave an opening narrower than the limit between them, which nobody fills: a vertex of one, or
    /// the middle of an edge between two such, is so near to the other and does not touch it. Where they do
    /// touch further on, the opening counts when it is four times as long as wide; what lies nearer than a
    /// millimetre counts as touching. `threads` 0: all cores.
    [[nodiscard]] std::vector<Gap> look(const Asked &asked, const Take &take, int threads = 0) const;

  private:
    struct State;
    struct Company;
    std::unique_ptr<State> state_;
};

} // namespace qitu::coverage
