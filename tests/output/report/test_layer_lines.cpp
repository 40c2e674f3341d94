#include "layer_lines.h"
#include "support/made_progress.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace qitu;
using report::LayerLine;

namespace {

long cents(double value) {
    return std::lround(value * 100);
}

} // namespace

TEST_CASE("A layer's lines add up to leagues, leagues and what lies outside to the total") {
    const std::vector<LayerLine> lines = report::layer_lines(made::totals(), made::catalogue());
    REQUIRE(lines.size() == 7);
    CHECK(lines[0].kind == LayerLine::Kind::total);
    CHECK(lines[1].code == "150100");
    CHECK(lines[3].code == "150800");
    CHECK(lines[6].kind == LayerLine::Kind::outside);
    for (const auto column : {report::gross_m2, report::net_m2, report::gross_mu, report::net_mu}) {
        const auto at = [&](std::size_t line) { return cents(lines[line].values[column]); };
        CHECK(at(1) + at(3) + at(6) == at(0));
        CHECK(at(2) == at(1));
        CHECK(at(4) + at(5) == at(3));
    }
    // 10.004 + 1500.004 + 1000.004 + 100.004 = 2610.016
    CHECK(lines[0].values[report::net_m2] == Approx(2610.02).margin(1e-9));
}
