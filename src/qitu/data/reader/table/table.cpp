#include "table/table.h"

#include "crs/unclear_angles.h"
#include "geometry/memory_layer.h"
#include "geometry/rings.h"
#include "table/wkt_numbers.h"
#include "text/axes.h"

#include <qitu/core/base/angle.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

namespace qitu::reader {

namespace {

using catalogue::GeometryType;
using catalogue::Value;
using geodesy::Point;

constexpr int nowhere = -1;

struct Row {
    std::string project, parcel, ring;
    WrittenCoordinate x, y; // as written
    Point point;            // easting first
    std::size_t number = 0; // the sheet's own
    std::vector<std::string> values;
    bool ended = true; // an end of line follows
};

struct Group {
    std::vector<std::size_t> rows;
};

class Shaper {
  public:
    Shaper(Grid grid, const std::filesystem::path &file, const OpenOptions &options,
           std::vector<std::string> &notes)
        : grid_(std::move(grid)), file_(file), options_(options), notes_(notes), names_(grid_.heads),
          roles_(grid_.roles) {}
    GDALDatasetUniquePtr shaped(std::optional<GeometryType> wanted);

  private:
    [[noreturn]] void no_shapes() const;
    [[noreturn]] void refuse(std::size_t row, const std::string &what) const;
    [[nodiscard]] WrittenCoordinate coordinate(const std::vector<std::string> &values, int column,
                                               std::size_t row) const;
    void refuse_cut() const;
    [[nodiscard]] std::string gathered_by() const;
    static std::string srid_before(std::string &wkt);
    OGRSpatialReference crs_of_wkt();
    [[nodiscard]] OGRGeometryUniquePtr read_wkt(std::string wkt, std::size_t row) const;
    GDALDatasetUniquePtr from_wkt();
    GDALDatasetUniquePtr from_points(std::optional<GeometryType> wanted);
    [[nodiscard]] bool begins_parcel(const Record &row);
    [[nodiscard]] bool no_feature(const Record &row, bool without_shape);
    void read_rows();
    void settle_angles();
    void take_from_above(Row &row) const;
    void exchange_axes();
    [[nodiscard]] bool one_border(std::optional<GeometryType> wanted) const;
    void refuse_second_parcel() const;
    [[nodiscard]] std::vector<Group> groups(bool one) const;
    [[nodiscard]] std::optional<std::string> shared(const Group &group, int column) const;
    [[nodiscard]] bool of_parcels(const std::vector<Group> &groups, int column);
    [[nodiscard]] std::vector<int> attributes(const std::vector<Group> &groups);
    [[nodiscard]] std::vector<Value> values_of(const Group &group, const std::vector<int> &columns) const;
    [[nodiscard]] OGRGeometryUniquePtr figure(const Group &group, GeometryType type);

    Grid grid_;
    const std::filesystem::path &file_;
    const OpenOptions &options_;
    std::vector<std::string> &notes_;
    const std::vector<std::string> &names_;
    const Roles &roles_;
    std::string srid_;  // of EWKT
    std::string title_; // of the parcel whose points follow, where no column names it
    bool titled_ = false;
    std::vector<Row> rows_;
    std::size_t holes_ = 0;
    std::size_t closed_ = 0, open_ = 0; // rings as they are written
    bool last_open_ = false;
};

void Shaper::no_shapes() const {
    throw NeedsParameter(
        Parameter::points, ErrorKind::unreadable,
        say("{}: has no layer with geometry: none of its columns ({}) is WKT, and X and Y were not found. "
            "Send the file that has the geometry, or name the columns of x, y and parcel.",
            file_.string(), fmt::join(names_, ", ")));
}

void Shaper::refuse(std::size_t row, const std::string &what) const {
    throw Error(ErrorKind::unreadable, say("{}: row {}: {}", file_.string(), row, what));
}

WrittenCoordinate Shaper::coordinate(const std::vector<std::string> &values, int column,
                                     std::size_t row) const {
    const auto at = static_cast<std::size_t>(column);
    const std::optional<WrittenCoordinate> number = parse_coordinate(values[at]);
    if (!number)
        refuse(row, say("expected a coordinate in column {}, found \"{}\".", names_[at], values[at]));
    return *number;
}

/// Totals, signatures and heads of a new page; named, so that none is lost in silence.
bool Shaper::no_feature(const Record &row, bool without_shape) {
    if (!without_shape)
        return false;
    if (row.cells == names_)
        return true;
    if (kind_of_row(row.cells) == RowKind::data)
        return false;
    const auto first = std::find_if(row.cells.begin(), row.cells.end(),
                                    [](const std::string &cell) { return !folded(cell).empty(); });
    notes_.push_back(say("row {}: passed over as no feature: {}", row.line, first_characters(*first, 40)));
    return true;
}

GDALDatasetUniquePtr Shaper::shaped(std::optional<GeometryType> wanted) {
    notes_.insert(notes_.end(), grid_.notes.begin(), grid_.notes.end());
    if (roles_.wkt != nowhere)
        return from_wkt();
    if (roles_.x == nowhere || roles_.y == nowhere)
        no_shapes();
    return from_points(wanted);
}

/// The number behind SRID= of EWKT, "" for none; `wkt` loses it.
std::string Shaper::srid_before(std::string &wkt) {
    const std::size_t end = wkt.find(';');
    if (end == std::string::npos || !folded(wkt).starts_with("srid="))
        return {};
    std::string srid = wkt.substr(5, end - 5);
    wkt.erase(0, end + 1);
    return srid;
}

/// What EWKT says in the first row.
OGRSpatialReference Shaper::crs_of_wkt() {
    OGRSpatialReference crs;
    if (!grid_.rows.empty()) {
        std::string wkt = grid_.rows.front().cells[static_cast<std::size_t>(roles_.wkt)];
        srid_ = srid_before(wkt);
    }
    double code = 0;
    if (parse_number(srid_, code) && crs.importFromEPSG(static_cast<int>(code)) != OGRERR_NONE)
        crs.Clear();
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return crs;
}

OGRGeometryUniquePtr Shaper::read_wkt(std::string wkt, std::size_t row) const {
    OGRGeometry *geometry = nullptr;
    const std::string srid = srid_before(wkt);
    if (!srid.empty() && srid != srid_)
        refuse(row, say("its WKT has SRID {}, the first row {}.", srid, srid_.empty() ? say("none") : srid_));
    const auto column = [this] { return names_[static_cast<std::size_t>(roles_.wkt)]; };
    if (const std::string broken = broken_number(wkt); !broken.empty())
        refuse(row, say("expected WKT in column {}, found \"{}\", which is not a number.", column(), broken));
    if (const std::string corner = uneven_corner(wkt); !corner.empty())
        refuse(row, say("expected corners with as many numbers each in column {}, found \"{}\".", column(),
                        first_characters(corner, 60)));
    if (!wkt.empty() && OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry) != OGRERR_NONE)
        refuse(row, say("expected WKT in column {}, found \"{}\".", column(), first_characters(wkt, 40)));
    return OGRGeometryUniquePtr(geometry);
}

GDALDatasetUniquePtr Shaper::from_wkt() {
    OGRSpatialReference crs = crs_of_wkt();
    MemoryLayer layer(grid_.name, wkbUnknown, crs.IsEmpty() ? nullptr : &crs);
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (static_cast<int>(i) != roles_.wkt)
            layer.add_field(names_[i], OFTString);
    for (Record &row : grid_.rows) {
        std::string &wkt = row.cells[static_cast<std::size_t>(roles_.wkt)];
        if (no_feature(row, folded(wkt).empty()))
            continue;
        OGRGeometryUniquePtr geometry = read_wkt(wkt, row.line);
        std::vector<Value> values;
        for (std::size_t i = 0; i < row.cells.size(); ++i)
            if (static_cast<int>(i) != roles_.wkt)
                values.push_back(row.cells[i].empty() ? Value() : Value(std::move(row.cells[i])));
        layer.add(static_cast<std::int64_t>(row.line), values, std::move(geometry));
    }
    return layer.take();
}

/// What is written once, over merged cells.
void Shaper::take_from_above(Row &row) const {
    const Row &above = rows_.back();
    if (row.parcel.empty())
        row.parcel = above.parcel;
    if (row.project.empty() && row.parcel == above.parcel)
        row.project = above.project;
}

void Shaper::read_rows() {
    for (Record &record : grid_.rows) {
        const auto text = [&](int column) {
            return column == nowhere ? std::string() : record.cells[static_cast<std::size_t>(column)];
        };
        const bool without = folded(text(roles_.x)).empty() && folded(text(roles_.y)).empty();
        const bool no_place = !parse_coordinate(text(roles_.x)) && !parse_coordinate(text(roles_.y));
        if (no_feature(record, no_place) || (without && begins_parcel(record)))
            continue;
        Row row;
        row.number = record.line;
        row.ended = record.ended;
        row.project = text(roles_.project);
        row.parcel = roles_.parcel == nowhere ? title_ : text(roles_.parcel);
        if (!rows_.empty() && roles_.parcel != nowhere)
            take_from_above(row);
        row.ring = text(roles_.ring);
        row.x = coordinate(record.cells, roles_.x, row.number);
        row.y = coordinate(record.cells, roles_.y, row.number);
        row.values = std::move(record.cells);
        rows_.push_back(std::move(row));
    }
    settle_angles();
    for (Row &row : rows_)
        row.point = {row.x.value, row.y.value};
}

/// A row with one text alone, over the points of the parcel that it names; of a table without a column of parcels.
bool Shaper::begins_parcel(const Record &row) {
    const auto filled = [](const std::string &cell) { return !folded(cell).empty(); };
    if (roles_.parcel != nowhere || std::count_if(row.cells.begin(), row.cells.end(), filled) != 1)
        return false;
    title_ = *std::find_if(row.cells.begin(), row.cells.end(), filled);
    titled_ = true;
    return true;
}

/// What the digits of degrees are: decimals, or minutes and seconds.
void Shaper::settle_angles() {
    PackedDegrees digits;
    for (const Row &row : rows_) {
        digits.add(row.x);
        digits.add(row.y);
    }
    if (options_.angles == Angles::ask && digits.likely())
        refuse_unclear_angles(say("{}: row {}", file_.string(), rows_.front().number));
    if (options_.angles != Angles::packed)
        return;
    for (Row &row : rows_)
        for (WrittenCoordinate *c : {&row.x, &row.y})
            c->value = c->sexagesimal ? c->value : from_packed(c->value);
    notes_.push_back(say("the degrees are read as packed: digits behind the point are minutes and seconds"));
}

/// Surveyors write X for the northing. The figures tell.
void Shaper::exchange_axes() {
    const auto wrong = static_cast<std::size_t>(std::count_if(rows_.begin(), rows_.end(), [](const Row &row) {
        return axis_order(row.point.y, row.point.x) == AxisOrder::easting_first;
    }));
    if (wrong == 0)
        return;
    if (wrong < rows_.size())
        refuse(rows_.front().number,
               say("of {} rows {} have the northing in column {} and the others do not.", rows_.size(), wrong,
                   names_[static_cast<std::size_t>(roles_.x)]));
    for (Row &row : rows_)
        std::swap(row.point.x, row.point.y);
    notes_.push_back(say("column {} contains the northing and {} the easting, judging by their magnitudes",
                         names_[static_cast<std::size_t>(roles_.x)],
                         names_[static_cast<std::size_t>(roles_.y)]));
}

/// Points without a column of parcels are the corners of one where areas or lines are wanted, or corners are numbered.
bool Shaper::one_border(std::optional<GeometryType> wanted) const {
    if (roles_.parcel != nowhere || titled_ || rows_.size() < 2)
        return false;
    return wanted ? *wanted != GeometryType::point : roles_.point != nowhere;
}

/// A number of a point that comes again elsewhere begins another parcel, which nothing names.
void Shaper::refuse_second_parcel() const {
    if (roles_.point == nowhere || roles_.ring != nowhere)
        return;
    std::map<std::string, const Row *> known;
    for (const Row &row : rows_) {
        const std::string name = folded(row.values[static_cast<std::size_t>(roles_.point)]);
        const auto [entry, fresh] = known.try_emplace(name, &row);
        if (!fresh && !name.empty() && !same_place(entry->second->point, row.point, same_point_m))
            throw NeedsParameter(
                Parameter::points, ErrorKind::unreadable,
                say("{}: row {}: point {} comes a second time, at another place: the rows are corners of "
                    "several parcels, and no column tells which. Name the column of the parcel.",
                    file_.string(), row.number, row.values[static_cast<std::size_t>(roles_.point)]));
    }
}

std::vector<Group> Shaper::groups(bool one) const {
    std::vector<Group> result;
    std::map<std::pair<std::string, std::string>, std::size_t> known; // by project and parcel
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const auto [entry, fresh] = known.try_emplace({rows_[i].project, rows_[i].parcel}, result.size());
        if (fresh || (roles_.parcel == nowhere && !titled_ && !one)) {
            result.emplace_back();
            entry->second = result.size() - 1;
        }
        result[entry->second].rows.push_back(i);
    }
    return result;
}

/// What is the same in all rows of a parcel or written once in it, "" for nothing; none where they differ.
std::optional<std::string> Shaper::shared(const Group &group, int column) const {
    std::string seen;
    for (const std::size_t i : group.rows) {
        const std::string &value = rows_[i].values[static_cast<std::size_t>(column)];
        if (!seen.empty() && !value.empty() && value != seen)
            return std::nullopt;
        seen = seen.empty() ? value : seen;
    }
    return seen;
}

/// A column belongs to the parcels when at least as many of them agree in it as do not.
bool Shaper::of_parcels(const std::vector<Group> &groups, int column) {
    std::vector<std::string> differing;
    std::size_t agreeing = 0;
    for (const Group &group : groups) {
        const std::optional<std::string> value = shared(group, column);
        if (!value)
            differing.push_back(rows_[group.rows.front()].parcel);
        else
            agreeing += group.rows.size() > 1 && !value->empty() ? 1 : 0;
    }
    if (differing.size() > agreeing)
        return false;
    if (!differing.empty())
        notes_.push_back(say("column {} differs between the rows of parcel {}: left empty there",
                             names_[static_cast<std::size_t>(column)], fmt::join(differing, ", ")));
    return true;
}

std::vector<int> Shaper::attributes(const std::vector<Group> &groups) {
    std::vector<int> columns;
    std::vector<std::string> of_points;
    for (int c = 0; c < static_cast<int>(names_.size()); ++c) {
        if (c == roles_.x || c == roles_.y || c == roles_.ring)
            continue;
        if (of_parcels(groups, c))
            columns.push_back(c);
        else
            of_points.push_back(names_[static_cast<std::size_t>(c)]);
    }
    if (!of_points.empty())
        notes_.push_back(
            say("columns that differ from point to point were ignored: {}", fmt::join(of_points, ", ")));
    return columns;
}

std::vector<Value> Shaper::values_of(const Group &group, const std::vector<int> &columns) const {
    std::vector<Value> values;
    for (const int c : columns) {
        std::string text = shared(group, c).value_or("");
        values.push_back(text.empty() ? Value() : Value(std::move(text)));
    }
    if (titled_)
        values.emplace_back(rows_[group.rows.front()].parcel);
    return values;
}

OGRGeometryUniquePtr Shaper::figure(const Group &group, GeometryType type) {
    std::vector<Point> places;
    for (const std::size_t i : group.rows)
        places.push_back(rows_[i].point);
    Runs gathered(tolerance_for(places));
    for (const std::size_t i : group.rows)
        gathered.add(rows_[i].ring, rows_[i].point, rows_[i].number, type == GeometryType::polygon);
    const std::size_t least = type == GeometryType::polygon ? 3 : type == GeometryType::line ? 2 : 1;
    std::vector<geodesy::Ring> rings;
    for (Run &run : gathered.take()) {
        ++(run.closed ? closed_ : open_);
        last_open_ = !run.closed;
        if (run.points.size() < least + (run.closed ? 1 : 0))
            refuse(run.line,
                   say("a ring of parcel \"{}\" that begins here has {} points; it needs at least {}.",
                       rows_[group.rows.front()].parcel, run.points.size(), least));
        if (type == GeometryType::polygon)
            close(run.points);
        rings.push_back(std::move(run.points));
    }
    if (type == GeometryType::polygon) {
        Arranged made = arranged(std::move(rings));
        holes_ += made.holes;
        return geometry_of(made.parts, type);
    }
    std::vector<geodesy::Polygon> parts;
    for (geodesy::Ring &ring : rings)
        parts.push_back({std::move(ring)});
    return geometry_of(parts, type);
}

/// Every other ring comes back to its first point, and the last row has no end.
void Shaper::refuse_cut() const {
    constexpr std::size_t least = 3;
    if (!rows_.back().ended && last_open_ && open_ == 1 && closed_ >= least)
        refuse(rows_.back().number,
               say("here the file ends without an end of line, within a ring: all {} others come "
                   "back to their first point. The file is truncated: send it again, complete",
                   closed_));
}

std::string Shaper::gathered_by() const {
    if (roles_.parcel == nowhere)
        return say("the rows that name them");
    const std::string &parcel = names_[static_cast<std::size_t>(roles_.parcel)];
    if (roles_.project == nowhere || roles_.project == roles_.parcel)
        return parcel;
    return fmt::format("{}, {}", names_[static_cast<std::size_t>(roles_.project)], parcel);
}

GDALDatasetUniquePtr Shaper::from_points(std::optional<GeometryType> wanted) {
    read_rows();
    exchange_axes();
    const bool one = one_border(wanted);
    if (one)
        refuse_second_parcel();
    const std::vector<Group> all = groups(one);
    const bool single =
        std::all_of(all.begin(), all.end(), [](const Group &group) { return group.rows.size() == 1; });
    const GeometryType type = single ? GeometryType::point : wanted.value_or(GeometryType::polygon);
    MemoryLayer layer(grid_.name, static_cast<OGRwkbGeometryType>(multi_type(type)));
    const std::vector<int> columns = attributes(all);
    for (const int c : columns)
        layer.add_field(names_[static_cast<std::size_t>(c)], OFTString);
    if (titled_)
        layer.add_field("地块名称", OFTString);
    for (const Group &group : all)
        layer.add(static_cast<std::int64_t>(rows_[group.rows.front()].number), values_of(group, columns),
                  figure(group, type));
    if (type == GeometryType::polygon)
        refuse_cut();
    if (one)
        notes_.push_back(
            say("no column names parcels: all {} rows are taken as the corners of one", rows_.size()));
    else if (!single)
        notes_.push_back(say("{} rows of points were grouped into {} features by column {}", rows_.size(),
                             all.size(), gathered_by()));
    if (holes_ > 0)
        notes_.push_back(say("{} rings lie inside others and are holes", holes_));
    return layer.take();
}

} // namespace

void shape_table(Opened &opened, const std::filesystem::path &file, Grid grid, const OpenOptions &options,
                 std::optional<catalogue::GeometryType> wanted, std::vector<std::string> &notes) {
    const gdal::Quiet quiet;
    opened.replace(Shaper(std::move(grid), file, options, notes).shaped(wanted));
}

} // namespace qitu::reader
