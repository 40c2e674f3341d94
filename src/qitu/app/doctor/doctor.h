// doctor: with what qitu runs here, and whether a workspace is sound. Looks only; repairs nothing.
#pragma once

#include <qitu/core/base/progress.h>
#include <qitu/core/catalogue/catalogue.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::doctor {

enum class State {
    good,
    note,     // worth knowing, nothing fails
    attention // something that qitu does will fail or be wrong
};
std::string_view state_name(State state);

struct Check {
    std::string group; // "versions", "drivers", "data", "place", "workspace": for scripts
    std::string name;  // "gdal", "driver.GPKG"
    std::string value; // what was found, in the language in use
    State state = State::good;
    std::string advice; // what to do, where the state is not good
};

/// Where the command found what belongs to it; "" for what was not found.
struct Surroundings {
    std::string version; // of qitu
    std::filesystem::path layers, styles, locale;
};

/// Libraries, drivers, coordinate systems, fonts, language and folders.
std::vector<Check> examine(const Surroundings &surroundings);

/// The file as SQLite and as GeoPackage, the workspace's schema, its indexes, and the project inside it.
/// Throws Error (unreadable) where there is no such file; what else is wrong with it is a check.
std::vector<Check> examine(const std::filesystem::path &workspace, const catalogue::Catalogue &catalogue,
                           const Progress &progress = {});

} // namespace qitu::doctor
