#include <qitu/output/format/numbers.h>

#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

using namespace qitu;

namespace {

long hundredths(double value) {
    return std::lround(value * 100);
}

} // namespace

TEST_CASE("Numbers are grouped by thousands, and zero has no sign") {
    CHECK(format::with_separators(1234567.891, 2) == "1,234,567.89");
    CHECK(format::with_separators(-1234.5, 1) == "-1,234.5");
    CHECK(format::with_separators(999.0, 0) == "999");
    CHECK(format::with_separators(-0.001, 2) == "0.00");
    CHECK(format::with_separators(0.125, 2) == "0.13"); // as a spreadsheet rounds, not to the even digit
    CHECK(format::percent_text(66.65) == "66.7");
    CHECK(format::percent_text({}) == "–");
    CHECK(format::shortest(0.1) == "0.1");
    CHECK(format::shortest(395) == "395");
}

TEST_CASE(
    "Parts are rounded to a total that rounding above has moved, each by less than one unit and a bit") {
    const std::vector<double> parts{0.333, 0.333, 0, 0.333};
    for (const double total : {0.99, 1.0, 1.01}) {
        const std::vector<double> rounded = format::rounded_parts(parts, total, 2);
        CHECK(hundredths(std::accumulate(rounded.begin(), rounded.end(), 0.0)) == hundredths(total));
        CHECK(rounded[2] == 0); // what is nothing stays nothing
        for (std::size_t i = 0; i < parts.size(); ++i)
            CHECK(std::abs(rounded[i] - parts[i]) < 0.0101);
    }
}
