// qitu export
#pragma once

#include <qitu/app/commands/arguments.h>
#include <qitu/app/commands/outcome.h>

namespace qitu::commands {

/// Writes a GeoPackage for QGIS, another format, a layer's style, a banner's fork, or the project into the
/// workspace itself.
struct ExportCommand {
    std::string workspace;
    std::string as_of;
    std::string file;
    std::string format; // one of formats(); "" and the file's ending tells
    std::string banner; // a fork with its features
    std::string admin;  // only what lies in this league or banner
    std::vector<std::string> layers;
    std::string style; // of a .sld or .qml; the layer's default if not given
    int year = 0;
    std::string left; // an indicator of area: only the land that is left to build for it
    bool overwrite = false;
    bool project = false; // styles and the project of QGIS into the workspace
    EngineArguments engine;

    Outcome run(Context &context) const;
    static std::vector<std::string> formats();
};

} // namespace qitu::commands
