#include "raster_ground.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <charconv>

namespace qitu::layer_overlay {

raster::ShapeCells RasterSource::open(geodesy::Target target) const {
    return {facts.grid, target,
            slope ? rasters::open_slopes(facts, raster::SlopeAs::classes) : rasters::open_cells(facts)};
}

Class RasterSource::class_of(std::int64_t value) const {
    if (slope) {
        const std::string name(raster::slope_class_name(value));
        return {std::to_string(value), {name, name}};
    }
    const auto found = facts.names.find(value);
    const std::string name = found == facts.names.end() ? std::to_string(value) : found->second;
    return {std::to_string(value), {name, name}};
}

RasterParts parts_upon(raster::ShapeCells &cells, const geometry::Shape &parcel,
                       const tabulate::Placement &placement) {
    RasterParts parts{cells.of(parcel, placement.straight_m2), {}};
    for (const tabulate::Placement::Split &split : placement.splits) {
        if (placement.splits.size() == 1)
            parts.splits.push_back(parts.whole);
        else if (split.shape.empty())
            parts.splits.push_back({{}, 0, 1});
        else
            parts.splits.push_back(cells.of(split.shape));
    }
    return parts;
}

std::vector<Class> RasterClasses::classes(const RasterSource &source) const {
    std::vector<Class> classes;
    for (const auto &[value, number] : numbers_)
        classes.push_back(source.class_of(value));
    return classes;
}

std::vector<std::uint32_t> RasterClasses::ranks() const {
    std::vector<std::uint32_t> ranks(numbers_.size());
    std::uint32_t rank = 0;
    for (const auto &[value, number] : numbers_)
        ranks[number] = rank++;
    return ranks;
}

namespace {

// 0 for "", which is the only one of a raster.
int band_number(const std::filesystem::path &file, const std::string &text) {
    int band = 0;
    const char *end = text.data() + text.size();
    if (!text.empty() && (std::from_chars(text.data(), end, band).ptr != end || band < 1))
        throw Error(
            ErrorKind::usage,
            say("{}: \"{}\" is not what a raster has. Write :slope behind heights, or the number of a "
                "band.",
                file.string(), text));
    return band;
}

} // namespace

Ground ground_of_raster(const std::filesystem::path &file, const std::string &of) {
    const bool slope = of == "slope";
    RasterSource source{rasters::facts_of(file, slope ? 0 : band_number(file, of)), slope};
    if (slope)
        rasters::require_metres(source.facts);
    else if (!source.facts.whole_numbers)
        throw Error(ErrorKind::usage,
                    say("{}: its values are real numbers ({}), and classes are whole ones. Round them first; "
                        "for heights write {}:slope.",
                        file.string(), source.facts.type, file.string()));
    const std::string name = file.stem().string();
    return {name,
            {name, name},
            {},
            {source.facts.grid.crs, {}},
            {},
            0,
            std::make_shared<const RasterSource>(std::move(source))};
}

} // namespace qitu::layer_overlay
