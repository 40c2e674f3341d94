// What "qitu plan" finds as a layer for QGIS: a GeoPackage of its own, styled. A file of that name is replaced when it holds
// the same layer and no other. Each returns how many features were written, and throws Error (refused) when the file is
// something else or cannot be written.
#pragma once

#include <qitu/analysis/planning/candidates.h>
#include <qitu/analysis/planning/joint.h>
#include <qitu/analysis/planning/lots.h>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace qitu::exchange {

struct PlanLayerTarget {
    const std::filesystem::path &file;
    const std::filesystem::path &styles_dir;
};

/// The layer of plans: blocks of one plan under the name of the file. \pre blocks have shapes
std::uint64_t write_plan_blocks(const PlanLayerTarget &target, const planning::Candidates &plan,
                                const catalogue::Catalogue &catalogue);
/// `plan_lots`. \pre lots have shapes
std::uint64_t write_lots(const PlanLayerTarget &target, const planning::Lots &lots);
/// `plan_order`: works and farmland in the wrong order.
std::uint64_t write_order_faults(const PlanLayerTarget &target, const planning::Joint &joint);

} // namespace qitu::exchange
