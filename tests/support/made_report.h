// A report on the figures made by hand, and its boundaries.
#pragma once

#include "support/made_progress.h"

#include <qitu/output/report/document.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace made {

inline report::Figures figures() {
    report::Figures figures;
    figures.title = "进展 <报告> & \"2023\"";
    figures.date = "2023-12-31";
    figures.boundaries_source = "by hand";
    figures.region_and_leagues = leagues();
    figures.banners = banners();
    figures.layers = {totals()};
    figures.imports = {{"high_standard_farmland", "delivery/parcels.shp", "0", "", 7}};
    return figures;
}

/// Of figures that live as long as the tests.
inline report::Edition edition() {
    static const report::Figures of = figures();
    return report::edition_of(of, catalogue());
}

inline void put(std::vector<std::byte> &wkb, const void *data, std::size_t size) {
    const auto *bytes = static_cast<const std::byte *>(data);
    wkb.insert(wkb.end(), bytes, bytes + size);
}

/// A polygon of one ring as ISO WKB.
inline std::vector<std::byte> polygon(const std::vector<geodesy::Point> &ring) {
    std::vector<std::byte> wkb{std::byte{1}};
    for (const std::uint32_t number : {3U, 1U, static_cast<std::uint32_t>(ring.size())})
        put(wkb, &number, sizeof number);
    for (const geodesy::Point &p : ring) {
        put(wkb, &p.x, sizeof p.x);
        put(wkb, &p.y, sizeof p.y);
    }
    return wkb;
}

/// Three banners side by side; the first border is a zigzag that both sides share.
inline std::vector<workspace::Boundary> banner_boundaries() {
    std::vector<geodesy::Point> zigzag;
    for (int i = 0; i <= 200; ++i)
        zigzag.push_back({109 + (i % 7) * 0.013 + (i % 3) * 0.001, 40 + i * 0.01});
    std::vector<geodesy::Point> west{{107, 42}, {107, 40}};
    west.insert(west.end(), zigzag.begin(), zigzag.end());
    west.push_back({107, 42});
    std::vector<geodesy::Point> middle(zigzag.rbegin(), zigzag.rend());
    middle.insert(middle.end(), {{111, 40}, {111, 42}, zigzag.back()});
    const std::vector<geodesy::Point> east{{111, 40}, {113, 40}, {113, 42}, {111, 42}, {111, 40}};
    return {{"150802", "临河区", "150800", polygon(west)},
            {"150821", "五原县", "150800", polygon(middle)},
            {"150102", "新城区", "150100", polygon(east)}};
}

inline std::vector<workspace::Boundary> league_boundaries() {
    return {{"150800", "巴彦淖尔市", "", polygon({{107, 40}, {111, 40}, {111, 42}, {107, 42}, {107, 40}})},
            {"150100", "呼和浩特市", "", polygon({{111, 40}, {113, 40}, {113, 42}, {111, 42}, {111, 40}})}};
}

} // namespace made
