#include "hint.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>

#include <utility>

namespace qitu::cli {

namespace {

constexpr std::pair<Parameter, const char *> options_by_parameter[] = {
    {Parameter::again, "--again"},
    {Parameter::angles, "--angles decimal or --angles packed"},
    {Parameter::band, "--band N"},
    {Parameter::boundaries, "--boundaries FILE"},
    {Parameter::cad_blocks, "--cad-blocks or --close-lines METRES"},
    {Parameter::close_lines, "--close-lines METRES"},
    {Parameter::crs, "--crs"},
    {Parameter::datum_shift, "--datum-shift"},
    {Parameter::declared, "--declared"},
    {Parameter::declared_unit, "--declared-unit"},
    {Parameter::encoding, "--encoding"},
    {Parameter::layer, "--layer"},
    {Parameter::layers_dir, "--layers DIR"},
    {Parameter::map, "--map FIELD=SOURCE"},
    {Parameter::map_or_set, "--map FIELD=SOURCE or --set FIELD=VALUE"},
    {Parameter::method, "--method"},
    {Parameter::overwrite, "--overwrite"},
    {Parameter::points, "--points x=COLUMN --points y=COLUMN --points parcel=COLUMN"},
    {Parameter::seconds, "--seconds N"},
    {Parameter::source_layer, "--layer-in NAME"},
    {Parameter::statistics, "--stats"},
    {Parameter::text_layout, "--layout NAME"},
    {Parameter::unit, "--unit"},
    {Parameter::year, "--year"},
    {Parameter::zone_id, "--zone-id FIELD"},
};

const char *option_of(Parameter parameter) {
    for (const auto &[known, option] : options_by_parameter)
        if (known == parameter)
            return option;
    return "";
}

} // namespace

std::string message_of(const Error &error) {
    const auto *needs = dynamic_cast<const NeedsParameter *>(&error);
    return needs == nullptr ? error.what() : say("{} Use {}.", error.what(), option_of(needs->parameter()));
}

} // namespace qitu::cli
