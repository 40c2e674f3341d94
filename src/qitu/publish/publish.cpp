#include "draft.h"
#include "style.h"
#include "tables.h"

#include <qitu/publish/publish.h>

#include <deque>

namespace qitu::publish {

namespace {

using catalogue::GeometryType;
using catalogue::Layer;
namespace fs = std::filesystem;

void refuse_unless_writable(const fs::path &file, const store::Workspace &workspace, bool overwrite) {
    const fs::path folder = file.parent_path();
    if (!folder.empty() && !fs::is_directory(folder))
        throw Error(Status::refused,
                    say("{}: the folder {} does not exist. Make it first.", file.string(), folder.string()));
    if (!fs::exists(fs::symlink_status(file)))
        return;
    if (!overwrite)
        throw Error(Status::refused, say("{}: exists already and is left alone. Choose another name, or give "
                                         "--overwrite to replace it.",
                                         file.string()));
    if (!fs::is_regular_file(file))
        throw Error(Status::refused,
                    say("{}: is no file and cannot be replaced by one. Choose another name.", file.string()));
    if (fs::equivalent(file, workspace.file()))
        throw Error(Status::refused, say("{}: is the workspace itself. Choose another name.", file.string()));
    // SQLite would play what another program has left there into the new file.
    for (const char *ending : {"-wal", "-journal"})
        if (fs::exists(beside(file, ending)))
            throw Error(Status::refused,
                        say("{}: is in use by another program ({} stands beside it). Close it "
                            "there (QGIS: remove its layers), then try again.",
                            file.string(), beside(file, ending).filename().string()));
}

const char *default_style(GeometryType type) {
    switch (type) {
    case GeometryType::point:
        return "_point";
    case GeometryType::line:
        return "_line";
    case GeometryType::polygon:
        return "_polygon";
    }
    return "_polygon";
}

// Top to bottom, as QGIS will list and draw them: points and lines above parcels, reference layers below all.
std::vector<const Layer *> in_drawing_order(const store::Workspace &workspace,
                                            const std::vector<Layer> &layers) {
    std::vector<const Layer *> result;
    for (const bool reference : {false, true})
        for (const auto type : {GeometryType::point, GeometryType::line, GeometryType::polygon})
            for (const Layer &layer : layers)
                if (layer.geometry == type && layer.reference == reference && workspace.count(layer) > 0)
                    result.push_back(&layer);
    return result;
}

class Publication {
  public:
    Publication(const fs::path &file, const fs::path &target, const fs::path &styles_dir)
        : time_(time_stamp()), styles_dir_(styles_dir), geopackage_(file, target, time_) {}

    void add(const store::Workspace &workspace, const Layer &layer) {
        auto rows = add(layer_table(layer), layer.style, default_style(layer.geometry));
        catalogue::Feature feature;
        for (auto features = workspace.features(layer); features.next(feature);)
            rows.add(feature.id, feature.wkb, feature.values);
    }

    void add_leagues(const std::vector<store::Boundary> &leagues, const FigureColumns &figures) {
        auto rows = add(admin_table("league", "盟市", nullptr, figures), "league", "_polygon");
        std::int64_t id = 0;
        for (const store::Boundary &league : leagues) {
            std::vector<catalogue::Value> values{league.code, league.name};
            figures.append_to(values, league.code);
            rows.add(++id, league.wkb, values);
        }
    }

    void add_banners(const std::vector<store::Boundary> &banners, const std::vector<store::Boundary> &leagues,
                     const FigureColumns &figures) {
        auto rows = add(admin_table("banner", "旗县", &leagues, figures), "banner", "_polygon");
        std::int64_t id = 0;
        for (const store::Boundary &banner : banners) {
            std::vector<catalogue::Value> values{banner.code, banner.name, banner.league};
            figures.append_to(values, banner.code);
            rows.add(++id, banner.wkb, values);
        }
    }

    void add_progress(const report::Figures &figures, const catalogue::Catalogue &catalogue) {
        tables_.push_back(progress_table());
        styles_.push_back({&tables_.back(), style_without_drawing()});
        auto rows = geopackage_.add(tables_.back());
        fill_progress(rows, figures, catalogue);
    }

    void finish() {
        add_styles(geopackage_, styles_, time_);
        geopackage_.finish();
    }

  private:
    GeoPackage::Rows add(Table table, const std::string &style, const char *fallback) {
        tables_.push_back(std::move(table));
        styles_.push_back({&tables_.back(), read_style(styles_dir_, style, fallback)});
        return geopackage_.add(tables_.back());
    }

    std::string time_;
    fs::path styles_dir_;
    std::deque<Table> tables_; // styles_ point into it
    std::vector<Style> styles_;
    GeoPackage geopackage_;
};

} // namespace

void write_geopackage(const fs::path &file, const store::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const report::Figures &figures,
                      const fs::path &styles_dir, bool overwrite) {
    refuse_unless_writable(file, workspace, overwrite);
    const Draft draft(file);
    const QuietGdal quiet;
    {
        Publication publication(draft.file(), file, styles_dir);
        const auto leagues = workspace.leagues();
        publication.add_leagues(leagues, {figures.region_and_leagues, catalogue});
        for (const Layer *layer : in_drawing_order(workspace, catalogue.layers()))
            publication.add(workspace, *layer);
        publication.add_banners(workspace.banners(), leagues, {figures.banners, catalogue});
        publication.add_progress(figures, catalogue);
        publication.finish();
    }
    refuse_unless_writable(file, workspace, overwrite);
    draft.move_to_target();
}

} // namespace qitu::publish
