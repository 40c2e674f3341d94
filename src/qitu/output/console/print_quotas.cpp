#include "json.h"
#include <qitu/output/format/numbers.h>
#include <qitu/output/format/labels.h>

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/output/report/report.h>

#include <fmt/format.h>

#include <ostream>
#include <string>
#include <vector>

namespace qitu::console {

namespace {

using catalogue::Catalogue;
using quotas::QuotaFault;
using workspace::QuotaVersion;

std::string year_label(int year) {
    return year == 0 ? "" : fmt::format("{}", year);
}

std::string unit_as_read(const std::string &unit) {
    try {
        return std::string(unit_name(unit_from(unit), language_in_use() == Language::zh));
    } catch (const Error &) {
        return unit;
    }
}

std::string admin_name(const Catalogue &catalogue, const std::string &admin) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(admin);
    return unit == nullptr ? "" : unit->names.in(language_in_use());
}

void print_table(std::ostream &out, const std::vector<QuotaVersion> &quotas, bool history,
                 const Catalogue &catalogue) {
    Table table{{say("Indicator"), say("Code"), say("Name"), say("Year"), say("Quota"), say("Unit"),
                 say("Source"), say("Illustrative")},
                {false, false, false, true, true, false, false, false},
                {}};
    if (history) {
        table.heads.insert(table.heads.end(), {say("Version"), say("Set at")});
        table.numeric.insert(table.numeric.end(), {true, false});
    }
    for (const QuotaVersion &version : quotas) {
        const workspace::Quota &quota = version.quota;
        std::vector<std::string> source;
        for (const std::string &part : {quota.source, quota.clause, quota.letter})
            if (!part.empty())
                source.push_back(part);
        std::vector<std::string> cells{quota.indicator,
                                       quota.admin,
                                       admin_name(catalogue, quota.admin),
                                       year_label(quota.year),
                                       version.withdrawn ? say("withdrawn") : fmt::format("{}", quota.value),
                                       unit_as_read(version.unit),
                                       fmt::format("{}", fmt::join(source, " ")),
                                       quota.illustrative ? say("yes") : ""};
        if (history)
            cells.insert(cells.end(), {fmt::format("{}", version.version), version.set_at});
        table.cells.push_back(std::move(cells));
    }
    print(out, table);
}

void print_csv(std::ostream &out, const std::vector<QuotaVersion> &quotas) {
    write_csv(out, {"indicator", "admin", "year", "version", "withdrawn", "value", "unit", "source", "clause",
                    "letter", "illustrative", "set_at"});
    for (const QuotaVersion &version : quotas) {
        const workspace::Quota &quota = version.quota;
        write_csv(out,
                  {quota.indicator, quota.admin, year_label(quota.year), fmt::format("{}", version.version),
                   version.withdrawn ? "true" : "false", format::shortest(quota.value), version.unit, quota.source,
                   quota.clause, quota.letter, quota.illustrative ? "true" : "false", version.set_at});
    }
}

void print_json(std::ostream &out, const std::vector<QuotaVersion> &quotas) {
    Json rows = Json::array();
    for (const QuotaVersion &version : quotas) {
        const workspace::Quota &quota = version.quota;
        rows.push_back({{"indicator", quota.indicator},
                        {"admin", quota.admin},
                        {"year", quota.year == 0 ? Json() : Json(quota.year)},
                        {"version", version.version},
                        {"withdrawn", version.withdrawn},
                        {"value", quota.value},
                        {"unit", version.unit},
                        {"source", quota.source},
                        {"clause", quota.clause},
                        {"letter", quota.letter},
                        {"illustrative", quota.illustrative},
                        {"set_at", version.set_at}});
    }
    write_json(out, {{"rows", rows}});
}

} // namespace

void print(std::ostream &out, const std::vector<QuotaVersion> &quotas, bool history,
           const Catalogue &catalogue, Format format) {
    switch (format) {
    case Format::table:
        return print_table(out, quotas, history, catalogue);
    case Format::csv:
        return print_csv(out, quotas);
    case Format::json:
        return print_json(out, quotas);
    }
}

void print(std::ostream &out, const std::vector<QuotaFault> &faults, const Catalogue &catalogue,
           Format format) {
    if (format == Format::json) {
        Json rows = Json::array();
        for (const QuotaFault &fault : faults)
            rows.push_back({{"rule", fault.rule},
                            {"indicator", fault.indicator},
                            {"admin", fault.admin},
                            {"year", fault.year == 0 ? Json() : Json(fault.year)},
                            {"what", fault.what}});
        return write_json(out, {{"rows", rows}});
    }
    if (format == Format::csv) {
        write_csv(out, {"rule", "indicator", "admin", "year", "what"});
        for (const QuotaFault &fault : faults)
            write_csv(out, {fault.rule, fault.indicator, fault.admin, year_label(fault.year), fault.what});
        return;
    }
    Table table{{say("Rule"), say("Indicator"), say("Code"), say("Name"), say("Year"), say("Found")},
                {false, false, false, false, true, false},
                {}};
    for (const QuotaFault &fault : faults)
        table.cells.push_back({fault.rule, fault.indicator, fault.admin, admin_name(catalogue, fault.admin),
                               year_label(fault.year), fault.what});
    if (table.cells.empty())
        out << say("The quotas agree along the tree.") << '\n';
    else
        print(out, table);
}

} // namespace qitu::console
