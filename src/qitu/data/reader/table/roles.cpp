#include "table/grid.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace qitu::reader {

namespace {

using Heads = std::vector<std::string>;

// The names are those of survey tables, field books and phones.
constexpr std::array wkt_names{"wkt", "_wkt", "geometry", "geom", "the_geom", "几何", "图形", "shape"};
constexpr std::array x_names{"x",       "x坐标", "横坐标",  "横坐标y", "东坐标",  "经度",
                             "东经",    "东",    "lon",     "lng",     "long",    "longitude",
                             "easting", "e",     "point_x", "xcoord",  "x_coord", "坐标x"};
constexpr std::array y_names{"y",       "y坐标",  "纵坐标",  "纵坐标x",  "北坐标",   "纬度",
                             "北纬",    "北",     "lat",     "latitude", "northing", "n",
                             "point_y", "ycoord", "y_coord", "坐标y"};
constexpr std::array parcel_names{
    "地块编号", "地块号",   "地块编码",   "dkbh",     "dkbm",      "图斑编号",    "tbbh", "图斑号",
    "宗地号",   "宗地编号", "parcel_id",  "parcel",   "parcel_no", "地块名称",    "dkmc", "地块",
    "宗地",     "图斑",     "polygon_id", "项目编号", "xmbh",      "project_code"};
constexpr std::array project_names{"项目编号", "xmbh",     "xmdm",         "项目代码",
                                   "xmbm",     "项目编码", "project_code", "project_id"};
constexpr std::array ring_names{"圈号", "环号", "地块圈号", "ring", "ring_no", "ring_id", "部件号"};
constexpr std::array point_names{"点号",   "界址点号", "点名",     "界址点",    "界址点名称",
                                 "拐点号", "拐点",     "拐点编号", "顶点号",    "桩号",
                                 "point",  "point_no", "点编号",   "界址点编号"};

/// Without blanks, and without a unit in brackets: X坐标（米）, 经度(°), X (m).
std::string bare(const std::string &head) {
    std::string text = folded(head);
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    const std::size_t open = text.find('(');
    if (open != 0 && open != std::string::npos && text.ends_with(')'))
        text.resize(open);
    return text;
}

template <typename Names>
int column(const Heads &heads, const Names &names) {
    for (const char *name : names)
        for (std::size_t i = 0; i < heads.size(); ++i)
            if (const std::string text = bare(heads[i]); text == name || folded(heads[i]) == name)
                return static_cast<int>(i);
    return -1;
}

int named(const Heads &heads, const std::string &name) {
    for (std::size_t i = 0; i < heads.size(); ++i)
        if (folded(heads[i]) == folded(name))
            return static_cast<int>(i);
    return -1;
}

/// The column that becomes project_code: numbers of parcels begin anew in each project.
int project_column(const Heads &heads, const std::map<std::string, std::string> &map) {
    for (const auto &[field, name] : map)
        if (folded(field) == "project_code" || folded(field) == "项目编号" || folded(field) == "project code")
            return named(heads, name);
    return column(heads, project_names);
}

} // namespace

Roles roles_of(const Heads &heads, const std::filesystem::path &file, const OpenOptions &options) {
    Roles roles{column(heads, wkt_names),           column(heads, x_names),      column(heads, y_names),
                project_column(heads, options.map), column(heads, parcel_names), column(heads, ring_names),
                column(heads, point_names)};
    for (const auto &[role, name] : options.points) {
        const int at = named(heads, name);
        if (at < 0)
            throw Error(ErrorKind::usage, say("{}: there is no column \"{}\" in {}. Its columns: {}.", role,
                                              name, file.string(), fmt::join(heads, ", ")));
        (role == "x" ? roles.x : role == "y" ? roles.y : role == "parcel" ? roles.parcel : roles.ring) = at;
    }
    if (!options.points.empty())
        roles.wkt = -1;
    return roles;
}

} // namespace qitu::reader
