#include "datum_shift.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

namespace qitu::geodesy {

namespace {

constexpr std::string_view position_vector = "position_vector:";

std::vector<double> numbers_in(std::string_view text) {
    std::vector<double> numbers;
    while (true) {
        const std::size_t comma = text.find(',');
        double number = 0;
        if (!parse_number(text.substr(0, comma), number) || !std::isfinite(number))
            return {};
        numbers.push_back(number);
        if (comma == std::string_view::npos)
            return numbers;
        text.remove_prefix(comma + 1);
    }
}

/// From the file's coordinates to radians on its own ellipsoid.
std::string to_radians(const Crs &source) {
    const Ellipsoid &ellipsoid = source.ellipsoid();
    if (source.geographic())
        return "+step +proj=unitconvert +xy_in=deg +xy_out=rad";
    if (source.gauss_krueger())
        return fmt::format("+step +inv +proj=tmerc +lat_0=0 +lon_0={} +k=1 +x_0={} +y_0=0 +a={} +rf={}",
                           source.central_meridian(), source.false_easting(), ellipsoid.a, 1 / ellipsoid.f);
    throw NeedsParameter(Parameter::datum_shift, ErrorKind::refused,
                         say("{}: seven parameters apply to geographic or Gauss-Krueger coordinates only, "
                             "and this CRS is neither. Give a complete PROJ pipeline.",
                             source.name()));
}

std::string cart(const Ellipsoid &ellipsoid) {
    return fmt::format("+proj=cart +a={} +rf={}", ellipsoid.a, 1 / ellipsoid.f);
}

} // namespace

DatumShift datum_shift(const Crs &source, const std::string &shift) {
    if (shift.find("+proj=pipeline") != std::string::npos)
        return {shift, said("given PROJ pipeline: {}; accuracy unknown", shift)};
    const bool turned = shift.starts_with(position_vector);
    const std::vector<double> p =
        numbers_in(std::string_view(shift).substr(turned ? position_vector.size() : 0));
    if (p.size() != 7)
        throw Error(ErrorKind::usage,
                    say("\"{}\" is not a datum shift. Expected seven numbers dx,dy,dz,rx,ry,rz,ds (metres, "
                        "arc seconds, ppm) or a PROJ pipeline (+proj=pipeline …).",
                        shift));
    const char *convention = turned ? "position_vector" : "coordinate_frame";
    const std::string pipeline = fmt::format(
        "+proj=pipeline {} +step {} +step +proj=helmert +x={} +y={} +z={} +rx={} +ry={} +rz={} +s={} "
        "+convention={} +step +inv {} +step +proj=unitconvert +xy_in=rad +xy_out=deg",
        to_radians(source), cart(source.ellipsoid()), p[0], p[1], p[2], p[3], p[4], p[5], p[6], convention,
        cart(cgcs2000));
    return {pipeline, said("given seven parameters ({}; {}); accuracy unknown", shift, convention)};
}

} // namespace qitu::geodesy
