#include "any_zones.h"
#include "found_by_rule.h"
#include "pivot_arguments.h"

#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/parts/parts.h>
#include <qitu/data/sources/file_source.h>
#include <qitu/data/sources/zones.h>
#include <qitu/engine/tabulate/overlapping_zones.h>
#include <qitu/output/exchange/pieces.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace qitu::commands {

namespace {

void refuse_pieces(const TabulateCommand &command) {
    std::vector<std::filesystem::path> all = sources::files_named(command.files);
    all.emplace_back(command.zones);
    for (const std::filesystem::path &read : all) {
        std::error_code ignored;
        if (!command.pieces.empty() && std::filesystem::equivalent(command.pieces, read, ignored))
            throw Error(ErrorKind::usage,
                        say("{} is a file that is read. Choose another name for the pieces.", read.string()));
    }
}

void tell_values(const std::vector<sources::ValueField> &fields, std::uint64_t features, Outcome &outcome) {
    for (const sources::ValueField &field : fields) {
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

namespace {

sources::FileSource source_of(const TabulateCommand &command, Context &context) {
    reader::OpenOptions open = command.reading;
    open.layouts = context.text_layouts();
    return {sources::files_named(command.files), open, command.groups, command.values.fields()};
}

sources::ZoneTable zones_of(const TabulateCommand &command, Context &context) {
    reader::OpenOptions reading;
    reading.layer = command.zones_layer;
    return zones_named(command.zones, reading, command.zone_id, context, command.zone_fields);
}

tabulate::Options engine_options_of(const TabulateCommand &command, const geodesy::Crs &crs,
                                    Context &context) {
    tabulate::Options options = command.engine.options(context);
    options.net = !command.gross_only;
    options.max_edge = command.max_edge;
    if (command.engine.method.empty())
        options.method = method_for(crs);
    return options;
}

void tell_figures(const tabulate::Result &figures, const std::vector<sources::ValueField> &values,
                  Outcome &outcome) {
    if (figures.max_edge == 0 && figures.long_edges > 0)
        outcome.tell(
            say("{} edges of polygons are longer than {} m, the longest {:.0f} m: there the methods differ.",
                figures.long_edges, geodesy::long_edge, figures.longest_edge_m));
    tell_values(values, figures.features, outcome);
    tell_findings(figures.findings, outcome);
}

} // namespace

Result<Tabulated> TabulateCommand::run(Context &context) const {
    refuse_pivot(pivot, groups, values);
    refuse_pieces(*this);
    const std::optional<Unit> shown_in = unit_of_area(unit);
    sources::FileSource source = source_of(*this, context);
    sources::ZoneTable areas = zones_of(*this, context);
    tabulate::Options options = engine_options_of(*this, source.crs(), context);
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
                         sources::sort_groups(figures, source.groups()),
                         zones,
                         std::move(areas.fields),
                         std::move(areas.values),
                         values.columns(),
                         shown_in,
                         pivot,
                         overlapping_zones};
    tell_figures(figures, source.value_fields(), result);
    return result;
}

namespace {

constexpr const char *only_run = "features"; // of the engine

// What decides figures beside what is read.
std::map<std::string, std::string> made_by(const TabulateCommand &command, const tabulate::Options &options,
                                           const sources::FileSource &source,
                                           const sources::ZoneTable &areas) {
    return {{"command", "tabulate"},
            {"version", command.version},
            {"language", language_in_use() == Language::zh ? "zh" : "en"},
            {"crs", parts::digest_of(source.crs())},
            {"group", fmt::format("{}", fmt::join(command.groups, ", "))},
            {"values", fmt::format("{}", fmt::join(command.values.fields(), ", "))},
            {"sum", fmt::format("{}", fmt::join(command.values.sums, ", "))},
            {"mean", fmt::format("{}", fmt::join(command.values.means, ", "))},
            {"min", fmt::format("{}", fmt::join(command.values.least, ", "))},
            {"max", fmt::format("{}", fmt::join(command.values.greatest, ", "))},
            {"method", std::string(geodesy::method_name(options.method))},
            {"max-edge", fmt::format("{}", options.max_edge)},
            {"gross-only", options.net ? "no" : "yes"},
            {"zones", parts::digest_of(areas.zones)},
            {"zone-field", fmt::format("{}", fmt::join(areas.fields, ", "))}};
}

void refuse_with_part(const TabulateCommand &command) {
    const std::pair<const char *, bool> without[]{{"--pieces", !command.pieces.empty()},
                                                  {"--overlapping-zones", command.overlapping_zones}};
    for (const auto &[option, given] : without)
        if (given)
            throw Error(ErrorKind::usage, say("{} does not go with parts of a run.", option));
}

} // namespace

Outcome TabulateCommand::run_part(Context &context, const std::string &part,
                                  const std::filesystem::path &file) const {
    refuse_with_part(*this);
    const tabulate::PartNumber number = parts::part_number_from(part);
    sources::FileSource source = source_of(*this, context);
    sources::ZoneTable areas = zones_of(*this, context);
    const tabulate::Options options = engine_options_of(*this, source.crs(), context);
    const tabulate::ReusableZones ready(areas.zones, source.crs(), options.threads);
    Outcome outcome;
    tell_datums(source.crs(), areas.zones.crs, outcome);
    const std::map<std::string, std::string> made = made_by(*this, options, source, areas);
    const std::map<std::string, std::vector<std::string>> asked{{"group", groups},
                                                                {"sum", values.sums},
                                                                {"mean", values.means},
                                                                {"min", values.least},
                                                                {"max", values.greatest}};
    parts::Part found{number, made, asked, {}};
    parts::Run &counted = found.runs[only_run];
    counted.partial = tabulate::tabulate_part(source, ready, options, number);
    counted.partial.contested.clear(); // nobody asks for them
    counted.groups = source.groups();
    found.notes = source.notes();
    found.datums = outcome.messages;
    found.value_fields = source.value_fields();
    found.zones = zones;
    found.zone_fields = std::move(areas.fields);
    found.zone_values = std::move(areas.values);
    parts::write_part(file, found);
    tell_notes(found.notes, outcome);
    outcome.tell(say("Part {} of {}: {} of {} features counted.", number.number, number.of,
                     counted.partial.features, counted.partial.rows));
    return outcome;
}

Result<Tabulated> MergePartsCommand::run(Context & /*context*/) const {
    const std::optional<Unit> shown_in = unit_of_area(unit);
    parts::Part all = parts::merged(sources::files_named(parts), "tabulate", version);
    const parts::Run &counted = all.runs[only_run];
    ValueArguments values;
    values.sums = all.asked["sum"];
    values.means = all.asked["mean"];
    values.least = all.asked["min"];
    values.greatest = all.asked["max"];
    refuse_pivot(pivot, all.asked["group"], values);
    Result<Tabulated> result;
    tabulate::Result &figures = result.value.figures;
    figures = tabulate::result_of(counted.partial);
    tell_notes(all.notes, result);
    for (const std::string &message : all.datums)
        result.tell(message);
    result.value.view = {all.asked["group"],
                         sources::sort_groups(figures, counted.groups),
                         all.zones,
                         all.zone_fields,
                         all.zone_values,
                         values.columns(),
                         shown_in,
                         pivot,
                         false};
    tell_figures(figures, all.value_fields, result);
    return result;
}

} // namespace qitu::commands
