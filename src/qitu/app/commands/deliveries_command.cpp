#include <qitu/app/commands/deliveries_command.h>

#include <algorithm>
#include <set>

namespace qitu::commands {

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
