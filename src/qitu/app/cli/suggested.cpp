#include "suggested.h"

#include "wrap.h"

#include <qitu/app/suggestions/suggestions.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

namespace qitu::cli {

namespace {

constexpr std::size_t most_candidates = 8;
constexpr std::size_t right_column = 34;

// As one would type it: quoted where a shell would take it apart.
std::string word_of(const std::string &text) {
    constexpr std::string_view special = " \t\"'`$&|;<>()*?[]#~!\\{}";
    if (text.find_first_of(special) == std::string::npos)
        return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

std::string import_line(const suggestions::Candidate &candidate, const std::string &workspace) {
    const std::string file = word_of(candidate.file.string());
    if (candidate.quotas)
        return fmt::format("qitu quota import {} {}", word_of(workspace), file);
    const std::string layer = candidate.layer.empty() ? translated("LAYER") : candidate.layer;
    return fmt::format("qitu import {} {} {}", word_of(workspace), layer, file);
}

std::string indented(const std::string &text) {
    return "  " + wrapped(text, 2, 2) + "\n";
}

std::string imports_of(const std::vector<suggestions::Candidate> &candidates, const std::string &workspace) {
    std::string text;
    for (std::size_t i = 0; i < std::min(candidates.size(), most_candidates); ++i)
        text += "  " + import_line(candidates[i], workspace) + "\n";
    if (candidates.size() > most_candidates)
        text += indented(say("… and {} more", candidates.size() - most_candidates));
    return text;
}

std::string read_on() {
    return wrapped(translated("\"qitu --help\" lists all commands, \"qitu COMMAND --help\" explains one."), 0,
                   0) +
           "\n";
}

std::string first_steps(bool with_sample) {
    constexpr std::size_t column = 34;
    return wrapped(translated("qitu (旗图) keeps land programmes as layers, totals their area per banner, "
                              "and compares it with the quotas."),
                   0, 0) +
           "\n\n" + translated("First steps:") + "\n" +
           (with_sample ? help_line("qitu sample sample", translated("files to try everything with"), column)
                        : "") +
           help_line("qitu init work.gpkg", translated("a new workspace"), column) +
           help_line("qitu import work.gpkg …", translated("import files; \"qitu layers\" lists the layers"),
                     column) +
           help_line("qitu progress work.gpkg", translated("progress against the quotas"), column) + "\n" +
           read_on();
}

std::string without_workspace(const std::vector<suggestions::Candidate> &candidates) {
    std::string text = first_steps(candidates.empty());
    if (!candidates.empty())
        text += "\n" + std::string(translated("Files here that can be imported:")) + "\n" +
                imports_of(candidates, "work.gpkg") +
                indented(say("Add \"--dry-run\" to see how a file is read without writing anything."));
    return text;
}

std::string state_of(const suggestions::Holdings &holdings, std::size_t all_layers) {
    std::string text = indented(holdings.features == 0
                                    ? say("No layer has features yet.")
                                    : say("{} features in {} of {} layers; last import: {}.",
                                          holdings.features, holdings.layers, all_layers,
                                          holdings.imports == 0 ? std::string("–") : holdings.last_import));
    text += indented(
        holdings.quotas == 0
            ? say("No quotas of leagues and banners yet, only the targets of the programme document.")
            : say("{} quotas of leagues and banners.", holdings.quotas));
    if (holdings.quarantined > 0)
        text += indented(say("{} features are in quarantine (table qitu_quarantine) and are not counted.",
                             holdings.quarantined));
    if (holdings.accepted > 0)
        text += indented(say("{} errors were accepted on import.", holdings.accepted));
    if (holdings.seals > 0)
        text += indented(
            say("{} seals; {} changes since the last.", holdings.seals, holdings.changes_since_seal));
    return text;
}

std::string next_for(const suggestions::Holdings &holdings) {
    const std::string workspace = holdings.file.string();
    const std::string name = word_of(workspace);
    const auto line = [&](const std::string &command, const std::string &what) {
        return help_line(fmt::format("qitu {} {}", command, name), what, right_column);
    };
    std::string text = imports_of(holdings.not_in, workspace);
    if (holdings.features == 0)
        return text.empty()
                   ? help_line(fmt::format("qitu import {} …", name),
                               translated("import files; \"qitu layers\" lists the layers"), right_column)
                   : text;
    text += line("check", translated("problems, and where they are"));
    text += line("progress", translated("progress against the quotas"));
    text += help_line(fmt::format("qitu report {} -o report", name),
                      translated("workbook and page to hand in"), right_column);
    if (holdings.seals == 0 || holdings.changes_since_seal > 0)
        text += line("seal", translated("seal what is handed in, so that it can be traced"));
    return text;
}

std::string of_workspace(const suggestions::Holdings &holdings, std::size_t all_layers) {
    if (!holdings.trouble.empty())
        return wrapped(holdings.trouble, 2, 0) + "\n";
    return holdings.file.string() + "\n" + state_of(holdings, all_layers) + "\n" + translated("Next:") +
           "\n" + next_for(holdings);
}

} // namespace

std::string suggested(commands::Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const suggestions::Folder folder = suggestions::look(std::filesystem::current_path(), catalogue);
    if (folder.workspaces.empty())
        return without_workspace(folder.candidates);
    std::string text;
    for (const suggestions::Holdings &holdings : folder.workspaces)
        text += (text.empty() ? "" : "\n") + of_workspace(holdings, catalogue.layers().size());
    return text + "\n" + read_on();
}

} // namespace qitu::cli
