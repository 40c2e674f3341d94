#include "hint.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>

namespace qitu::cli {

namespace {

const char *option_of(Parameter parameter) {
    switch (parameter) {
    case Parameter::again:
        return "--again";
    case Parameter::boundaries:
        return "--boundaries FILE";
    case Parameter::cad_blocks:
        return "--cad-blocks or --close-lines METRES";
    case Parameter::close_lines:
        return "--close-lines METRES";
    case Parameter::crs:
        return "--crs";
    case Parameter::datum_shift:
        return "--datum-shift";
    case Parameter::declared:
        return "--declared";
    case Parameter::declared_unit:
        return "--declared-unit";
    case Parameter::encoding:
        return "--encoding";
    case Parameter::layer:
        return "--layer";
    case Parameter::layers_dir:
        return "--layers DIR";
    case Parameter::map:
        return "--map FIELD=SOURCE";
    case Parameter::map_or_set:
        return "--map FIELD=SOURCE or --set FIELD=VALUE";
    case Parameter::method:
        return "--method";
    case Parameter::overwrite:
        return "--overwrite";
    case Parameter::points:
        return "--points x=COLUMN --points y=COLUMN --points parcel=COLUMN";
    case Parameter::source_layer:
        return "--layer-in NAME";
    case Parameter::year:
        return "--year";
    case Parameter::zone_id:
        return "--zone-id FIELD";
    }
    return "";
}

} // namespace

std::string message_of(const Error &error) {
    const auto *needs = dynamic_cast<const NeedsParameter *>(&error);
    return needs == nullptr ? error.what() : say("{} Use {}.", error.what(), option_of(needs->parameter()));
}

} // namespace qitu::cli
