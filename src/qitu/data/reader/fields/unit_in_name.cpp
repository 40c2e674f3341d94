#include "fields/unit_in_name.h"

#include <qitu/core/base/convert_units.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/raw_file.h>

#include <array>
#include <string_view>

namespace qitu::reader {

namespace {

struct Ending {
    std::string_view word;
    Unit unit;
    bool needs_gap = false; // so that "alpha" is not hectares
};

constexpr std::array unit_endings{
    Ending{"平方公里", Unit::square_kilometre},
    Ending{"平方千米", Unit::square_kilometre},
    Ending{"平方米", Unit::square_metre},
    Ending{"万亩", Unit::wan_mu},
    Ending{"亩", Unit::mu},
    Ending{"公顷", Unit::hectare},
    Ending{"公里", Unit::kilometre},
    Ending{"千米", Unit::kilometre},
    Ending{"米", Unit::metre},
    Ending{"hectares", Unit::hectare, true},
    Ending{"hectare", Unit::hectare, true},
    Ending{"ha", Unit::hectare, true},
    Ending{"wan_mu", Unit::wan_mu, true},
    Ending{"mu", Unit::mu, true},
    Ending{"km2", Unit::square_kilometre, true},
    Ending{"sqm", Unit::square_metre, true},
    Ending{"m2", Unit::square_metre, true},
    Ending{"km", Unit::kilometre, true},
    Ending{"m", Unit::metre, true},
};

bool gap(char c) {
    return c == '_' || c == '-' || c == '(' || c == '/' || c == ' ' || c == '[';
}

} // namespace

std::optional<UnitInName> unit_in_name(const std::string &name) {
    std::string word = folded(name);
    while (word.ends_with(')') || word.ends_with(']'))
        word.pop_back();
    for (const Ending &ending : unit_endings) {
        if (!word.ends_with(ending.word))
            continue;
        std::string stem = word.substr(0, word.size() - ending.word.size());
        if (ending.needs_gap && (stem.empty() || !gap(stem.back())))
            continue;
        while (!stem.empty() && gap(stem.back()))
            stem.pop_back();
        if (!stem.empty())
            return UnitInName{stem, ending.unit};
    }
    return {};
}

std::optional<Unit> unit_in_field_name(const std::string &name) {
    const auto found = unit_in_name(name);
    return found ? std::optional(found->unit) : std::nullopt;
}

std::optional<Unit> measure_unit(const std::string &unit) {
    if (unit.empty())
        return {};
    try {
        const Unit known = unit_from(unit);
        const bool measured = convertible(known, Unit::metre) || convertible(known, Unit::square_metre);
        return measured ? std::optional(known) : std::nullopt;
    } catch (const Error &) {
        return {}; // 万元, g/kg and the like are measured in nothing of ours
    }
}

} // namespace qitu::reader
