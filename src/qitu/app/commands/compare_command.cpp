#include "found_by_rule.h"

#include <qitu/app/commands/compare_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cmath>
#include <filesystem>
#include <optional>

namespace qitu::commands {

namespace {

/// WORKSPACE:LAYER@YEAR, or a file.
struct EditionName {
    std::string file, layer;
    std::optional<int> year;
};

std::optional<int> year_in(const std::string &text, const std::string &whole) {
    const std::optional<double> number = plain_number(text);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 9999)
        throw Error(ErrorKind::usage, say("\"{}\": \"{}\" is not a year.", whole, text));
    return static_cast<int>(*number);
}

EditionName edition_name(const std::string &text) {
    if (workspace::is_workspace(text))
        throw Error(
            ErrorKind::usage,
            say("{} is a workspace: name the layer behind it, as in {}:high_standard_farmland.", text, text));
    const std::size_t colon = text.rfind(':');
    if (std::filesystem::exists(text) || colon == std::string::npos)
        return {text, {}, {}};
    EditionName name{text.substr(0, colon), text.substr(colon + 1), {}};
    if (const std::size_t at = name.layer.rfind('@'); at != std::string::npos) {
        name.year = year_in(name.layer.substr(at + 1), text);
        name.layer.resize(at);
    }
    return name;
}

const catalogue::Layer *layer_for_files(const CompareCommand &command, const EditionName &a,
                                        const EditionName &b, const catalogue::Catalogue &catalogue) {
    for (const std::string &name : {command.layer, a.layer, b.layer})
        if (!name.empty())
            return &catalogue.layer(name);
    return nullptr;
}

class EditionReader {
  public:
    EditionReader(const CompareCommand &command, Context &context, const catalogue::Layer *layer)
        : open_(command.open), catalogue_(context.catalogue()),
          layer_(layer), options_{command.key, command.engine.options(context)} {
        open_.layouts = context.text_layouts();
    }

    [[nodiscard]] layer_comparison::Edition read(const EditionName &name) const {
        if (name.layer.empty())
            return layer_comparison::edition_of(name.file, open_, catalogue_, layer_, options_);
        return layer_comparison::edition_of(workspace::Workspace::open(name.file, true), catalogue_,
                                            catalogue_.layer(name.layer), name.year, options_);
    }

  private:
    reader::OpenOptions open_;
    const catalogue::Catalogue &catalogue_;
    const catalogue::Layer *layer_;
    layer_comparison::ReadOptions options_;
};

void tell_edition(const layer_comparison::Edition &edition, Outcome &outcome) {
    tell_notes(edition.notes, outcome);
    if (edition.repaired > 0)
        outcome.tell(
            say("Note: {}: {} invalid features were used after repair.", edition.name, edition.repaired));
    if (edition.unusable > 0)
        outcome.tell(
            say("Note: {}: {} features without a usable polygon are matched by code only and have no area.",
                edition.name, edition.unusable));
    outcome.attention |= edition.repaired + edition.unusable > 0;
}

} // namespace

Result<Compared> CompareCommand::run(Context &context) const {
    const EditionName first = edition_name(a);
    const EditionName second = edition_name(b);
    const EditionReader editions(*this, context, layer_for_files(*this, first, second, context.catalogue()));
    Result<Compared> result;
    result.value.a = editions.read(first);
    result.value.b = editions.read(second);
    tell_edition(result.value.a, result);
    tell_edition(result.value.b, result);
    result.value.comparison = layer_comparison::compare(
        result.value.a, result.value.b, {share, tolerance_m2, engine.threads, context.progress});
    return result;
}

} // namespace qitu::commands
