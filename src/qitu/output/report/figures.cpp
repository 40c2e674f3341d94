#include <qitu/core/base/clock.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/output/format/labels.h>
#include <qitu/output/report/report.h>

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
    const int year = overview.banners.year;
    return {std::move(overview), say("{}: progress of land programmes, {}", region_name(catalogue), year),
            today()};
}

} // namespace qitu::report
