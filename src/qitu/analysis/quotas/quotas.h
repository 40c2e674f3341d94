// Quotas as bureaus send them, and whether those of a workspace agree with each other along the tree region →
// league → banner. The workspace stores them (data/workspace), progress compares figures with them
// (analysis/indicators).
#pragma once

#include <qitu/core/catalogue/catalogue.h>
#include <qitu/data/workspace/quotas.h>
#include <qitu/engine/tabulate/tabulate.h>

namespace qitu::quotas {

/// Used where the table does not give them.
struct QuotaDefaults {
    std::string indicator; // id or name
    int year = 0;
    std::string unit;
    std::string source;
    std::string letter; // number of the document that assigns them (文号)
};

struct QuotaFile {
    std::vector<workspace::Quota> quotas;
    std::vector<std::string> notes; // how the table was interpreted, and what of it was skipped
};

/// Reads CSV (UTF-8 or GB18030), XLSX, XLS or ODS in two forms, under Chinese or English column headers,
/// which need not be the first line and may be two lines deep: a line for each quota with the indicator in a
/// column; or a line for each admin unit with an indicator to a column. Admin units by code, name or short
/// name, leagues perhaps in a column before their banners. Unit: of the cell, of its column, of the line, of
/// a line 单位：… above, else the indicator's. Year: of the column, the line, the title, else the default. A
/// total (合计) is checked against its parts and is not a quota. Throws Error (unreadable) naming file and
/// line.
QuotaFile read_quotas(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                      const QuotaDefaults &defaults = {});

/// Throws Error (usage) when a quota in this unit cannot be compared with the indicator.
void require_fit(Unit unit, const catalogue::Indicator &indicator);

/// Something about the quotas of a workspace that a person should look at.
struct QuotaFault {
    std::string rule; // unknown_indicator, unknown_admin, unknown_unit, wrong_unit, out_of_place, duplicate,
                      // missing, short, over, no_layer
    std::string indicator;
    std::string admin;
    int year = 0;
    std::string what;
};
/// Of one year and of no year, or of all years when it is 0.
std::vector<QuotaFault> check_quotas(const workspace::Workspace &workspace,
                                     const catalogue::Catalogue &catalogue, int year,
                                     const tabulate::Options &options);

} // namespace qitu::quotas
