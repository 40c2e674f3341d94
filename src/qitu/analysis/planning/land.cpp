#include "land_cutter.h"
#include "land_source.h"
#include "raster.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/exact_sum.h>
#include <qitu/core/base/message.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/proximity/proximity.h>
#include <qitu/engine/tabulate/reusable_zones.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace qitu::planning {

namespace {

constexpr double least_m2 = 0.01; // below it, it is a border that two layers share

class LandFinder {
  public:
    LandFinder(const workspace::Workspace &workspace, const LandRules &rules,
               const tabulate::Options &options)
        : workspace_(workspace), rules_(rules), options_(options), borders_(borders_of(workspace, rules)),
          zones_(sources::zones_of(borders_), geodesy::Crs::from("EPSG:4490"), options.threads) {
        land_.method = options.method;
        for (const RasterRule &raster : rules.rasters)
            rasters_.emplace_back(raster);
        unknown_.assign(rasters_.size(), 0);
        for (const NearRule &near : rules.nears)
            nears_.push_back(works_of(near));
        for (const workspace::Boundary &border : borders_) {
            places_[border.code] = land_.banners.size();
            land_.banners.push_back({border.code, border.name, 0, 0, 0, {}});
        }
    }

    Land find() {
        find_eligible();
        subtract_layers();
        check();
        draw();
        return std::move(land_);
    }

  private:
    static std::vector<workspace::Boundary> borders_of(const workspace::Workspace &workspace,
                                                       const LandRules &rules) {
        std::vector<workspace::Boundary> borders = workspace.banners();
        std::erase_if(borders, [&](const workspace::Boundary &border) {
            return std::find(rules.banners.begin(), rules.banners.end(), border.code) == rules.banners.end();
        });
        std::sort(borders.begin(), borders.end(),
                  [](const auto &a, const auto &b) { return a.code < b.code; });
        return borders;
    }

    [[nodiscard]] proximity::Works works_of(const NearRule &near) const {
        proximity::Works works;
        workspace::FeatureCursor cursor = workspace::features(workspace_, *near.layer);
        for (catalogue::Feature feature; cursor.next(feature);)
            if (!feature.no_place && !feature.wkb.empty() && meets(near.where, *near.layer, feature))
                works.add(geometry::read_wkb(feature.wkb));
        works.finish();
        return works;
    }

    using Sums = std::vector<std::vector<ExactSum>>; // [banner][group]
    Sums run(std::size_t above, LandSource::Base base, geodesy::Method method, const LandSource::Ids *only,
             const std::function<void(const tabulate::Piece &)> &piece = {},
             std::vector<std::int64_t> *contested = nullptr) {
        tabulate::Options options = options_;
        options.method = method;
        LandSource source(workspace_, rules_, above, base, only);
        tabulate::Result result = tabulate::tabulate(source, zones_, options, piece);
        Sums sums(land_.banners.size(), std::vector<ExactSum>(LandSource::layers(rules_) + 1));
        for (const tabulate::Row &row : result.rows)
            sums[places_.at(row.zone)][row.group] += row.net;
        if (contested != nullptr)
            *contested = std::move(result.contested);
        return sums;
    }

    void find_eligible() {
        std::vector<std::int64_t> contested;
        const auto note = [&](const tabulate::Piece &piece) {
            if (piece.feature > 0 && !piece.zone.empty() && piece.net_m2 > 0)
                land_.parcels.push_back(
                    {piece.feature, static_cast<std::uint32_t>(places_.at(piece.zone)), piece.net_m2, {}});
            if (piece.feature > 0)
                ++pieces_[piece.feature];
        };
        eligible_ = run(LandSource::layers(rules_), LandSource::Base::below, options_.method, nullptr, note,
                        &contested);
        contested_.insert(contested.begin(), contested.end());
        std::sort(land_.parcels.begin(), land_.parcels.end(), [](const Parcel &a, const Parcel &b) {
            return std::pair(a.banner, a.feature) < std::pair(b.banner, b.feature);
        });
    }

    // What each layer takes is what the base loses to it: the base under one layer more, each time.
    void subtract_layers() {
        const std::size_t base = LandSource::layers(rules_);
        std::vector<Sums> under;
        for (std::size_t above = 0; above < base; ++above)
            under.push_back(run(above, LandSource::Base::below, options_.method, &contested_));
        under.push_back(run(base, LandSource::Base::below, options_.method, &contested_));
        for (std::size_t i = 0; i < land_.banners.size(); ++i) {
            BannerLand &banner = land_.banners[i];
            ExactSum whole = eligible_[i][base]; // of features that share no ground it is all they have
            whole.subtract(under[base][i][base]);
            whole += under[0][i][base];
            banner.base_m2 = whole.value();
            banner.eligible_m2 = eligible_[i][base].value();
            for (std::size_t layer = 0; layer < base; ++layer) {
                ExactSum taken = under[layer][i][base];
                taken.subtract(under[layer + 1][i][base]);
                const double m2 = std::max(0.0, taken.value());
                if (layer == 0)
                    banner.built_m2 = m2;
                else
                    banner.excluded_m2[rules_.exclusions[layer - 1].rule] += m2;
            }
        }
    }

    // The same the other way round: what the layers lose to the base, measured on their own features.
    void check() {
        const std::size_t base = LandSource::layers(rules_);
        constexpr geodesy::Method straight = geodesy::Method::straight;
        const Sums alone = run(base, LandSource::Base::none, straight, &contested_);
        const Sums beneath = run(base, LandSource::Base::above, straight, &contested_);
        const Sums left = run(base, LandSource::Base::below, straight, &contested_);
        constexpr double most = 1e-9;
        for (std::size_t i = 0; i < land_.banners.size(); ++i) {
            ExactSum difference = beneath[i][base];
            difference.subtract(left[i][base]);
            for (std::size_t layer = 0; layer < base; ++layer) {
                difference.subtract(alone[i][layer]);
                difference += beneath[i][layer];
            }
            const double whole = land_.banners[i].base_m2;
            if (whole > 0)
                land_.worst_relative = std::max(land_.worst_relative, std::abs(difference.value()) / whole);
            if (land_.worst_relative > most)
                throw Error(
                    ErrorKind::refused,
                    say("{} {}: base, built, excluded and eligible land do not add up: they are {:.3g} "
                        "of the base apart. Check the layers with \"qitu check\".",
                        land_.banners[i].code, land_.banners[i].name, land_.worst_relative));
        }
    }

    void draw() {
        const ContestedShapes contested = contested_shapes(workspace_, rules_, contested_);
        LandCutter cutter(borders_);
        std::map<std::int64_t, std::vector<Parcel *>> waiting;
        for (Parcel &parcel : land_.parcels)
            waiting[parcel.feature].push_back(&parcel);
        workspace::FeatureCursor cursor = workspace::features(workspace_, *rules_.base);
        std::uint64_t drawn = 0;
        for (catalogue::Feature feature; cursor.next(feature);) {
            const auto parcels = waiting.find(feature.id);
            if (parcels == waiting.end())
                continue;
            const bool whole = pieces_.at(feature.id) == 1 && !contested.priors.contains(feature.id);
            for (Parcel *parcel : parcels->second)
                draw(*parcel, feature, whole, contested, cutter);
            report_progress(options_.progress, ++drawn, waiting.size());
        }
        std::erase_if(land_.parcels, [](const Parcel &parcel) { return parcel.wkb.empty(); });
        for (std::size_t i = 0; i < rasters_.size(); ++i)
            if (unknown_[i] > 0)
                land_.notes.push_back(say("{}: it has no value for {} parcels; they are not excluded by it.",
                                          rasters_[i].rule().file.string(), unknown_[i]));
    }

    void draw(Parcel &parcel, catalogue::Feature &feature, bool whole, const ContestedShapes &contested,
              LandCutter &cutter) {
        BannerLand &banner = land_.banners[parcel.banner];
        if (whole && rules_.least_width_m <= 0 && rasters_.empty() && nears_.empty()) {
            parcel.wkb = feature.wkb;
            return;
        }
        geometry::Shape shape = geometry::read_wkb(feature.wkb);
        if (!whole)
            shape = cutter.cut(feature.id, shape, contested, banner.code);
        const std::string fault = fault_of(shape, cutter);
        if (!fault.empty()) {
            banner.eligible_m2 -= parcel.net_m2;
            banner.excluded_m2[fault] += parcel.net_m2;
        }
        if (!fault.empty() || shape.empty())
            return;
        if (parcel.net_m2 >= least_m2)
            parcel.wkb = geometry::write_wkb(shape);
    }

    // The rule that excludes a parcel as a whole; "" for none.
    std::string fault_of(const geometry::Shape &shape, LandCutter &cutter) {
        for (std::size_t i = 0; i < rasters_.size() && !shape.empty(); ++i) {
            const std::optional<double> broken = rasters_[i].broken(shape);
            unknown_[i] += broken ? 0 : 1;
            if (broken.value_or(0) > rasters_[i].rule().most_share)
                return rasters_[i].rule().rule;
        }
        for (std::size_t i = 0; i < nears_.size() && !shape.empty(); ++i)
            if (!nears_[i].nearest(shape, rules_.nears[i].within_m))
                return rules_.nears[i].rule;
        return rules_.least_width_m > 0 && !cutter.wide(shape, rules_.least_width_m) ? "min_width" : "";
    }

    const workspace::Workspace &workspace_;
    const LandRules &rules_;
    const tabulate::Options &options_;
    std::vector<RasterCondition> rasters_;
    std::vector<proximity::Works> nears_; // as the rules
    std::vector<std::size_t> unknown_;    // of each raster, parcels that it says nothing of
    std::vector<workspace::Boundary> borders_;
    tabulate::ReusableZones zones_;
    std::map<std::string, std::size_t> places_;
    Land land_;
    Sums eligible_;
    LandSource::Ids contested_;
    std::map<std::int64_t, int> pieces_; // of each base feature, in how many places
};

} // namespace

Land eligible_land(const workspace::Workspace &workspace, const LandRules &rules,
                   const tabulate::Options &options) {
    return LandFinder(workspace, rules, options).find();
}

} // namespace qitu::planning
