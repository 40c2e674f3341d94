#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/report/report.h>

#include <algorithm>

namespace qitu::report {

namespace {

std::string region_name(const catalogue::Catalogue &catalogue) {
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (unit.level == 0)
            return unit.names.in(language_in_use());
    return "";
}

} // namespace

Figures figures_of(overview::Overview overview, const catalogue::Catalogue &catalogue) {
    Figures figures{std::move(overview), "", today(), "", ""};
    narrow(figures, catalogue.region().code, region_name(catalogue), indicators::Level::region);
    return figures;
}

void Figures::show_in(std::optional<Unit> unit) {
    rounded.reset();
    region_and_leagues.in_unit = unit;
    banners.in_unit = unit;
    if (townships)
        townships->in_unit = unit;
}

void narrow(Figures &figures, const std::string &code, const std::string &name, indicators::Level level) {
    figures.title = say("{}: progress of land programmes, {}", name, figures.banners.year);
    figures.of = code;
    figures.of_name = name;
    figures.level = level;
}

bool shows(const Figures &figures, const std::string &admin, const catalogue::Catalogue &catalogue) {
    return figures.level == indicators::Level::region || format::lies_in(catalogue, admin, figures.of);
}

} // namespace qitu::report
