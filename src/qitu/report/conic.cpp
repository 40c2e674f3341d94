#include "conic.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>

namespace qitu::report {

namespace {

constexpr double radius = 6371007.2; // of the sphere with the ellipsoid's area
constexpr double degree = std::numbers::pi / 180;

// Little-endian ISO WKB in two dimensions, as the store keeps it.
class Reader {
  public:
    explicit Reader(const store::Boundary &boundary) : boundary_(boundary) {}

    std::vector<geodesy::Ring> rings() {
        constexpr std::uint32_t polygon = 3;
        constexpr std::uint32_t multi_polygon = 6;
        std::vector<geodesy::Ring> result;
        const std::uint32_t kind = header();
        if (kind != polygon && kind != multi_polygon)
            refuse();
        for (std::uint32_t left = kind == polygon ? 1 : read<std::uint32_t>(); left > 0; --left) {
            if (kind == multi_polygon && header() != polygon)
                refuse();
            for (auto count = read<std::uint32_t>(); count > 0; --count)
                result.push_back(ring());
        }
        return result;
    }

  private:
    std::uint32_t header() {
        if (read<std::uint8_t>() != 1)
            refuse();
        return read<std::uint32_t>();
    }

    geodesy::Ring ring() {
        geodesy::Ring result;
        for (auto count = read<std::uint32_t>(); count > 0; --count) {
            const auto x = read<double>();
            result.push_back({x, read<double>()});
        }
        return result;
    }

    template <typename Number>
    Number read() {
        static_assert(std::endian::native == std::endian::little);
        Number number{};
        if (boundary_.wkb.size() - at_ < sizeof number)
            refuse();
        std::memcpy(&number, boundary_.wkb.data() + at_, sizeof number);
        at_ += sizeof number;
        return number;
    }

    [[noreturn]] void refuse() const {
        throw Error(Status::refused, say("The boundary of {} {} is no polygon and cannot be drawn. Check the "
                                         "workspace's boundaries.",
                                         boundary_.code, boundary_.name));
    }

    const store::Boundary &boundary_;
    std::size_t at_ = 0;
};

} // namespace

std::vector<geodesy::Ring> rings_of(const store::Boundary &boundary) {
    return Reader(boundary).rings();
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
