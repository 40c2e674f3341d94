// A plan goes into a file as a listing, or as a layer for QGIS by the ending .gpkg.
#pragma once

#include "perform.h"

#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/output/exchange/plan_layers.h>

namespace qitu::cli {

inline bool is_layer(const Output &output) {
    return folded(output.file).ends_with(".gpkg");
}

/// `print(out, value, format)` prints a listing, `write(target, value)` writes a layer and returns how many features it has.
template <typename Command, typename Print, typename Write>
void perform_plan(const Printed<Command> &command, Session &session, const Print &print, const Write &write) {
    if (!is_layer(command.output))
        return perform(command, session, print);
    (void)command.output.format_name(); // an ending that cannot be written is refused first
    tell_recording_of(static_cast<const Command &>(command), session);
    const std::filesystem::path file = command.output.file, styles = session.context.styles();
    auto result = under_bar(session, [&] { return command.run(session.context); });
    const std::uint64_t written = write(exchange::PlanLayerTarget{file, styles}, result.value);
    result.tell(say("{}: {} features written. Open it in QGIS.", file.string(), written));
    tell(result, session);
}

} // namespace qitu::cli
