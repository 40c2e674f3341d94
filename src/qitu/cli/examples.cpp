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
        {"quota show", "qitu quota show work.gpkg", translated("every quota of the workspace")},
        {"total", "qitu total work.gpkg high_standard_farmland --by league --group stage",
         translated("one layer by league and stage")},
        {"total", "qitu total work.gpkg --format csv -o totals.csv",
         translated("every layer that has features")},
        {"progress", "qitu progress work.gpkg --by league", translated("every indicator by league")},
        {"progress", "qitu progress work.gpkg --by banner --indicator hsf.built --format json",
         translated("one indicator by banner, for a script")},
        {"report", "qitu report work.gpkg -o report",
         translated("progress.xlsx and report.html in a folder")},
        {"export", "qitu export work.gpkg delivery.gpkg", translated("a GeoPackage that QGIS opens styled")},
        {"export", "qitu export work.gpkg delivery.gpkg --overwrite", translated("the same again")},
        {"advance",
         "qitu advance work.gpkg high_standard_farmland --to accepted --where \"stage = 'under_construction' "
         "AND "
         "year = 2023\" --note 竣工验收",
         translated("what was under construction is accepted")},
        {"advance",
         "qitu advance work.gpkg high_standard_farmland --to under_construction --where \"stage = 'accepted' "
         "AND fid < 20\" --back 返工",
         translated("back, with a reason")},
        {"review",
         "qitu review work.gpkg high_standard_farmland --level banner --by 李明 --where \"year = 2023\"",
         translated("the banner's first review")},
        {"review",
         "qitu review work.gpkg high_standard_farmland --level league --by 王芳 --date 2026-11-20 --where "
         "\"year "
         "= 2023\"",
         translated("then the league's examination")},
        {"history", "qitu history work.gpkg", translated("what was done, and by whom")},
        {"history", "qitu history work.gpkg high_standard_farmland --feature 3 --format json",
         translated("one feature, for a script")},
        {"diff", "qitu diff work.gpkg --from start", translated("what changed since the beginning")},
        {"seal", "qitu seal work.gpkg --note 年末", translated("close the year")},
        {"seal", "qitu seal work.gpkg --list", translated("the seals and their hashes")},
        {"verify", "qitu verify work.gpkg", translated("is everything as it was sealed?")},
        {"export", "qitu export work.gpkg linhe.gpkg --banner 150802",
         translated("a workspace that goes out to a banner")},
        {"merge", "qitu merge work.gpkg linhe.gpkg", translated("and comes back")},
        {"tabulate", "qitu tabulate sample/盐碱地综合利用.geojson --zones banners --group salinity",
         translated("any file by the borders that come with qitu")},
        {"tabulate",
         "qitu tabulate sample/引调水工程.geojson --zones sample/大中型灌区.gpkg --zone-id XMMC --format csv "
         "-o "
         "canals.csv",
         translated("any file by any polygons")},
    };
}

} // namespace qitu::cli
