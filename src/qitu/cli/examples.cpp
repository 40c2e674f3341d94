#include "examples.h"

#include <qitu/base/base.h>

namespace qitu::cli {

std::vector<Example> examples() {
    return {
        {"layers", "qitu layers", translated("which layers there are")},
        {"layers", "qitu layers high_standard_farmland", translated("its fields, codes and indicators")},
        {"sample", "qitu sample sample", translated("files to try everything with")},
        {"sample", "qitu sample large --parcels 20000 --seed 7", translated("more of them, drawn otherwise")},
        {"init", "qitu init work.gpkg", translated("with the borders that come with qitu")},
        {"init", "qitu init official.gpkg --boundaries borders.gpkg --layer-in banner",
         translated("with a bureau's own borders")},
        {"import",
         "qitu import work.gpkg high_standard_farmland sample/巴彦淖尔_高标准农田_2023.shp --dry-run",
         translated("what is in the file, and what stands against it")},
        {"import",
         "qitu import work.gpkg high_standard_farmland sample/巴彦淖尔_高标准农田_2023.shp --repair",
         translated("take it in, invalid geometry made valid")},
        {"import", "qitu import work.gpkg 高标准农田 sample/高标准农田_东部.gpkg --repair --map year=ND",
         translated("the layer by its Chinese name, a field named by hand")},
        {"quota import", "qitu quota import work.gpkg sample/任务分解_quota.csv",
         translated("a table with the heads 指标, 行政区, 年度, 指标值, 单位")},
        {"quota import", "qitu quota import work.gpkg sample/任务分解_quota.csv --dry-run",
         translated("how a bureau's workbook is understood")},
        {"quota set", "qitu quota set work.gpkg hsf.built 巴彦淖尔 60 --unit 万亩 --letter 内农发〔2023〕8号",
         translated("one quota, with the letter that sets it")},
        {"quota check", "qitu quota check work.gpkg --year 2023",
         translated("do the parts agree with the whole?")},
        {"quota allocate",
         "qitu quota allocate work.gpkg hsf.built 巴彦淖尔 --by-layer high_standard_farmland --dry-run",
         translated("a league's quota, by what it has built")},
        {"quota show", "qitu quota show work.gpkg --indicator hsf.built --history",
         translated("what a quota was before")},
        {"quota show", "qitu quota show work.gpkg", translated("every quota of the workspace")},
        {"total", "qitu total work.gpkg high_standard_farmland --by league --group stage",
         translated("one layer by league and stage")},
        {"total", "qitu total work.gpkg --format csv -o totals.csv",
         translated("every layer that has features")},
        {"progress", "qitu progress work.gpkg --by league", translated("every indicator by league")},
        {"progress", "qitu progress work.gpkg --by banner --indicator hsf.built --format json",
         translated("one indicator by banner, for a script")},
        {"progress", "qitu progress work.gpkg --by league --indicator hsf.built --date 2023-06-30",
         translated("how far one should be by the middle of the year")},
        {"explain", "qitu explain work.gpkg hsf.built 临河", translated("the parcels behind one figure")},
        {"overlaps", "qitu overlaps work.gpkg 高标准农田 盐碱地综合利用",
         translated("ground that both layers claim")},
        {"balance", "qitu balance work.gpkg --by league", translated("both accounts of every league")},
        {"balance add",
         "qitu balance add work.gpkg --to 临河 --year 2023 --area 500 --grade 9 --capacity 550 --reference "
         "巴自然资发〔2023〕12号",
         translated("what was there before the workspace")},
        {"report", "qitu report work.gpkg -o report",
         translated("progress.xlsx and report.html in a folder")},
        {"export", "qitu export work.gpkg delivery.gpkg", translated("a GeoPackage that QGIS opens styled")},
        {"export", "qitu export work.gpkg delivery.gpkg --overwrite", translated("the same again")},
        {"tabulate", "qitu tabulate sample/盐碱地综合利用.geojson --zones banners --group salinity",
         translated("any file by the borders that come with qitu")},
        {"tabulate",
         "qitu tabulate sample/引调水工程.geojson --zones sample/大中型灌区.gpkg --zone-id XMMC --format csv "
         "-o "
         "canals.csv",
         translated("any file by any polygons")},
        {"area", "qitu area sample/盐碱地综合利用.geojson", translated("every feature, and the totals")},
        {"area", "qitu area sample/巴彦淖尔_高标准农田_2023.shp -o measured.gpkg",
         translated("a copy with the figures as new fields")},
        {"area", "qitu area sample/巴彦淖尔_高标准农田_2023.shp --declared 建设规模 --tolerance 1",
         translated("declared areas that are off by more than 1 %")},
        {"area", "qitu area sample/引调水工程.geojson --plane 4526 --format json",
         translated("all in the plane of zone 38, for a script")},
    };
}

} // namespace qitu::cli
