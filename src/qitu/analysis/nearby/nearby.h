// nearby: which work of each layer lies nearest to each feature, and how far away (周边分析). Distances are those of
// engine/proximity: along geodesics, between the nearest places of both.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/point.h>
#include <qitu/data/sources/parcels.h>
#include <qitu/engine/proximity/proximity.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::nearby {

/// The works of a layer or a file.
struct WorkLayer {
    std::string layer; // id, or a file's name without its ending
    Names names;
    proximity::Works works;
    std::vector<std::int64_t> ids;       // of each work
    std::vector<std::string> work_names; // of the project, else its code; "" where it has neither
    std::uint64_t unusable = 0;          // without geometry
};
WorkLayer works_of(sources::Parcels &parcels, std::string layer, Names names);

struct Near {
    std::uint32_t layer; // into Nearness::layers
    std::int64_t feature;
    std::string name;
    double m;
    geometry::Point from, to; // on the feature and on the work; longitude, latitude
};

struct NearRow {
    std::int64_t feature = 0;
    std::string project;
    std::vector<Near> near; // by layer, then distance; none of a layer that has none so near
};

struct LayerInfo {
    std::string layer;
    Names names;
    std::uint64_t features = 0;
    std::uint64_t unusable = 0;
    std::uint64_t without = 0; // features that have no work of the layer so near
};

struct Nearness {
    double within_m = 0;
    std::vector<LayerInfo> layers;
    std::vector<NearRow> rows;  // in the order of the features
    std::uint64_t unusable = 0; // features without geometry; they have no row
};

struct Settings {
    double within_m = 5e4;
    bool all = false; // every work so near, not the nearest of each layer alone
    int threads = 0;
    Progress progress;
};

Nearness find(sources::Parcels &features, const std::vector<WorkLayer> &layers, const Settings &settings);

} // namespace qitu::nearby
