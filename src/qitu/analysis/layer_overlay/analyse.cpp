#include "raster_ground.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/text.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/layered_zones.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::layer_overlay {

namespace {

constexpr std::array<std::pair<By, std::string_view>, 5> by_names{{{By::feature, "feature"},
                                                                   {By::project, "project"},
                                                                   {By::banner, "banner"},
                                                                   {By::league, "league"},
                                                                   {By::region, "region"}}};
constexpr std::array<std::pair<By, std::string_view>, 5> chinese_names{{{By::feature, "要素"},
                                                                        {By::project, "项目"},
                                                                        {By::banner, "旗县"},
                                                                        {By::league, "盟市"},
                                                                        {By::region, "自治区"}}};

} // namespace

By by_from(std::string_view name) {
    for (const auto &names : {by_names, chinese_names})
        for (const auto &[by, word] : names)
            if (folded(name) == word)
                return by;
    throw Error(
        ErrorKind::usage,
        say("Figures cannot be listed by \"{}\". Use feature, project, banner, league or region.", name));
}

std::string_view by_name(By by) {
    return by_names.at(static_cast<std::size_t>(by)).second;
}

namespace {

using Upon = std::vector<std::vector<tabulate::ZonePart>>;

/// What is added up under one code.
struct Sum {
    std::uint64_t features = 0;
    ExactSum m2;
    std::map<std::pair<std::uint32_t, std::uint32_t>, ExactSum> upon;
    std::vector<ExactSum> outside;
};

class Run {
  public:
    Run(sources::Parcels &parcels, std::vector<Ground> grounds, const catalogue::Catalogue &catalogue,
        const Settings &settings, const tabulate::Options &options)
        : parcels_(parcels), grounds_(std::move(grounds)), catalogue_(catalogue), settings_(settings),
          options_(options),
          by_place_(settings.by == By::banner || settings.by == By::league || settings.by == By::region) {
        analysis_.method = options.method;
        analysis_.by = settings.by;
        make_zones_ready();
    }

    Analysis finish() {
        const std::size_t threads = threads_for(options_.threads);
        std::vector<tabulate::LayeredMeasurer> measurers;
        const std::optional<std::size_t> split = by_place_ ? std::optional(grounds_.size()) : std::nullopt;
        std::vector<std::map<std::size_t, raster::ShapeCells>> cells(threads); // by ground
        for (std::size_t i = 0; i < threads; ++i) {
            measurers.emplace_back(*zones_, parcels_.crs(), options_.method, split);
            cells[i] = open_rasters();
        }
        ordered_pipeline<Batch>(
            threads, [&](Batch &batch) { return read(batch); },
            [&](std::size_t worker, Batch &batch) {
                for (std::size_t i = 0; i < batch.count; ++i) {
                    batch.placements[i] = measurers[worker].place(batch.parcels[i].item);
                    batch.cells[i].clear();
                    if (!batch.placements[i].rejected)
                        for (auto &[ground, shape_cells] : cells[worker])
                            batch.cells[i][ground] =
                                parts_upon(shape_cells, measurers[worker].shape(), batch.placements[i]);
                }
            },
            [&](Batch &batch) {
                for (std::size_t i = 0; i < batch.count; ++i)
                    take(batch.parcels[i], batch.placements[i], batch.cells[i]);
            });
        list_sums();
        number_raster_classes();
        return std::move(analysis_);
    }

  private:
    using UponCells = std::map<std::size_t, RasterParts>; // by ground
    struct Batch {
        std::vector<sources::Parcel> parcels;
        std::vector<tabulate::Placement> placements;
        std::vector<UponCells> cells;
        std::size_t count = 0;
    };

    void make_zones_ready() {
        std::vector<overlay::Zones> sets;
        for (Ground &ground : grounds_)
            sets.push_back(std::move(ground.zones));
        if (by_place_) {
            sets.push_back(sources::zones_of(settings_.banners));
            std::sort(sets.back().zones.begin(), sets.back().zones.end(),
                      [](const auto &a, const auto &b) { return a.code < b.code; });
            for (const overlay::Zone &banner : sets.back().zones)
                banners_.push_back(banner.code);
        }
        zones_.emplace(sets, parcels_.crs(), options_.threads);
        for (std::size_t i = 0; i < grounds_.size(); ++i)
            describe(grounds_[i], zones_->findings(i));
    }

    [[nodiscard]] std::map<std::size_t, raster::ShapeCells> open_rasters() const {
        std::map<std::size_t, raster::ShapeCells> cells;
        for (std::size_t i = 0; i < grounds_.size(); ++i)
            if (grounds_[i].raster)
                cells.emplace(i, grounds_[i].raster->open(geodesy::common_target(
                                     parcels_.crs(), grounds_[i].raster->facts.grid.crs)));
        return cells;
    }

    void describe(const Ground &ground, const std::vector<overlay::ZoneFinding> &findings) {
        GroundInfo &info = analysis_.grounds.emplace_back(
            GroundInfo{ground.layer, ground.names, ground.classes, ground.class_of.size(), ground.unusable});
        info.raster = ground.raster != nullptr;
        for (const overlay::ZoneFinding &found : findings)
            if (found.kind == overlay::ZoneFinding::Kind::overlap) {
                ++info.overlaps;
                info.overlap_m2 += found.m2;
            } else {
                ++info.repaired;
            }
    }

    bool read(Batch &batch) {
        batch.parcels.resize(options_.batch);
        batch.placements.resize(options_.batch);
        batch.cells.resize(options_.batch);
        for (batch.count = 0; batch.count < options_.batch; ++batch.count)
            if (!parcels_.next(batch.parcels[batch.count]))
                break;
        read_ += batch.count;
        report_progress(options_.progress, read_, std::max(read_, parcels_.expected()));
        return batch.count == options_.batch;
    }

    void take(const sources::Parcel &parcel, tabulate::Placement &placement, const UponCells &cells) {
        ++analysis_.features;
        analysis_.repaired += placement.finding && !placement.rejected ? 1 : 0;
        analysis_.rejected += placement.rejected ? 1 : 0;
        if (placement.finding)
            analysis_.findings.push_back(std::move(*placement.finding));
        if (placement.rejected)
            return;
        const auto whole = [&](std::size_t ground) -> const raster::GroundParts & {
            return cells.at(ground).whole;
        };
        Figures figures = figures_of(placement.m2, placement.upon, whole);
        note_conservation(figures, placement.worst_relative);
        for (const auto &[ground, parts] : cells)
            no_data_[ground] += parts.whole.no_data * placement.m2;
        if (settings_.by == By::feature)
            analysis_.parcels.push_back({parcel.item.id, parcel.project, std::move(figures)});
        else if (settings_.by == By::project)
            add(parcel.project, figures);
        else
            add_by_unit(placement.splits, cells);
    }

    // A parcel in two banners of a league is one of its features.
    void add_by_unit(const std::vector<tabulate::Placement::Split> &splits, const UponCells &cells) {
        std::set<std::string> counted;
        for (std::size_t i = 0; i < splits.size(); ++i) {
            const std::string unit = unit_of(splits[i].zone);
            const auto of_split = [&](std::size_t ground) -> const raster::GroundParts & {
                return cells.at(ground).splits[i];
            };
            add(unit, figures_of(splits[i].m2, splits[i].upon, of_split), counted.insert(unit).second);
        }
    }

    // Zones are in the order of their classes. `cells_of` gives the parts in the cells of a ground that is a raster.
    template <typename CellsOf>
    [[nodiscard]] Figures figures_of(double m2, const Upon &upon, const CellsOf &cells_of) {
        Figures figures;
        figures.m2 = m2;
        figures.upon.reserve(grounds_.size());
        figures.outside.assign(grounds_.size(), 0);
        for (std::uint32_t ground = 0; ground < grounds_.size(); ++ground) {
            if (grounds_[ground].raster) {
                add_cells(figures, ground, cells_of(ground));
                continue;
            }
            for (const tabulate::ZonePart &part : upon[ground])
                if (part.zone < 0)
                    figures.outside[ground] += part.m2;
                else
                    add_share(
                        figures.upon,
                        {ground, grounds_[ground].class_of[static_cast<std::size_t>(part.zone)], part.m2});
        }
        return figures;
    }

    void add_cells(Figures &figures, std::uint32_t ground, const raster::GroundParts &parts) {
        for (const auto &[value, part] : parts.by_value)
            if (part > 0)
                figures.upon.push_back({ground,
                                        raster_classes_[ground].number_of(static_cast<std::int64_t>(value)),
                                        part * figures.m2});
        figures.outside[ground] = (parts.no_data + parts.outside) * figures.m2;
    }

    void number_raster_classes() {
        for (const auto &[ground, m2] : no_data_)
            analysis_.grounds[ground].no_data_m2 = m2.value();
        for (const auto &[ground, classes] : raster_classes_) {
            analysis_.grounds[ground].classes = classes.classes(*grounds_[ground].raster);
            const std::vector<std::uint32_t> ranks = classes.ranks();
            const auto number = [&, ground = ground](Figures &figures) {
                for (Share &share : figures.upon)
                    if (share.ground == ground)
                        share.cls = ranks[share.cls];
                std::ranges::sort(figures.upon, {},
                                  [](const Share &share) { return std::pair(share.ground, share.cls); });
            };
            for (ParcelRow &row : analysis_.parcels)
                number(row.figures);
            for (SumRow &row : analysis_.sums)
                number(row.figures);
        }
    }

    static void add_share(std::vector<Share> &shares, const Share &share) {
        if (!shares.empty() && shares.back().ground == share.ground && shares.back().cls == share.cls)
            shares.back().m2 += share.m2;
        else
            shares.push_back(share);
    }

    void note_conservation(const Figures &figures, double before) {
        analysis_.worst_relative = std::max(analysis_.worst_relative, before);
        std::vector<double> sums = figures.outside;
        for (const Share &share : figures.upon)
            sums[share.ground] += share.m2;
        for (const double sum : sums)
            if (figures.m2 > 0)
                analysis_.worst_relative =
                    std::max(analysis_.worst_relative, std::abs(sum - figures.m2) / figures.m2);
    }

    void add(const std::string &code, const Figures &figures, bool another = true) {
        Sum &sum = sums_[code];
        sum.features += another ? 1 : 0;
        sum.m2 += figures.m2;
        sum.outside.resize(grounds_.size());
        for (std::size_t i = 0; i < figures.outside.size(); ++i)
            sum.outside[i] += figures.outside[i];
        for (const Share &share : figures.upon)
            sum.upon[{share.ground, share.cls}] += share.m2;
    }

    [[nodiscard]] std::string unit_of(std::int32_t zone) const {
        if (zone < 0)
            return {};
        const std::string &banner = banners_[static_cast<std::size_t>(zone)];
        if (settings_.by == By::banner)
            return banner;
        if (settings_.by == By::region)
            return catalogue_.region().code;
        const catalogue::AdminUnit *unit = catalogue_.find_admin(banner);
        return unit == nullptr ? banner : unit->parent;
    }

    void list_sums() {
        for (const auto &[code, sum] : sums_) {
            SumRow &row = analysis_.sums.emplace_back(SumRow{code, {}, sum.features, {}});
            const catalogue::AdminUnit *unit = by_place_ ? catalogue_.find_admin(code) : nullptr;
            row.name = unit == nullptr ? std::string() : unit->names.in(language_in_use());
            row.figures.m2 = sum.m2.value();
            for (const auto &[place, m2] : sum.upon)
                row.figures.upon.push_back({place.first, place.second, m2.value()});
            for (const ExactSum &m2 : sum.outside)
                row.figures.outside.push_back(m2.value());
        }
    }

    sources::Parcels &parcels_;
    std::vector<Ground> grounds_;
    const catalogue::Catalogue &catalogue_;
    const Settings &settings_;
    const tabulate::Options &options_;
    bool by_place_;
    std::vector<std::string> banners_; // codes of their zones
    std::optional<tabulate::LayeredZones> zones_;
    std::map<std::string, Sum> sums_;
    std::map<std::uint32_t, RasterClasses> raster_classes_; // by ground
    std::map<std::size_t, ExactSum> no_data_;               // likewise
    Analysis analysis_;
    std::uint64_t read_ = 0;
};

} // namespace

Analysis analyse(sources::Parcels &parcels, std::vector<Ground> grounds,
                 const catalogue::Catalogue &catalogue, const Settings &settings,
                 const tabulate::Options &options) {
    return Run(parcels, std::move(grounds), catalogue, settings, options).finish();
}

} // namespace qitu::layer_overlay
