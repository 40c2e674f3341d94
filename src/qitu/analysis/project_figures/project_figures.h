// Money, declared scale and new grain capacity of the projects behind an indicator, summed once a project (投资、建设规模、新增粮食产能).
// The fields `investment` (10 000 yuan), `declared_area` (mu) and `new_capacity` (kg) hold them where a layer has them. Formats nothing.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace qitu::project_figures {

/// Sums over projects. What a project does not say is not in them.
struct Amounts {
    double investment = 0; // 10 000 yuan
    double scale_mu = 0;   // declared
    double capacity_kg = 0;
};

/// Of one indicator in one unit. A project's figures are divided among all its features and the banners in
/// which they lie by net area (length, number), and each part stands where its feature stands: done, under construction, approved.
struct Row {
    std::string indicator;
    std::string admin;
    std::string name;
    indicators::Level level = indicators::Level::region;
    std::size_t projects = 0;           // with a part in it
    std::size_t without_investment = 0; // of them: that name none, or contradict themselves
    Amounts done, under_construction, approved;
    double paid_mu = 0; // area: what is done by projects whose investment is known

    /// Of an indicator of area: investment done over the area that it paid for; none without.
    [[nodiscard]] std::optional<double> yuan_per_mu() const;
};

/// The features of a project give different values of a figure that belongs to the project.
struct Contradiction {
    std::string layer;
    std::string project;
    std::string field;
    std::vector<double> values; // in order
};

struct Table {
    std::vector<Row> rows; // by indicator in the catalogue's order, then admin code, the region first
    std::vector<Contradiction> contradictions;
};

/// What the features of a project say of it; 0 stands for no value, as in tables that cannot leave a cell empty.
///
/// The same value on each feature is the project's, and is taken once. Different values of money and capacity contradict
/// each other: none is taken. A declared area may also be of the parcel: different values are added up, and equal
/// ones where their sum is nearer to the area of the parcels than one of them.
struct Resolved {
    std::optional<double> value;
    bool contradictory = false;
};
Resolved figure_of_project(std::span<const double> values);
Resolved scale_of_project(std::span<const double> values, double area_mu);

/// Of the indicators that count areas, lengths or works, or of those named; of the region and these levels of the tree, of
/// which townships hold banners that have none. Units without a project have no row, nor have layers whose projects say
/// nothing of themselves. One run of the engine over each layer, and one more for its projects. Throws Error (refused)
/// when townships are asked for and the workspace has none.
Table compute(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const std::vector<indicators::Level> &levels, int year,
              const std::vector<std::string> &indicators, const tabulate::Options &options);

} // namespace qitu::project_figures
