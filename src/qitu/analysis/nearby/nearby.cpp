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

Lines lines_of(sources::Parcels &parcels, std::string layer, Names names, double off_m) {
    Lines lines{std::move(layer), std::move(names), {}, {}, off_m};
    geodesy::ToGeographic to_geographic(parcels.crs());
    geometry::Shape shape;
    for (sources::Parcel parcel; parcels.next(parcel);) {
        place(parcel.item, to_geographic, shape);
        lines.network.add(shape);
        lines.ids.push_back(parcel.item.id);
    }
    lines.network.finish();
    return lines;
}

WorkLayer works_of(sources::Parcels &parcels, std::string layer, Names names, const Lines *lines) {
    WorkLayer result;
    result.layer = std::move(layer);
    result.names = std::move(names);
    geodesy::ToGeographic to_geographic(parcels.crs());
    geometry::Shape shape;
    for (sources::Parcel parcel; parcels.next(parcel);) {
        place(parcel.item, to_geographic, shape);
        result.unusable += shape.empty() ? 1 : 0;
        if (lines != nullptr)
            result.on_lines.push_back(shape.empty() ? std::nullopt
                                                    : lines->network.place_of(shape, lines->off_m));
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
    Finder(const geodesy::Crs &crs, const std::vector<WorkLayer> &layers, const Settings &settings,
           const Lines *lines, const std::vector<proximity::NearestAlong> &along)
        : to_geographic_(crs), layers_(layers), settings_(settings), lines_(lines), along_(along) {}

    bool find(const sources::Parcel &parcel, NearRow &row) {
        row = {parcel.item.id, parcel.project, {}};
        place(parcel.item, to_geographic_, shape_);
        if (shape_.empty())
            return false;
        row.off_lines = false;
        if (lines_ != nullptr)
            return find_along(row), true;
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
    void find_along(NearRow &row) const {
        const auto from = lines_->network.place_of(shape_, lines_->off_m);
        row.off_lines = !from;
        for (std::uint32_t layer = 0; from && layer < layers_.size(); ++layer) {
            const auto found = along_[layer].from(*from);
            if (!found || found->m + from->off_m > settings_.within_m)
                continue;
            const proximity::NetworkPlace &to = *layers_[layer].on_lines[found->place];
            row.near.push_back({layer, layers_[layer].ids[found->place],
                                layers_[layer].work_names[found->place], found->m + from->off_m, from->at,
                                to.at, AlongLines{found->along_m, from->off_m, to.off_m}});
        }
    }

    [[nodiscard]] std::vector<proximity::Nearest> nearest_of(const proximity::Works &works) const {
        if (settings_.all)
            return works.within(shape_, settings_.within_m);
        const auto nearest = works.nearest(shape_, settings_.within_m);
        return nearest ? std::vector{*nearest} : std::vector<proximity::Nearest>{};
    }

    geodesy::ToGeographic to_geographic_;
    const std::vector<WorkLayer> &layers_;
    const Settings &settings_;
    const Lines *lines_;                                // null: as the crow flies
    const std::vector<proximity::NearestAlong> &along_; // by layer
    geometry::Shape shape_;
};

LinesInfo info_of(const Lines &lines) {
    LinesInfo info{
        lines.layer, lines.names, lines.off_m, lines.network.lines(), lines.network.networks(), {}, 0};
    for (const proximity::LooseEnd &end : lines.network.loose_ends())
        info.loose_ends.push_back({lines.ids[end.line], lines.ids[end.other], end.at, end.m});
    return info;
}

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
        if (nearness.lines && batch.rows[i].off_lines)
            ++nearness.lines->off;
        nearness.rows.push_back(std::move(batch.rows[i]));
    }
}

} // namespace

Nearness find(sources::Parcels &features, const std::vector<WorkLayer> &layers, const Settings &settings,
              const Lines *lines) {
    constexpr std::size_t at_a_time = 256;
    Nearness nearness;
    nearness.within_m = settings.within_m;
    for (const WorkLayer &layer : layers)
        nearness.layers.push_back({layer.layer, layer.names, layer.ids.size(), layer.unusable, 0});
    std::vector<proximity::NearestAlong> along;
    if (lines != nullptr) {
        nearness.lines = info_of(*lines);
        for (const WorkLayer &layer : layers)
            along.emplace_back(lines->network, layer.on_lines);
    }
    const std::size_t threads = threads_for(settings.threads);
    std::vector<Finder> finders;
    for (std::size_t i = 0; i < threads; ++i)
        finders.emplace_back(features.crs(), layers, settings, lines, along);
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
