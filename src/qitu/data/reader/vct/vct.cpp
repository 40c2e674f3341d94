#include "vct/vct.h"

#include "geometry/memory_layer.h"
#include "geometry/rings.h"
#include "markup/place.h"
#include "markup/xml_text.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

using geometry::Point;
using geometry::Ring;
using Words = std::vector<std::string>;

constexpr int indirect = 100;
constexpr int by_lines = 21;
constexpr int polyline = 11;

/// The text line by line; blank lines are passed over.
class Lines {
  public:
    Lines(const std::filesystem::path &file, std::string_view text) : file_(file), rest_(text) {}

    /// False at the end.
    bool next() {
        while (!rest_.empty()) {
            const std::size_t end = rest_.find('\n');
            line_ = trimmed_blanks(rest_.substr(0, end));
            rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
            ++number_;
            if (!line_.empty())
                return true;
        }
        return false;
    }
    const std::string &must() {
        if (!next())
            refuse(say("the text ends too early"));
        return line_;
    }
    [[nodiscard]] const std::string &line() const { return line_; }
    std::int64_t integer() {
        const std::optional<double> number = plain_number(must());
        if (!number || *number != std::trunc(*number) || std::abs(*number) > 1e15)
            refuse(say("expected a whole number, found \"{}\"", line_));
        return static_cast<std::int64_t>(*number);
    }
    Words words(char separator) {
        Words result{{}};
        for (const char c : line_)
            if (c == separator)
                result.emplace_back();
            else
                result.back() += c;
        for (std::string &word : result)
            word = trimmed_blanks(word);
        return result;
    }
    [[noreturn]] void refuse(const std::string &why) const {
        throw Error(ErrorKind::unreadable, say("{}: line {}: {}.", file_.string(), number_, why));
    }

  private:
    const std::filesystem::path &file_;
    std::string_view rest_;
    std::string line_;
    std::size_t number_ = 0;
};

/// A figure with what it is of.
struct Object {
    std::int64_t id = 0;
    std::string code;
    PlaceFigures figures;
    std::vector<std::int64_t> lines; // of an indirect polygon; 0 between rings
    bool polygon = false;
};

struct Table {
    Words fields;
    std::map<std::int64_t, Words> rows; // by id
};

class VctReader {
  public:
    VctReader(const std::filesystem::path &file, std::string_view text) : lines_(file, text) { read(); }

    [[nodiscard]] Vct take(const std::filesystem::path &file) {
        Vct result;
        result.layers.dataset = memory_dataset(file.stem().string());
        add_layers(folders(), nullptr, result.layers);
        if (result.layers.layers.empty())
            throw Error(ErrorKind::unreadable,
                        say("{}: it contains no figures. Send the file complete.", file.string()));
        if (annotations_ > 0)
            result.layers.notes.push_back(say("{} annotations were left out", annotations_));
        result.spheroid = head_["spheroid"];
        result.meridian = meridian();
        return result;
    }

  private:
    /// Attributes come last: a file of tables without them was cut.
    void read() {
        read_sections();
        if (!tables_.empty() && !whole_)
            lines_.refuse(say("the text ends too early"));
    }

    void read_sections() {
        while (lines_.next()) {
            const std::string section = folded(lines_.line());
            if (section == "headbegin")
                each("headend", [&] { take_head(); });
            else if (section == "featurecodebegin")
                each("featurecodeend", [&] { take_code(); });
            else if (section == "tablestructurebegin")
                each("tablestructureend", [&] { take_structure(); });
            else if (section == "pointbegin")
                each("pointend", [&] { take_point(); });
            else if (section == "linebegin")
                each("lineend", [&] { take_line(); });
            else if (section == "polygonbegin")
                each("polygonend", [&] { take_polygon(); });
            else if (section == "annotationbegin")
                each("annotationend", [&] { annotations_ += lines_.line() == "0" ? 1 : 0; });
            else if (section == "attributebegin")
                whole_ = each("attributeend", [&] { take_attributes(); });
        }
    }

    /// Every line, or what begins with it, until the one that ends a section.
    template <typename Take>
    bool each(const char *end, const Take &take) {
        while (folded(lines_.must()) != end)
            take();
        return true;
    }

    void take_head() {
        const std::size_t colon = lines_.line().find(':');
        if (colon == std::string::npos)
            return;
        const std::string key = folded(lines_.line().substr(0, colon));
        const std::string value = trimmed_blanks(lines_.line().substr(colon + 1));
        head_[key] = value;
        if (key == "separator" && !value.empty())
            separator_ = value.front();
        if (key == "version" && value.find("1.") == 0)
            lines_.refuse(say("VCT {} is not read, only version 2.0 of GB/T 17798-2007", value));
    }

    void take_code() {
        const Words words = lines_.words(separator_);
        if (words.size() < 4)
            lines_.refuse(say("expected a feature code with its table, found \"{}\"", lines_.line()));
        tables_of_codes_[words[0]] = words[3];
        names_[words[3]] = words[1];
    }

    void take_structure() {
        Table &table = tables_[lines_.words(separator_).front()];
        while (lines_.must() != "0")
            table.fields.push_back(lines_.words(separator_).front());
    }

    Object object() {
        Object made;
        const std::optional<double> id = plain_number(lines_.line());
        if (!id)
            lines_.refuse(say("expected the number of an object, found \"{}\"", lines_.line()));
        made.id = static_cast<std::int64_t>(*id);
        made.code = lines_.must();
        lines_.must(); // its representation
        return made;
    }

    Point point() {
        lines_.must();
        const Words words = lines_.words(separator_);
        const std::optional<double> x = words.size() > 1 ? plain_number(words[0]) : std::nullopt;
        const std::optional<double> y = words.size() > 1 ? plain_number(words[1]) : std::nullopt;
        if (!x || !y)
            lines_.refuse(say("expected two coordinates, found \"{}\"", lines_.line()));
        return folded(head_["xaxisdirection"]) == "n" ? Point{*y, *x} : Point{*x, *y};
    }

    Ring points() {
        Ring ring;
        for (std::int64_t count = lines_.integer(); count > 0; --count)
            ring.push_back(point());
        return ring;
    }

    void finish(Object made, std::vector<Object> &into) {
        if (lines_.must() != "0")
            lines_.refuse(say("expected 0 at the end of object {}, found \"{}\"", made.id, lines_.line()));
        into.push_back(std::move(made));
    }

    void take_point() {
        Object made = object();
        constexpr std::int64_t group = 4;
        if (lines_.integer() == group)
            made.figures.points = points();
        else
            made.figures.points.push_back(point());
        finish(std::move(made), objects_);
    }

    void refuse_unless_polyline() {
        if (const std::int64_t kind = lines_.integer(); kind != polyline)
            lines_.refuse(say("figures of kind {} (arcs, circles, curves) are not read", kind));
    }

    std::vector<std::int64_t> references() {
        std::vector<std::int64_t> ids;
        for (auto count = static_cast<std::size_t>(std::max<std::int64_t>(0, lines_.integer()));
             ids.size() < count;) {
            lines_.must();
            for (const std::string &word : lines_.words(separator_))
                if (const std::optional<double> id = plain_number(word))
                    ids.push_back(static_cast<std::int64_t>(*id));
                else if (!word.empty())
                    lines_.refuse(say("expected the number of a line, found \"{}\"", word));
        }
        return ids;
    }

    void take_line() {
        Object made = object();
        if (lines_.integer() == indirect)
            lines_.refuse(say("lines that are made of other lines are not read"));
        Ring whole;
        for (std::int64_t pieces = lines_.integer(); pieces > 0; --pieces) {
            refuse_unless_polyline();
            for (const Point &p : points())
                if (whole.empty() || whole.back() != p)
                    whole.push_back(p);
        }
        arcs_[made.id] = whole;
        made.figures.lines.push_back(std::move(whole));
        finish(std::move(made), objects_);
    }

    void take_polygon() {
        Object made = object();
        made.polygon = true;
        const std::int64_t kind = lines_.integer();
        point(); // its label
        if (kind == indirect) {
            if (lines_.integer() != by_lines)
                lines_.refuse(say("polygons that are made of polygons are not read"));
            made.lines = references();
        } else {
            std::vector<Ring> rings;
            for (std::int64_t count = lines_.integer(); count > 0; --count) {
                refuse_unless_polyline();
                rings.push_back(points());
            }
            made.figures.polygons = polygons(std::move(rings), made.id);
        }
        finish(std::move(made), objects_);
    }

    std::vector<geometry::Polygon> polygons(std::vector<Ring> rings, std::int64_t id) {
        for (Ring &ring : rings) {
            if (ring.size() < 3)
                lines_.refuse(say("a ring of object {} has {} points; a ring needs three", id, ring.size()));
            close(ring);
        }
        return arranged(std::move(rings)).parts;
    }

    void take_attributes() {
        Table &table = tables_[lines_.line()];
        each("tableend", [&] {
            Words words = lines_.words(separator_);
            const std::optional<double> id = plain_number(words.front());
            if (!id)
                lines_.refuse(say("expected the number of an object, found \"{}\"", words.front()));
            if (words.size() > table.fields.size() + 1)
                lines_.refuse(say("the attributes of object {} have {} values, and their table {} fields",
                                  words.front(), words.size() - 1, table.fields.size()));
            if (words.size() == table.fields.size() + 1)
                words.erase(words.begin()); // the number stands in front of the fields
            table.rows[static_cast<std::int64_t>(*id)] = std::move(words);
        });
    }

    /// Rings of the lines that an indirect polygon refers to.
    std::vector<Ring> rings_of(const Object &object) {
        std::vector<Ring> rings{{}};
        for (const std::int64_t reference : object.lines) {
            if (reference == 0) {
                rings.emplace_back();
                continue;
            }
            const auto arc = arcs_.find(std::abs(reference));
            if (arc == arcs_.end())
                lines_.refuse(
                    say("object {} refers to line {}, which is not there", object.id, std::abs(reference)));
            Ring points = arc->second;
            if (reference < 0)
                std::reverse(points.begin(), points.end());
            Ring &ring = rings.back();
            for (const Point &p : points)
                if (ring.empty() || ring.back() != p)
                    ring.push_back(p);
        }
        std::erase_if(rings, [](const Ring &ring) { return ring.empty(); });
        return rings;
    }

    std::vector<Folder> folders() {
        std::vector<Folder> all;
        std::map<std::string, std::size_t> places; // by table
        for (Object &object : objects_) {
            const auto table = tables_of_codes_.find(object.code);
            const std::string name = table == tables_of_codes_.end() ? object.code : table->second;
            const auto [at, is_new] = places.emplace(name, all.size());
            if (is_new)
                all.push_back({name, {}, {}});
            if (object.polygon && !object.lines.empty())
                object.figures.polygons = polygons(rings_of(object), object.id);
            Place place;
            place.figures = std::move(object.figures);
            place.values = values_of(tables_[name], object.id);
            all[at->second].places.push_back(std::move(place));
        }
        return all;
    }

    static std::vector<std::pair<std::string, std::string>> values_of(const Table &table, std::int64_t id) {
        std::vector<std::pair<std::string, std::string>> values;
        const auto row = table.rows.find(id);
        for (std::size_t i = 0; row != table.rows.end() && i < table.fields.size(); ++i)
            values.emplace_back(table.fields[i], i < row->second.size() ? row->second[i] : std::string());
        return values;
    }

    std::optional<int> meridian() {
        std::string parameters = head_["parameters"];
        std::replace(parameters.begin(), parameters.end(), separator_, ' ');
        std::string word;
        for (const char c : parameters + " ") {
            if (c != ' ') {
                word += c;
                continue;
            }
            const std::optional<double> number = plain_number(word);
            if (number && *number >= 75 && *number <= 135 && std::fmod(*number, 3) == 0)
                return static_cast<int>(*number);
            word.clear();
        }
        return std::nullopt;
    }

    Lines lines_;
    char separator_ = ',';
    std::map<std::string, std::string> head_;
    std::map<std::string, std::string> tables_of_codes_, names_;
    std::map<std::string, Table> tables_;
    std::vector<Object> objects_;
    std::map<std::int64_t, Ring> arcs_; // lines, by id
    std::size_t annotations_ = 0;
    bool whole_ = false; // the attributes came to their end
};

} // namespace

bool is_vct(const std::string &beginning) {
    return beginning.substr(0, 64).find("HeadBegin") != std::string::npos;
}

Vct read_vct(const std::filesystem::path &file, const std::string &text) {
    return VctReader(file, text).take(file);
}

} // namespace qitu::reader
