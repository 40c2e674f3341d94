#include <qitu/analysis/area/area.h>
#include <qitu/core/base/units.h>

#include <vector>

namespace qitu::area {

std::optional<double> Figures::deviation() const {
    if (!declared_m2 || !td1055_m2 || *td1055_m2 <= 0)
        return std::nullopt;
    return *declared_m2 / *td1055_m2 - 1;
}

namespace {

std::optional<double> in(const std::optional<double> &m2, double size) {
    return m2 ? std::optional(*m2 / size) : std::nullopt;
}

} // namespace

std::vector<Column> columns(bool declared, bool adjusted) {
    std::vector<Column> result{
        {"meridian", "MERIDIAN", 1, [](const Figures &f) { return f.central_meridian; }},
        {"survey_m2", "SURVEY_M2", 2, [](const Figures &f) { return f.survey_m2; }},
        {"td1055_m2", "TD1055_M2", 2, [](const Figures &f) { return f.td1055_m2; }},
        {"td1055_ha", "TD1055_HA", 4,
         [](const Figures &f) { return in(f.td1055_m2, square_metres_per_hectare); }},
        {"td1055_mu", "TD1055_MU", 2, [](const Figures &f) { return in(f.td1055_m2, square_metres_per_mu); }},
        {"geodesic_m2", "GEODES_M2", 2, [](const Figures &f) { return f.geodesic_m2; }},
        {"planar_m2", "PLANAR_M2", 2, [](const Figures &f) { return f.planar_m2; }},
        {"length_m", "LENGTH_M", 2, [](const Figures &f) { return f.length_m; }},
    };
    if (declared) {
        result.push_back({"declared_m2", "DECLAR_M2", 2, [](const Figures &f) { return f.declared_m2; }});
        result.push_back({"deviation", "DEVIATION", 4, [](const Figures &f) { return f.deviation(); }});
    }
    if (adjusted)
        result.push_back({"adjusted_m2", "ADJUST_M2", 2, [](const Figures &f) { return f.adjusted_m2; }});
    return result;
}

} // namespace qitu::area
