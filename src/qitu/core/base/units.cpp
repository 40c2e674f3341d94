#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/base/units.h>

#include <array>
#include <string>

namespace qitu {

namespace {

struct Row {
    Unit unit;
    std::string_view en;
    std::string_view zh;
    double size;
};

constexpr std::array rows{
    Row{Unit::square_metre, "m2", "平方米", 1.0},
    Row{Unit::hectare, "ha", "公顷", square_metres_per_hectare},
    Row{Unit::mu, "mu", "亩", square_metres_per_mu},
    Row{Unit::wan_mu, "wan_mu", "万亩", square_metres_per_wan_mu},
    Row{Unit::square_kilometre, "km2", "平方公里", 1e6},
    Row{Unit::metre, "m", "米", 1.0},
    Row{Unit::kilometre, "km", "公里", 1e3},
    Row{Unit::percent, "percent", "%", 1.0},
    Row{Unit::works, "works", "处", 1.0},
};

// Other names under which tables and the programme's document give the same units.
struct Alias {
    std::string_view name;
    Unit unit;
};

constexpr std::array aliases{
    Alias{"㎡", Unit::square_metre},  Alias{"m²", Unit::square_metre},
    Alias{"hectare", Unit::hectare},  Alias{"km²", Unit::square_kilometre},
    Alias{"千米", Unit::kilometre},   Alias{"%", Unit::percent},
    Alias{"count", Unit::works},      Alias{"banners", Unit::works},
    Alias{"zones", Unit::works},      Alias{"villages", Unit::works},
    Alias{"stations", Unit::works},   Alias{"platforms", Unit::works},
    Alias{"farms", Unit::works},      Alias{"bases", Unit::works},
    Alias{"towns", Unit::works},      Alias{"个", Unit::works},
    Alias{"座", Unit::works},         Alias{"项", Unit::works},
    Alias{"条", Unit::works},         Alias{"户", Unit::works},
    Alias{"households", Unit::works},
};

} // namespace

Unit unit_from(std::string_view name) {
    const std::string wanted = folded(name);
    for (const Row &row : rows)
        if (wanted == row.en || wanted == row.zh)
            return row.unit;
    for (const Alias &alias : aliases)
        if (wanted == alias.name)
            return alias.unit;
    throw Error(
        ErrorKind::refused,
        say("Unknown unit \"{}\". Use one of: 亩 mu, 万亩 wan_mu, 公顷 ha, m2, km2, km, m, %, works.", name));
}

std::string_view unit_name(Unit unit, bool chinese) {
    for (const Row &row : rows)
        if (row.unit == unit)
            return chinese ? row.zh : row.en;
    return {};
}

double unit_size(Unit unit) {
    for (const Row &row : rows)
        if (row.unit == unit)
            return row.size;
    return 1.0;
}

} // namespace qitu
