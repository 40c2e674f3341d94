// The projects of a layer, with their figures, and how these are divided among features and banners.
#pragma once

#include <qitu/analysis/project_figures/project_figures.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::project_figures {

struct Project {
    std::optional<double> investment, scale_mu, capacity_kg;
    double whole = 0; // what parts are parts of
};

class Projects {
  public:
    Project &project(const std::string &code) { return projects_[code]; }
    void add_part(std::int64_t feature, const std::string &code, const std::string &banner, double size);

    /// Whether any project says anything of itself.
    [[nodiscard]] bool any() const;
    /// Null for a feature outside every banner.
    [[nodiscard]] const Project *of_feature(std::int64_t feature) const;
    /// The part of its project's figures that a feature has in a banner; all parts add up to 1.
    [[nodiscard]] double part(std::int64_t feature, const std::string &banner) const;

  private:
    std::map<std::string, Project> projects_; // by code
    std::map<std::int64_t, const Project *> by_feature_;
    std::map<std::pair<std::int64_t, std::string>, double> sizes_;
};

/// Divided among banners, or townships where `finest` says so.
Projects projects_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                     const catalogue::Layer &layer, indicators::Level finest,
                     const tabulate::Options &options, std::vector<Contradiction> &contradictions);

} // namespace qitu::project_figures
