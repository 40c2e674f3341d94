#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/core/geometry/geos.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/boundaries/townships.h>
#include <qitu/data/reader/raw_file.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace qitu::boundaries {

namespace {

namespace fs = std::filesystem;
using geometry::GeosGeometry;

constexpr std::size_t banner_digits = 6;
constexpr std::size_t township_digits = 9;
constexpr double least_m2 = 1; // of land that lies in no township

constexpr std::array township_code_aliases{"code",         "xzqdm", "乡镇代码", "苏木乡镇代码", "行政区代码",
                                           "行政区划代码", "xzjdm", "xzdm",     "代码",         "zldwdm",
                                           "dm",           "gb",    "town_code"};
constexpr std::array township_name_aliases{"name",   "xzqmc",      "乡镇名称", "苏木乡镇", "苏木乡镇名称",
                                           "乡镇",   "行政区名称", "xzjmc",    "xzmc",     "名称",
                                           "zldwmc", "mc",         "town_name"};

template <typename Aliases>
std::size_t field_of(const reader::RawFile &file, const fs::path &path, const reader::OpenOptions &options,
                     const char *role, const Aliases &aliases) {
    const std::vector<std::string> &fields = file.fields();
    if (const auto asked = options.map.find(role); asked != options.map.end()) {
        const auto found = std::find(fields.begin(), fields.end(), asked->second);
        if (found != fields.end())
            return static_cast<std::size_t>(found - fields.begin());
    } else {
        for (const char *alias : aliases)
            for (std::size_t i = 0; i < fields.size(); ++i)
                if (folded(fields[i]) == folded(alias))
                    return i;
    }
    throw NeedsParameter(Parameter::map, ErrorKind::refused,
                         say("{}: no field has the {} of the township. Its fields: {}. Name the one to use.",
                             path.string(), std::string_view(role) == "code" ? say("code") : say("name"),
                             fmt::join(fields, ", ")));
}

bool is_code(const std::string &text) {
    return text.size() >= township_digits && std::all_of(text.begin(), text.end(), [](char c) {
               return std::isdigit(static_cast<unsigned char>(c)) != 0;
           });
}

struct Sent {
    overlay::Zones zones;
    std::map<std::string, std::string> names; // by code
};

Sent read_zones(const fs::path &path, const reader::OpenOptions &options,
                const std::map<std::string, const workspace::Boundary *> &banners) {
    reader::RawFile file(path, options);
    const std::size_t code = field_of(file, path, options, "code", township_code_aliases);
    const std::size_t name = field_of(file, path, options, "name", township_name_aliases);
    Sent sent{{file.crs(), {}}, {}};
    for (reader::RawFeature feature; file.next(feature);) {
        std::string text = catalogue::text_of(feature.values[code]);
        if (text.ends_with(".0"))
            text.resize(text.size() - 2);
        if (!is_code(text) || !banners.contains(text.substr(0, banner_digits)))
            throw Error(
                ErrorKind::refused,
                say("{}: feature {}: \"{}\" is not the code of a township. Nine digits are expected, of "
                    "which the first six are the code of a banner of this workspace.",
                    path.string(), feature.id, text));
        text.resize(township_digits);
        sent.names[text] = catalogue::text_of(feature.values[name]);
        sent.zones.zones.push_back({text, std::move(feature.wkb)});
    }
    if (sent.zones.zones.empty())
        throw Error(ErrorKind::refused, say("{}: the file has no features. Name a file with the borders of "
                                            "townships.",
                                            path.string()));
    return sent;
}

struct Size {
    double m2 = 0;
    double width_m = 0; // about: twice the area over the perimeter
    geometry::Point place;
};

// Of the largest part.
Size largest_part(const geometry::Shape &shape) {
    Size largest;
    for (const geometry::Polygon &polygon : geometry::polygons_of(shape)) {
        const double m2 = geodesy::area(polygon, geodesy::Method::geodesic);
        if (m2 <= largest.m2)
            continue;
        double around = 0;
        for (const geometry::Ring &ring : polygon)
            around += geodesy::length(ring);
        largest = {m2, around > 0 ? 2 * m2 / around : 0, polygon.front().front()};
    }
    return largest;
}

class Clipper {
  public:
    Clipper(const fs::path &path, const Tolerance &tolerance) : path_(path), tolerance_(tolerance) {}

    void begin(const workspace::Boundary &banner) {
        banner_ = geos_.from(geometry::read_wkb(banner.wkb));
        townships_.clear();
    }

    // Cut at the banner's border.
    std::vector<std::byte> clipped(const overlay::Zone &zone, const std::string &name) {
        const GeosGeometry township = geos_.from(geometry::read_wkb(zone.wkb));
        refuse_outside(shape_of(geos_.difference(township.get(), banner_.get())), zone.code, name);
        GeosGeometry inside = geos_.intersection(township.get(), banner_.get());
        std::vector<std::byte> wkb = geometry::write_wkb(shape_of(inside));
        townships_.push_back(std::move(inside));
        return wkb;
    }

    // What of the banner lies in no township; empty where that is nothing.
    std::vector<std::byte> rest() {
        const GeosGeometry all = geos_.united(std::move(townships_));
        const geometry::Shape left = shape_of(geos_.difference(banner_.get(), all.get()));
        double m2 = 0;
        for (const geometry::Polygon &polygon : geometry::polygons_of(left))
            m2 += geodesy::area(polygon, geodesy::Method::geodesic);
        return m2 < least_m2 ? std::vector<std::byte>() : geometry::write_wkb(left);
    }

  private:
    geometry::Shape shape_of(const GeosGeometry &geometry) {
        geometry::Shape shape;
        shape.kind = geometry::Kind::polygon;
        geos_.read(geometry.get(), geometry::Kind::polygon, shape);
        return shape;
    }

    void refuse_outside(const geometry::Shape &outside, const std::string &code,
                        const std::string &name) const {
        const Size size = largest_part(outside);
        if (size.m2 <= tolerance_.m2 && size.width_m <= tolerance_.width_m)
            return;
        throw Error(
            ErrorKind::refused,
            say("{}: {} {} lies outside its banner with {:.0f} m², about {:.1f} m wide, near {:.5f} {:.5f}: "
                "more than the tolerance ({} m wide, {} m²). Correct its code or its border.",
                path_.string(), code, name, size.m2, size.width_m, size.place.x, size.place.y,
                tolerance_.width_m, tolerance_.m2));
    }

    const fs::path &path_;
    const Tolerance &tolerance_;
    geometry::Geos geos_;
    GeosGeometry banner_;
    std::vector<GeosGeometry> townships_;
};

void refuse_faults(const coverage::CoverageReport &found, const Tolerance &tolerance, const fs::path &path) {
    if (!found.invalid.empty())
        throw Error(ErrorKind::refused,
                    say("{}: {} boundaries are invalid, the first: {}. Correct them (QGIS: "
                        "Fix geometries), check the result, and try again.",
                        path.string(), found.invalid.size(), found.invalid.front()));
    for (const coverage::CoverageReport::Fault &overlap : found.overlaps)
        if (overlap.width_m > tolerance.width_m || overlap.m2 > tolerance.m2)
            throw Error(ErrorKind::refused,
                        say("{}: the townships {} and {} overlap by {:.0f} m², about {:.1f} m wide, at "
                            "{:.5f} {:.5f}: "
                            "more than the tolerance ({} m wide, {} m²).",
                            path.string(), overlap.a, overlap.b, overlap.m2, overlap.width_m, overlap.place.x,
                            overlap.place.y, tolerance.width_m, tolerance.m2));
}

} // namespace

std::vector<workspace::Boundary> read_townships(const fs::path &file, const reader::OpenOptions &options,
                                                const Tolerance &tolerance,
                                                const std::vector<workspace::Boundary> &banners) {
    std::map<std::string, const workspace::Boundary *> known;
    for (const workspace::Boundary &banner : banners)
        known[banner.code] = &banner;
    const Sent sent = read_zones(file, options, known);
    const coverage::CleanCoverage clean =
        coverage::clean_coverage(sent.zones, {tolerance.width_m, tolerance.m2});
    refuse_faults(clean.found, tolerance, file);
    Clipper clipper(file, tolerance);
    std::vector<workspace::Boundary> townships;
    for (std::size_t i = 0; i < clean.zones.size();) { // by code, so banner by banner
        const std::string banner = clean.zones[i].code.substr(0, banner_digits);
        clipper.begin(*known.at(banner));
        for (; i < clean.zones.size() && clean.zones[i].code.starts_with(banner); ++i) {
            const std::string &name = sent.names.at(clean.zones[i].code);
            townships.push_back({clean.zones[i].code, name, banner, clipper.clipped(clean.zones[i], name)});
        }
        if (std::vector<std::byte> rest = clipper.rest(); !rest.empty())
            townships.push_back({banner + "000", known.at(banner)->name + "其余", banner, std::move(rest)});
    }
    std::sort(townships.begin(), townships.end(),
              [](const workspace::Boundary &a, const workspace::Boundary &b) { return a.code < b.code; });
    return townships;
}

} // namespace qitu::boundaries
