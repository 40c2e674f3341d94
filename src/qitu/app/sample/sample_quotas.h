// The quota table of the sample: consistent figures for banners and leagues, none of them official.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace qitu::sample {

struct QuotaLine {
    std::string indicator;
    std::string admin; // code
    std::int64_t hundredths = 0;
    std::string unit;
};

/// Quotas for new farmland near what the sample draws, so that progress differs from banner to banner. A
/// league's figure is the sum of its banners'.
std::vector<QuotaLine> farmland_quotas(const std::map<std::string, double> &mu_of_year,
                                       const catalogue::Catalogue &catalogue, std::uint64_t seed);
/// Quotas in banners with saline land brought into use, by league.
std::vector<QuotaLine> saline_quotas(const std::vector<std::string> &banners,
                                     const catalogue::Catalogue &catalogue);

/// CSV with a byte order mark; leagues by name and banners by code, as such tables usually have them. Throws
/// Error (refused) when it cannot be written.
void write_quotas(const std::filesystem::path &path, const std::vector<QuotaLine> &lines,
                  const catalogue::Catalogue &catalogue);

} // namespace qitu::sample
