#include "found_by_rule.h"
#include "layer_or_file.h"

#include <qitu/app/commands/near_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>
#include <qitu/output/exchange/near_layer.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace qitu::commands {

namespace {

// "2km", "500 m", "2公里"; a number alone is in metres.
double metres_in(const std::string &text) {
    const std::size_t unit = text.find_first_not_of("0123456789.,+ ");
    const std::string name = unit == std::string::npos ? "" : trimmed(text.substr(unit));
    double number = 0;
    double size = 0;
    if (name.empty() || folded(name) == "m" || name == "米")
        size = 1;
    else if (folded(name) == "km" || name == "公里" || name == "千米")
        size = 1000;
    else if (name == "里")
        size = 500;
    if (size == 0 || !parse_number(text.substr(0, unit), number) || !(number > 0))
        throw Error(ErrorKind::usage,
                    say("\"{}\" is not a distance. Write a number and its unit, as in 500m or 2km.", text));
    return number * size;
}

struct LayerName {
    std::string id;
    Names names;
};

LayerName named_layer(const std::string &name, Context &context) {
    if (is_file(name)) {
        const std::string stem = std::filesystem::path(name).stem().string();
        return {stem, {stem, stem}};
    }
    const catalogue::Layer &layer = context.catalogue().layer(name);
    return {layer.id, layer.names};
}

nearby::WorkLayer works_for(const std::string &name, const workspace::Workspace &workspace, Context &context,
                            const nearby::Lines *lines) {
    const auto works = parcels_for(name, workspace, {}, context);
    const LayerName named = named_layer(name, context);
    return nearby::works_of(*works, named.id, named.names, lines);
}

std::optional<nearby::Lines> lines_for(const NearCommand &command, const workspace::Workspace &workspace,
                                       Context &context) {
    if (command.along.empty())
        return std::nullopt;
    if (command.all)
        throw Error(ErrorKind::usage,
                    say("Along lines the nearest work of each layer is found: leave out --all."));
    const auto lines = parcels_for(command.along, workspace, {}, context);
    const LayerName named = named_layer(command.along, context);
    return nearby::lines_of(*lines, named.id, named.names, metres_in(command.off));
}

void tell_lines(const nearby::LinesInfo &lines, Outcome &outcome) {
    constexpr std::size_t most = 10;
    const std::string &name = lines.names.in(language_in_use());
    outcome.tell(say("{}: {} lines, separate networks: {}.", name, lines.lines, lines.networks));
    if (lines.off > 0)
        outcome.tell(say("{} features lie more than {:g} m from all lines.", lines.off, lines.off_m));
    for (std::size_t i = 0; i < std::min(most, lines.loose_ends.size()); ++i) {
        const nearby::LooseEnd &end = lines.loose_ends[i];
        outcome.tell("  " + say("line {} ends {:.2f} m from line {} and does not join it, at {:.6f} {:.6f}",
                                end.line, end.m, end.other, end.at.x, end.at.y));
    }
    if (lines.loose_ends.size() > most)
        outcome.tell("  " + say("… and {} more", lines.loose_ends.size() - most));
    outcome.attention |= !lines.loose_ends.empty();
}

void tell_nearness(const nearby::Nearness &nearness, Outcome &outcome) {
    for (const nearby::LayerInfo &layer : nearness.layers) {
        const std::string &name = layer.names.in(language_in_use());
        if (layer.features == 0)
            outcome.tell(say("Note: {} has no features.", name));
        if (layer.unusable > 0)
            outcome.tell(say("Note: {}: {} features without geometry were left out.", name, layer.unusable));
        if (layer.without > 0)
            outcome.tell(say("Nothing of {} lies within {:g} m of {} features.", name, nearness.within_m,
                             layer.without));
        outcome.attention |= layer.unusable > 0;
    }
    if (nearness.unusable > 0)
        outcome.tell(say("Note: {} features without geometry were left out.", nearness.unusable));
    outcome.attention |= nearness.unusable > 0;
}

} // namespace

Result<nearby::Nearness> NearCommand::run(Context &context) const {
    nearby::Settings settings{metres_in(within), all, threads, context.progress};
    if (of.empty())
        throw Error(ErrorKind::usage, say("Name at least one layer or file of works."));
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const auto features = parcels_for(layer, opened, open, context);
    const std::optional<nearby::Lines> lines = lines_for(*this, opened, context);
    std::vector<nearby::WorkLayer> layers;
    for (const std::string &name : of)
        layers.push_back(works_for(name, opened, context, lines ? &*lines : nullptr));
    Result<nearby::Nearness> result;
    result.value = nearby::find(*features, layers, settings, lines ? &*lines : nullptr);
    tell_notes(features->notes(), result);
    if (result.value.lines)
        tell_lines(*result.value.lines, result);
    tell_nearness(result.value, result);
    return result;
}

std::uint64_t NearCommand::write(Context &context, const nearby::Nearness &nearness,
                                 const std::filesystem::path &file) const {
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const auto features = parcels_for(layer, opened, open, context);
    return exchange::write_nearness(file, *features, nearness, context.styles());
}

} // namespace qitu::commands
