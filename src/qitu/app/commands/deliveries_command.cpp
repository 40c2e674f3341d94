#include <qitu/app/commands/deliveries_command.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace qitu::commands {

std::string json_of(const Deliveries &deliveries) {
    using Json = nlohmann::ordered_json;
    Json rows = Json::array();
    for (const workspace::Delivery &delivery : deliveries.rows)
        rows.push_back({{"time", delivery.at},
                        {"senders", delivery.senders},
                        {"layer", delivery.layer},
                        {"file", delivery.file},
                        {"features", delivery.features},
                        {"quarantined", delivery.quarantined},
                        {"imported", delivery.imported},
                        {"message", delivery.message},
                        {"who", delivery.who}});
    return Json{{"rows", rows}, {"missing", deliveries.missing}}.dump(1, ' ', false,
                                                                      Json::error_handler_t::replace) +
           "\n";
}

Result<Deliveries> DeliveriesCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::string only = layer.empty() ? layer : catalogue.layer(layer).id;
    const workspace::Workspace opened = workspace::Workspace::open(workspace, true);
    Result<Deliveries> result;
    std::set<std::string> senders;
    for (workspace::Delivery &delivery : workspace::deliveries(opened)) {
        if (!only.empty() && delivery.layer != only)
            continue;
        if (delivery.imported)
            for (const auto &[banner, features] : delivery.senders)
                senders.insert(banner);
        result.value.rows.push_back(std::move(delivery));
    }
    for (const workspace::Boundary &banner : opened.banners())
        if (!senders.contains(banner.code))
            result.value.missing.push_back(banner.code);
    return result;
}

} // namespace qitu::commands
