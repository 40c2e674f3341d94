#include "coverage_layer.h"

#include "feature_file.h"
#include "single_layer.h"

#include <qitu/core/base/text.h>
#include <qitu/output/qgis/table.h>

#include <string>
#include <vector>

namespace qitu::exchange {

namespace {

using coverage_check::Fault;
using qgis::ColumnType;

std::string fault_kind(const Fault &fault) {
    const std::string kind = fault.kind == Fault::Kind::overlap ? "overlap" : "gap";
    return fault.sliver ? kind + "_sliver" : kind;
}

ColumnType column_type_of(reader::RawField::Type type) {
    switch (type) {
    case reader::RawField::Type::integer:
        return ColumnType::integer;
    case reader::RawField::Type::real:
        return ColumnType::real;
    case reader::RawField::Type::date:
        return ColumnType::date;
    default:
        return ColumnType::text;
    }
}

// What the GeoPackage itself calls a column cannot be one of the file's.
std::string free_name(const std::string &name) {
    const std::string plain = folded(name);
    return plain == "fid" || plain == qgis::geometry_column ? name + "_" : name;
}

} // namespace

std::uint64_t write_coverage_faults(const std::filesystem::path &file, const coverage_check::Check &check,
                                    const std::filesystem::path &styles_dir) {
    qgis::Table table = polygon_table("coverage_faults", "拓扑问题", "_coverage_faults");
    table.columns = {{.name = "fault",
                      .title = "问题",
                      .choices = {{"overlap", "重叠"},
                                  {"overlap_sliver", "重叠（碎条）"},
                                  {"gap", "缝隙"},
                                  {"gap_sliver", "缝隙（碎条）"}}},
                     {"zone_a", "分区"},
                     {"zone_b", "与分区"},
                     {"area_m2", "面积（平方米）", ColumnType::real},
                     {"width_m", "宽度（米）", ColumnType::real}};
    std::size_t next = 0;
    return write_features(file, table, styles_dir, [&](FeatureRow &row) {
        while (next < check.faults.size() && check.faults[next].wkb.empty())
            ++next;
        if (next == check.faults.size())
            return false;
        const Fault &fault = check.faults[next++];
        row = {fault.wkb, {fault_kind(fault), fault.a, fault.b, fault.m2, fault.width_m}};
        return true;
    });
}

std::uint64_t write_clean_coverage(const std::filesystem::path &file, const coverage_check::Check &check,
                                   const std::filesystem::path &styles_dir, bool overwrite) {
    qgis::Table table = polygon_table("coverage", "分区", "_polygon");
    for (const reader::RawField &field : check.fields)
        table.columns.push_back({free_name(field.name), field.name, column_type_of(field.type)});
    std::size_t next = 0;
    return write_features(
        file, table, styles_dir,
        [&](FeatureRow &row) {
            if (next == check.cleaned.size())
                return false;
            row = {check.cleaned[next].wkb, check.cleaned[next].values};
            ++next;
            return true;
        },
        overwrite);
}

} // namespace qitu::exchange
