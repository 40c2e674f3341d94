// A run of `tabulate` line by line: its rows, then what lies outside all zones.
#pragma once

#include <qitu/output/console/console.h>
#include <qitu/output/console/json.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::console {

struct TabulateLine {
    std::string zone; // "" outside
    std::uint32_t group = 0;
    tabulate::Figures figures;
    tabulate::Percents percents;
    std::vector<tabulate::ValueSums> values;
    [[nodiscard]] bool outside() const { return zone.empty(); }
};
/// Those outside where there is anything.
std::vector<TabulateLine> tabulate_lines(const tabulate::Result &result);

/// Of the zone's fields; empty outside.
std::vector<std::string> zone_texts(const TabulateView &view, const std::string &zone);
Json zone_fields(const TabulateView &view, const std::string &zone);
std::vector<std::string> zone_headers(const TabulateView &view);

/// One line for each zone and one column for each group.
void print_pivot_table(std::ostream &out, const tabulate::Result &result, const TabulateView &view);
void print_pivot_csv(std::ostream &out, const tabulate::Result &result, const TabulateView &view);
Json pivot_json(const tabulate::Result &result, const TabulateView &view);

} // namespace qitu::console
