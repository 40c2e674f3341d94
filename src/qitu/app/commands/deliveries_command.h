// qitu deliveries
#pragma once

#include <qitu/app/commands/context.h>
#include <qitu/app/commands/outcome.h>
#include <qitu/data/workspace/deliveries.h>

#include <string>
#include <vector>

namespace qitu::commands {

struct Deliveries {
    std::vector<workspace::Delivery> rows;
    std::vector<std::string> missing; // codes of the banners that have not sent anything that was imported
};

/// As programs read them: rows and missing.
std::string json_of(const Deliveries &deliveries);

/// The ledger of deliveries, and who has not sent anything.
struct DeliveriesCommand {
    std::string workspace;
    std::string layer; // only of this one; "" for all

    Result<Deliveries> run(Context &context) const;
};

} // namespace qitu::commands
