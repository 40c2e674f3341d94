#include "geometry/memory_layer.h"
#include "markup/place.h"
#include "markup/xml_text.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace qitu::reader {

namespace {

constexpr std::array containers{"kml", "Document", "Folder"};
constexpr int deepest = 200; // folders in folders

std::string kind_left_out(std::string_view element) {
    if (element == "GroundOverlay")
        return say("ground overlays");
    if (element == "PhotoOverlay" || element == "ScreenOverlay")
        return say("image overlays");
    if (element == "NetworkLink")
        return say("links to other files");
    if (element == "Tour")
        return say("tours");
    return {};
}

class KmlReader {
  public:
    KmlReader(const std::filesystem::path &file, const pugi::xml_document &document) : file_(file) {
        for (const pugi::xpath_node &found : document.select_nodes("//*[local-name()='SimpleField']"))
            note_type(found.node());
        walk(document.document_element(), file.stem().string(), 0);
    }

    [[nodiscard]] const std::vector<Folder> &folders() const { return folders_; }

    /// "1 ground overlays (扫描底图)"
    [[nodiscard]] std::string left_out() const {
        std::vector<std::string> kinds;
        for (const auto &[kind, names] : left_out_)
            kinds.push_back(say(
                "{} {} ({})", names.size(), kind,
                fmt::join(names.begin(),
                          names.begin() + std::min<std::ptrdiff_t>(5, names.end() - names.begin()), ", ")));
        return fmt::format("{}", fmt::join(kinds, ", "));
    }

  private:
    void note_type(const pugi::xml_node &field) {
        const std::string_view type = field.attribute("type").value();
        if (type != "string" && type != "bool" && !type.empty())
            numeric_[field.attribute("name").value()] = true;
    }

    void walk(const pugi::xml_node &container, const std::string &otherwise, int depth) {
        if (depth > deepest)
            throw Error(ErrorKind::unreadable,
                        say("{}: its folders are nested more than {} deep.", file_.string(), deepest));
        std::string name = text_in(container, "name");
        const std::size_t at = folders_.size();
        folders_.push_back({name.empty() ? otherwise : name, {}, numeric_});
        for (const pugi::xml_node &child : container.children()) {
            const std::string_view element = local_name(child);
            if (element == "Placemark")
                folders_[at].places.push_back(place_of(child, folders_[at].places.size() + 1));
            else if (std::find(containers.begin(), containers.end(), element) != containers.end())
                walk(child,
                     local_name(container) == "kml" ? otherwise : fmt::format("Layer{}", folders_.size()),
                     depth + 1);
            else if (const std::string kind = kind_left_out(element); !kind.empty())
                left_out_[kind].push_back(text_in(child, "name"));
        }
    }

    Place place_of(const pugi::xml_node &mark, std::size_t number) {
        Place place;
        now_ = say("feature {} ({})", number, text_in(mark, "name"));
        heights_ = false;
        place.values.emplace_back("Name", text_in(mark, "name"));
        for (const pugi::xml_node &child : mark.children())
            take(child, place);
        place.heights = heights_;
        return place;
    }

    void take(const pugi::xml_node &child, Place &place) {
        const std::string_view element = local_name(child);
        if (element == "description")
            place.values.emplace_back("description", trimmed_blanks(child.text().get()));
        else if (element == "TimeStamp")
            place.values.emplace_back("timestamp", text_in(child, "when"));
        else if (element == "TimeSpan") {
            place.values.emplace_back("begin", text_in(child, "begin"));
            place.values.emplace_back("end", text_in(child, "end"));
        } else if (element == "ExtendedData")
            take_data(child, place);
        else if (element == "OvCoordType")
            place.system = trimmed_blanks(child.text().get());
        else
            take_figure(child, place.figures, 0);
    }

    static void take_data(const pugi::xml_node &data, Place &place) {
        for (const pugi::xml_node &child : data.children()) {
            if (local_name(child) == "Data")
                place.values.emplace_back(child.attribute("name").value(), text_in(child, "value"));
            else if (local_name(child) == "SchemaData")
                for (const pugi::xml_node &simple : child.children())
                    if (local_name(simple) == "SimpleData")
                        place.values.emplace_back(simple.attribute("name").value(),
                                                  trimmed_blanks(simple.text().get()));
            if (local_name(child) == "OvCoordType")
                place.system = trimmed_blanks(child.text().get());
        }
    }

    void take_figure(const pugi::xml_node &node, PlaceFigures &figures, int depth) {
        const std::string_view element = local_name(node);
        if (element == "Point")
            for (const geometry::Point &point : points_in(node))
                figures.points.push_back(point);
        else if (element == "LineString")
            add_line(points_in(node), figures);
        else if (element == "LinearRing")
            add_polygon({points_in(node)}, figures);
        else if (element == "Polygon")
            add_polygon(rings_in(node), figures);
        else if (element == "Track")
            add_line(track_in(node), figures);
        else if ((element == "MultiGeometry" || element == "MultiTrack") && depth < deepest)
            for (const pugi::xml_node &part : node.children())
                take_figure(part, figures, depth + 1);
        else if (element == "Model")
            left_out_[say("models")].push_back(now_);
    }

    static void add_line(geometry::Ring line, PlaceFigures &figures) {
        if (line.size() == 1)
            figures.points.push_back(line.front());
        else if (!line.empty())
            figures.lines.push_back(std::move(line));
    }

    static void add_polygon(geometry::Polygon rings, PlaceFigures &figures) {
        if (!rings.empty() && !rings.front().empty())
            figures.polygons.push_back(std::move(rings));
    }

    geometry::Polygon rings_in(const pugi::xml_node &polygon) {
        geometry::Polygon rings;
        for (const char *border : {"outerBoundaryIs", "innerBoundaryIs"})
            for (const pugi::xml_node &child : polygon.children())
                if (local_name(child) == border)
                    for (const pugi::xml_node &ring : child.children())
                        if (local_name(ring) == "LinearRing")
                            rings.push_back(points_in(ring));
        return rings;
    }

    geometry::Ring track_in(const pugi::xml_node &track) {
        geometry::Ring points;
        for (const pugi::xml_node &child : track.children())
            if (local_name(child) == "coord") {
                std::string text = trimmed_blanks(child.text().get());
                std::replace(text.begin(), text.end(), ' ', ',');
                for (const geometry::Point &point : numbers_in(text))
                    points.push_back(point);
            }
        return points;
    }

    geometry::Ring points_in(const pugi::xml_node &figure) {
        return numbers_in(child_named(figure, "coordinates").text().get());
    }

    geometry::Ring numbers_in(std::string_view text) {
        std::string bad;
        if (std::optional<geometry::Ring> points = tuples(text, bad, heights_))
            return std::move(*points);
        throw Error(ErrorKind::unreadable,
                    say("{}: {}: \"{}\" is not a longitude and a latitude. Correct it in the file.",
                        file_.string(), now_, bad));
    }

    const std::filesystem::path &file_;
    std::vector<Folder> folders_;
    std::map<std::string, bool> numeric_;
    std::map<std::string, std::vector<std::string>> left_out_; // kind → names
    bool heights_ = false;                                     // of the placemark at hand
    std::string now_;                                          // the placemark at hand, for messages
};

} // namespace

Markup read_kml(const std::filesystem::path &file, const std::string &text) {
    constexpr std::array<std::string_view, 11> holders{
        "kml",        "Document",        "Folder",          "Placemark",  "MultiGeometry", "Polygon",
        "LinearRing", "outerBoundaryIs", "innerBoundaryIs", "LineString", "Point"};
    const pugi::xml_document document = parsed_xml(file, text);
    refuse_text_within(file, document, holders);
    const KmlReader reader(file, document);
    Markup markup;
    markup.dataset = memory_dataset(file.stem().string());
    add_layers(reader.folders(), gdal::reference_from_epsg(4326).get(), markup);
    const std::string left_out = reader.left_out();
    if (markup.layers.empty())
        throw Error(ErrorKind::unreadable,
                    say("{}: it contains no placemark{}. Send a file with the parcels.", file.string(),
                        left_out.empty() ? "" : say(", only {}", left_out)));
    if (!left_out.empty())
        markup.notes.push_back(say("left out, being no parcels: {}", left_out));
    return markup;
}

} // namespace qitu::reader
