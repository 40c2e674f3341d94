#include "printed.h"

#include <cstdlib>
#include <ctime>

namespace qitu::report {

namespace {

std::string today() {
    std::time_t now = std::time(nullptr);
    std::tm parts{};
    const char *epoch = std::getenv("SOURCE_DATE_EPOCH");
    if (epoch != nullptr && *epoch != '\0') {
        now = static_cast<std::time_t>(std::strtoll(epoch, nullptr, 10));
        gmtime_r(&now, &parts);
    } else {
        localtime_r(&now, &parts);
    }
    return fmt::format("{:04}-{:02}-{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

std::string region_name(const catalogue::Catalogue &catalogue) {
    for (const catalogue::AdminUnit &unit : catalogue.admin_units())
        if (unit.level == 0)
            return unit.names.in(language_in_use());
    return "";
}

} // namespace

Figures gather(const store::Workspace &workspace, const catalogue::Catalogue &catalogue, int year,
               const tabulate::Options &options) {
    quota::Account account = quota::account(workspace, catalogue, year, options);
    Figures figures;
    figures.title = say("{}: progress of land programmes, {}", region_name(catalogue), year);
    figures.date = today();
    figures.boundaries_source = workspace.meta("boundaries");
    figures.region_and_leagues = std::move(account.leagues);
    figures.banners = std::move(account.banners);
    figures.layers = std::move(account.layers);
    figures.imports = workspace.imports();
    figures.seal = workspace.latest_seal();
    return figures;
}

} // namespace qitu::report
