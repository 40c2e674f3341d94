#include <qitu/core/base/exact_sum.h>

#include <cmath>
#include <stdexcept>

namespace qitu {

namespace {
constexpr int last_place = 60;
constexpr double largest = 1e19;
} // namespace

ExactSum &ExactSum::operator+=(double term) {
    if (!(std::abs(term) < largest))
        throw std::range_error("a term of a sum is not a number or too large");
    const double whole = std::trunc(term);
    const double rest = term - whole;
    units_ += static_cast<Fixed>(whole) * (Fixed{1} << last_place);
    units_ += static_cast<Fixed>(std::nearbyint(std::ldexp(rest, last_place)));
    return *this;
}

double ExactSum::value() const {
    return std::ldexp(static_cast<double>(units_), -last_place);
}

ExactSum::Bits ExactSum::bits() const {
    return {static_cast<std::uint64_t>(units_ >> 64), static_cast<std::uint64_t>(units_)};
}

ExactSum ExactSum::of(const Bits &bits) {
    ExactSum sum;
    sum.units_ = static_cast<Fixed>(static_cast<std::int64_t>(bits[0])) * (Fixed{1} << 64) +
                 static_cast<Fixed>(bits[1]);
    return sum;
}

} // namespace qitu
