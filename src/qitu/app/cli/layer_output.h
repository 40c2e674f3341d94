// A result goes into a file as a listing, or as a layer where the file's ending is that of one.
#pragma once

#include "perform.h"

#include <qitu/core/base/message.h>
#include <qitu/output/exchange/feature_file.h>

namespace qitu::cli {

/// `print(out, value, format)` prints a listing, `write(value, file)` writes a layer and returns how many features it has.
template <typename Arguments, typename Print, typename Write>
void perform_or_write(const Arguments &arguments, Session &session, const Print &print, const Write &write) {
    const Output &output = arguments.output;
    if (!output.format.empty() || !exchange::is_layer_file(output.file))
        return perform(arguments, session, print);
    workspace::refuse_workspace(output.file);
    tell_recording_of(arguments, session);
    tell(under_bar(session,
                   [&] {
                       auto outcome = arguments.run(session.context);
                       const std::uint64_t written = write(outcome.value, std::filesystem::path(output.file));
                       outcome.tell(say("{}: {} features written. Open it in QGIS.", output.file, written));
                       return outcome;
                   }),
         session);
}

/// The same where the listing is what console's print makes of the value, found by the type of `format`.
template <typename Arguments, typename Write>
void perform_or_write(const Arguments &arguments, Session &session, const Write &write) {
    const auto list = [](std::ostream &out, const auto &value, console::Format format) {
        print(out, value, format);
    };
    perform_or_write(arguments, session, list, write);
}

} // namespace qitu::cli
