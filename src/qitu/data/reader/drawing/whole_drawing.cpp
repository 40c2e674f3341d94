#include "drawing/whole_drawing.h"

#include "open/whole.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <string_view>

namespace qitu::reader {

namespace {

// DXF Reference: codes of groups, and names of what is drawn.
constexpr double least_code = -5, last_code = 1071;
constexpr int x_of_corner = 10, y_of_corner = 20, corners_said = 90, flags = 70;
constexpr std::array<std::string_view, 46> names{
    "3DFACE",     "3DSOLID", "ARC",     "ATTDEF",   "ATTRIB",    "BLOCK", "BODY",     "CIRCLE",
    "DIMENSION",  "ELLIPSE", "ENDBLK",  "ENDSEC",   "ENDTAB",    "EOF",   "HATCH",    "HELIX",
    "IMAGE",      "INSERT",  "LAYER",   "LEADER",   "LIGHT",     "LINE",  "LTYPE",    "MESH",
    "LWPOLYLINE", "MLEADER", "MLINE",   "MTEXT",    "OLE2FRAME", "POINT", "POLYLINE", "RAY",
    "REGION",     "RTEXT",   "SECTION", "SEQEND",   "SHAPE",     "SOLID", "SPLINE",   "TABLE",
    "TEXT",       "TRACE",   "VERTEX",  "VIEWPORT", "WIPEOUT",   "XLINE"};

bool differ_in_one(std::string_view a, std::string_view b) {
    constexpr std::size_t least = 4; // letters: shorter names are close to each other
    return a.size() == b.size() && a.size() >= least &&
           std::inner_product(a.begin(), a.end(), b.begin(), 0, std::plus<>(), std::not_equal_to<>()) == 1;
}

bool may_be_name(const std::string &object) {
    return !object.empty() &&
           std::all_of(object.begin(), object.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// The name that is meant by one that there is not; "" for one that may be a program's own.
std::string_view meant_by(const std::string &object) {
    if (std::find(names.begin(), names.end(), object) != names.end())
        return {};
    const auto *const found = std::find_if(
        names.begin(), names.end(), [&](std::string_view name) { return differ_in_one(object, name); });
    return found == names.end() ? std::string_view() : *found;
}

} // namespace

void DrawingCheck::refuse(const std::string &found) const {
    incomplete(file_, say("line {}: {}", 2 * groups_, found));
}

bool DrawingCheck::take(std::optional<double> code, const std::string &value) {
    const bool known = code && *code == std::trunc(*code) && *code >= least_code && *code <= last_code;
    if (!known && groups_ == 0)
        return false;
    ++groups_;
    if (!known)
        refuse(say("expected the code of a group"));
    const int group = static_cast<int>(*code);
    if (group == 0)
        begin(value);
    else if (group == corners_said && object_ == "LWPOLYLINE" && !said_)
        said_ = plain_number(value);
    closing_ = closing_ || group == flags;
    x_ += group == x_of_corner ? 1 : 0;
    y_ += group == y_of_corner ? 1 : 0;
    return true;
}

void DrawingCheck::begin(const std::string &object) {
    end();
    if (!may_be_name(object))
        refuse(say("\"{}\" is not the name of an object", first_characters(object, 40)));
    if (const std::string_view meant = meant_by(object); !meant.empty())
        refuse(say("there is no object {}; {} is meant", first_characters(object, 40), meant));
    if (object == "VERTEX" ? !in_polyline_ : in_polyline_ && object != "SEQEND")
        refuse(
            say("expected the vertices of a polyline and its end, found {}", first_characters(object, 40)));
    in_polyline_ = object == "POLYLINE" || object == "VERTEX";
    if (object == "EOF")
        refuse_one_open();
    object_ = object;
    said_.reset();
    closing_ = false;
    x_ = y_ = 0;
}

void DrawingCheck::end() {
    if (object_ == "LWPOLYLINE" && said_ && (x_ != *said_ || y_ != *said_))
        refuse(say("a polyline of {} corners has {} and {} coordinates", *said_, x_, y_));
    if (object_ == "LWPOLYLINE") {
        ++(closing_ ? close_ : silent_);
        silent_at_ = closing_ ? silent_at_ : 2 * groups_;
    }
    if ((object_ == "VERTEX" || object_ == "POINT" || object_ == "LINE") && (x_ != 1 || y_ != 1))
        refuse(say("{} has no place", object_));
}

void DrawingCheck::refuse_one_open() const {
    constexpr std::size_t least = 3;
    if (silent_ == 1 && close_ >= least)
        incomplete(
            file_,
            say("line {}: the polyline before it does not say whether it is closed, and the {} others do",
                silent_at_, close_));
}

} // namespace qitu::reader
