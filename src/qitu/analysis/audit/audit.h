// audit: the history of a workspace in figures. What changed between two revisions, by banner and in area;
// the totals that a seal covers; the fork of an admin unit, and how far apart the two sides of a conflict
// lie. The records themselves are kept by the workspace.
//
// Areas are in m² on CGCS2000 by the chosen method, gross: a feature's own area in the banner.
#pragma once

#include <qitu/analysis/indicators/totals.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::audit {

/// What happened to a feature. A redrawn feature counts twice: as it was and as it is.
enum class Kind { added, removed, redrawn_before, redrawn_after, restaged, edited };
std::string_view kind_name(Kind kind);

struct DiffRow {
    std::string layer;
    std::string banner; // empty outside every banner
    std::string name;
    Kind kind = Kind::added;
    std::string from_stage, to_stage; // restaged only
    tabulate::Figures figures;        // features, gross, length
};

struct Diff {
    geodesy::Method method = geodesy::Method::td1055;
    std::vector<DiffRow> rows;                  // by layer, banner, kind, stages
    std::vector<workspace::RowChange> accounts; // quotas, reviews and other rows that are not features
    std::vector<tabulate::Finding> findings;
};

/// The net difference between two revisions: a feature that was moved and moved back is unchanged. A feature
/// that was both redrawn and restaged is counted under both; `edited` features differ in other fields only.
/// Banners are those of the workspace as it is now.
Diff diff(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
          const workspace::Revision &from, const workspace::Revision &to, const tabulate::Options &options);

/// How a seal is made known: signed by a key, written into a public list. Paths are "" where it is not.
struct SealingOptions {
    std::filesystem::path key, list;
};
struct Sealed {
    workspace::Seal seal;
    std::vector<tabulate::Finding> uncounted; // features that the totals do not count
};
/// Seals the workspace with the totals of every layer by banner. The note of the change becomes that of the
/// seal.
Sealed seal(workspace::Workspace &workspace, const workspace::Change &change,
            const catalogue::Catalogue &catalogue, const tabulate::Options &options,
            const SealingOptions &sealing = {});

/// The totals that a seal holds: of every layer that had features, by banner, all stages and years; layers and codes are
/// those of its time. Throws Error (refused) when they cannot be read.
indicators::Totals sealed_totals(const workspace::Seal &seal);

/// Writes a workspace with the features that have a part in the admin unit, to be edited elsewhere and
/// merged. Returns the number of features.
std::uint64_t fork(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                   const catalogue::AdminUnit &admin, const std::filesystem::path &out,
                   const tabulate::Options &options);

/// How far apart two geometries of one feature lie.
struct Apart {
    double a_m2 = 0, b_m2 = 0;
    double a_m = 0, b_m = 0; // length of lines
    double moved_m = 0;      // the furthest that a corner of one lies from the nearest corner of the other
};
Apart apart(const std::vector<std::byte> &a, const std::vector<std::byte> &b, geodesy::Method method);

} // namespace qitu::audit
