#include "encoding/text_file.h"
#include "markup/markup.h"
#include "open/layer_list.h"
#include "open/sniff.h"
#include "open/source.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace qitu::reader {

namespace {

/// A system as 奥维 names it, for geodesy::Crs; "" for one that is not known.
std::string system_named(const std::string &words) {
    const std::string name = folded(words);
    const auto has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has("gcj") || has("火星"))
        return "GCJ02";
    if (has("bd-09") || has("bd09") || has("百度"))
        return "BD09";
    if (has("2000"))
        return "EPSG:4490";
    return has("wgs") ? "EPSG:4326" : "";
}

/// What the features of a layer say of their system, "" where none says anything. Throws Error where they
/// contradict each other, or what they say is not known.
std::string system_of(const std::set<std::string> &words) {
    std::set<std::string> systems;
    for (const std::string &word : words) {
        systems.insert(word.empty() ? "" : system_named(word));
        if (!word.empty() && system_named(word).empty())
            throw NeedsParameter(
                Parameter::crs, ErrorKind::unreadable,
                say("its features name the coordinate system {}, which is not known. Give the CRS.", word));
    }
    const bool moved = systems.contains("GCJ02") || systems.contains("BD09");
    if (!moved)
        systems.erase("");
    if (systems.size() > 1)
        throw NeedsParameter(
            Parameter::crs, ErrorKind::unreadable,
            say("its features name several coordinate systems: {}. Split the file by them, and give "
                "the CRS of each part.",
                fmt::join(words, ", ")));
    return systems.empty() ? "" : *systems.begin();
}

} // namespace

std::string Source::parts_note(std::uint64_t count) {
    return say(
        "{} points and lines that stand in one feature with polygons, or points with lines, were left out",
        count);
}

/// KML and GPX become layers in memory; which one is read is chosen as of any file.
void Source::take_markup(const OpenOptions &options, const std::string &layer) {
    const TextFile file = read_text(file_, contents_of(opened_.file), options.encoding);
    const bool gpx = folded(opened_.file.extension().string()) == ".gpx";
    Markup markup = gpx ? read_gpx(file_, file.text) : read_kml(file_, file.text);
    opened_.dataset = std::move(markup.dataset);
    opened_.driver = gpx ? "GPX" : "KML";
    opened_.format = gpx ? "GPX" : "Keyhole Markup Language (KML)";
    opened_.in_memory = true;
    opened_.layer = chosen_layer(file_, *opened_.dataset, opened_.driver, layer);
    const MarkupLayer &facts = markup.layers[opened_.layer->GetName()];
    try {
        named_crs_ = options.crs.empty() ? system_of(facts.systems) : "";
    } catch (const Error &error) {
        rethrow_at(file_.string(), error);
    }
    sniff_memory();
    diagnostics_.format = opened_.format;
    diagnostics_.layer = opened_.layer->GetName();
    diagnostics_.encoding = file.encoding.name;
    diagnostics_.encoding_evidence = file.encoding.evidence;
    diagnostics_.notes = std::move(markup.notes);
    if (facts.heights > 0)
        diagnostics_.notes.push_back(say("Z or M values of {} features were dropped", facts.heights));
    if (facts.parts_left_out > 0)
        diagnostics_.notes.push_back(parts_note(facts.parts_left_out));
    decoder_.emplace("UTF-8");
}

} // namespace qitu::reader
