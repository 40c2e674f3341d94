#include "checks.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/parallel.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>
#include <proj.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace qitu::doctor {

namespace fs = std::filesystem;

namespace {

std::string variable(const char *name) {
    const char *value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

Check layers_found(const fs::path &layers) {
    Check check{"data", "layers", layers.string(), State::good, ""};
    try {
        const auto catalogue = catalogue::Catalogue::load(layers);
        check.value = say("{} layers, {} indicators in {}", catalogue.layers().size(),
                          catalogue.indicators().size(), layers.string());
    } catch (const Error &error) {
        check.value = error.what();
        check.state = State::attention;
        check.advice = say("Name the folder of layers and styles in the environment variable QITU_DATA.");
    }
    return check;
}

Check found(const char *name, const fs::path &path, const fs::path &what, const std::string &advice) {
    std::error_code closed;
    if (!path.empty() && fs::exists(path / what, closed))
        return {"data", name, (path / what).string(), State::good, ""};
    return {"data", name, say("missing: {}", (path / what).string()), State::attention, advice};
}

// Grids that are installed, by name: CGCS2000 needs none, older and foreign systems may.
Check grids() {
    std::set<std::string> names;
    std::istringstream folders(proj_info().searchpath == nullptr ? "" : proj_info().searchpath);
    for (std::string folder; std::getline(folders, folder, ':');) {
        std::error_code closed;
        for (const auto &entry : fs::directory_iterator(folder, closed))
            if (const std::string ending = entry.path().extension().string();
                ending == ".tif" || ending == ".gsb" || ending == ".gtx")
                names.insert(entry.path().filename().string());
    }
    return {"data", "proj.grids", say("{} (CGCS2000 needs none)", names.size()), State::good, ""};
}

// ---------------------------------------------------------------- fonts

struct ClosePipe {
    void operator()(FILE *pipe) const { pclose(pipe); }
};

std::set<std::string> lines_of(const char *command) {
    std::set<std::string> lines;
    const std::unique_ptr<FILE, ClosePipe> pipe(popen(command, "r")); // NOLINT(cert-env33-c): our own words
    std::array<char, 1024> buffer{};
    while (pipe && std::fgets(buffer.data(), buffer.size(), pipe.get()) != nullptr)
        if (std::string line = buffer.data(); line.size() > 1)
            lines.insert(line.substr(0, line.find_first_of(",\n")));
    return lines;
}

Check fonts() {
    Check check{"place", "fonts", "", State::good, ""};
    if (lines_of("command -v fc-list 2>/dev/null").empty()) {
        check.value = say("not known: fontconfig is not installed");
        check.state = State::note;
        return check;
    }
    const std::set<std::string> families = lines_of("fc-list :lang=zh family 2>/dev/null");
    if (families.empty()) {
        check.value = say("no font with Chinese characters");
        check.state = State::note;
        check.advice =
            say("Maps and pages that are opened on this machine show boxes. Install fonts-noto-cjk.");
    } else
        check.value = say("{} families with Chinese characters: {} …", families.size(), *families.begin());
    return check;
}

// ---------------------------------------------------------------- language and folders

std::string locale_in_use() {
    for (const char *name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (std::string value = variable(name); !value.empty())
            return value;
    return "C";
}

Check language() {
    const std::string locale = locale_in_use();
    Check check{"place", "locale", locale, State::good, ""};
    const std::string lower = folded(locale);
    if (lower.find('.') != std::string::npos && lower.find("utf") == std::string::npos) {
        check.state = State::attention;
        check.advice = say("qitu writes UTF-8, and this locale says otherwise. Set LANG=zh_CN.UTF-8.");
    }
    return check;
}

Check chinese(const fs::path &locale_dir) {
    Check check{"place", "chinese", say("translations found"), State::good, ""};
    if (translated("Usage:", Language::zh) == "Usage:") {
        check.value = say("no translations in {}", locale_dir.string());
        check.state = State::attention;
        check.advice = say(
            "Chinese messages are missing, and English is used instead. Install qitu with its share folder.");
    }
    return check;
}

Check temporary_folder() {
    std::error_code failure;
    const fs::path folder = fs::temp_directory_path(failure);
    Check check{"place", "temporary", folder.string(), State::good, ""};
    const fs::space_info space = failure ? fs::space_info{} : fs::space(folder, failure);
    constexpr double gigabyte = 1e9;
    constexpr std::uintmax_t little = 1'000'000'000;
    if (failure) {
        check.value = failure.message();
        check.state = State::attention;
        check.advice = say("Name a folder that can be written in the environment variable TMPDIR.");
        return check;
    }
    check.value = say("{}, {:.1f} GB free", folder.string(), static_cast<double>(space.available) / gigabyte);
    if (space.available < little) {
        check.state = State::note;
        check.advice = say("Large layers wait in files there. Make room, or name another folder in TMPDIR.");
    }
    return check;
}

} // namespace

void add_place(std::vector<Check> &checks, const Surroundings &surroundings) {
    checks.push_back(grids());
    checks.push_back(layers_found(surroundings.layers));
    checks.push_back(found("boundaries", surroundings.layers, "boundaries.gpkg",
                           say("Without it, \"qitu init\" needs a file of boundaries.")));
    checks.push_back(found("styles", surroundings.styles, "palette.toml",
                           say("\"qitu export\" needs the styles. Name the folder of layers and styles in "
                               "the environment variable QITU_DATA.")));
    checks.push_back(language());
    checks.push_back(chinese(surroundings.locale));
    checks.push_back(fonts());
    checks.push_back(temporary_folder());
    checks.push_back({"place", "processors", fmt::format("{}", threads_for(0)), State::good, ""});
}

} // namespace qitu::doctor
