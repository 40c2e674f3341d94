// A scenario: the weights, rules and assumptions of a plan, as a TOML file that a bureau edits.
#pragma once

#include <qitu/analysis/planning/land.h>
#include <qitu/core/catalogue/catalogue.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::planning {

/// What a block is judged by.
struct Criterion {
    enum class Kind {
        distance,    // from its middle to the nearest feature of the layers, m
        inside,      // its share inside features of the layers, 0 to 1
        mean,        // of a number of the layer's features that it lies in, by area
        count,       // features of the layers within `within_m` of its middle
        compactness, // 1 a circle
        parcels,     // parcels per 100 mu
    };
    std::string id;
    Names names;
    Kind kind = Kind::distance;
    std::vector<const catalogue::Layer *> layers;
    Where where;
    std::string field;
    double within_m = 0;
    double worst = 0, best = 1; // values of no points and of all points; in between in proportion
    double weight = 1;

    [[nodiscard]] double points(std::optional<double> value) const; // 0 where it is not known
};

struct Scenario {
    std::filesystem::path file;
    Names names;
    std::string indicator; // id; "" for any
    std::string base;      // layer; "" for what the indicator's layer must lie in
    std::vector<Exclusion> exclusions;
    std::vector<RasterRule> rasters;
    std::vector<NearRule> nears;
    double least_width_m = 0;
    double least_block_mu = 500, most_block_mu = 5000;
    std::vector<Criterion> criteria;
    double over_penalty = 2; // for each mu chosen beyond the quota, in mu of the best score
};

/// Throws Error with file and line for what is not as it must be.
Scenario read_scenario(const std::filesystem::path &file, const catalogue::Catalogue &catalogue);

/// layers/scenarios/INDICATOR.toml, where there is one.
std::optional<std::filesystem::path> scenario_of(const catalogue::Catalogue &catalogue,
                                                 const std::string &indicator);

/// "LAYER" or "LAYER:FIELD=CODE,CODE" as an exclusion. Throws Error (usage).
Exclusion exclusion_from(const std::string &text, const catalogue::Catalogue &catalogue);

} // namespace qitu::planning
