#include "conic.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>

namespace qitu::report {

namespace {

constexpr double radius = 6371007.2; // of the sphere with the ellipsoid's area
constexpr double degree = std::numbers::pi / 180;

// Little-endian ISO WKB in two dimensions, as the store keeps it.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> wkb) : wkb_(wkb) {}

    /// False when the bytes are no such geometry; then `paths` has what came before.
    bool read(Paths &paths) {
        std::uint8_t order = 0;
        std::uint32_t type = 0;
        if (!take(order) || order != 1 || !take(type) || type == 0 || type > 6)
            return false;
        if (type == point)
            return read_path(1, paths, Paths::Kind::point);
        std::uint32_t count = 0;
        if (!take(count))
            return false;
        if (type == line)
            return read_path(count, paths, Paths::Kind::line);
        for (; count > 0; --count)
            if (std::uint32_t points = 0; type == polygon
                                              ? !take(points) || !read_path(points, paths, Paths::Kind::ring)
                                              : !read(paths))
                return false;
        return true;
    }

  private:
    enum : std::uint32_t { point = 1, line = 2, polygon = 3 };

    bool read_path(std::uint32_t count, Paths &paths, Paths::Kind kind) {
        paths.kind = kind;
        geodesy::Ring &path = paths.paths.emplace_back();
        for (; count > 0; --count)
            if (geodesy::Point at; take(at.x) && take(at.y))
                path.push_back(at);
            else
                return false;
        return true;
    }

    template <typename Value>
    bool take(Value &value) {
        static_assert(std::endian::native == std::endian::little);
        if (wkb_.size() - at_ < sizeof value)
            return false;
        std::memcpy(&value, wkb_.data() + at_, sizeof value);
        at_ += sizeof value;
        return true;
    }

    std::span<const std::byte> wkb_;
    std::size_t at_ = 0;
};

} // namespace

std::optional<Paths> paths_of(std::span<const std::byte> wkb) {
    Paths paths;
    return Reader(wkb).read(paths) ? std::optional(std::move(paths)) : std::nullopt;
}

std::vector<geodesy::Ring> rings_of(const workspace::Boundary &boundary) {
    std::optional<Paths> paths = paths_of(boundary.wkb);
    if (!paths || paths->kind != Paths::Kind::ring)
        throw Error(ErrorKind::refused,
                    say("The boundary of {} {} is no polygon and cannot be drawn. Check the "
                        "workspace's boundaries.",
                        boundary.code, boundary.name));
    return std::move(paths->paths);
}

Conic::Conic(geodesy::Point south_west, geodesy::Point north_east)
    : middle_((south_west.x + north_east.x) / 2) {
    const double sixth = (north_east.y - south_west.y) / 6;
    const double first = (south_west.y + sixth) * degree;
    const double second = (north_east.y - sixth) * degree;
    n_ = (std::sin(first) + std::sin(second)) / 2;
    c_ = std::cos(first) * std::cos(first) + 2 * n_ * std::sin(first);
    rho_ = radius * std::sqrt(c_ - 2 * n_ * std::sin((south_west.y + north_east.y) / 2 * degree)) / n_;
}

geodesy::Point Conic::forward(geodesy::Point geographic) const {
    const double rho = radius * std::sqrt(c_ - 2 * n_ * std::sin(geographic.y * degree)) / n_;
    const double theta = n_ * (geographic.x - middle_) * degree;
    return {rho * std::sin(theta), rho_ - rho * std::cos(theta)};
}

} // namespace qitu::report
