#include "nearby.h"

#include <qitu/core/base/parallel.h>
#include <qitu/core/geometry/wkb.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace qitu::nearby {

namespace {

/// In degrees on CGCS2000; empty where it is no place on Earth.
void place(const tabulate::Item &item, geodesy::ToGeographic &to_geographic, geometry::Shape &shape) {
    try {
        geometry::read_wkb(item.wkb, shape);
    } catch (const geometry::InvalidGeometry &) {
        shape.clear();
    }
    if (item.no_place || to_geographic.place(shape.points, shape.path_ends))
        shape.clear();
}

} // namespace

WorkLayer works_of(sources::Parcels &parcels, std::string layer, Names names) {
    WorkLayer result;
    result.layer = std::move(layer);
    result.names = std::move(names);
    geodesy::ToGeographic to_geographic(parcels.crs());
    geometry::Shape shape;
    for (sources::Parcel parcel; parcels.next(parcel);) {
        place(parcel.item, to_geographic, shape);
        result.unusable += shape.empty() ? 1 : 0;
        result.works.add(shape);
        result.ids.push_back(parcel.item.id);
        result.work_names.push_back(parcel.name.empty() ? parcel.project : parcel.name);
    }
    result.works.finish();
    return result;
}

namespace {

struct Batch {
    std::vector<sources::Parcel> parcels;
    std::vector<NearRow> rows;
    std::vector<char> usable;
    std::size_t count = 0;
};

class Finder {
  public:
    Finder(const geodesy::Crs &crs, const std::vector<WorkLayer> &layers, const Settings &settings)
        : to_geographic_(crs), layers_(layers), settings_(settings) {}

    bool find(const sources::Parcel &parcel, NearRow &row) {
        row = {parcel.item.id, parcel.project, {}};
        place(parcel.item, to_geographic_, shape_);
        if (shape_.empty())
            return false;
        for (std::uint32_t layer = 0; layer < layers_.size(); ++layer)
            for (const proximity::Nearest &nearest : nearest_of(layers_[layer].works))
                row.near.push_back({layer, layers_[layer].ids[nearest.work],
                                    layers_[layer].work_names[nearest.work], nearest.m, nearest.from,
                                    nearest.to});
        std::stable_sort(row.near.begin(), row.near.end(), [](const Near &a, const Near &b) {
            return std::tie(a.layer, a.m) < std::tie(b.layer, b.m);
        });
        return true;
    }

  private:
    [[nodiscard]] std::vector<proximity::Nearest> nearest_of(const proximity::Works &works) const {
        if (settings_.all)
            return works.within(shape_, settings_.within_m);
        const auto nearest = works.nearest(shape_, settings_.within_m);
        return nearest ? std::vector{*nearest} : std::vector<proximity::Nearest>{};
    }

    geodesy::ToGeographic to_geographic_;
    const std::vector<WorkLayer> &layers_;
    const Settings &settings_;
    geometry::Shape shape_;
};

void take(Batch &batch, Nearness &nearness) {
    for (std::size_t i = 0; i < batch.count; ++i) {
        if (batch.usable[i] == 0) {
            ++nearness.unusable;
            continue;
        }
        for (std::uint32_t layer = 0; layer < nearness.layers.size(); ++layer)
            if (std::none_of(batch.rows[i].near.begin(), batch.rows[i].near.end(),
                             [&](const Near &near) { return near.layer == layer; }))
                ++nearness.layers[layer].without;
        nearness.rows.push_back(std::move(batch.rows[i]));
    }
}

} // namespace

Nearness find(sources::Parcels &features, const std::vector<WorkLayer> &layers, const Settings &settings) {
    constexpr std::size_t at_a_time = 256;
    Nearness nearness;
    nearness.within_m = settings.within_m;
    for (const WorkLayer &layer : layers)
        nearness.layers.push_back({layer.layer, layer.names, layer.ids.size(), layer.unusable, 0});
    const std::size_t threads = threads_for(settings.threads);
    std::vector<Finder> finders;
    for (std::size_t i = 0; i < threads; ++i)
        finders.emplace_back(features.crs(), layers, settings);
    std::uint64_t read = 0;
    ordered_pipeline<Batch>(
        threads,
        [&](Batch &batch) {
            batch.parcels.resize(at_a_time);
            batch.rows.resize(at_a_time);
            batch.usable.resize(at_a_time);
            for (batch.count = 0; batch.count < at_a_time; ++batch.count)
                if (!features.next(batch.parcels[batch.count]))
                    break;
            read += batch.count;
            report_progress(settings.progress, read, std::max(read, features.expected()));
            return batch.count == at_a_time;
        },
        [&](std::size_t worker, Batch &batch) {
            for (std::size_t i = 0; i < batch.count; ++i)
                batch.usable[i] = finders[worker].find(batch.parcels[i], batch.rows[i]) ? 1 : 0;
        },
        [&](Batch &batch) { take(batch, nearness); });
    return nearness;
}

} // namespace qitu::nearby
