#include "measures.h"

#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/core/geometry/wkb.h>
#include <qitu/data/workspace/features.h>
#include <qitu/engine/proximity/proximity.h>
#include <qitu/engine/tabulate/zone_assignment.h>

#include <fmt/format.h>

#include <algorithm>

namespace qitu::planning {

namespace {

using Values = std::vector<std::optional<double>>;

template <typename Take>
void for_each_feature(const Criterion &criterion, const workspace::Workspace &workspace, const Take &take) {
    for (const catalogue::Layer *layer : criterion.layers) {
        workspace::FeatureCursor cursor = workspace::features(workspace, *layer);
        for (catalogue::Feature feature; cursor.next(feature);)
            if (meets(criterion.where, *layer, feature))
                take(*layer, feature);
    }
}

// ---------------------------------------------------------------- by area

class AreaMeasure {
  public:
    AreaMeasure(const Criterion &criterion, const workspace::Workspace &workspace) : criterion_(criterion) {
        zones_.crs = geodesy::Crs::from("EPSG:4490");
        for_each_feature(criterion, workspace, [&](const auto &layer, const auto &feature) {
            numbers_.push_back(number_of(layer, feature));
            zones_.zones.push_back({fmt::format("{:09}", zones_.zones.size()), feature.wkb});
        });
    }

    Values of(std::span<const Measured> blocks, std::span<const Parcel> parcels,
              std::span<const std::size_t> block_of, const tabulate::Options &options) {
        inside_.assign(blocks.size(), 0);
        known_.assign(blocks.size(), 0);
        sums_.assign(blocks.size(), 0);
        wholes_.assign(blocks.size(), 0);
        if (!zones_.zones.empty())
            assign(parcels, block_of, options);
        Values values;
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (criterion_.kind == Criterion::Kind::inside)
                values.emplace_back(wholes_[i] > 0 ? std::min(1.0, inside_[i] / wholes_[i]) : 0);
            else
                values.push_back(known_[i] > 0 ? std::optional(sums_[i] / known_[i]) : std::nullopt);
        }
        return values;
    }

  private:
    [[nodiscard]] std::optional<double> number_of(const catalogue::Layer &layer,
                                                  const catalogue::Feature &feature) const {
        const int place = criterion_.field.empty() ? -1 : layer.index_of(criterion_.field);
        double number = 0;
        if (place < 0 ||
            !parse_number(catalogue::text_of(feature.values[static_cast<std::size_t>(place)]), number))
            return {};
        return number;
    }

    void assign(std::span<const Parcel> parcels, std::span<const std::size_t> block_of,
                const tabulate::Options &options) {
        tabulate::ZoneAssignment assignment(zones_.crs, zones_, geodesy::Method::straight, options.threads);
        constexpr std::size_t batch = 4096;
        for (std::size_t begin = 0; begin < parcels.size(); begin += batch) {
            const std::size_t end = std::min(begin + batch, parcels.size());
            std::vector<tabulate::Item> items(end - begin);
            for (std::size_t i = begin; i < end; ++i) {
                items[i - begin].id = static_cast<std::int64_t>(i);
                items[i - begin].wkb = parcels[i].wkb;
            }
            assignment.assign(items, [&](const tabulate::Piece &piece) {
                note(piece, block_of[static_cast<std::size_t>(piece.feature)]);
            });
            report_progress(options.progress, end, parcels.size());
        }
    }

    void note(const tabulate::Piece &piece, std::size_t block) {
        wholes_[block] += piece.gross_m2;
        if (piece.zone.empty())
            return;
        inside_[block] += piece.gross_m2;
        const std::optional<double> &number = numbers_[std::stoul(piece.zone)];
        if (number) {
            known_[block] += piece.gross_m2;
            sums_[block] += piece.gross_m2 * *number;
        }
    }

    const Criterion &criterion_;
    tabulate::Zones zones_;
    std::vector<std::optional<double>> numbers_; // of each zone
    std::vector<double> inside_, known_, sums_, wholes_;
};

// ---------------------------------------------------------------- by distance

class DistanceMeasure {
  public:
    DistanceMeasure(const Criterion &criterion, const workspace::Workspace &workspace)
        : criterion_(criterion) {
        for_each_feature(criterion, workspace, [&](const auto &, const auto &feature) {
            works_.add(geometry::read_wkb(feature.wkb));
        });
        works_.finish();
    }

    [[nodiscard]] Values of(std::span<const Measured> blocks) const {
        Values values;
        for (const Measured &block : blocks) {
            geometry::Shape middle;
            middle.kind = geometry::Kind::point;
            middle.add_path(std::span(&block.middle, 1));
            middle.end_part();
            values.push_back(criterion_.kind == Criterion::Kind::count ? std::optional(count(middle))
                                                                       : nearest(middle));
        }
        return values;
    }

  private:
    [[nodiscard]] double count(const geometry::Shape &middle) const {
        return static_cast<double>(works_.within(middle, criterion_.within_m).size());
    }

    [[nodiscard]] std::optional<double> nearest(const geometry::Shape &middle) const {
        constexpr double anywhere_m = 2e7;
        const auto found = works_.nearest(middle, anywhere_m);
        return found ? std::optional(found->m) : std::nullopt;
    }

    const Criterion &criterion_;
    proximity::Works works_;
};

} // namespace

Values values_of(const Criterion &criterion, const workspace::Workspace &workspace,
                 std::span<const Measured> blocks, std::span<const Parcel> parcels,
                 std::span<const std::size_t> block_of, const tabulate::Options &options) {
    using Kind = Criterion::Kind;
    constexpr double hundred = 100;
    Values values;
    switch (criterion.kind) {
    case Kind::inside:
    case Kind::mean:
        return AreaMeasure(criterion, workspace).of(blocks, parcels, block_of, options);
    case Kind::distance:
    case Kind::count:
        return DistanceMeasure(criterion, workspace).of(blocks);
    case Kind::compactness:
        for (const Measured &block : blocks)
            values.emplace_back(block.compactness);
        return values;
    case Kind::parcels:
        break;
    }
    for (const Measured &block : blocks)
        values.emplace_back(hundred * static_cast<double>(block.parcels) * square_metres_per_mu / block.m2);
    return values;
}

} // namespace qitu::planning
