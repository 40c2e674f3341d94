#include "any_zones.h"
#include "found_by_rule.h"
#include "pivot_arguments.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/overlapping_zones.h>
#include <qitu/output/exchange/pieces.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace qitu::commands {

namespace {

void refuse_pieces(const TabulateCommand &command) {
    for (const std::string &read : {command.file, command.zones}) {
        std::error_code ignored;
        if (!command.pieces.empty() && std::filesystem::equivalent(command.pieces, read, ignored))
            throw Error(ErrorKind::usage,
                        say("{} is a file that is read. Choose another name for the pieces.", read));
    }
}

void tell_values(const sources::FileSource &source, std::uint64_t features, Outcome &outcome) {
    for (const sources::ValueField &field : source.value_fields()) {
        if (field.missing > 0)
            outcome.tell(say("Note: {} of {} features have no value of {}; they are left out of its figures.",
                             field.missing, features, field.name));
        if (field.not_numbers == 0)
            continue;
        outcome.tell(say("Warning: {} is not a number in {} of {} features, which are left out of its "
                         "figures: {} …",
                         field.name, field.not_numbers, features, field.example));
        outcome.attention = true;
    }
}

// Writes the pieces as they are told, where they are asked for.
class PieceTaker {
  public:
    PieceTaker(const TabulateCommand &command, const sources::FileSource &source,
               const sources::ZoneTable &zones)
        : source_(source), zones_(zones) {
        if (!command.pieces.empty())
            layer_.emplace(command.pieces, source.crs(),
                           geodesy::common_target(source.crs(), zones.zones.crs), source.geometry(),
                           exchange::PieceFields{zones.fields, command.groups}, command.overwrite);
    }

    [[nodiscard]] bool wanted() const { return layer_.has_value(); }

    std::function<void(const tabulate::Piece &)> receiver() {
        if (!layer_)
            return {};
        return [this](const tabulate::Piece &piece) {
            if (groups_.empty())
                groups_ = source_.groups();
            const auto found = zones_.values.find(piece.zone);
            const bool inside = !piece.zone.empty() && found != zones_.values.end();
            layer_->add(piece, inside ? found->second : std::vector<catalogue::Value>(zones_.fields.size()),
                        groups_[piece.group]);
        };
    }

    void finish(Outcome &outcome) {
        if (!layer_)
            return;
        const std::uint64_t features = layer_->finish();
        outcome.tell(say("{} pieces written.", features));
        for (const std::string &loss : layer_->losses())
            outcome.tell("  " + loss);
    }

  private:
    const sources::FileSource &source_;
    const sources::ZoneTable &zones_;
    std::vector<std::vector<std::string>> groups_; // by number
    std::optional<exchange::PiecesLayer> layer_;
};

} // namespace

Result<Tabulated> TabulateCommand::run(Context &context) const {
    refuse_pivot(pivot, groups, values);
    refuse_pieces(*this);
    const std::optional<Unit> shown_in = unit_of_area(unit);
    reader::OpenOptions open = reading;
    open.layouts = context.text_layouts();
    sources::FileSource source(file, open, groups, values.fields());
    reader::OpenOptions zones_reading;
    zones_reading.layer = zones_layer;
    sources::ZoneTable areas = zones_named(zones, zones_reading, zone_id, context, zone_fields);
    tabulate::Options options = engine.options(context);
    options.net = !gross_only;
    options.max_edge = max_edge;
    if (engine.method.empty())
        options.method = method_for(source.crs());
    Result<Tabulated> result;
    tabulate::Result &figures = result.value.figures;
    PieceTaker pieces_taker(*this, source, areas);
    options.shapes = pieces_taker.wanted();
    figures = overlapping_zones
                  ? tabulate::tabulate_each(source, areas.zones, options, pieces_taker.receiver())
                  : tabulate::tabulate(source, areas.zones, options, pieces_taker.receiver());
    pieces_taker.finish(result);
    tell_notes(source.notes(), result);
    tell_datums(source.crs(), areas.zones.crs, result);
    result.value.view = {groups,
                         source.sort_groups(figures),
                         zones,
                         std::move(areas.fields),
                         std::move(areas.values),
                         values.columns(),
                         shown_in,
                         pivot,
                         overlapping_zones};
    if (figures.max_edge == 0 && figures.long_edges > 0)
        result.tell(
            say("{} edges of polygons are longer than {} m, the longest {:.0f} m: there the methods differ.",
                figures.long_edges, geodesy::long_edge, figures.longest_edge_m));
    tell_values(source, figures.features, result);
    tell_findings(figures.findings, result);
    return result;
}

} // namespace qitu::commands
