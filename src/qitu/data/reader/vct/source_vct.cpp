#include "crs/text_crs.h"
#include "encoding/text_file.h"
#include "open/layer_list.h"
#include "open/sniff.h"
#include "open/source.h"
#include "vct/vct.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/text.h>

#include <string>
#include <utility>

namespace qitu::reader {

namespace {

/// The head of a VCT in the words of a coordinate TXT, whose rules for system and zone are the same.
CoordinateText head_of(const Vct &vct) {
    CoordinateText text;
    const bool grs80 = folded(vct.spheroid).find("grs") != std::string::npos;
    text.header.emplace_back("坐标系", grs80 ? "CGCS2000" : vct.spheroid);
    if (vct.meridian)
        text.header.emplace_back("带号", std::to_string(*vct.meridian));
    return text;
}

} // namespace

/// A VCT becomes layers in memory, one for each table.
void Source::take_vct(const OpenOptions &options, const std::string &layer) {
    const TextFile file = read_text(file_, contents_of(opened_.file), options.encoding);
    Vct vct = read_vct(file_, file.text);
    opened_.dataset = std::move(vct.layers.dataset);
    opened_.driver = opened_.format = "VCT";
    opened_.in_memory = true;
    opened_.layer = chosen_layer(file_, *opened_.dataset, opened_.driver, layer);
    sniff_memory();
    try {
        if (const auto found = coordinates_.majority(); found && options.crs.empty())
            header_crs_ = crs_of_header(
                head_of(vct), options.layouts ? *options.layouts : catalogue::TextLayouts::shipped(),
                found->mean);
    } catch (const Error &error) {
        rethrow_at(file_.string(), error);
    }
    diagnostics_.format = opened_.format;
    diagnostics_.layer = opened_.layer->GetName();
    diagnostics_.encoding = file.encoding.name;
    diagnostics_.encoding_evidence = file.encoding.evidence;
    diagnostics_.notes = std::move(vct.layers.notes);
    decoder_.emplace("UTF-8");
}

} // namespace qitu::reader
