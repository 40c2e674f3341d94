#include "found_by_rule.h"
#include "layer_or_file.h"

#include <qitu/app/commands/overlay_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/rasters/raster_file.h>
#include <qitu/output/exchange/overlay_layer.h>

#include <filesystem>

namespace qitu::commands {

namespace {

/// A layer or file, and the field that classes it.
struct Named {
    std::string name, field;
};

Named named(const std::string &text) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || std::filesystem::exists(text))
        return {text, {}};
    return {text.substr(0, colon), text.substr(colon + 1)};
}

layer_overlay::Ground ground_for(const std::string &text, const workspace::Workspace &workspace,
                                 const catalogue::Catalogue &catalogue) {
    const Named what = named(text);
    if (rasters::is_raster_name(what.name))
        return layer_overlay::ground_of_raster(what.name, what.field);
    return is_file(what.name) ? layer_overlay::ground_of(what.name, {}, what.field)
                              : layer_overlay::ground_of(workspace, catalogue.layer(what.name), what.field);
}

std::vector<layer_overlay::Ground> grounds_for(const OverlayCommand &command,
                                               const workspace::Workspace &workspace,
                                               const catalogue::Catalogue &catalogue) {
    std::vector<layer_overlay::Ground> grounds;
    for (const std::string &text : command.with) {
        layer_overlay::Ground ground = ground_for(text, workspace, catalogue);
        for (const layer_overlay::Ground &known : grounds)
            if (known.layer == ground.layer)
                throw Error(ErrorKind::usage, say("{} was named twice.", ground.layer));
        grounds.push_back(std::move(ground));
    }
    if (grounds.empty())
        throw Error(ErrorKind::usage, say("Name at least one layer or file to lay the features upon."));
    return grounds;
}

std::unique_ptr<sources::Parcels> polygons_for(const OverlayCommand &command,
                                               const workspace::Workspace &workspace, Context &context) {
    if (!is_file(command.layer))
        layer_overlay::require_polygons(context.catalogue().layer(command.layer));
    return parcels_for(command.layer, workspace, command.open, context);
}

void tell_grounds(const layer_overlay::Analysis &analysis, Outcome &outcome) {
    for (const layer_overlay::GroundInfo &ground : analysis.grounds) {
        const std::string &name = ground.names.in(language_in_use());
        if (ground.features == 0 && !ground.raster)
            outcome.tell(say("Note: {} has no features: everything lies outside it.", name));
        if (ground.unusable > 0)
            outcome.tell(
                say("Note: {}: {} features without a polygon were left out.", name, ground.unusable));
        if (ground.repaired > 0)
            outcome.tell(say("Note: {}: {} invalid features were used after repair.", name, ground.repaired));
        if (ground.overlaps > 0)
            outcome.tell(
                say("Note: {}: features overlap in {} places, {:.1f} m² in all; that ground is counted "
                    "once, for the class that comes first.",
                    name, ground.overlaps, ground.overlap_m2));
        if (ground.no_data_m2 > 0)
            outcome.tell(
                say("Note: {} has no value under {:.1f} m² of the features; that ground lies outside it.",
                    name, ground.no_data_m2));
        outcome.attention |= ground.unusable + ground.repaired + ground.overlaps > 0;
    }
}

} // namespace

Result<layer_overlay::Analysis> OverlayCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    layer_overlay::Settings settings;
    settings.by = layer_overlay::by_from(by);
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const auto parcels = polygons_for(*this, opened, context);
    if (settings.by != layer_overlay::By::feature && settings.by != layer_overlay::By::project)
        settings.banners = opened.banners();
    Result<layer_overlay::Analysis> result;
    result.value = layer_overlay::analyse(*parcels, grounds_for(*this, opened, catalogue), catalogue,
                                          settings, engine.options(context));
    tell_notes(parcels->notes(), result);
    tell_grounds(result.value, result);
    tell_findings(result.value.findings, result);
    return result;
}

std::uint64_t OverlayCommand::write(Context &context, const layer_overlay::Analysis &analysis,
                                    const std::filesystem::path &file) const {
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const auto parcels = polygons_for(*this, opened, context);
    return exchange::write_overlay(file, *parcels, analysis, context.styles());
}

} // namespace qitu::commands
