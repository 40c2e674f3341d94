#include "geometry/memory_layer.h"
#include "markup/place.h"
#include "markup/xml_text.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <array>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

geometry::Point point_of(const std::filesystem::path &file, const pugi::xml_node &node,
                         const std::string &of) {
    const char *longitude = node.attribute("lon").value();
    const char *latitude = node.attribute("lat").value();
    const std::optional<double> x = plain_number(trimmed_blanks(longitude));
    const std::optional<double> y = plain_number(trimmed_blanks(latitude));
    if (!x || !y)
        throw Error(ErrorKind::unreadable,
                    say("{}: {}: \"{}\" is not a longitude and a latitude. Correct it in the file.",
                        file.string(), of, std::string(longitude) + "," + latitude));
    return {*x, *y};
}

geometry::Ring points_in(const std::filesystem::path &file, const pugi::xml_node &node,
                         std::string_view element, const std::string &of) {
    geometry::Ring points;
    for (const pugi::xml_node &child : node.children())
        if (local_name(child) == element)
            points.push_back(point_of(file, child, of));
    return points;
}

Place described(const pugi::xml_node &node) {
    Place place;
    for (const char *column : {"name", "cmt", "desc", "src", "type", "number", "time", "ele"})
        if (const pugi::xml_node child = child_named(node, column))
            place.values.emplace_back(column, trimmed_blanks(child.text().get()));
    return place;
}

/// Waypoints, routes and tracks, in this order.
class GpxReader {
  public:
    explicit GpxReader(const std::filesystem::path &file) : file_(file) {}

    void take(const pugi::xml_node &node) {
        const std::string_view element = local_name(node);
        for (std::size_t i = 0; i < elements.size(); ++i)
            if (element == elements.at(i))
                folders_.at(i).places.push_back(place_of(node, folders_.at(i).places.size() + 1));
    }
    [[nodiscard]] const std::vector<Folder> &folders() const { return folders_; }

  private:
    static constexpr std::array<std::string_view, 3> elements{"wpt", "rte", "trk"};

    [[nodiscard]] Place place_of(const pugi::xml_node &node, std::size_t number) const {
        const std::string_view element = local_name(node);
        const std::string of = say("feature {} ({})", number, text_in(node, "name"));
        Place place = described(node);
        place.heights = !node.select_node(".//*[local-name()='ele']").node().empty();
        if (element == "wpt")
            place.figures.points.push_back(point_of(file_, node, of));
        if (element == "rte")
            place.figures.lines.push_back(points_in(file_, node, "rtept", of));
        for (const pugi::xml_node &segment : node.children())
            if (element == "trk" && local_name(segment) == "trkseg")
                if (geometry::Ring points = points_in(file_, segment, "trkpt", of); points.size() > 1)
                    place.figures.lines.push_back(std::move(points));
        return place;
    }

    const std::filesystem::path &file_;
    std::vector<Folder> folders_{{"waypoints", {}, {}}, {"routes", {}, {}}, {"tracks", {}, {}}};
};

} // namespace

Markup read_gpx(const std::filesystem::path &file, const std::string &text) {
    constexpr std::array<std::string_view, 9> holders{"gpx",   "trk", "trkseg",   "trkpt", "rte",
                                                      "rtept", "wpt", "metadata", "bounds"};
    const pugi::xml_document document = parsed_xml(file, text);
    refuse_text_within(file, document, holders);
    GpxReader reader(file);
    for (const pugi::xml_node &node : document.document_element().children())
        reader.take(node);
    Markup markup;
    markup.dataset = memory_dataset(file.stem().string());
    add_layers(reader.folders(), gdal::reference_from_epsg(4326).get(), markup);
    if (markup.layers.empty())
        throw Error(
            ErrorKind::unreadable,
            say("{}: it contains no track, route or waypoint. Send the file with the track.", file.string()));
    return markup;
}

} // namespace qitu::reader
