// High-standard farmland as two bureaus send it, and what is laid beside or under it.
#pragma once

#include "land.h"
#include "table.h"

#include <string>
#include <vector>

namespace qitu::sample {

/// The place of one project's block, for what is drawn upon it later.
struct FieldSite {
    std::string banner;
    Frame frame;
    Block block;
};

struct Farmland {
    std::vector<FieldSite> sites;             // one project each, those that overlap nothing on purpose
    std::map<std::string, double> mu_of_year; // drawn for the programme year, by banner of the project
};

/// Who gets how much: banners and their weights.
using Weights = std::vector<std::pair<std::string, double>>;

struct FarmlandTask {
    Drawn drawn = Drawn::geographic;
    std::size_t parcels = 0;
    Weights weights;
    std::optional<Box> box; // where in the banners, if not anywhere
};

inline constexpr int programme_year = 2023;

/// The projects of a task: exactly so many parcels, mistakes included, one after the other into the sink.
Farmland draw_farmland(const FarmlandTask &task, const catalogue::Layer &layer,
                       const catalogue::Catalogue &catalogue, const Land &land, Sites &sites, Random random,
                       const Sink &sink);

/// A free place for a block in the banner, with all four corners inside it where that can be had.
FieldSite site_in(const std::string &banner, const Block &block, Drawn drawn, const std::optional<Box> &box,
                  const Land &land, Sites &sites, Random &random);

/// Splits a whole into parts by weight, exactly.
std::vector<std::size_t> shares(std::size_t whole, const Weights &weights);

/// Chinese name of an admin unit; its code when the catalogue does not know it.
std::string name_of(const catalogue::Catalogue &catalogue, const std::string &code);

} // namespace qitu::sample
