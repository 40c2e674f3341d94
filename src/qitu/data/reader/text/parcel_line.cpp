#include "text/parcel_line.h"

#include "fields/unit_in_name.h"
#include "text/text_line.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using catalogue::LineLayout;
using Parcel = CoordinateText::Parcel;

std::optional<DeclaredArea> declared_area(const std::string &text) {
    DeclaredArea result;
    if (parse_number(text, result.value))
        return result;
    const auto named = unit_in_name(text);
    if (!named || !parse_number(named->stem, result.value) || !convertible(named->unit, Unit::mu))
        return {};
    result.unit = named->unit;
    return result;
}

std::optional<double> declared_points(const std::string &word, std::size_t line) {
    double count = 0;
    if (word.empty())
        return {};
    if (!parse_number(word, count) || count != std::trunc(count))
        refuse_line(line, "expected the number of points before the first comma, found \"{}\".", word);
    return count;
}

[[noreturn]] void refuse_layout(std::size_t line, const std::string &what) {
    throw NeedsParameter(Parameter::text_layout, ErrorKind::unreadable, say("line {}: {}", line, what));
}

std::string Parcel::*field_named(const std::string &column) {
    constexpr std::pair<std::string_view, std::string Parcel::*> fields[] = {
        {"地块编号", &Parcel::number},
        {"地块名称", &Parcel::name},
        {"图幅号", &Parcel::sheet},
        {"地块用途", &Parcel::use},
        {"地类编码", &Parcel::land_class}};
    for (const auto &[name, field] : fields)
        if (name == column)
            return field;
    return nullptr;
}

} // namespace

ParcelLines::ParcelLines(const catalogue::TextLayouts &layouts, const std::string &layout)
    : layouts_(&layouts), forced_(layout.empty() ? nullptr : &layouts.parcel_line(layout)) {}

std::size_t ParcelLines::end_of(std::string_view line) {
    for (std::size_t at = line.rfind('@'); at != std::string_view::npos;
         at = at == 0 ? at - 1 : line.rfind('@', at - 1)) {
        const std::size_t before = line.substr(0, at).find_last_not_of(" \t");
        if (at + 1 == line.size() || before == std::string_view::npos || line[before] == ',')
            return at;
    }
    return std::string_view::npos;
}

bool ParcelLines::names_columns(const std::vector<std::string> &words) const {
    const bool digits = std::any_of(words.begin(), words.end(), [](const std::string &word) {
        return word.find_first_of("0123456789") != std::string::npos;
    });
    return !digits && !words.front().empty() && shape_places(words).empty();
}

std::vector<std::size_t> ParcelLines::shape_places(const std::vector<std::string> &words) const {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < words.size(); ++i)
        if (layouts_->shapes.contains(catalogue::layout_word(words[i])))
            places.push_back(i);
    return places;
}

bool ParcelLines::at_home(const LineLayout &layout, const std::vector<std::string> &words,
                          const std::vector<std::size_t> &shapes) const {
    const int shape = layout.column(layouts_->columns.shape);
    if (shape < 0)
        return shapes.empty();
    const auto place = static_cast<std::size_t>(shape);
    if (layout.unmarked)
        return shapes.empty() && (place >= words.size() || words[place].empty());
    return std::find(shapes.begin(), shapes.end(), place) != shapes.end();
}

const LineLayout &ParcelLines::layout_for(const std::vector<std::string> &words, std::size_t line) const {
    if (forced_ != nullptr)
        return *forced_;
    const std::vector<std::size_t> shapes = shape_places(words);
    std::vector<const LineLayout *> best;
    std::size_t most = 0;
    for (const LineLayout &layout : layouts_->parcel_lines) {
        if (!at_home(layout, words, shapes) || !layout.fits(words))
            continue;
        const std::size_t evidence = layout.evidence(words);
        if (evidence > most)
            best.clear();
        if (best.empty() || evidence == most)
            best.push_back(&layout);
        most = std::max(most, evidence);
    }
    const std::string sent = fmt::format("{}", fmt::join(words, ","));
    if (best.empty())
        refuse_layout(line,
                      say("no known layout fits the columns of the parcel line \"{}\"{}. Name the layout, or "
                          "describe it in layers/layouts.",
                          sent,
                          shapes.empty()
                              ? say(": none has 面, 线 or 点")
                              : say(": {} stands in column {}", words[shapes.back()], shapes.back() + 1)));
    if (best.size() > 1)
        refuse_layout(
            line,
            say("the columns of the parcel line \"{}\" fit the layouts {} and {} alike. Name the layout.",
                sent, best[0]->id, best[1]->id));
    return *best.front();
}

void ParcelLines::take(const LineLayout &layout, const std::vector<std::string> &words, std::size_t column,
                       ParcelLine &into) const {
    const std::string &word = words[column];
    Parcel &parcel = into.parcel;
    if (column >= layout.columns.size()) {
        parcel.attributes.emplace_back(fmt::format("第{}列", column + 1), word);
        return;
    }
    const std::string &name = layout.columns[column];
    if (name == layouts_->columns.count)
        into.points = declared_points(word, parcel.line);
    else if (name == layouts_->columns.area) {
        into.area = declared_area(word);
        if (!into.area && !word.empty())
            refuse_line(parcel.line, "expected the area in hectares in column {}, found \"{}\".", column + 1,
                        word);
    } else if (name == layouts_->columns.shape) {
        const auto shape = layouts_->shapes.find(catalogue::layout_word(word));
        if (shape == layouts_->shapes.end() && !word.empty())
            refuse_line(parcel.line, "expected 面, 线 or 点 in column {}, found \"{}\".", column + 1, word);
        parcel.type = word.empty() || shape->second == "polygon" ? GeometryType::polygon
                      : shape->second == "line"                  ? GeometryType::line
                                                                 : GeometryType::point;
    } else if (std::string Parcel::*field = field_named(name))
        parcel.*field = word;
    else
        parcel.attributes.emplace_back(name, word);
}

ParcelLine ParcelLines::read(const std::vector<std::string> &words, std::size_t line) {
    const LineLayout &layout = layout_for(words, line);
    taken_.insert(&layout);
    ParcelLine result;
    result.parcel.line = line;
    for (std::size_t column = 0; column < words.size(); ++column)
        take(layout, words, column, result);
    return result;
}

std::vector<std::string> ParcelLines::unusual() const {
    std::vector<std::string> names;
    for (const LineLayout &layout : layouts_->parcel_lines)
        if (taken_.contains(&layout) && &layout != &layouts_->parcel_lines.front())
            names.push_back(layout.names.in(language_in_use()));
    return names;
}

} // namespace qitu::reader
