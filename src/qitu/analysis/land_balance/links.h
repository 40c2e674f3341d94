// Which land makes up for an occupation, and which occupations land makes up for: the field `supplied_by` of an
// account names projects, or parcels as project/parcel, of the layer that comes in.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace qitu::land_balance {

/// A feature and one that it supplies or is supplied by.
struct Link {
    enum class Way { supplied_by, supplies };
    Way way = Way::supplied_by;
    std::int64_t feature = 0;
    std::string layer; // of the other
    std::int64_t other = 0;
    std::string project; // of the other
    std::string year, stage;
    double net_m2 = 0; // of the other, in all banners
};

/// A code in the field of a feature that no land that comes in has.
struct DeadLink {
    std::int64_t feature = 0;
    std::string layer; // in which it was looked for
    std::string code;
};

struct Links {
    std::vector<Link> links; // by feature, then layer, then the other
    std::vector<DeadLink> dead;
};

/// Of features of one layer, in every account that links its sides.
Links links_of(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
               const catalogue::Layer &layer, const std::set<std::int64_t> &features,
               const tabulate::Options &options);

} // namespace qitu::land_balance
