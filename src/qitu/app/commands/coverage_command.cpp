#include "found_by_rule.h"

#include <qitu/app/commands/coverage_command.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/data/workspace/workspace.h>
#include <qitu/output/exchange/coverage_layer.h>
#include <qitu/output/exchange/feature_file.h>

#include <algorithm>
#include <filesystem>

namespace qitu::commands {

namespace {

void refuse_clean_target(const CoverageCommand &command) {
    if (!exchange::is_layer_file(command.clean))
        throw Error(ErrorKind::usage, say("{}: a cleaned coverage is written as .gpkg, .shp, .geojson, .fgb, "
                                          ".gdb, .kml or .sqlite.",
                                          command.clean));
    workspace::refuse_workspace(command.clean);
    if (!command.overwrite && std::filesystem::exists(command.clean))
        throw NeedsParameter(Parameter::overwrite, ErrorKind::refused,
                             say("{} exists already.", command.clean));
}

} // namespace

Result<coverage_check::Check> CoverageCommand::run(Context &context) const {
    if (!(width_m > 0) || !(m2 > 0))
        throw Error(ErrorKind::usage, say("Width and area of a sliver must be more than 0."));
    if (!clean.empty())
        refuse_clean_target(*this);
    reader::OpenOptions reading = open;
    reading.layouts = context.text_layouts();
    Result<coverage_check::Check> result;
    result.value = coverage_check::check(file, reading, {id_field, {width_m, m2}, !clean.empty()});
    tell_notes(result.value.notes, result);
    if (result.value.unusable > 0)
        result.tell(say("Note: {} features without a polygon were left out.", result.value.unusable));
    if (!clean.empty()) {
        const std::uint64_t written =
            exchange::write_clean_coverage(clean, result.value, context.styles(), overwrite);
        result.tell(say("{}: {} zones written, {:.2f} m² instead of {:.2f} m².", clean, written,
                        result.value.after_m2, result.value.m2));
    }
    result.attention = !result.value.faults.empty() || result.value.unusable > 0;
    return result;
}

} // namespace qitu::commands
