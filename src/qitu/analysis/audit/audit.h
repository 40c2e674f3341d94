// history: what the record means in figures. What changed between two states, per banner and in area; the
// totals that a seal closes; a banner's fork and how far two sides of a conflict lie apart. Records
// themselves are kept by store.
//
// Areas are m² on CGCS2000 by the method asked for, gross: a feature's own area in the banner.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::audit {

/// What became of a feature. `redrawn` features count in two ways: as they were and as they are.
enum class Kind { added, removed, redrawn_before, redrawn_after, restaged, edited };
std::string_view kind_name(Kind kind);

struct DiffRow {
    std::string layer;
    std::string banner; // "" outside every banner
    std::string name;
    Kind kind = Kind::added;
    std::string from_stage, to_stage; // restaged only
    tabulate::Figures figures;        // features, gross, length
};

struct Diff {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<DiffRow> rows;                  // by layer, banner, kind, stages
    std::vector<workspace::RowChange> accounts; // quotas, reviews and other rows that are no features
    std::vector<tabulate::Finding> findings;
};

/// Net: a feature that was moved there and back is as it was. A feature that was redrawn and brought to
/// another stage is in both. `edited` are those with other values in other fields only. Banners are those of
/// the workspace as it is.
Diff diff(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
          const workspace::Moment &from, const workspace::Moment &to, const tabulate::Options &options);

/// Counts every layer by banner and closes the state with these totals.
workspace::Seal seal(workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                     const std::string &note, const tabulate::Options &options);

/// Writes a workspace with the features that have a piece in the admin unit, to be edited there and merged.
/// Returns how many features went.
std::uint64_t fork(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::AdminUnit &admin, const std::filesystem::path &out,
                   const tabulate::Options &options);

/// How far two geometries of one feature lie apart.
struct Apart {
    double a_m2 = 0, b_m2 = 0;
    double a_m = 0, b_m = 0; // length of lines
    double moved_m = 0;      // the furthest that a corner of one lies from the nearest corner of the other
};
Apart apart(const std::vector<std::byte> &a, const std::vector<std::byte> &b, geodesy::Method method);

} // namespace qitu::audit
