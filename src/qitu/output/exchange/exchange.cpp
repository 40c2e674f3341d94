#include "figure_tables.h"
#include "single_layer.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/local_words.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>
#include <qitu/data/workspace/review.h>
#include <qitu/output/exchange/exchange.h>
#include <qitu/output/qgis/plan_views.h>
#include <qitu/output/qgis/project.h>
#include <qitu/output/qgis/tables.h>

#include <algorithm>

namespace qitu::exchange {

namespace {

using catalogue::GeometryType;
using catalogue::Layer;
namespace fs = std::filesystem;

void refuse_unless_writable(const fs::path &file, bool overwrite) {
    const fs::path folder = file.parent_path();
    if (!folder.empty() && !fs::is_directory(folder))
        throw Error(ErrorKind::refused, say("{}: the folder {} does not exist. Create it first.",
                                            file.string(), folder.string()));
    if (!fs::exists(fs::symlink_status(file)))
        return;
    if (!overwrite)
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{}: already exists. Choose another name, or overwrite it.", file.string()));
    if (!fs::is_regular_file(file))
        throw Error(
            ErrorKind::refused,
            say("{}: is not a file and cannot be replaced by one. Choose another name.", file.string()));
    workspace::refuse_workspace(file);
    // SQLite would play what another program has left there into the new file.
    for (const char *ending : {"-wal", "-journal"})
        if (const fs::path beside = file.string() + ending; fs::exists(beside))
            throw Error(ErrorKind::refused,
                        say("{}: is in use by another program ({} stands beside it). Close it "
                            "there (QGIS: remove its layers), then try again.",
                            file.string(), beside.filename().string()));
}

// Top to bottom, as QGIS will list and draw them: points and lines above parcels, reference layers below all.
std::vector<const Layer *> in_drawing_order(const workspace::Workspace &workspace,
                                            const std::vector<Layer> &layers) {
    std::vector<const Layer *> result;
    for (const bool reference : {false, true})
        for (const auto type : {GeometryType::point, GeometryType::line, GeometryType::polygon})
            for (const Layer &layer : layers)
                if (layer.geometry == type && layer.reference == reference &&
                    workspace::feature_count(workspace, layer) > 0)
                    result.push_back(&layer);
    return result;
}

// How far each feature has come in the reviews, where the layer has no field of its own for it.
class ReviewStates {
  public:
    ReviewStates(const workspace::Workspace &workspace, const Layer &layer) {
        if (layer.reference || layer.field(catalogue::field_id::review) != nullptr)
            return;
        for (const auto level :
             {workspace::ReviewLevel::banner, workspace::ReviewLevel::league, workspace::ReviewLevel::region})
            for (const std::int64_t feature : workspace::reviewed(workspace, layer, level))
                states_[feature] = workspace::review_level_name(level);
    }
    [[nodiscard]] bool any() const { return !states_.empty(); }
    [[nodiscard]] catalogue::Value of(std::int64_t feature) const {
        const auto found = states_.find(feature);
        return found == states_.end() ? std::string("none") : found->second;
    }

  private:
    std::map<std::int64_t, std::string> states_;
};

class Publication {
  public:
    Publication(const fs::path &file, const fs::path &target, const fs::path &styles_dir)
        : time_(time_stamp()), target_(target), styles_dir_(styles_dir), folder_(styles_dir),
          geopackage_(file, target, time_) {}

    void add(const workspace::Workspace &workspace, const Layer &layer, const qgis::FormWorld &world) {
        const ReviewStates reviews(workspace, layer);
        qgis::Table table = qgis::layer_table(layer, world);
        if (reviews.any())
            table.columns.push_back(qgis::review_column());
        auto rows = add(std::move(table));
        qgis::add_plan_styles(styles_.back(), tables_.back(), workspace, *world.catalogue);
        catalogue::Feature feature;
        for (auto features = workspace::features(workspace, layer);
             next_to_write(features, layer, feature);) {
            if (reviews.any())
                feature.values.push_back(reviews.of(feature.id));
            rows.add(feature.id, feature.wkb, feature.values);
        }
    }

    void add_leagues(const std::vector<workspace::Boundary> &leagues, const FigureColumns &figures) {
        qgis::Table table = qgis::admin_table("league", in_local_words("盟市"), nullptr);
        figures.append_to(table.columns);
        auto rows = add(std::move(table));
        std::int64_t id = 0;
        for (const workspace::Boundary &league : leagues) {
            std::vector<catalogue::Value> values{league.code, league.name};
            figures.append_to(values, league.code);
            rows.add(++id, league.wkb, values);
        }
    }

    void add_banners(const std::vector<workspace::Boundary> &banners,
                     const std::vector<workspace::Boundary> &leagues, const FigureColumns &figures) {
        qgis::Table table = qgis::admin_table("banner", in_local_words("旗县"), &leagues);
        figures.append_to(table.columns);
        auto rows = add(std::move(table));
        std::int64_t id = 0;
        for (const workspace::Boundary &banner : banners) {
            std::vector<catalogue::Value> values{banner.code, banner.name, banner.league};
            figures.append_to(values, banner.code);
            rows.add(++id, banner.wkb, values);
        }
    }

    void add_progress(const report::Figures &figures, const catalogue::Catalogue &catalogue) {
        auto rows = add(progress_table());
        fill_progress(rows, figures, catalogue);
    }

    void finish(const catalogue::Catalogue &catalogue, const std::string &date, const geometry::Box &extent) {
        geopackage_.add_styles(tables_, styles_);
        const std::string text =
            qgis::project_text({catalogue.document().zh, date, target_.filename().string(),
                                qgis::group_names(catalogue), tables_, styles_, extent},
                               styles_dir_);
        geopackage_.add_project(qgis::project_name, qgis::zipped_project(text));
        geopackage_.finish();
    }

  private:
    GeoPackage::Rows add(qgis::Table table) {
        styles_.push_back(folder_.styles_of(table));
        tables_.push_back(std::move(table));
        return geopackage_.add(tables_.back());
    }

    std::string time_;
    fs::path target_;
    fs::path styles_dir_;
    qgis::StyleFolder folder_;
    std::vector<qgis::Table> tables_;
    std::vector<std::vector<qgis::Style>> styles_;
    GeoPackage geopackage_;
};

} // namespace

void write_geopackage(const fs::path &file, const workspace::Workspace &workspace,
                      const catalogue::Catalogue &catalogue, const report::Figures &figures,
                      const fs::path &styles_dir, bool overwrite, const std::vector<std::string> &layers) {
    refuse_unless_writable(file, overwrite);
    const StagedFile staged(file);
    {
        Publication publication(staged.path(), file, styles_dir);
        const auto leagues = workspace.leagues();
        publication.add_leagues(leagues, {figures.region_and_leagues, catalogue});
        const auto banners = workspace.banners();
        const qgis::FormWorld world = qgis::form_world(catalogue, banners);
        for (const Layer *layer : in_drawing_order(workspace, catalogue.layers()))
            if (layers.empty() || std::find(layers.begin(), layers.end(), layer->id) != layers.end())
                publication.add(workspace, *layer, world);
        publication.add_banners(banners, leagues, {figures.banners, catalogue});
        publication.add_progress(figures, catalogue);
        publication.finish(catalogue, figures.date, workspace::box_of(banners));
    }
    refuse_unless_writable(file, overwrite);
    staged.commit();
}

} // namespace qitu::exchange
