#include "crs/coordinates.h"
#include "encoding/text_file.h"
#include "fields/unit_in_name.h"
#include "geometry/rings.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/data/reader/coordinate_text.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using geodesy::Point;
using geodesy::Ring;
using Parcel = CoordinateText::Parcel;

template <typename... Args>
[[noreturn]] void refuse(std::size_t line, const char *english, const Args &...args) {
    throw Error(ErrorKind::unreadable, say("line {}: {}", line, say(english, args...)));
}

/// Full-width signs and blanks as the ASCII that is meant.
std::string plain(std::string_view line) {
    std::string text(line);
    replace_all(text, "，", ",");
    replace_all(text, "＝", "=");
    replace_all(text, "＠", "@");
    replace_all(text, "【", "[");
    replace_all(text, "】", "]");
    replace_all(text, "\xE3\x80\x80", " "); // U+3000
    return trimmed(text);
}

std::vector<std::string> split(const std::string &line, char mark) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    for (std::size_t at = line.find(mark); at != std::string::npos; at = line.find(mark, from)) {
        parts.push_back(trimmed(std::string_view(line).substr(from, at - from)));
        from = at + 1;
    }
    parts.push_back(trimmed(std::string_view(line).substr(from)));
    return parts;
}

/// Columns of a point line: by commas, else by tabs, else by blanks.
std::vector<std::string> columns(const std::string &line) {
    if (line.find(',') != std::string::npos)
        return split(line, ',');
    std::string blanks = line;
    std::replace(blanks.begin(), blanks.end(), '\t', ' ');
    std::vector<std::string> parts = split(blanks, ' ');
    std::erase(parts, "");
    return parts;
}

struct Declared {
    double value = 0;
    std::optional<Unit> unit; // written behind the number
};

std::optional<Declared> declared_area(const std::string &text) {
    Declared result;
    if (parse_number(text, result.value))
        return result;
    const auto named = unit_in_name(text);
    if (!named || !parse_number(named->stem, result.value) || !convertible(named->unit, Unit::mu))
        return {};
    result.unit = named->unit;
    return result;
}

double plane_area(const std::vector<geodesy::Polygon> &parts) {
    double sum = 0;
    for (const geodesy::Polygon &polygon : parts)
        for (std::size_t r = 0; r < polygon.size(); ++r) {
            double doubled = 0;
            const Ring &ring = polygon[r];
            for (std::size_t i = 1; i < ring.size(); ++i)
                doubled += (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y) -
                           (ring[i].x - ring[0].x) * (ring[i - 1].y - ring[0].y);
            sum += (r == 0 ? 0.5 : -0.5) * std::abs(doubled);
        }
    return sum;
}

class Reader {
  public:
    void take(std::string_view raw);
    CoordinateText result();

  private:
    enum class Part { none, header, parcels, other };

    void begin(const std::string &section);
    void head_line(const std::string &line);
    void refuse_second_system(const std::string &key, const std::string &value) const;
    void parcel_line(const std::string &line);
    void point_line(const std::string &line);
    void finish();
    void turn(std::vector<Run> &runs);
    void shape(Parcel &parcel, std::vector<Run> runs);
    void count_points(const Parcel &parcel);
    void decide_areas();
    void add_notes();
    [[nodiscard]] static std::string described(const Parcel &parcel) {
        return parcel.number.empty() ? parcel.name : parcel.number;
    }

    CoordinateText text_;
    std::size_t line_ = 0;
    Part part_ = Part::none;
    std::size_t headers_ = 0;
    bool any_parcels_ = false;
    bool open_ = false;              // a parcel takes points
    std::optional<double> promised_; // points that its @ line counts
    Runs runs_;
    std::vector<std::optional<Declared>> areas_; // as parcels
    std::vector<std::string> wrong_counts_;
    std::size_t swapped_ = 0, closed_ = 0, holes_ = 0, several_ = 0, unused_ = 0;
};

void Reader::take(std::string_view raw) {
    ++line_;
    const std::string line = plain(raw);
    if (line.empty())
        return;
    if (line.front() == '[')
        return begin(line);
    switch (part_) {
    case Part::header:
        return head_line(line);
    case Part::parcels:
        return line.find('@') != std::string::npos ? parcel_line(line) : point_line(line);
    case Part::other:
        ++unused_;
        return;
    case Part::none:
        refuse(line_, "expected [属性描述] or [地块坐标], found \"{}\". Is this a coordinate TXT?",
               line.substr(0, 60));
    }
}

void Reader::begin(const std::string &section) {
    if (section.find("属性描述") != std::string::npos) {
        part_ = Part::header;
        ++headers_;
    } else if (section.find("地块坐标") != std::string::npos) {
        part_ = Part::parcels;
        any_parcels_ = true;
    } else
        part_ = Part::other;
}

void Reader::head_line(const std::string &line) {
    const std::size_t sign = line.find('=');
    if (sign == std::string::npos)
        refuse(line_, "expected KEY=VALUE in [属性描述], found \"{}\".", line.substr(0, 60));
    const std::string key = trimmed(line.substr(0, sign));
    const std::string value = trimmed(line.substr(sign + 1));
    refuse_second_system(key, value);
    text_.header.emplace_back(key, value);
}

/// One file is read in one system, by its first header; files joined end to end may have several.
void Reader::refuse_second_system(const std::string &key, const std::string &value) const {
    constexpr std::string_view deciding[] = {"坐标系", "几度分带", "带号", "计量单位"};
    const std::string first = text_.head(key);
    const bool again = headers_ > 1 || !first.empty();
    if (!again || folded(first) == folded(value) ||
        std::find(std::begin(deciding), std::end(deciding), key) == std::end(deciding))
        return;
    refuse(line_,
           "the header has {}={} here, and {}={} before. A file can only be in one coordinate system: split "
           "it into one file for each header.",
           key, value, key, first);
}

GeometryType type_of(const std::string &word) {
    return word == "点" ? GeometryType::point : word == "线" ? GeometryType::line : GeometryType::polygon;
}

void Reader::parcel_line(const std::string &line) {
    finish();
    std::vector<std::string> words = split(line.substr(0, line.find('@')), ',');
    if (words.size() > 1 && words.back().empty())
        words.pop_back(); // the comma before the @
    words.resize(std::max<std::size_t>(words.size(), 8));
    double count = 0;
    promised_.reset();
    if (parse_number(words[0], count))
        promised_ = count;
    else if (!words[0].empty())
        refuse(line_, "expected the number of points before the first comma, found \"{}\".", words[0]);
    const auto area = declared_area(words[1]);
    if (!area && !words[1].empty())
        refuse(line_, "expected the area in hectares in the second column, found \"{}\".", words[1]);
    areas_.push_back(area);
    Parcel parcel;
    parcel.line = line_;
    parcel.number = words[2];
    parcel.name = words[3];
    parcel.type = type_of(words[4]);
    parcel.sheet = words[5];
    parcel.use = words[6];
    parcel.land_class = words[7];
    parcel.further.assign(words.begin() + 8, words.end());
    text_.parcels.push_back(std::move(parcel));
    open_ = true;
}

void Reader::point_line(const std::string &line) {
    if (!open_)
        refuse(line_, "a point precedes the first parcel line (the one that ends in @).");
    const std::vector<std::string> words = columns(line);
    if (words.size() < 3)
        refuse(line_, "expected point name, ring number, X, Y, found \"{}\".", line.substr(0, 60));
    const std::size_t first = words.size() == 3 ? 1 : 2;
    double north = 0;
    double east = 0;
    if (!parse_number(words[first], north) || !parse_number(words[first + 1], east) ||
        !std::isfinite(north) || !std::isfinite(east))
        refuse(line_, "expected two coordinates, found \"{}\" and \"{}\".", words[first], words[first + 1]);
    double ring = 0;
    if (first == 2 && !words[1].empty() &&
        (!parse_number(words[1], ring) || ring != std::trunc(ring) || std::abs(ring) > 1e9))
        refuse(line_, "expected the ring number in the second column, found \"{}\".", words[1]);
    runs_.add(first == 2 ? words[1] : "", {east, north}, line_,
              text_.parcels.back().type == GeometryType::polygon);
}

/// X is northing by the rule; where the figures say that it is easting, the two are exchanged.
void Reader::turn(std::vector<Run> &runs) {
    std::size_t right = 0;
    std::size_t wrong = 0;
    const auto exchanged = [](Point p) {
        const CoordinateKind::Form form = kind_of(p).form;
        return form == CoordinateKind::Form::swapped_plane || form == CoordinateKind::Form::swapped_degrees;
    };
    for (const Run &run : runs)
        for (const Point &p : run.points)
            ++(exchanged(p) ? wrong : right);
    if (wrong <= right)
        return;
    if (right > 0)
        refuse(text_.parcels.back().line,
               "in parcel {} X and Y are swapped in {} points and not in {}. X is the northing.",
               described(text_.parcels.back()), wrong, right);
    ++swapped_;
    for (Run &run : runs)
        for (Point &p : run.points)
            std::swap(p.x, p.y);
}

void Reader::shape(Parcel &parcel, std::vector<Run> runs) {
    if (parcel.type != GeometryType::polygon) {
        for (Run &run : runs)
            parcel.parts.push_back({std::move(run.points)});
        return;
    }
    std::vector<Ring> rings;
    for (Run &run : runs) {
        if (run.points.size() < (run.closed ? 4 : 3))
            refuse(run.line, "ring {} of parcel {} has {} points; a ring needs three.", rings.size() + 1,
                   described(parcel), run.points.size());
        closed_ += close(run.points) ? 1 : 0;
        rings.push_back(std::move(run.points));
    }
    several_ += rings.size() > 1 ? 1 : 0;
    Arranged made = arranged(std::move(rings));
    holes_ += made.holes;
    parcel.parts = std::move(made.parts);
}

/// The count may include the closing points or not.
void Reader::count_points(const Parcel &parcel) {
    std::size_t all = 0;
    std::size_t closing = 0;
    for (const Run &run : runs_.all()) {
        all += run.points.size();
        closing += run.closed ? 1 : 0;
    }
    if (promised_ && *promised_ > static_cast<double>(all + runs_.all().size() - closing) &&
        !runs_.all().back().closed)
        refuse(parcel.line,
               "parcel {} declares {} points and has {}, and its last ring is not closed: the text is "
               "truncated, or the count is wrong. Send it again, complete.",
               described(parcel), *promised_, all);
    const auto promised = [&](std::size_t n) { return *promised_ == static_cast<double>(n); };
    if (promised_ && !promised(all) && !promised(all - closing) &&
        !promised(all + runs_.all().size() - closing))
        wrong_counts_.push_back(say("line {}: parcel {} declares {} points and has {}", parcel.line,
                                    described(parcel), *promised_, all - closing));
}

void Reader::finish() {
    if (!open_)
        return;
    Parcel &parcel = text_.parcels.back();
    if (runs_.all().empty())
        refuse(parcel.line, "parcel {} has no points.", described(parcel));
    count_points(parcel);
    std::vector<Run> runs = runs_.take();
    turn(runs);
    shape(parcel, std::move(runs));
    open_ = false;
}

/// Hectares by the rule. Where no unit is written, the ratio to the area in the plane tells whether it is.
void Reader::decide_areas() {
    std::map<Unit, std::size_t> votes;
    for (std::size_t i = 0; i < areas_.size(); ++i) {
        const double m2 = plane_area(text_.parcels[i].parts);
        if (!areas_[i] || areas_[i]->unit || areas_[i]->value <= 0 || m2 <= 0)
            continue;
        for (const Unit unit : {Unit::hectare, Unit::mu, Unit::square_metre})
            if (const double ratio = areas_[i]->value * unit_size(unit) / m2; ratio > 0.5 && ratio < 2)
                ++votes[unit];
    }
    Unit common = Unit::hectare;
    for (const auto &[unit, count] : votes)
        if (count > votes[common])
            common = unit;
    if (common != Unit::hectare)
        text_.notes.push_back(
            say("the areas are in {}, not in hectares, judging by their ratio to the computed areas",
                unit_name(common, language_in_use() == Language::zh)));
    for (std::size_t i = 0; i < areas_.size(); ++i)
        if (areas_[i])
            text_.parcels[i].hectares =
                areas_[i]->value * unit_size(areas_[i]->unit.value_or(common)) / square_metres_per_hectare;
}

void Reader::add_notes() {
    const auto note = [this](std::size_t count, const char *english) {
        if (count > 0)
            text_.notes.push_back(say(english, count));
    };
    note(swapped_, "in {} parcels X and Y were swapped: X is the northing");
    note(closed_, "{} rings without a closing point were closed");
    note(runs_.unnumbered(),
         "{} rings have no number of their own; each begins where the previous ring closes");
    note(holes_, "{} rings lie inside others and are holes");
    note(several_, "{} parcels have several rings; which is a hole was decided by containment");
    note(unused_, "{} lines of other sections were ignored");
    for (const std::string &wrong : wrong_counts_)
        text_.notes.push_back(wrong);
}

CoordinateText Reader::result() {
    finish();
    if (!any_parcels_)
        refuse(line_, "the file ends without [地块坐标].");
    if (text_.parcels.empty())
        refuse(line_, "[地块坐标] contains no parcel (a line that ends in @).");
    decide_areas();
    add_notes();
    return std::move(text_);
}

} // namespace

std::string CoordinateText::head(std::string_view key) const {
    for (const auto &[known, value] : header)
        if (known == key)
            return value;
    return {};
}

CoordinateText read_coordinate_text(std::string_view text) {
    if (text.starts_with(utf8_mark))
        text.remove_prefix(utf8_mark.size());
    Reader reader;
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        reader.take(text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return reader.result();
}

} // namespace qitu::reader
