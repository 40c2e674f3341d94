// A small catalogue in a folder of its own, for tests to load as it is or after changing a file.
#pragma once

#include "support/folder.h"

#include <qitu/core/catalogue/catalogue.h>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace small {

inline const std::string programme = R"([document]
zh = "实施意见"
en = "Opinions"
year = 2023
[[stage]]
id = "approved"
zh = "立项"
en = "Approved"
[[stage]]
id = "accepted"
zh = "验收"
en = "Accepted"
aliases = ["已验收"]
[[field]]
id = "project_code"
zh = "项目编号"
en = "Project code"
type = "text"
required = true
aliases = ["XMBH"]
[[field]]
id = "project_name"
zh = "项目名称"
en = "Project name"
type = "text"
[[field]]
id = "admin_code"
zh = "行政区代码"
en = "Admin code"
type = "text"
[[field]]
id = "year"
zh = "年度"
en = "Year"
type = "integer"
[[field]]
id = "stage"
zh = "阶段"
en = "Stage"
type = "text"
[[group]]
id = "water"
zh = "水利"
en = "Water"
[[group]]
id = "farmland"
zh = "农田"
en = "Farmland"
)";

inline const std::string admin = R"([region]
code = "150000"
zh = "内蒙古自治区"
en = "Inner Mongolia"
[[league]]
code = "150800"
zh = "巴彦淖尔市"
en = "Bayannur"
banners = [
  { code = "150826", zh = "杭锦后旗", en = "Hanggin Rear Banner" },
  { code = "150802", zh = "临河区", en = "Linhe District" },
]
[[league]]
code = "150700"
zh = "呼伦贝尔市"
en = "Hulunbuir"
banners = [
  { code = "150723", zh = "鄂伦春自治旗", en = "Oroqen Autonomous Banner" },
  { code = "150799", zh = "临河县", en = "Linhe County" },
]
)";

inline const std::string field_block = R"(id = "field_block"
zh = "田块"
en = "Field block"
group = "farmland"
geometry = "polygon"
[[field]]
id = "kind"
zh = "类型"
en = "Kind"
type = "text"
aliases = ["LX"]
codes = [
  { code = "new", zh = "新建", en = "New", aliases = ["1"] },
  { code = "rebuilt", zh = "改造", en = "Rebuilt" },
]
[[field]]
id = "declared_mu"
zh = "申报面积"
en = "Declared area"
type = "real"
unit = "亩"
[[rule]]
id = "declared_area"
severity = "warning"
limit = 5
[[indicator]]
id = "field.built"
zh = "建成面积"
en = "Built"
measure = "area"
unit = "万亩"
target = 12.5
clause = "九"
[indicator.where]
kind = ["new"]
[[indicator]]
id = "field.share"
zh = "建成率"
en = "Share built"
measure = "share"
unit = "%"
base_layer = "soil"
flow = false
target = 100
admin = ["150800"]
)";

inline const std::string canal = R"(id = "canal"
zh = "渠道"
en = "Canal"
group = "water"
geometry = "line"
style = "_line"
[[indicator]]
id = "canal.length"
zh = "渠道长度"
en = "Length of canals"
measure = "length"
unit = "km"
from_stage = "approved"
)";

inline const std::string soil = R"(id = "soil"
zh = "土壤"
en = "Soil"
group = "farmland"
geometry = "polygon"
reference = true
[[indicator]]
id = "soil.banners"
zh = "建成面积"
en = "Banners with soil"
measure = "banners"
unit = "banners"
banner_threshold_mu = 50
)";

class Folder : public support::Folder {
  public:
    Folder() {
        write("programme.toml", programme);
        write("admin.toml", admin);
        write("field_block.toml", field_block);
        write("canal.toml", canal);
        write("soil.toml", soil);
    }
    void write(const std::string &name, const std::string &text) const {
        support::write_file(path() / name, text);
    }
    void remove(const std::string &name) const { std::filesystem::remove(path() / name); }
    [[nodiscard]] qitu::catalogue::Catalogue load() const { return qitu::catalogue::Catalogue::load(path()); }
};

} // namespace small
