// The ledger of projects (项目台账) and the list of their parcels, banner by banner. Formats nothing.
#pragma once

#include <qitu/analysis/indicators/totals.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qitu::project_figures {

/// The part of a feature in one banner, with what it says of itself.
struct Parcel {
    std::string layer;
    std::int64_t feature = 0;
    std::string project, name, parcel;             // "" where the layer has no such field
    std::string admin;                             // banner
    std::string township;                          // as declared
    std::string year, stage;                       // codes
    std::map<std::string, std::string> dates;      // by field
    std::optional<double> declared_m2, investment; // of the whole feature; 10 000 yuan
    double net_m2 = 0, gross_m2 = 0, length_m = 0; // of the part
    double share = 1;                              // of the feature's gross area or length
};

/// A project's part in one banner.
struct LedgerLine {
    std::string layer, project, name, admin;
    std::set<std::string> townships, stages;
    std::map<std::string, std::pair<std::string, std::string>> dates; // by field: the first and the last
    std::uint64_t features = 0;
    std::optional<double>
        declared_mu; // what its features declare, or the project as a whole (scale_of_project)
    double net_m2 = 0, length_m = 0;
    std::optional<double>
        investment; // of the project, by its share of the area; none where it contradicts itself
};

struct Ledger {
    std::vector<Parcel> parcels;   // by banner, layer, project and feature
    std::vector<LedgerLine> lines; // by banner, layer and project
    /// Positions [first, last) of a banner's parcels.
    [[nodiscard]] std::pair<std::size_t, std::size_t> parcels_in(const std::string &banner) const;
};

/// Of the layers of projects; `shares[i]` say what of `layers[i]` lies in which banner.
Ledger ledger(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
              const std::vector<indicators::Totals> &layers,
              const std::vector<indicators::FeatureShares> &shares);

} // namespace qitu::project_figures
