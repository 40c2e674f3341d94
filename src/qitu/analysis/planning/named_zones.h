// Features of a layer as zones for the engine, by the names that a field gives them.
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/engine/tabulate/tabulate.h>

#include <string>
#include <vector>

namespace qitu::planning {

/// Several features may have one name; where the field is empty it is the project's. Each zone's code is its place in `features`.
struct NamedZones {
    NamedZones(const workspace::Workspace &workspace, const catalogue::Layer &layer,
               const std::string &field);
    [[nodiscard]] const std::string &name(const std::string &code) const {
        return names.at(std::stoul(code));
    }

    tabulate::Zones zones;
    std::vector<std::string> names;           // of each zone
    std::vector<catalogue::Feature> features; // without geometry
};

/// Throws Error (usage) where the layer has no such field.
void require_field(const catalogue::Layer &layer, const std::string &field);

} // namespace qitu::planning
