#include "found_by_rule.h"
#include "known_admin.h"

#include <qitu/analysis/importer/importer.h>
#include <qitu/app/commands/check_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/boundaries/boundaries.h>
#include <qitu/data/workspace/features.h>

#include <algorithm>
#include <cstdint>
#include <set>

namespace qitu::commands {

namespace {

void append(validation::Inspected &all, validation::Inspected &&more) {
    all.features += more.features;
    if (all.findings.empty())
        all.findings = std::move(more.findings);
    else
        for (const validation::Finding &finding : more.findings)
            all.findings.add(finding);
    std::move(more.unchecked.begin(), more.unchecked.end(), std::back_inserter(all.unchecked));
}

// Those named; else every layer with features.
std::vector<const catalogue::Layer *> layers_of(const CheckCommand &check,
                                                const catalogue::Catalogue &catalogue,
                                                const workspace::Workspace &workspace) {
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : check.layers)
        if (const catalogue::Layer *layer = &catalogue.layer(name);
            std::find(layers.begin(), layers.end(), layer) == layers.end())
            layers.push_back(layer);
    for (const catalogue::Layer &layer : catalogue.layers())
        if (check.layers.empty() && workspace::feature_count(workspace, layer) > 0)
            layers.push_back(&layer);
    if (layers.empty())
        throw Error(ErrorKind::refused,
                    say("{}: no layer has features yet. Import some with \"qitu import\".", check.target));
    return layers;
}

// Leaves the findings of features that say they are of this unit.
void keep_admin(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                const catalogue::Layer &layer, const std::string &admin, validation::Inspected &inspected) {
    const int field = layer.index_of(catalogue::field_id::admin_code);
    std::set<std::int64_t> inside;
    workspace::FeatureCursor features = workspace::features(workspace, layer);
    for (catalogue::Feature feature; field >= 0 && features.next(feature);)
        if (catalogue.lies_in(catalogue::text_of(feature.values[static_cast<std::size_t>(field)]), {admin}))
            inside.insert(feature.id);
    inspected.features = inside.size();
    inspected.findings = inspected.findings.only(
        [&](const validation::Findings::Head &finding) { return inside.contains(finding.feature); });
}

validation::Inspected inspect_workspace(const CheckCommand &check, const catalogue::Catalogue &catalogue,
                                        const validation::InspectionOptions &options) {
    const workspace::Workspace workspace = workspace::Workspace::open(check.target, true);
    validation::Inspected all;
    const KnownAdmin unit =
        check.admin.empty() ? KnownAdmin() : known_admin(workspace, catalogue, check.admin);
    if (unit.level == indicators::Level::township)
        throw Error(ErrorKind::usage,
                    say("Features name their banner; findings can be chosen by league or banner."));
    for (const catalogue::Layer *layer : layers_of(check, catalogue, workspace)) {
        validation::Inspected found = importer::inspect(workspace, catalogue, *layer, options);
        if (!check.admin.empty())
            keep_admin(workspace, catalogue, *layer, unit.code, found);
        append(all, std::move(found));
    }
    return all;
}

validation::Inspected inspect_file(const CheckCommand &check, const catalogue::Catalogue &catalogue,
                                   const validation::InspectionOptions &options) {
    const std::vector<workspace::Boundary> banners = check.no_region
                                                         ? std::vector<workspace::Boundary>{}
                                                         : boundaries::shipped_banners(catalogue.directory());
    return importer::inspect(check.target, catalogue, catalogue.layer(check.as_layer), banners, check.open,
                             options);
}

// A name is a rule's id, or stands for a family: "within" for within.LAYER.
void keep_rule(const std::string &name, const catalogue::Catalogue &catalogue,
               validation::Inspected &inspected) {
    const auto named = [&](std::string_view id) { return id == name || id.starts_with(name + "."); };
    const std::vector<validation::Rule> &rules = validation::rules();
    if (validation::rule(name) == nullptr &&
        std::none_of(rules.begin(), rules.end(),
                     [&](const validation::Rule &rule) { return named(rule.id); })) {
        std::vector<std::string> ids;
        for (const validation::Rule &rule : rules)
            ids.push_back(rule.id);
        throw Error(ErrorKind::usage,
                    say("There is no rule \"{}\". The rules: {}.", name, fmt::join(ids, ", ")));
    }
    if (const validation::Rule *known = validation::rule(name);
        known != nullptr && known->id.ends_with(".LAYER"))
        static_cast<void>(catalogue.layer(name.substr(name.find('.') + 1))); // which says if there is none
    inspected.findings = inspected.findings.only(
        [&](const validation::Findings::Head &finding) { return named(finding.rule); });
    std::erase_if(inspected.unchecked, [&](const auto &unchecked) { return !named(unchecked.first); });
}

} // namespace

Result<validation::Inspected> CheckCommand::run(Context &context) const {
    const catalogue::Catalogue &catalogue = context.catalogue();
    if (target.empty())
        throw Error(ErrorKind::usage,
                    say("What is to be checked? Name a workspace, or a file and its layer."));
    if (!as_layer.empty() && !layers.empty())
        throw Error(ErrorKind::usage,
                    say("A file has one layer; layers behind the target are those of a workspace."));
    if (!as_layer.empty() && !admin.empty())
        throw Error(ErrorKind::usage, say("Only of a workspace can the findings of one unit be chosen."));
    if (no_region && as_layer.empty())
        throw Error(ErrorKind::usage,
                    say("A workspace has a region; only a file can be checked without one."));
    validation::InspectionOptions options;
    options.threads = threads;
    options.progress = context.progress;
    Result<validation::Inspected> result;
    result.value = as_layer.empty() ? inspect_workspace(*this, catalogue, options)
                                    : inspect_file(*this, catalogue, options);
    if (!rule.empty())
        keep_rule(rule, catalogue, result.value);
    tell_unchecked(result.value.unchecked, result);
    result.attention = !result.value.findings.empty();
    return result;
}

std::vector<workspace::Boundary> CheckCommand::banners(Context &context) const {
    if (no_region)
        return {};
    return as_layer.empty() ? workspace::Workspace::open(target, true).banners()
                            : boundaries::shipped_banners(context.catalogue().directory());
}

} // namespace qitu::commands
