#include "table/table.h"

#include "crs/coordinates.h"
#include "geometry/memory_layer.h"
#include "geometry/rings.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

/// Columns by what they are for. The names are those of survey tables, field books and phones.
struct Roles {
    int wkt = nowhere, x = nowhere, y = nowhere, project = nowhere, parcel = nowhere, ring = nowhere;
};

constexpr std::array wkt_names{"wkt", "_wkt", "geometry", "geom", "the_geom", "几何", "图形", "shape"};
constexpr std::array x_names{"x",       "x坐标", "x坐标(米)", "x(m)",   "横坐标", "东坐标",
                             "经度",    "东",    "lon",       "lng",    "long",   "longitude",
                             "easting", "e",     "point_x",   "xcoord", "x_coord"};
constexpr std::array y_names{"y",   "y坐标",    "y坐标(米)", "y(m)", "纵坐标",  "北坐标", "纬度",   "北",
                             "lat", "latitude", "northing",  "n",    "point_y", "ycoord", "y_coord"};
constexpr std::array parcel_names{"地块编号", "地块号",     "地块编码",  "dkbh",   "dkbm",        "图斑编号",
                                  "tbbh",     "宗地号",     "parcel_id", "parcel", "parcel_no",   "地块名称",
                                  "dkmc",     "polygon_id", "项目编号",  "xmbh",   "project_code"};
constexpr std::array project_names{"项目编号", "xmbh",     "xmdm",         "项目代码",
                                   "xmbm",     "项目编码", "project_code", "project_id"};
constexpr std::array ring_names{"圈号", "环号", "地块圈号", "ring", "ring_no", "ring_id", "部件号"};

struct Row {
    std::string project, parcel, ring;
    Point point;
    std::size_t number = 0; // in the sheet, the head being 1
    std::vector<std::string> values;
};

struct Group {
    std::vector<std::size_t> rows;
};

class Shaper {
  public:
    Shaper(OGRLayer &table, const std::filesystem::path &file, const Decoder &decoder,
           const OpenOptions &options, std::vector<std::string> &notes)
        : table_(table), file_(file), decoder_(decoder), notes_(notes) {
        for (int i = 0; i < definition().GetFieldCount(); ++i)
            names_.push_back(decoder.decode(definition().GetFieldDefn(i)->GetNameRef()));
        find_roles(options);
    }
    GDALDatasetUniquePtr shaped(std::optional<GeometryType> wanted);

  private:
    [[nodiscard]] OGRFeatureDefn &definition() const { return *table_.GetLayerDefn(); }
    template <typename Names>
    [[nodiscard]] int column(const Names &names) const;
    void find_roles(const OpenOptions &options);
    [[nodiscard]] int project_column(const std::map<std::string, std::string> &map) const;
    [[nodiscard]] int given(const std::string &role, const std::string &name) const;
    [[noreturn]] void no_shapes() const;
    [[noreturn]] void refuse(std::size_t row, const std::string &what) const;
    [[nodiscard]] std::vector<std::string> texts(const OGRFeature &feature) const;
    [[nodiscard]] double coordinate(const std::vector<std::string> &values, int column,
                                    std::size_t row) const;
    [[nodiscard]] std::string gathered_by() const;
    static std::string srid_before(std::string &wkt);
    OGRSpatialReference crs_of_wkt();
    [[nodiscard]] OGRGeometryUniquePtr read_wkt(std::string wkt, std::size_t row) const;
    GDALDatasetUniquePtr from_wkt();
    GDALDatasetUniquePtr from_points(std::optional<GeometryType> wanted);
    void read_rows();
    void take_from_above(Row &row) const;
    void exchange_axes();
    [[nodiscard]] std::vector<Group> groups() const;
    [[nodiscard]] std::optional<std::string> shared(const Group &group, int column) const;
    [[nodiscard]] bool of_parcels(const std::vector<Group> &groups, int column);
    [[nodiscard]] std::vector<int> attributes(const std::vector<Group> &groups);
    [[nodiscard]] std::vector<Value> values_of(const Group &group, const std::vector<int> &columns) const;
    [[nodiscard]] OGRGeometryUniquePtr figure(const Group &group, GeometryType type);

    OGRLayer &table_;
    const std::filesystem::path &file_;
    const Decoder &decoder_;
    std::vector<std::string> &notes_;
    std::vector<std::string> names_;
    Roles roles_;
    std::string srid_; // of EWKT
    std::vector<Row> rows_;
    std::size_t holes_ = 0;
};

template <typename Names>
int Shaper::column(const Names &names) const {
    for (const char *name : names)
        for (std::size_t i = 0; i < names_.size(); ++i)
            if (folded(names_[i]) == folded(name))
                return static_cast<int>(i);
    return nowhere;
}

int Shaper::given(const std::string &role, const std::string &name) const {
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (folded(names_[i]) == folded(name))
            return static_cast<int>(i);
    throw Error(ErrorKind::usage, say("{}: there is no column \"{}\" in {}. Its columns: {}.", role, name,
                                      file_.string(), fmt::join(names_, ", ")));
}

/// The column that becomes project_code: numbers of parcels begin anew in each project.
int Shaper::project_column(const std::map<std::string, std::string> &map) const {
    for (const auto &[field, name] : map)
        if (folded(field) == "project_code" || folded(field) == "项目编号" || folded(field) == "project code")
            return column(std::array{name.c_str()});
    return column(project_names);
}

void Shaper::find_roles(const OpenOptions &options) {
    roles_ = {column(wkt_names),           column(x_names),      column(y_names),
              project_column(options.map), column(parcel_names), column(ring_names)};
    for (const auto &[role, name] : options.points) {
        const int at = given(role, name);
        (role == "x"        ? roles_.x
         : role == "y"      ? roles_.y
         : role == "parcel" ? roles_.parcel
                            : roles_.ring) = at;
    }
    if (!options.points.empty())
        roles_.wkt = nowhere;
}

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

std::vector<std::string> Shaper::texts(const OGRFeature &feature) const {
    std::vector<std::string> result;
    for (int i = 0; i < feature.GetFieldCount(); ++i)
        result.push_back(feature.IsFieldSetAndNotNull(i) ? decoder_.decode(feature.GetFieldAsString(i))
                                                         : std::string());
    return result;
}

double Shaper::coordinate(const std::vector<std::string> &values, int column, std::size_t row) const {
    const auto at = static_cast<std::size_t>(column);
    double number = 0;
    if (!parse_number(values[at], number))
        refuse(row, say("expected a coordinate in column {}, found \"{}\".", names_[at], values[at]));
    return number;
}

GDALDatasetUniquePtr Shaper::shaped(std::optional<GeometryType> wanted) {
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

/// What EWKT says in the first row, else what the table says.
OGRSpatialReference Shaper::crs_of_wkt() {
    OGRSpatialReference crs;
    if (const OGRSpatialReference *said = table_.GetSpatialRef())
        crs = *said;
    table_.ResetReading();
    if (const OGRFeatureUniquePtr first{table_.GetNextFeature()}) {
        std::string wkt = first->GetFieldAsString(roles_.wkt);
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
    if (!wkt.empty() && OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry) != OGRERR_NONE)
        refuse(row, say("expected WKT in column {}, found \"{}\".",
                        names_[static_cast<std::size_t>(roles_.wkt)], wkt.substr(0, 40)));
    return OGRGeometryUniquePtr(geometry);
}

GDALDatasetUniquePtr Shaper::from_wkt() {
    OGRSpatialReference crs = crs_of_wkt();
    MemoryLayer layer(file_.stem().string(), wkbUnknown, crs.IsEmpty() ? nullptr : &crs);
    for (std::size_t i = 0; i < names_.size(); ++i)
        if (static_cast<int>(i) != roles_.wkt)
            layer.add_field(names_[i], OFTString);
    std::size_t row = 1;
    table_.ResetReading();
    while (const OGRFeatureUniquePtr feature{table_.GetNextFeature()}) {
        ++row;
        std::vector<std::string> all = texts(*feature);
        OGRGeometryUniquePtr geometry = read_wkt(all[static_cast<std::size_t>(roles_.wkt)], row);
        std::vector<Value> values;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (static_cast<int>(i) != roles_.wkt)
                values.push_back(all[i].empty() ? Value() : Value(std::move(all[i])));
        layer.add(static_cast<std::int64_t>(row), values, std::move(geometry));
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
    std::size_t number = 1;
    table_.ResetReading();
    while (const OGRFeatureUniquePtr feature{table_.GetNextFeature()}) {
        Row row;
        row.number = ++number;
        row.values = texts(*feature);
        const auto text = [&](int column) {
            return column == nowhere ? std::string() : row.values[static_cast<std::size_t>(column)];
        };
        if (std::all_of(row.values.begin(), row.values.end(), [](const auto &v) { return v.empty(); }))
            continue; // a workbook's last rows
        row.project = text(roles_.project);
        row.parcel = text(roles_.parcel);
        if (!rows_.empty() && roles_.parcel != nowhere)
            take_from_above(row);
        row.ring = text(roles_.ring);
        row.point = {coordinate(row.values, roles_.x, row.number),
                     coordinate(row.values, roles_.y, row.number)};
        rows_.push_back(std::move(row));
    }
}

/// Surveyors write X for the northing. The figures tell.
void Shaper::exchange_axes() {
    std::size_t wrong = 0;
    for (const Row &row : rows_) {
        const CoordinateKind::Form form = kind_of(row.point).form;
        wrong += form == CoordinateKind::Form::swapped_plane || form == CoordinateKind::Form::swapped_degrees
                     ? 1
                     : 0;
    }
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

std::vector<Group> Shaper::groups() const {
    std::vector<Group> result;
    std::map<std::pair<std::string, std::string>, std::size_t> known; // by project and parcel
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const auto [entry, fresh] = known.try_emplace({rows_[i].project, rows_[i].parcel}, result.size());
        if (fresh || roles_.parcel == nowhere) {
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
    return values;
}

OGRGeometryUniquePtr Shaper::figure(const Group &group, GeometryType type) {
    Runs gathered;
    for (const std::size_t i : group.rows)
        gathered.add(rows_[i].ring, rows_[i].point, rows_[i].number, type == GeometryType::polygon);
    const std::size_t least = type == GeometryType::polygon ? 3 : type == GeometryType::line ? 2 : 1;
    std::vector<geodesy::Ring> rings;
    for (Run &run : gathered.take()) {
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

std::string Shaper::gathered_by() const {
    const std::string &parcel = names_[static_cast<std::size_t>(roles_.parcel)];
    if (roles_.project == nowhere || roles_.project == roles_.parcel)
        return parcel;
    return fmt::format("{}, {}", names_[static_cast<std::size_t>(roles_.project)], parcel);
}

GDALDatasetUniquePtr Shaper::from_points(std::optional<GeometryType> wanted) {
    read_rows();
    exchange_axes();
    const std::vector<Group> all = groups();
    const bool single =
        std::all_of(all.begin(), all.end(), [](const Group &group) { return group.rows.size() == 1; });
    const GeometryType type = single ? GeometryType::point : wanted.value_or(GeometryType::polygon);
    const std::vector<int> columns = attributes(all);
    MemoryLayer layer(file_.stem().string(), static_cast<OGRwkbGeometryType>(multi_type(type)));
    for (const int c : columns)
        layer.add_field(names_[static_cast<std::size_t>(c)], OFTString);
    for (const Group &group : all)
        layer.add(static_cast<std::int64_t>(rows_[group.rows.front()].number), values_of(group, columns),
                  figure(group, type));
    if (!single)
        notes_.push_back(say("{} rows of points were grouped into {} features by column {}", rows_.size(),
                             all.size(), gathered_by()));
    if (holes_ > 0)
        notes_.push_back(say("{} rings lie inside others and are holes", holes_));
    return layer.take();
}

} // namespace

void shape_table(Opened &opened, const std::filesystem::path &file, const Decoder &decoder,
                 const OpenOptions &options, std::optional<GeometryType> wanted,
                 std::vector<std::string> &notes) {
    const gdal::Quiet quiet;
    opened.replace(Shaper(*opened.layer, file, decoder, options, notes).shaped(wanted));
}

} // namespace qitu::reader
