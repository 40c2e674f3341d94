#include "found_by_rule.h"

#include <qitu/app/commands/overlaps_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>

namespace qitu::commands {

namespace {

// Those named, or all programme layers of polygons, in the catalogue's order.
std::vector<const catalogue::Layer *> layers_of(const std::vector<std::string> &names,
                                                const catalogue::Catalogue &catalogue) {
    std::vector<const catalogue::Layer *> wanted;
    for (const std::string &name : names) {
        const catalogue::Layer &layer = catalogue.layer(name);
        if (layer.geometry != catalogue::GeometryType::polygon)
            throw Error(ErrorKind::usage, say("Only polygon layers can overlap; {} is not one.", layer.id));
        wanted.push_back(&layer);
    }
    if (wanted.size() == 1)
        throw Error(ErrorKind::usage, say("Name at least two layers, or none for all."));
    std::vector<const catalogue::Layer *> layers;
    for (const catalogue::Layer &layer : catalogue.layers())
        if (wanted.empty() ? layer.geometry == catalogue::GeometryType::polygon && !layer.reference
                           : std::find(wanted.begin(), wanted.end(), &layer) != wanted.end())
            layers.push_back(&layer);
    return layers;
}

} // namespace

Result<indicators::OverlapTable> OverlapsCommand::run(Context &context) const {
    const indicators::Level level = indicators::level_from(by);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const std::vector<const catalogue::Layer *> chosen = layers_of(layers, catalogue);
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    Result<indicators::OverlapTable> result;
    result.value = indicators::overlaps(opened, catalogue, chosen, level, engine.options(context));
    tell_findings(result.value.findings, result);
    return result;
}

} // namespace qitu::commands
