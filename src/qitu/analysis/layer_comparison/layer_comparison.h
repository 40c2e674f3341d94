// layer_comparison: two editions of a layer, feature by feature: two deliveries, two years of a layer of the workspace, a layer and
// a file. What one workspace says happened to it between two times is audit::diff; here nothing is known but the two.
//
// Every feature is in one change only, so that each side adds up: its whole is what is unchanged, has other values, was
// redrawn, moved, split, merged, rearranged, and what was removed (of A) or added (to B).
//
// Features are matched
//  1. by code, where a code occurs once on both sides;
//  2. by equal geometry;
//  3. by overlap: the pair first that shares most of the larger of the two, down to Settings::share;
//  4. what is left joins the one feature of the other side that covers more of it than Settings::share: one feature
//     that became several was split, several that became one were merged.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/reader/reader.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qitu::layer_comparison {

struct ComparedFeature {
    std::int64_t id = 0;
    std::string code; // "" where it has none
    std::vector<std::string> values;
    std::vector<std::byte> wkb; // EPSG:4490, made valid; empty: it could not be used
    double m2 = 0;
    double straight_m2 = 0; // with straight edges, in which overlaps are measured
};

/// One edition.
struct Edition {
    std::string name;
    std::vector<std::string> fields; // ids of the layer, or names of the file's columns
    std::vector<Names> field_names;
    std::vector<ComparedFeature> features;
    std::uint64_t repaired = 0, unusable = 0; // features
    std::vector<std::string> notes;
};

struct ReadOptions {
    std::vector<std::string> key; // fields that make up the code; empty: as the catalogue knows codes
    tabulate::Options engine;
};

/// A layer of a workspace; of one year, where one is given. Throws Error (usage) when it is not of polygons or has no such field.
Edition edition_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::Layer &layer, std::optional<int> year, const ReadOptions &options);
/// A file as a layer takes it in, or, where none is given, as it is.
Edition edition_of(const std::filesystem::path &file, const reader::OpenOptions &reading,
                   const catalogue::Catalogue &catalogue, const catalogue::Layer *layer,
                   const ReadOptions &options);

enum class Kind { unchanged, changed, redrawn, moved, split, merged, rearranged, removed, added };
inline constexpr std::size_t kinds = 9;
/// "unchanged", "changed" …
std::string_view kind_name(Kind kind);

/// One value that differs.
struct ValueChange {
    std::uint32_t field; // into Comparison::fields
    std::string a, b;
};

struct Change {
    Kind kind = Kind::unchanged;
    std::vector<std::uint32_t> a, b; // positions in the editions
    double a_m2 = 0, b_m2 = 0;
    double common_m2 = 0;            // ground that both have
    std::vector<ValueChange> values; // of one that is one on both sides
};

struct Total {
    std::uint64_t changes = 0, a_features = 0, b_features = 0;
    double a_m2 = 0, b_m2 = 0, common_m2 = 0;
};

struct Settings {
    double share = 0.5;      // of a feature, from which two are taken for the same
    double tolerance_m2 = 1; // what two borders may differ by and still be the same
    int threads = 0;
    Progress progress;
};

struct Comparison {
    std::vector<std::string> fields; // that both editions have
    std::vector<Names> field_names;
    std::vector<Change> changes;     // by kind, then by their first feature
    std::array<Total, kinds> totals; // by kind
    double a_m2 = 0, b_m2 = 0;       // of the editions
    double worst_relative = 0;       // how far the totals are from them
};

/// Throws Error (usage) for a share that is not above 0 and at most 1.
Comparison compare(const Edition &a, const Edition &b, const Settings &settings);

} // namespace qitu::layer_comparison
