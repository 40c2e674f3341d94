#include "sample_quotas.h"

#include "farmland.h"

#include <qitu/core/base/staging.h>

#include <fmt/format.h>

#include <cmath>
#include <ostream>

namespace qitu::sample {

namespace {

std::string league_of(const catalogue::Catalogue &catalogue, const std::string &banner) {
    const catalogue::AdminUnit *unit = catalogue.find_admin(banner);
    return unit != nullptr && !unit->parent.empty() ? unit->parent : banner.substr(0, 4) + "00";
}

std::string decimal(std::int64_t hundredths) {
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

} // namespace

std::vector<QuotaLine> farmland_quotas(const std::map<std::string, double> &mu_of_year,
                                       const catalogue::Catalogue &catalogue, std::uint64_t seed) {
    constexpr double mu_per_hundredth = 100; // of 万亩
    Random random(seed, "quota");
    std::map<std::string, std::int64_t> leagues;
    std::vector<QuotaLine> lines;
    for (const auto &[banner, mu] : mu_of_year) {
        const double wanted = mu * random.between(0.55, 1.3) / mu_per_hundredth;
        const std::int64_t quota = std::max<std::int64_t>(1, std::llround(wanted));
        leagues[league_of(catalogue, banner)] += quota;
        lines.push_back({"hsf.built", banner, quota, "万亩"});
    }
    std::vector<QuotaLine> table;
    for (const auto &[league, quota] : leagues)
        table.push_back({"hsf.built", league, quota, "万亩"});
    table.insert(table.end(), lines.begin(), lines.end());
    return table;
}

std::vector<QuotaLine> saline_quotas(const std::vector<std::string> &banners,
                                     const catalogue::Catalogue &catalogue) {
    std::map<std::string, std::int64_t> leagues;
    for (const std::string &banner : banners)
        leagues[league_of(catalogue, banner)] += 1;
    std::vector<QuotaLine> lines;
    for (const auto &[league, count] : leagues)
        lines.push_back({"saline.banners", league, 100 * count, "个"});
    return lines;
}

void write_quotas(const std::filesystem::path &path, const std::vector<QuotaLine> &lines,
                  const catalogue::Catalogue &catalogue) {
    write_whole(path, [&](std::ostream &file) {
        file << "\xEF\xBB\xBF指标,行政区,年度,指标值,单位,来源,示意\r\n";
        for (const QuotaLine &line : lines) {
            const bool league = line.admin.ends_with("00");
            file << line.indicator << ',' << (league ? name_of(catalogue, line.admin) : line.admin) << ','
                 << programme_year << ',' << decimal(line.hundredths) << ',' << line.unit
                 << ",示意数据，非官方任务 (illustrative),是\r\n";
        }
    });
}

} // namespace qitu::sample
