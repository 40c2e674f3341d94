// network: lines that one can go along where they join, canals or roads, and how far things are from each other along them.
//
// Two lines join where they have a vertex in common to the bit, and where an end of one lies on the other, to a centimetre.
// Lines that cross without a vertex do not join: a canal goes under another. Lengths are geodesic.
#pragma once

#include <qitu/core/geometry/shape.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace qitu::proximity {

/// On the network, nearest to something.
struct NetworkPlace {
    std::uint32_t edge = 0; // between two vertices
    double along_m = 0;     // from the edge's first vertex
    double off_m = 0;       // from what it is nearest to
    geometry::Point at{};
};

/// The end of a line that lies near to a line of another network and does not join it: often a fault in drawing.
struct LooseEnd {
    std::uint32_t line = 0; // their numbers
    std::uint32_t other = 0;
    geometry::Point at{};
    double m = 0; // between them
};

class Network {
  public:
    Network();
    ~Network();
    Network(Network &&) noexcept;
    Network &operator=(Network &&) noexcept;

    /// A line, or several of one number, counted from 0; other shapes are empty lines. In degrees on CGCS2000. \pre finish() was not
    /// called
    std::uint32_t add(const geometry::Shape &line);
    /// Joins them. \param loose_m how near an end must lie to another network to be listed
    void finish(double loose_m = 20);

    [[nodiscard]] std::uint32_t lines() const;
    /// How many there are that do not join.
    [[nodiscard]] std::uint32_t networks() const;
    [[nodiscard]] const std::vector<LooseEnd> &loose_ends() const;

    /// Nothing where no line lies within so many metres. Several threads may ask at once.
    [[nodiscard]] std::optional<NetworkPlace> place_of(const geometry::Shape &feature, double within_m) const;

  private:
    friend class NearestAlong;
    struct State;
    std::unique_ptr<State> state_;
};

/// The nearest of several places, from anywhere on the network.
class NearestAlong {
  public:
    /// \pre the network outlives it, and is finished
    NearestAlong(const Network &network, std::vector<std::optional<NetworkPlace>> places);

    struct Found {
        std::uint32_t place = 0; // its number; of equally near ones the lowest
        double along_m = 0;      // between both places
        double m = 0;            // with what the place found is off the network
    };
    /// Nothing where none can be reached. Several threads may ask at once.
    [[nodiscard]] std::optional<Found> from(const NetworkPlace &place) const;

  private:
    struct Reach {
        double m = 0; // with what the place is off
        std::uint32_t place = 0;
        friend auto operator<=>(const Reach &, const Reach &) = default;
    };
    void spread();

    const Network &network_;
    std::vector<std::optional<NetworkPlace>> places_;
    std::vector<std::vector<std::uint32_t>> on_edge_; // which places lie on an edge
    std::vector<std::optional<Reach>> nearest_;       // of each node
};

} // namespace qitu::proximity
