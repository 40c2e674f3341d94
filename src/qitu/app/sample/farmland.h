// High-standard farmland as two bureaus deliver it, and the layers beside or below it.
#pragma once

#include "land.h"
#include "sheet.h"

#include <string>
#include <vector>

namespace qitu::sample {

/// Where a project's block lies, for layers that are drawn over it later.
struct FieldSite {
    std::string banner;
    Frame frame;
    Block block;
};

struct Farmland {
    std::vector<FieldSite> sites;             // one project each, those that overlap nothing on purpose
    std::map<std::string, double> mu_of_year; // drawn for the programme year, by banner of the project
};

/// Banners and their weights.
using Weights = std::vector<std::pair<std::string, double>>;

/// The year and stage of a project.
struct Turn {
    int year;
    const char *stage;
};

struct FarmlandTask {
    Drawn drawn = Drawn::geographic;
    std::size_t parcels = 0;
    Weights weights;
    std::optional<Box> box; // where in the banners, if not anywhere
};

inline constexpr int programme_year = 2023;

/// Writes the projects of a task one by one: exactly so many parcels, mistakes included.
Farmland draw_farmland(const FarmlandTask &task, const catalogue::Layer &layer,
                       const catalogue::Catalogue &catalogue, const Land &land, Sites &sites, Random random,
                       const TakeItem &take);

/// A free place for a block in the banner, with all four corners inside it if possible.
FieldSite site_in(const std::string &banner, const Block &block, Drawn drawn, const std::optional<Box> &box,
                  const Land &land, Sites &sites, Random &random);

/// Splits a whole into parts by weight, exactly.
std::vector<std::size_t> shares(std::size_t whole, const Weights &weights);

/// Chinese name of an admin unit; its code when the catalogue does not know it.
std::string name_of(const catalogue::Catalogue &catalogue, const std::string &code);

} // namespace qitu::sample
