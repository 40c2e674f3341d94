#include "field_sites.h"

#include <qitu/core/base/units.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace qitu::sample {

using geodesy::Point;
using geodesy::Ring;

namespace {

geodesy::GaussKrueger projection_for(Drawn drawn, Point corner) {
    return drawn == Drawn::plane ? geodesy::GaussKrueger(zone_36_meridian, zone_36_easting)
                                 : geodesy::GaussKrueger(geodesy::central_meridian_near(corner.x));
}

} // namespace

Point rounded(Point point, Drawn drawn) {
    const double places = drawn == Drawn::plane ? 1e3 : 1e9;
    return {std::round(point.x * places) / places, std::round(point.y * places) / places};
}

Frame::Frame(Drawn drawn, Point corner, double angle)
    : drawn_(drawn), projection_(projection_for(drawn, corner)), corner_(projection_.forward(corner)),
      angle_(angle), cosine_(std::cos(angle)), sine_(std::sin(angle)) {}

Frame Frame::centred(Drawn drawn, Point centre, double angle, double length, double height) {
    return Frame(drawn, centre, angle).moved(-length / 2, -height / 2, drawn);
}

Frame Frame::moved(double u, double v, Drawn drawn) const {
    return Frame(drawn, geographic(u, v), angle_);
}

Point Frame::plane(double u, double v) const {
    return {corner_.x + u * cosine_ - v * sine_, corner_.y + u * sine_ + v * cosine_};
}

Point Frame::at(double u, double v) const {
    return rounded(drawn_ == Drawn::plane ? plane(u, v) : geographic(u, v), drawn_);
}

Point Frame::geographic(double u, double v) const {
    return projection_.inverse(plane(u, v));
}

Block block_for(std::size_t parcels, double width, double depth) {
    Block block{width, depth, 1, 1};
    const double square = std::sqrt(static_cast<double>(std::max<std::size_t>(parcels, 1)) * depth / width);
    block.columns = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(square)));
    const auto held = [](const Block &b) { return b.rows * b.columns + b.rows / 2; };
    while (held(block) < parcels)
        ++block.rows;
    return block;
}

namespace {

// A vertex knows where it lies in the frame, for areas, and how it is written.
struct Vertex {
    double u = 0, v = 0;
    Point stored;
};

// Vertices of a block: those on the lines between rows, at every half width, and two on each side wall.
class Net {
  public:
    Net(const Block &block, const Frame &frame, Random &random) : halves_(2 * block.columns + 1) {
        const double slack = 0.03 * std::min(block.width, block.depth);
        for (std::size_t row = 0; row <= block.rows; ++row)
            for (std::size_t half = 0; half < halves_; ++half)
                line_.push_back(vertex(frame, static_cast<double>(half) * block.width / 2,
                                       static_cast<double>(row) * block.depth, slack, random));
        for (std::size_t row = 0; row < block.rows; ++row)
            for (std::size_t half = 0; half < halves_; ++half)
                walls_.push_back(wall(block, frame, row, half, slack, random));
    }

    [[nodiscard]] std::vector<Vertex> ring(std::size_t row, std::size_t from, std::size_t to) const {
        std::vector<Vertex> ring;
        ring.reserve(2 * (to - from) + 7);
        for (std::size_t half = from; half <= to; ++half)
            ring.push_back(line_[row * halves_ + half]);
        const auto &right = walls_[row * halves_ + to];
        ring.insert(ring.end(), right.begin(), right.end());
        for (std::size_t half = to + 1; half-- > from;)
            ring.push_back(line_[(row + 1) * halves_ + half]);
        const auto &left = walls_[row * halves_ + from];
        ring.insert(ring.end(), left.rbegin(), left.rend());
        ring.push_back(ring.front());
        return ring;
    }

  private:
    using Wall = std::array<Vertex, 2>;

    static Vertex vertex(const Frame &frame, double u, double v, double slack, Random &random) {
        u += random.around(slack);
        v += random.around(slack);
        return {u, v, frame.at(u, v)};
    }
    static Wall wall(const Block &block, const Frame &frame, std::size_t row, std::size_t half, double slack,
                     Random &random) {
        const bool shifted = row % 2 == 1;
        const bool end = half == 0 || half == 2 * block.columns;
        if (!end && (half % 2 == 1) != shifted)
            return {}; // no parcel ends here
        const double u = static_cast<double>(half) * block.width / 2;
        const double v = static_cast<double>(row) * block.depth;
        const Vertex lower = vertex(frame, u, v + block.depth / 3, slack, random);
        return {lower, vertex(frame, u, v + block.depth * 2 / 3, slack, random)};
    }

    std::size_t halves_;
    std::vector<Vertex> line_;
    std::vector<Wall> walls_;
};

Parcel parcel_of(const std::vector<Vertex> &vertices) {
    Ring ring;
    ring.reserve(vertices.size());
    double twice = 0;
    for (std::size_t i = 0; i < vertices.size(); ++i) {
        ring.push_back(vertices[i].stored);
        if (i > 0)
            twice += vertices[i - 1].u * vertices[i].v - vertices[i].u * vertices[i - 1].v;
    }
    Parcel parcel;
    parcel.mu = std::abs(twice) / 2 / square_metres_per_mu;
    parcel.polygon.push_back(std::move(ring));
    return parcel;
}

} // namespace

std::vector<Parcel> parcels_of(const Block &block, const Frame &frame, std::size_t count, Random &random) {
    const Net net(block, frame, random);
    const std::size_t last = 2 * block.columns;
    std::vector<Parcel> parcels;
    parcels.reserve(count);
    for (std::size_t row = 0; row < block.rows; ++row)
        for (std::size_t from = 0; from < last && parcels.size() < count;) {
            const std::size_t to = std::min(last, from + (row % 2 == 1 && from == 0 ? 1 : 2));
            parcels.push_back(parcel_of(net.ring(row, from, to)));
            from = to;
        }
    return parcels;
}

std::vector<Parcel> canal_strip(double length, std::size_t pieces, const Frame &frame, Random &random) {
    constexpr double step = 60;
    const double width = random.between(6, 12);
    const auto steps =
        std::max<std::size_t>(4, static_cast<std::size_t>(length / static_cast<double>(pieces) / step));
    const double reach = length / static_cast<double>(pieces * steps);
    std::vector<Vertex> near_bank;
    std::vector<Vertex> far_bank;
    for (std::size_t i = 0; i <= pieces * steps; ++i) {
        const double u = static_cast<double>(i) * reach;
        const double v = -24 + 3 * std::sin(u / 170) + random.around(0.4);
        near_bank.push_back({u, v, frame.at(u, v)});
        far_bank.push_back({u, v - width, frame.at(u, v - width)});
    }
    std::vector<Parcel> strips;
    for (std::size_t piece = 0; piece < pieces; ++piece) {
        const auto from = static_cast<std::ptrdiff_t>(piece * steps);
        const auto to = from + static_cast<std::ptrdiff_t>(steps) + 1;
        std::vector<Vertex> ring(far_bank.begin() + from, far_bank.begin() + to);
        const std::vector<Vertex> back(near_bank.begin() + from, near_bank.begin() + to);
        ring.insert(ring.end(), back.rbegin(), back.rend());
        ring.push_back(ring.front());
        strips.push_back(parcel_of(ring));
    }
    return strips;
}

void make_bow_tie(geodesy::Polygon &polygon) {
    Ring &shell = polygon.front();
    const auto corners = static_cast<std::ptrdiff_t>(shell.size()) - 1;
    const auto begin = shell.begin() + corners / 2;
    std::reverse(begin, begin + std::max<std::ptrdiff_t>(2, corners / 3));
}

void make_hole(Parcel &parcel, Drawn drawn) {
    constexpr double scale = 0.2;
    const Ring &shell = parcel.polygon.front();
    Point middle;
    const auto corners = static_cast<double>(shell.size() - 1);
    for (std::size_t i = 1; i < shell.size(); ++i) {
        middle.x += shell[i].x / corners;
        middle.y += shell[i].y / corners;
    }
    Ring hole;
    for (const Point &corner : shell)
        hole.push_back(rounded(
            {middle.x + scale * (corner.x - middle.x), middle.y + scale * (corner.y - middle.y)}, drawn));
    std::reverse(hole.begin(), hole.end());
    parcel.polygon.push_back(std::move(hole));
    parcel.mu *= 1 - scale * scale;
}

} // namespace qitu::sample
