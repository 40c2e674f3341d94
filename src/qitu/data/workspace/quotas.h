// Quotas of the region, leagues and banners, with every version that they have had.
#pragma once

#include <qitu/core/base/units.h>
#include <qitu/data/workspace/workspace.h>

#include <string>
#include <vector>

namespace qitu::workspace {

struct Quota {
    std::string indicator;
    std::string admin;
    int year = 0;     // 0: not tied to a year, as the document's long-term targets
    double value = 0; // in `unit`
    Unit unit = Unit::wan_mu;
    std::string source; // the document
    bool illustrative = false;
    std::string clause{}; // of the document
    std::string letter{}; // that handed the quota down, 巴自然资发〔2023〕12号
};
std::vector<Quota> quotas(const Workspace &workspace);

/// Replaces a quota of the same indicator, admin unit and year.
void set_quota(Edit &edit, const Quota &quota);
/// False when there is no such quota.
bool withdraw_quota(Edit &edit, const std::string &indicator, const std::string &admin, int year);

/// A quota as it stood for a time; version 1 is the first. Triggers write it, so that an edit in QGIS makes a
/// version too.
struct QuotaVersion {
    int version = 0;
    bool withdrawn = false;
    std::string set_at;
    std::string unit; // as stored, known or not
    Quota quota;      // its unit is not set
};
/// By indicator, admin unit, year and version.
std::vector<QuotaVersion> quota_versions(const Workspace &workspace);

} // namespace qitu::workspace
