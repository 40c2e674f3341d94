#include "known_admin.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace qitu::commands {

namespace {

using workspace::Boundary;

std::string name_of_banner(const catalogue::Catalogue &catalogue, const Boundary &township) {
    const catalogue::AdminUnit *banner = catalogue.find_admin(township.league);
    return banner == nullptr ? township.league : banner->names.zh;
}

std::vector<const Boundary *> townships_named(const std::vector<Boundary> &townships,
                                              const catalogue::Catalogue &catalogue,
                                              const std::string &name) {
    const std::string wanted = folded(name);
    std::vector<const Boundary *> found;
    for (const Boundary &township : townships)
        if (township.code == wanted || folded(township.name) == wanted ||
            folded(name_of_banner(catalogue, township) + township.name) == wanted)
            found.push_back(&township);
    return found;
}

[[noreturn]] void refuse_several(const std::string &name, const std::vector<const Boundary *> &townships,
                                 const catalogue::Catalogue &catalogue) {
    std::vector<std::string> candidates;
    for (const Boundary *township : townships)
        candidates.push_back(
            fmt::format("{} {}{}", township->code, name_of_banner(catalogue, *township), township->name));
    throw Error(ErrorKind::refused,
                say("\"{}\" may be {}. Give the code or the full name.", name, fmt::join(candidates, ", ")));
}

void refuse_near_township(const std::string &name, const std::vector<Boundary> &townships) {
    std::vector<std::string> names;
    for (const Boundary &township : townships)
        names.push_back(township.name);
    if (const std::string near = nearest(name, names); !near.empty())
        throw Error(ErrorKind::refused,
                    say("Unknown unit \"{}\". Did you mean the township {}?", name, near));
}

} // namespace

KnownAdmin known_admin(const workspace::Workspace &workspace, const catalogue::Catalogue &catalogue,
                       const std::string &name) {
    const std::vector<Boundary> townships = workspace.townships();
    const std::vector<const Boundary *> found = townships_named(townships, catalogue, name);
    if (found.size() == 1)
        return {found.front()->code, found.front()->name, indicators::Level::township};
    if (found.size() > 1)
        refuse_several(name, found, catalogue);
    try {
        const catalogue::AdminUnit &unit = catalogue.admin(name);
        return {unit.code, unit.names.zh, static_cast<indicators::Level>(unit.level)};
    } catch (const Error &) {
        refuse_near_township(name, townships);
        throw;
    }
}

std::string level_word(indicators::Level level) {
    constexpr const char *words[] = {"region", "league", "banner", "township"};
    return words[static_cast<std::size_t>(level)];
}

} // namespace qitu::commands
