#include "sample_quotas.h"
#include "sheet_file.h"
#include "works.h"

#include <qitu/app/sample/sample.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>

#include <gdal_priv.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace qitu::sample {

namespace {

constexpr const char *farmland_layer = "high_standard_farmland";

/// A sheet, where it goes and what the user is told of it.
struct Plan {
    const char *file;
    Format format;
    std::string what;
};

class Writer {
  public:
    explicit Writer(std::filesystem::path directory) : directory_(std::move(directory)) {}

    /// A file that `draw` fills row by row.
    void write(const Plan &plan, const catalogue::Layer &layer,
               const std::function<void(const TakeItem &)> &draw) {
        const std::filesystem::path path = directory_ / plan.file;
        SheetFile file(path, plan.format, layer);
        draw([&](const Item &item) { file.add(item); });
        file.close();
        files_.push_back({path, layer.id, plan.what});
    }
    void write(const Plan &plan, const Sheet &sheet) {
        write(plan, *sheet.layer,
              [&](const TakeItem &take) { std::for_each(sheet.items.begin(), sheet.items.end(), take); });
    }
    void write(const char *name, const std::vector<QuotaLine> &lines, const catalogue::Catalogue &catalogue,
               std::string what) {
        const std::filesystem::path path = directory_ / name;
        write_quotas(path, lines, catalogue);
        files_.push_back({path, "quota", std::move(what)});
    }
    std::vector<File> files() && { return std::move(files_); }

  private:
    std::filesystem::path directory_;
    std::vector<File> files_;
};

bool in_bayannur(const std::string &banner) {
    return banner.starts_with("1508");
}

// The Hetao banners have most of the fields of their league; 乌拉特中旗 and 乌拉特后旗 are pasture.
double weight_of(const std::string &banner) {
    if (in_bayannur(banner))
        return banner == "150824" || banner == "150825" ? 1 : 4;
    const bool most = banner.starts_with("1504") || banner.starts_with("1505");
    const bool more = banner.starts_with("1507") || banner.starts_with("1522");
    return most ? 4 : more ? 3 : 1;
}

Weights weights(const Land &land, bool bayannur) {
    Weights weights;
    for (const std::string &banner : land.banners())
        if (in_bayannur(banner) == bayannur)
            weights.emplace_back(banner, weight_of(banner) * std::sqrt(land.rough_km2(banner)));
    return weights;
}

void expect_both_parts(const Land &land, const std::filesystem::path &boundaries) {
    if (weights(land, true).empty() || weights(land, false).empty())
        throw Error(
            ErrorKind::refused,
            say("{}: the sample needs banners of league 150800 and of other leagues; found {} banners. "
                "Give the boundaries file that came with qitu.",
                boundaries.string(), land.banners().size()));
}

std::vector<std::string> declared_banners(const Sheet &sheet) {
    std::set<std::string> banners;
    if (const int column = sheet.layer->index_of(catalogue::field_id::admin_code); column >= 0)
        for (const Item &item : sheet.items)
            banners.insert(catalogue::text_of(item.values[static_cast<std::size_t>(column)]));
    return {banners.begin(), banners.end()};
}

struct Fields {
    std::vector<FieldSite> sites;
    std::map<std::string, double> mu_of_year;
};

Fields write_farmland(Writer &writer, const Setting &setting, std::size_t parcels) {
    const catalogue::Layer &layer = setting.catalogue.layer(farmland_layer);
    // The plain has room for so many blocks only; and no bureau draws far outside its zone.
    const std::size_t west = std::max<std::size_t>(1, std::min(parcels * 45 / 100, 20000 + parcels / 20));
    const Box zone_36{106.6, 40.2, 109.4, 41.6};
    const FarmlandTask hetao{Drawn::plane, west, weights(setting.land, true), zone_36};
    const FarmlandTask east{Drawn::geographic, parcels - west, weights(setting.land, false), {}};
    const auto draw = [&](const FarmlandTask &task, const char *topic, const TakeItem &take) {
        return draw_farmland(task, layer, setting.catalogue, setting.land, setting.sites,
                             Random(setting.seed, topic), take);
    };
    Farmland first;
    writer.write({"巴彦淖尔_高标准农田_2023.shp", bare_shapefile,
                  say("{} parcels, GBK, no .prj and no .cpg, 3-degree zone 36", west)},
                 layer, [&](const TakeItem &take) { first = draw(hetao, "hetao", take); });
    Farmland second;
    writer.write({"高标准农田_东部.gpkg", geopackage,
                  say("{} parcels in EPSG:4490, columns in pinyin", parcels - west)},
                 layer, [&](const TakeItem &take) { second = draw(east, "east", take); });
    first.sites.insert(first.sites.end(), second.sites.begin(), second.sites.end());
    first.mu_of_year.merge(second.mu_of_year);
    return {std::move(first.sites), std::move(first.mu_of_year)};
}

} // namespace

std::vector<File> write(const std::filesystem::path &directory, const std::filesystem::path &boundaries,
                        const catalogue::Catalogue &catalogue, const Options &options) {
    if (options.parcels < 2)
        throw Error(ErrorKind::usage,
                    say("A sample of {} parcels was asked for. Ask for at least two: there are "
                        "two files to fill.",
                        options.parcels));
    const Land land(boundaries);
    expect_both_parts(land, boundaries);
    std::error_code failure;
    std::filesystem::create_directories(directory, failure);
    if (failure)
        throw Error(ErrorKind::refused, say("{}: the folder cannot be created ({}). Choose another one.",
                                            directory.string(), failure.message()));
    Sites sites;
    const Setting setting{catalogue, land, sites, options.seed};
    Writer writer(directory);
    const Fields fields = write_farmland(writer, setting, options.parcels);
    const auto layer = [&](const char *id) -> const catalogue::Layer & { return catalogue.layer(id); };

    const Sheet saline = draw_saline_land(layer("saline_land_project"), setting);
    writer.write({"盐碱地综合利用.geojson", geojson, say("saline land, columns in English")}, saline);
    writer.write({"黑土地试点.gpkg", geopackage, say("black soil pilots in the four eastern leagues")},
                 draw_black_soil(layer("black_soil_pilot"), setting));
    const catalogue::Layer &basic = layer("permanent_basic_farmland");
    writer.write(
        {"永久基本农田.gpkg", geopackage, say("permanent basic farmland under part of the parcels")}, basic,
        [&](const TakeItem &take) { return draw_basic_farmland(basic, fields.sites, setting, take); });
    writer.write({"补充耕地.gpkg", geopackage, say("supplementary farmland at all stages")},
                 draw_supplements(layer("supplementary_farmland"), setting));
    writer.write({"引调水工程.geojson", geojson, say("water transfers, each in several pieces")},
                 draw_transfers(layer("water_transfer"), setting));
    writer.write({"水库.geojson", geojson, say("the four reservoirs that the programme names")},
                 draw_reservoirs(layer("reservoir"), setting));
    writer.write({"大中型灌区.gpkg", geopackage, say("irrigation districts by sub-area")},
                 draw_irrigation_districts(layer("irrigation_district"), setting));
    writer.write({"地下水超采区.gpkg", geopackage, say("three overdraft zones, one of them in two pieces")},
                 draw_overdraft_zones(layer("groundwater_overdraft_zone"), setting));
    writer.write({"中小河流治理.geojson", geojson, say("river works in banners all over the region")},
                 draw_rivers(layer("river_regulation"), setting));

    std::vector<QuotaLine> quotas = farmland_quotas(fields.mu_of_year, catalogue, options.seed);
    const std::vector<QuotaLine> more = saline_quotas(declared_banners(saline), catalogue);
    quotas.insert(quotas.end(), more.begin(), more.end());
    writer.write("任务分解_quota.csv", quotas, catalogue,
                 say("quotas for banners and leagues; illustrative, none is official"));
    return std::move(writer).files();
}

} // namespace qitu::sample
