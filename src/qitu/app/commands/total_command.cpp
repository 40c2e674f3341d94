#include "asked_leagues.h"
#include "found_by_rule.h"
#include "known_admin.h"
#include "pivot_arguments.h"

#include <qitu/app/commands/total_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/sources/zones.h>
#include <qitu/data/workspace/features.h>
#include <qitu/output/exchange/pieces.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace qitu::commands {

namespace {

bool has_fields(const catalogue::Layer &layer, const std::vector<std::string> &fields) {
    return std::all_of(fields.begin(), fields.end(),
                       [&](const std::string &field) { return layer.field(field) != nullptr; });
}

// The layers named; else every layer with features and with the fields to group by.
std::vector<const catalogue::Layer *> layers_of(const TotalCommand &total,
                                                const catalogue::Catalogue &catalogue,
                                                const workspace::Workspace &workspace, Outcome &outcome) {
    std::vector<std::string> fields = total.groups;
    for (const std::string &field : total.values.fields())
        fields.push_back(field);
    std::vector<const catalogue::Layer *> layers;
    for (const std::string &name : total.layers)
        layers.push_back(&catalogue.layer(name));
    if (!layers.empty())
        return layers;
    for (const catalogue::Layer &layer : catalogue.layers()) {
        if (workspace::feature_count(workspace, layer) == 0)
            continue;
        if (has_fields(layer, fields))
            layers.push_back(&layer);
        else
            outcome.tell(say("Skipped: {} has no field {}.", layer.id, fmt::join(fields, ", ")));
    }
    if (layers.empty())
        throw Error(ErrorKind::refused,
                    say("{}: no layer has features yet. Import some with \"qitu import\".", total.workspace));
    return layers;
}

// A banner without townships stands among these.
std::vector<workspace::Boundary> leaves_of(const workspace::Workspace &workspace, indicators::Level level) {
    std::vector<workspace::Boundary> leaves = workspace.banners();
    if (level == indicators::Level::township)
        for (workspace::Boundary &township : workspace.townships())
            leaves.push_back(std::move(township));
    return leaves;
}

// Writes the pieces of a layer as they are told, where they are asked for.
class TotalPieces {
  public:
    TotalPieces(const TotalCommand &total, const workspace::Workspace &workspace,
                const std::vector<const catalogue::Layer *> &layers, indicators::Level level)
        : zones_(sources::zone_table(leaves_of(workspace, level), total.zone_fields)) {
        if (total.pieces.empty())
            return;
        if (layers.size() != 1)
            throw Error(ErrorKind::usage, say("Pieces are of one layer: name it."));
        workspace::refuse_workspace(total.pieces);
        const geodesy::Crs crs = geodesy::Crs::from("EPSG:4490");
        layer_.emplace(total.pieces, crs, geodesy::Target::china, layers.front()->geometry,
                       exchange::PieceFields{zones_.fields, total.groups}, total.overwrite);
    }

    indicators::TellPiece receiver() {
        if (!layer_)
            return {};
        return [this](const tabulate::Piece &piece, const std::vector<std::string> &group) {
            const auto found = zones_.values.find(piece.zone);
            const bool inside = !piece.zone.empty() && found != zones_.values.end();
            layer_->add(piece, inside ? found->second : std::vector<catalogue::Value>(zones_.fields.size()),
                        group);
        };
    }

    void finish(Outcome &outcome) {
        if (!layer_)
            return;
        outcome.tell(say("{} pieces written.", layer_->finish()));
        for (const std::string &loss : layer_->losses())
            outcome.tell("  " + loss);
    }

  private:
    sources::ZoneTable zones_;
    std::optional<exchange::PiecesLayer> layer_;
};

void append(indicators::Totals &all, indicators::Totals &&more) {
    all.method = more.method;
    all.worst_relative = std::max(all.worst_relative, more.worst_relative);
    std::move(more.rows.begin(), more.rows.end(), std::back_inserter(all.rows));
    std::move(more.findings.begin(), more.findings.end(), std::back_inserter(all.findings));
}

} // namespace

console::TotalsView TotalCommand::view() const {
    return {values.columns(), unit_of_area(unit)};
}

Result<indicators::Totals> TotalCommand::run(Context &context) const {
    unit_of_area(unit); // refuses one that is none
    refuse_pivot(pivot, groups, values);
    const catalogue::Catalogue &catalogue = context.catalogue();
    const workspace::Workspace opened = open_as_of(workspace, as_of);
    const KnownAdmin unit = admin.empty() ? KnownAdmin() : known_admin(opened, catalogue, admin);
    const indicators::Level level = std::max(indicators::level_to_township_from(by), unit.level);
    Result<indicators::Totals> result;
    result.value.only = unit.code;
    const std::vector<const catalogue::Layer *> counted = layers_of(*this, catalogue, opened, result);
    if (pieces.empty() && !zone_fields.empty())
        throw Error(ErrorKind::usage, say("Fields of zones stand beside pieces: name a file for these."));
    TotalPieces drawn(*this, opened, counted, level);
    for (const catalogue::Layer *layer : counted)
        append(result.value, indicators::totals(opened, catalogue, *layer, level, groups,
                                                engine.options(context), values.fields(), drawn.receiver()));
    drawn.finish(result);
    tell_findings(result.value.findings, result);
    tell_leagues_left_out(opened, result);
    return result;
}

} // namespace qitu::commands
