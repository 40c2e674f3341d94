#include "section.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/message.h>
#include <qitu/core/catalogue/shown.h>

#include <array>

namespace qitu::catalogue {

namespace {

std::optional<Unit> unit_of_level(const Section &section, const char *level) {
    if (!section.has(level))
        return std::nullopt;
    const Unit unit = unit_from(section.text(level));
    if (!convertible(unit, Unit::square_metre))
        section.refuse(level, say("\"{}\" is not a unit of area.", section.text(level)));
    return unit;
}

} // namespace

Shown shown(const Catalogue &catalogue) {
    constexpr std::array levels{"region", "league", "banner", "township"};
    const Document document = read_toml(catalogue.directory() / "programme.toml");
    const Section root(document);
    Shown result;
    if (!root.has("shown"))
        return result;
    const Section section = root.section("shown");
    section.allow({"region", "league", "banner", "township", "smallest_mu"});
    for (const char *level : levels)
        result.levels.push_back(unit_of_level(section, level));
    result.smallest_mu = section.number("smallest_mu").value_or(result.smallest_mu);
    if (!(result.smallest_mu > 0))
        section.refuse("smallest_mu", say("\"{}\" must be more than 0.", "smallest_mu"));
    return result;
}

} // namespace qitu::catalogue
