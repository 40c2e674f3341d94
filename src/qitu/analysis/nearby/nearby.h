// nearby: which work of each layer lies nearest to each feature, and how far away (周边分析). Distances are those of
// engine/proximity: along geodesics, between the nearest places of both, or along lines (canals, roads) where these join.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geometry/point.h>
#include <qitu/data/sources/parcels.h>
#include <qitu/engine/proximity/network.h>
#include <qitu/engine/proximity/proximity.h>

#include <cstdint>
#include <optional>
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
    std::vector<std::optional<proximity::NetworkPlace>> on_lines =
        {}; // of each work, where distances go along lines
};

/// Lines to go along.
struct Lines {
    std::string layer;
    Names names;
    proximity::Network network;
    std::vector<std::int64_t> ids; // of each line
    double off_m = 500;            // how far from them features and works may lie
};
Lines lines_of(sources::Parcels &parcels, std::string layer, Names names, double off_m);

/// `lines`: distances will go along them.
WorkLayer works_of(sources::Parcels &parcels, std::string layer, Names names, const Lines *lines = nullptr);

/// What a distance along lines is made of.
struct AlongLines {
    double along_m, off_from_m, off_to_m; // off the lines: the feature, the work
};

struct Near {
    std::uint32_t layer; // into Nearness::layers
    std::int64_t feature;
    std::string name;
    double m;
    geometry::Point from,
        to; // on the feature and on the work, or on the lines near these; longitude, latitude
    std::optional<AlongLines> lines = {};
};

struct NearRow {
    std::int64_t feature = 0;
    std::string project;
    std::vector<Near> near; // by layer, then distance; none of a layer that has none so near
    bool off_lines = false; // too far from all lines, where distances go along lines
};

struct LayerInfo {
    std::string layer;
    Names names;
    std::uint64_t features = 0;
    std::uint64_t unusable = 0;
    std::uint64_t without = 0; // features that have no work of the layer so near
};

/// The end of a line that does not join another though it lies near.
struct LooseEnd {
    std::int64_t line, other; // ids
    geometry::Point at;
    double m;
};

struct LinesInfo {
    std::string layer;
    Names names;
    double off_m = 0;
    std::uint64_t lines = 0, networks = 0;
    std::vector<LooseEnd> loose_ends;
    std::uint64_t off = 0; // features that lie too far from all lines
};

struct Nearness {
    double within_m = 0;
    std::optional<LinesInfo> lines = {}; // where distances go along lines
    std::vector<LayerInfo> layers;
    std::vector<NearRow> rows;  // in the order of the features
    std::uint64_t unusable = 0; // features without geometry; they have no row
};

struct Settings {
    double within_m = 5e4;
    bool all = false; // every work so near, not the nearest of each layer alone; not along lines
    int threads = 0;
    Progress progress;
};

/// \param lines those that the works were placed on
Nearness find(sources::Parcels &features, const std::vector<WorkLayer> &layers, const Settings &settings,
              const Lines *lines = nullptr);

} // namespace qitu::nearby
