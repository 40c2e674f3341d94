#include "crs/unclear_angles.h"
#include "encoding/text_file.h"
#include "geometry/rings.h"
#include "text/axes.h"
#include "text/parcel_line.h"
#include "text/point_line.h"
#include "text/text_line.h"

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
using catalogue::TextLayouts;
using geodesy::Point;
using geodesy::Ring;
using Parcel = CoordinateText::Parcel;

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

/// A parcel as its lines say, before axes, angles and units are settled.
struct Sent {
    ParcelLine line;
    std::vector<PointLine> points;
};

class Reader {
  public:
    Reader(const TextLayouts &layouts, const TextReading &reading)
        : layouts_(layouts), reading_(reading), parcel_lines_(layouts, reading.layout) {}
    void take(std::string_view raw);
    /// `ended`: an end of line follows the last one.
    CoordinateText result(bool ended);

  private:
    enum class Part { none, header, parcels, other };

    [[nodiscard]] bool remark(const std::string &line);
    [[nodiscard]] bool bracket(const std::string &line);
    [[nodiscard]] bool section(const std::string &name);
    void note_remark(const std::string &line);
    void header_line(const std::string &line);
    void refuse_second_system(const std::string &key, const std::string &value) const;
    void line_of_parcels(const std::string &line);
    void other_line(const std::string &line);
    void settle_angles();
    void shape(Sent &sent);
    [[nodiscard]] static bool easting_first(const Sent &sent);
    void make_parts(Parcel &parcel, std::vector<Run> runs);
    void count_points(const Sent &sent, const std::vector<Run> &runs);
    void note_width(const PointLine &point);
    void refuse_joined_lines() const;
    void refuse_lost_points() const;
    void refuse_cut(bool ended) const;
    void decide_areas();
    void add_notes();
    [[nodiscard]] static std::string described(const Parcel &parcel) {
        return parcel.number.empty() ? parcel.name : parcel.number;
    }

    const TextLayouts &layouts_;
    const TextReading &reading_;
    ParcelLines parcel_lines_;
    CoordinateText text_;
    std::size_t line_ = 0;
    Part part_ = Part::none;
    std::size_t headers_ = 0;
    bool any_parcels_ = false;
    std::string closing_; // of a remark in brackets that goes on
    std::vector<Sent> sent_;
    std::vector<std::string> remarks_, wrong_counts_;
    std::size_t swapped_ = 0, closed_ = 0, holes_ = 0, several_ = 0, unused_ = 0, unnumbered_ = 0;
    std::size_t right_counts_ = 0;
    std::size_t plain_points_ = 0, wider_points_ = 0;
    std::size_t wider_ = 0;       // line of the last of these
    const Sent *fewer_ = nullptr; // has fewer points than it declares
    bool last_open_ = false;      // the last ring
    bool packed_ = false;
};

void Reader::take(std::string_view raw) {
    ++line_;
    const std::string line = plain_line(raw);
    if (line.empty() || remark(line) || bracket(line))
        return;
    switch (part_) {
    case Part::header:
        return header_line(line);
    case Part::parcels:
        return line_of_parcels(line);
    case Part::other:
        return other_line(line);
    case Part::none:
        refuse_line(line_, "expected [属性描述] or [地块坐标], found \"{}\". Is this a coordinate TXT?",
                    std::string(first_characters(line, 60)));
    }
}

void Reader::note_remark(const std::string &line) {
    constexpr std::size_t shown = 3;
    if (remarks_.size() < shown)
        remarks_.push_back(say("line {}: passed over as a remark: {}", line_, first_characters(line, 60)));
    else if (remarks_.size() == shown)
        remarks_.push_back(say("further lines are remarks too"));
}

/// A line that begins as remarks do, or goes on with one in brackets.
bool Reader::remark(const std::string &line) {
    if (!closing_.empty()) {
        if (line.find(closing_) != std::string::npos)
            closing_.clear();
        return true;
    }
    const std::string word = folded(line);
    const bool marked = std::any_of(layouts_.remark_marks.begin(), layouts_.remark_marks.end(),
                                    [&](const std::string &mark) { return word.starts_with(mark); });
    if (marked)
        note_remark(line);
    return marked;
}

bool Reader::section(const std::string &name) {
    const auto known = layouts_.sections.find(catalogue::layout_word(name));
    if (known == layouts_.sections.end())
        return false;
    part_ = known->second == "header" ? Part::header : Part::parcels;
    headers_ += part_ == Part::header ? 1 : 0;
    any_parcels_ = any_parcels_ || part_ == Part::parcels;
    return true;
}

/// A section by its name; what else stands in 【 】 is a remark, over several lines perhaps, and ends no section.
bool Reader::bracket(const std::string &line) {
    const bool square = line.starts_with('[');
    const std::string_view opening = square ? "[" : "【";
    const std::string_view closing = square ? "]" : "】";
    if (!line.starts_with(opening))
        return false;
    const std::size_t end = line.find(closing);
    const std::string name =
        line.substr(opening.size(), end == std::string::npos ? end : end - opening.size());
    if (section(name))
        return true;
    if (square)
        part_ = Part::other;
    else
        note_remark(line);
    closing_ = !square && end == std::string::npos ? closing : "";
    return true;
}

/// Of a section that is not known. Where it reads like a parcel or a point, its heading was a remark, and parcels go on.
void Reader::other_line(const std::string &line) {
    constexpr std::size_t least_columns = 3;
    if (!any_parcels_ || line.find('=') != std::string::npos ||
        split_line(line, ',').size() < least_columns) {
        ++unused_;
        return;
    }
    part_ = Part::parcels;
    line_of_parcels(line);
}

void Reader::header_line(const std::string &line) {
    const std::size_t sign = std::min({line.find('='), line.find(':'), line.find("：")});
    if (sign == std::string::npos)
        refuse_line(line_, "expected KEY=VALUE in [属性描述], found \"{}\".",
                    std::string(first_characters(line, 60)));
    const std::size_t width = line[sign] == '=' || line[sign] == ':' ? 1 : std::string_view("：").size();
    const std::string sent = trimmed_line(line.substr(0, sign));
    const auto known = layouts_.header_keys.find(catalogue::layout_word(sent));
    const std::string &key = known == layouts_.header_keys.end() ? sent : known->second;
    const std::string value = trimmed_line(line.substr(sign + width));
    refuse_second_system(key, value);
    text_.header.emplace_back(key, value);
}

/// One file is read in one system, by its first header; files joined end to end may have several.
void Reader::refuse_second_system(const std::string &key, const std::string &value) const {
    constexpr std::string_view deciding[] = {"坐标系", "几度分带", "带号", "中央子午线", "计量单位"};
    const std::string first = text_.head(key);
    const bool again = headers_ > 1 || !first.empty();
    if (!again || folded(first) == folded(value) ||
        std::find(std::begin(deciding), std::end(deciding), key) == std::end(deciding))
        return;
    refuse_line(
        line_,
        "the header has {}={} here, and {}={} before. A file can only be in one coordinate system: split "
        "it into one file for each header.",
        key, value, key, first);
}

void Reader::line_of_parcels(const std::string &line) {
    const std::size_t end = ParcelLines::end_of(line);
    if (end == std::string::npos) {
        if (sent_.empty())
            refuse_line(line_, "a point precedes the first parcel line (the one that ends in @).");
        sent_.back().points.push_back(read_point_line(line, line_, layouts_));
        return note_width(sent_.back().points.back());
    }
    std::vector<std::string> words = split_line(line.substr(0, end), ',');
    if (words.size() > 1 && words.back().empty())
        words.pop_back(); // the comma before the @
    if (parcel_lines_.names_columns(words))
        return note_remark(line);
    sent_.push_back({parcel_lines_.read(words, line_), {}});
}

/// What the digits of degrees are: decimals, or minutes and seconds.
void Reader::settle_angles() {
    PackedDegrees digits;
    for (const Sent &sent : sent_)
        for (const PointLine &point : sent.points) {
            digits.add(point.x);
            digits.add(point.y);
        }
    const auto unit = layouts_.units.find(catalogue::layout_word(text_.head("计量单位")));
    const bool said = unit != layouts_.units.end() && unit->second == "packed" && digits.possible();
    if (reading_.angles == Angles::ask && !said && digits.likely())
        refuse_unclear_angles(say("line {}", sent_.front().line.parcel.line));
    packed_ = reading_.angles == Angles::packed || (reading_.angles == Angles::ask && said);
    if (!packed_)
        return;
    for (Sent &sent : sent_)
        for (PointLine &point : sent.points)
            for (WrittenCoordinate *c : {&point.x, &point.y})
                c->value = c->sexagesimal ? c->value : from_packed(c->value);
}

/// X is northing by the rule; where the figures say that it is easting, the two are exchanged.
bool Reader::easting_first(const Sent &sent) {
    std::size_t right = 0;
    std::size_t wrong = 0;
    for (const PointLine &point : sent.points) {
        const AxisOrder order = axis_order_in_china(point.x.value, point.y.value);
        right += order == AxisOrder::northing_first ? 1 : 0;
        wrong += order == AxisOrder::easting_first ? 1 : 0;
    }
    if (wrong > 0 && right > 0)
        refuse_line(sent.line.parcel.line,
                    "in parcel {} X and Y are swapped in {} points and not in {}. X is the northing.",
                    described(sent.line.parcel), wrong, right);
    return wrong > 0;
}

/// Axes first, then the unit of the tolerance, then the rings.
void Reader::shape(Sent &sent) {
    Parcel &parcel = sent.line.parcel;
    if (sent.points.empty())
        refuse_line(parcel.line, "parcel {} has no points.", described(parcel));
    const bool exchange = easting_first(sent);
    swapped_ += exchange ? 1 : 0;
    std::vector<Point> places;
    for (const PointLine &point : sent.points)
        places.push_back(exchange ? Point{point.x.value, point.y.value}
                                  : Point{point.y.value, point.x.value});
    Runs runs(tolerance_for(places));
    for (std::size_t i = 0; i < places.size(); ++i)
        runs.add(sent.points[i].ring, places[i], sent.points[i].line, parcel.type == GeometryType::polygon);
    unnumbered_ += runs.unnumbered();
    count_points(sent, runs.all());
    make_parts(parcel, runs.take());
}

void Reader::make_parts(Parcel &parcel, std::vector<Run> runs) {
    if (parcel.type != GeometryType::polygon) {
        for (Run &run : runs)
            parcel.parts.push_back({std::move(run.points)});
        return;
    }
    std::vector<Ring> rings;
    for (Run &run : runs) {
        if (run.points.size() < (run.closed ? 4 : 3))
            refuse_line(run.line, "ring {} of parcel {} has {} points; a ring needs three.", rings.size() + 1,
                        described(parcel), run.points.size());
        last_open_ = close(run.points);
        closed_ += last_open_ ? 1 : 0;
        rings.push_back(std::move(run.points));
    }
    several_ += rings.size() > 1 ? 1 : 0;
    Arranged made = arranged(std::move(rings));
    holes_ += made.holes;
    parcel.parts = std::move(made.parts);
}

/// The count may include the closing points or not.
void Reader::count_points(const Sent &sent, const std::vector<Run> &runs) {
    const Parcel &parcel = sent.line.parcel;
    const std::optional<double> promised = sent.line.points;
    const std::size_t all = sent.points.size();
    const auto closing = static_cast<std::size_t>(
        std::count_if(runs.begin(), runs.end(), [](const Run &run) { return run.closed; }));
    const std::size_t most = all + runs.size() - closing;
    if (promised && *promised > static_cast<double>(most) && !runs.back().closed)
        refuse_line(parcel.line,
                    "parcel {} declares {} points and has {}, and its last ring is not closed: the text is "
                    "truncated, or the count is wrong. Send it again, complete.",
                    described(parcel), *promised, all);
    const auto is = [&](std::size_t n) { return *promised == static_cast<double>(n); };
    if (!promised)
        return;
    if (is(all) || is(all - closing) || is(most)) {
        ++right_counts_;
        return;
    }
    fewer_ = *promised > static_cast<double>(most) ? &sent : fewer_;
    wrong_counts_.push_back(say("line {}: parcel {} declares {} points and has {}", parcel.line,
                                described(parcel), *promised, all - closing));
}

void Reader::note_width(const PointLine &point) {
    ++(point.more > 0 ? wider_points_ : plain_points_);
    wider_ = point.more > 0 ? point.line : wider_;
}

/// Where all other points have as many columns as they should, two lines have run together.
void Reader::refuse_joined_lines() const {
    constexpr std::size_t least = 3;
    if (wider_points_ == 1 && plain_points_ >= least)
        refuse_line(
            wider_,
            "here are more columns than in the {} other points: lines have run together. Send the file "
            "again, complete, or correct the line.",
            plain_points_);
}

/// Where the counts of all others are right, points of the one parcel were lost.
void Reader::refuse_lost_points() const {
    constexpr std::size_t least = 3;
    if (wrong_counts_.size() == 1 && fewer_ != nullptr && right_counts_ >= least)
        refuse_line(
            fewer_->line.parcel.line,
            "parcel {} declares {} points and has {}, and the {} other counts are right: points are missing. "
            "Send it again, complete, or correct the count.",
            described(fewer_->line.parcel), *fewer_->line.points, fewer_->points.size(), right_counts_);
}

/// Where all other rings come back to their first point, the last one was cut within its last number.
void Reader::refuse_cut(bool ended) const {
    constexpr std::size_t least = 3;
    if (!ended && last_open_ && closed_ == 1 && text_.parcels.size() > least)
        refuse_line(line_,
                    "here the file ends without an end of line, within a ring: all {} others come back to "
                    "their first point. The file is truncated: send it again, complete",
                    text_.parcels.size() - 1);
}

/// Hectares by the rule. Where no unit is written, the ratio to the area in the plane tells whether it is.
void Reader::decide_areas() {
    std::map<Unit, std::size_t> votes;
    for (std::size_t i = 0; i < sent_.size(); ++i) {
        const double m2 = plane_area(text_.parcels[i].parts);
        if (!sent_[i].line.area || sent_[i].line.area->unit || sent_[i].line.area->value <= 0 || m2 <= 0)
            continue;
        for (const Unit unit : {Unit::hectare, Unit::mu, Unit::square_metre})
            if (const double ratio = sent_[i].line.area->value * unit_size(unit) / m2;
                ratio > 0.5 && ratio < 2)
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
    for (std::size_t i = 0; i < sent_.size(); ++i)
        if (sent_[i].line.area)
            text_.parcels[i].hectares = sent_[i].line.area->value *
                                        unit_size(sent_[i].line.area->unit.value_or(common)) /
                                        square_metres_per_hectare;
}

void Reader::add_notes() {
    const auto note = [this](std::size_t count, const char *english) {
        if (count > 0)
            text_.notes.push_back(say(english, count));
    };
    for (const std::string &layout : parcel_lines_.unusual())
        text_.notes.push_back(say("parcel lines of the layout \"{}\"", layout));
    if (packed_)
        text_.notes.push_back(
            say("the degrees are read as packed: digits behind the point are minutes and seconds"));
    note(swapped_, "in {} parcels X and Y were swapped: X is the northing");
    note(closed_, "{} rings without a closing point were closed");
    note(unnumbered_, "{} rings have no number of their own; each begins where the previous ring closes");
    note(holes_, "{} rings lie inside others and are holes");
    note(several_, "{} parcels have several rings; which is a hole was decided by containment");
    note(unused_, "{} lines of other sections were ignored");
    for (const std::vector<std::string> *more : {&remarks_, &wrong_counts_})
        text_.notes.insert(text_.notes.end(), more->begin(), more->end());
}

CoordinateText Reader::result(bool ended) {
    if (!any_parcels_)
        refuse_line(line_, "the file ends without [地块坐标].");
    if (sent_.empty())
        refuse_line(line_, "[地块坐标] contains no parcel (a line that ends in @).");
    refuse_joined_lines();
    settle_angles();
    for (Sent &sent : sent_)
        shape(sent);
    refuse_lost_points();
    for (Sent &sent : sent_) {
        text_.parcels.push_back(std::move(sent.line.parcel));
    }
    refuse_cut(ended);
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

CoordinateText read_coordinate_text(std::string_view text, const TextLayouts &layouts,
                                    const TextReading &reading) {
    if (text.starts_with(utf8_mark))
        text.remove_prefix(utf8_mark.size());
    Reader reader(layouts, reading);
    const bool ended = text.ends_with('\n') || text.ends_with('\r');
    while (!text.empty()) {
        const std::size_t end = text.find_first_of("\r\n");
        reader.take(text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
    }
    return reader.result(ended);
}

} // namespace qitu::reader
