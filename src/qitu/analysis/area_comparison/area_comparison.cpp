#include <qitu/analysis/area/area.h>
#include <qitu/analysis/area_comparison/area_comparison.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <span>
#include <unordered_map>

namespace qitu::area_comparison {

namespace {

constexpr const char *declared_field = catalogue::field_id::declared_area;
constexpr std::size_t batch_size = 256;

/// Sums that do not depend on their order.
struct Sums {
    ExactSum geodesic, planar, unit_plane, declared, undeclared;

    void add(const Sums &other) {
        geodesic += other.geodesic;
        planar += other.planar;
        unit_plane += other.unit_plane;
        declared += other.declared;
        undeclared += other.undeclared;
    }
};

/// What one thread has seen.
struct Tally {
    std::vector<Sums> banners; // outside last
    std::uint64_t features = 0, undeclared = 0, unreadable = 0;
    double farthest_m = 0;
    double farthest_degrees = 0;

    void add(const Tally &other) {
        for (std::size_t i = 0; i < banners.size(); ++i)
            banners[i].add(other.banners[i]);
        features += other.features;
        undeclared += other.undeclared;
        unreadable += other.unreadable;
        farthest_m = std::max(farthest_m, other.farthest_m);
        farthest_degrees = std::max(farthest_degrees, other.farthest_degrees);
    }
};

struct Banner {
    std::string code;
    std::string name;
    double central_meridian = 0;
};

/// By the method that the figures are counted by.
double own_area(const area::AreaByMethod &areas, geodesy::Method method) {
    switch (method) {
    case geodesy::Method::geodesic:
        return areas.geodesic;
    case geodesy::Method::straight:
        return areas.straight;
    case geodesy::Method::td1055:
        break;
    }
    return areas.td1055;
}

class Comparison {
  public:
    Comparison(const workspace::Workspace &workspace, const catalogue::Layer &layer,
               const indicators::FeatureShares &shares, const tabulate::Options &options)
        : shares_(shares), options_(options), cursor_(workspace::features(workspace, layer)),
          declared_(layer.index_of(declared_field)) {
        if (declared_ >= 0)
            if (const std::string &unit = layer.field(declared_field)->unit; !unit.empty())
                declared_unit_ = unit_size(unit_from(unit));
        for (const workspace::Boundary &banner : workspace.banners()) {
            numbers_[banner.code] = banners_.size();
            banners_.push_back({banner.code, banner.name, area::zone_meridian(banner.wkb)});
        }
        for (std::size_t i = 0; i < shares.rows.size(); ++i)
            first_of_.try_emplace(shares.rows[i].feature, i);
    }

    [[nodiscard]] const std::vector<Banner> &banners() const { return banners_; }
    [[nodiscard]] bool declares() const { return declared_ >= 0; }

    Tally run() {
        const std::size_t threads = threads_for(options_.threads);
        std::vector<Tally> tallies(threads, Tally{std::vector<Sums>(banners_.size() + 1)});
        std::vector<area::AreaCalculator> calculators(threads);
        unordered_pipeline<std::vector<catalogue::Feature>>(
            threads, [&](std::vector<catalogue::Feature> &batch) { return read(batch); },
            [&](std::size_t worker, const std::vector<catalogue::Feature> &batch) {
                for (const catalogue::Feature &feature : batch)
                    add(feature, calculators[worker], tallies[worker]);
            });
        for (std::size_t i = 1; i < threads; ++i)
            tallies.front().add(tallies[i]);
        return std::move(tallies.front());
    }

  private:
    bool read(std::vector<catalogue::Feature> &batch) {
        batch.resize(batch_size);
        std::size_t count = 0;
        while (count < batch_size && cursor_.next(batch[count]))
            ++count;
        batch.resize(count);
        read_ += count;
        report_progress(options_.progress, read_);
        return count == batch_size;
    }

    [[nodiscard]] std::span<const indicators::FeatureShare> shares_of(std::int64_t feature) const {
        const auto first = first_of_.find(feature);
        if (first == first_of_.end())
            return {};
        std::size_t end = first->second;
        while (end < shares_.rows.size() && shares_.rows[end].feature == feature)
            ++end;
        return std::span(shares_.rows).subspan(first->second, end - first->second);
    }

    [[nodiscard]] std::optional<double> declared_of(const catalogue::Feature &feature) const {
        if (declared_ < 0)
            return std::nullopt;
        double value = 0;
        if (!parse_number(catalogue::text_of(feature.values[static_cast<std::size_t>(declared_)]), value))
            return std::nullopt;
        return value * declared_unit_;
    }

    void add(const catalogue::Feature &feature, area::AreaCalculator &measure, Tally &tally) const {
        ++tally.features;
        const std::span<const indicators::FeatureShare> parts = shares_of(feature.id);
        std::vector<double> meridians;
        for (const indicators::FeatureShare &part : parts)
            meridians.push_back(banners_[numbers_.at(part.admin)].central_meridian);
        const std::optional<area::AreaByMethod> areas =
            measure(feature.wkb, feature.central_meridian, meridians);
        if (!areas || !(areas->td1055 > 0)) {
            ++tally.unreadable;
            return;
        }
        const std::optional<double> declared = declared_of(feature);
        tally.undeclared += declared ? 0 : 1;
        tally.farthest_m = std::max(tally.farthest_m, areas->farthest_m);
        const double own = own_area(*areas, options_.method);
        double left = own;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            add(tally.banners[numbers_.at(parts[i].admin)], *areas, areas->in_planes[i], declared, own,
                parts[i].gross_m2);
            left -= parts[i].gross_m2;
            tally.farthest_degrees =
                std::max(tally.farthest_degrees, std::abs(meridians[i] - areas->central_meridian));
        }
        if (left > own * 1e-9)
            add(tally.banners.back(), *areas, areas->planar, declared, own, left);
    }

    // `area` is the part of the feature in a banner, `own` the whole of it.
    static void add(Sums &sums, const area::AreaByMethod &areas, double unit_plane,
                    const std::optional<double> &declared, double own, double area) {
        const double share = area / own;
        sums.geodesic += (areas.geodesic - own) * share;
        sums.planar += (areas.planar - own) * share;
        sums.unit_plane += (unit_plane - own) * share;
        if (declared)
            sums.declared += (*declared - own) * share;
        else
            sums.undeclared += area;
    }

    const indicators::FeatureShares &shares_;
    const tabulate::Options &options_;
    workspace::FeatureCursor cursor_;
    int declared_;
    double declared_unit_ = square_metres_per_mu;
    std::vector<Banner> banners_;
    std::unordered_map<std::string, std::size_t> numbers_;
    std::unordered_map<std::int64_t, std::size_t> first_of_;
    std::uint64_t read_ = 0;
};

/// Net and gross by banner; "" outside.
struct Area {
    ExactSum net, gross;
};
std::map<std::string, Area> areas_of(const indicators::Totals &totals) {
    std::map<std::string, Area> areas;
    for (const indicators::TotalRow &row : totals.rows) {
        areas[row.admin].net += row.figures.net_m2;
        areas[row.admin].gross += row.figures.gross_m2;
    }
    return areas;
}

Differences differences_of(const Sums &sums, double net, double overlap) {
    return {net,
            overlap,
            sums.geodesic.value(),
            sums.planar.value(),
            sums.unit_plane.value(),
            sums.declared.value(),
            sums.undeclared.value()};
}

} // namespace

LayerComparison compare_area(const workspace::Workspace &workspace, const catalogue::Layer &layer,
                             const indicators::Totals &totals, const indicators::FeatureShares &shares,
                             const tabulate::Options &options) {
    Comparison comparison(workspace, layer, shares, options);
    const Tally tally = comparison.run();
    std::map<std::string, Area> areas = areas_of(totals);
    LayerComparison result;
    result.layer = layer.id;
    result.declares = comparison.declares();
    result.features = tally.features;
    result.undeclared = tally.undeclared;
    result.unreadable = tally.unreadable;
    result.farthest_m = tally.farthest_m;
    result.farthest_in_unit_plane_degrees = tally.farthest_degrees;
    Sums inside;
    Area whole;
    for (std::size_t i = 0; i < comparison.banners().size(); ++i) {
        const Banner &banner = comparison.banners()[i];
        const auto found = areas.find(banner.code);
        if (found == areas.end())
            continue;
        const Area &area = found->second;
        inside.add(tally.banners[i]);
        whole.net += area.net;
        whole.gross += area.gross;
        const double net = area.net.value();
        result.banners.push_back({banner.code, banner.name, banner.central_meridian,
                                  differences_of(tally.banners[i], net, area.gross.value() - net)});
    }
    result.inside = differences_of(inside, whole.net.value(), whole.gross.value() - whole.net.value());
    if (const auto outside = areas.find(""); outside != areas.end()) {
        result.outside = differences_of(tally.banners.back(), 0, outside->second.gross.value());
        result.banners.push_back({"", "", 0, result.outside});
    }
    return result;
}

} // namespace qitu::area_comparison
