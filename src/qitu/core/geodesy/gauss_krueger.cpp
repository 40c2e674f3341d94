#include "angle.h"

#include <qitu/core/geodesy/geodesy.h>

#include <cmath>

namespace qitu::geodesy {

namespace {

constexpr int order = 8;

// Row j holds the factors of n^j, n^(j+1), … n^8 of the coefficient of sin(2jζ).
using Table = double[order][order];

// Rectifying from conformal latitude.
constexpr Table to_plane = {
    {1.0 / 2, -2.0 / 3, 5.0 / 16, 41.0 / 180, -127.0 / 288, 7891.0 / 37800, 72161.0 / 387072,
     -18975107.0 / 50803200},
    {13.0 / 48, -3.0 / 5, 557.0 / 1440, 281.0 / 630, -1983433.0 / 1935360, 13769.0 / 28800,
     148003883.0 / 174182400},
    {61.0 / 240, -103.0 / 140, 15061.0 / 26880, 167603.0 / 181440, -67102379.0 / 29030400,
     79682431.0 / 79833600},
    {49561.0 / 161280, -179.0 / 168, 6601661.0 / 7257600, 97445.0 / 49896, -40176129013.0 / 7664025600},
    {34729.0 / 80640, -3418889.0 / 1995840, 14644087.0 / 9123840, 2605413599.0 / 622702080},
    {212378941.0 / 319334400, -30705481.0 / 10378368, 175214326799.0 / 58118860800},
    {1522256789.0 / 1383782400, -16759934899.0 / 3113510400},
    {1424729850961.0 / 743921418240},
};

// Conformal from rectifying latitude, to be subtracted.
constexpr Table to_sphere = {
    {1.0 / 2, -2.0 / 3, 37.0 / 96, -1.0 / 360, -81.0 / 512, 96199.0 / 604800, -5406467.0 / 38707200,
     7944359.0 / 67737600},
    {1.0 / 48, 1.0 / 15, -437.0 / 1440, 46.0 / 105, -1118711.0 / 3870720, 51841.0 / 1209600,
     24749483.0 / 348364800},
    {17.0 / 480, -37.0 / 840, -209.0 / 4480, 5569.0 / 90720, 9261899.0 / 58060800, -6457463.0 / 17740800},
    {4397.0 / 161280, -11.0 / 504, -830251.0 / 7257600, 466511.0 / 2494800, 324154477.0 / 7664025600},
    {4583.0 / 161280, -108847.0 / 3991680, -8005831.0 / 63866880, 22894433.0 / 124540416},
    {20648693.0 / 638668800, -16363163.0 / 518918400, -2204645983.0 / 12915302400},
    {219941297.0 / 5535129600, -497323811.0 / 12454041600},
    {191773887257.0 / 3719607091200},
};

// Geodetic from conformal latitude.
constexpr Table to_geodetic = {
    {2.0, -2.0 / 3, -2.0, 116.0 / 45, 26.0 / 45, -2854.0 / 675, 16822.0 / 4725, 189416.0 / 99225},
    {7.0 / 3, -8.0 / 5, -227.0 / 45, 2704.0 / 315, 2323.0 / 945, -31256.0 / 1575, 141514.0 / 8505},
    {56.0 / 15, -136.0 / 35, -1262.0 / 105, 73814.0 / 2835, 98738.0 / 14175, -2363828.0 / 31185},
    {4279.0 / 630, -332.0 / 35, -399572.0 / 14175, 11763988.0 / 155925, 14416399.0 / 935550},
    {4174.0 / 315, -144838.0 / 6237, -2046082.0 / 31185, 258316372.0 / 1216215},
    {601676.0 / 22275, -115444544.0 / 2027025, -2155215124.0 / 14189175},
    {38341552.0 / 675675, -170079376.0 / 1216215},
    {1383243703.0 / 11351340},
};

void fill(double (&coefficients)[order], const Table &table, double n) {
    double power = 1;
    for (int j = 0; j < order; ++j) {
        power *= n;
        double sum = 0;
        for (int i = order - 1 - j; i >= 0; --i)
            sum = sum * n + table[j][i];
        coefficients[j] = sum * power;
    }
}

struct Complex {
    double re;
    double im;
};

// Clenshaw: Σ c_j sin(2jζ), from sin 2ζ and cos 2ζ.
Complex sine_series(const double (&c)[order], Complex sin2, Complex cos2) {
    const Complex step{2 * cos2.re, 2 * cos2.im};
    Complex near{c[order - 1], 0};
    Complex far{0, 0};
    for (int j = order - 2; j >= 0; --j) {
        const Complex next{step.re * near.re - step.im * near.im - far.re + c[j],
                           step.re * near.im + step.im * near.re - far.im};
        far = near;
        near = next;
    }
    return {sin2.re * near.re - sin2.im * near.im, sin2.re * near.im + sin2.im * near.re};
}

double sine_series(const double (&c)[order], double sin2, double cos2) {
    double near = c[order - 1];
    double far = 0;
    for (int j = order - 2; j >= 0; --j) {
        const double next = 2 * cos2 * near - far + c[j];
        far = near;
        near = next;
    }
    return sin2 * near;
}

// Σ c_j sin(2jζ) at ζ = ξ + iη, from sines that the caller has.
Complex sine_series(const double (&c)[order], double sin_xi, double cos_xi, double sinh_eta,
                    double cosh_eta) {
    const double sin2 = 2 * sin_xi * cos_xi;
    const double cos2 = (cos_xi - sin_xi) * (cos_xi + sin_xi);
    const double sinh2 = 2 * sinh_eta * cosh_eta;
    const double cosh2 = 1 + 2 * sinh_eta * sinh_eta;
    return sine_series(c, {sin2 * cosh2, cos2 * sinh2}, {cos2 * cosh2, -sin2 * sinh2});
}

} // namespace

GaussKrueger::GaussKrueger(double central_meridian, double false_easting, const Ellipsoid &ellipsoid)
    : central_meridian_(central_meridian), false_easting_(false_easting), e_(std::sqrt(ellipsoid.e2())) {
    const double n = ellipsoid.f / (2 - ellipsoid.f);
    const double n2 = n * n;
    radius_ =
        ellipsoid.a / (1 + n) * (1 + n2 * (1.0 / 4 + n2 * (1.0 / 64 + n2 * (1.0 / 256 + n2 * 25.0 / 16384))));
    fill(alpha_, to_plane, n);
    fill(beta_, to_sphere, n);
    fill(delta_, to_geodetic, n);
}

Point GaussKrueger::forward(Point geographic) const {
    const double lambda = longitude_between(central_meridian_, geographic.x) * radian;
    const double phi = geographic.y * radian;
    const double sin_phi = std::sin(phi);
    const double cos_phi = std::cos(phi);
    const double sigma = std::sinh(e_ * std::atanh(e_ * sin_phi));
    // The point on the conformal sphere, each coordinate times the same factor.
    const double up = sin_phi * std::sqrt(1 + sigma * sigma) - sigma;
    const double ahead = cos_phi * std::cos(lambda);
    const double aside = cos_phi * std::sin(lambda);
    const double flat = std::sqrt(up * up + ahead * ahead);
    const double sinh_eta = aside / flat;
    const double cosh_eta = std::sqrt(1 + sinh_eta * sinh_eta);
    const Complex more = sine_series(alpha_, up / flat, ahead / flat, sinh_eta, cosh_eta);
    return {false_easting_ + radius_ * (std::asinh(sinh_eta) + more.im),
            radius_ * (std::atan2(up, ahead) + more.re)};
}

Point GaussKrueger::inverse(Point plane) const {
    const double xi = plane.y / radius_;
    const double eta = (plane.x - false_easting_) / radius_;
    const double sinh_plane = std::sinh(eta);
    const Complex less =
        sine_series(beta_, std::sin(xi), std::cos(xi), sinh_plane, std::sqrt(1 + sinh_plane * sinh_plane));
    const double sin_xi = std::sin(xi - less.re);
    const double cos_xi = std::cos(xi - less.re);
    const double sinh_eta = std::sinh(eta - less.im);
    const double flat = std::sqrt(sinh_eta * sinh_eta + cos_xi * cos_xi);
    const double cosh_eta2 = 1 + sinh_eta * sinh_eta;
    const double sin2 = 2 * sin_xi * flat / cosh_eta2;
    const double cos2 = (flat - sin_xi) * (flat + sin_xi) / cosh_eta2;
    const double phi = std::atan2(sin_xi, flat) + sine_series(delta_, sin2, cos2);
    return {central_meridian_ + std::atan2(sinh_eta, cos_xi) / radian, phi / radian};
}

// On the conformal sphere the plane's ζ has sin ζ = tanh w and dζ/dw = cos ζ; then f = radius (ζ + Σ α_j sin
// 2jζ).
GaussKrueger::Local GaussKrueger::local(Point geographic) const {
    using Number = std::complex<double>;
    const double sin_phi = std::sin(geographic.y * radian);
    const double east = std::tan(longitude_between(central_meridian_, geographic.x) * radian);
    const double shift = std::tanh(e_ * std::atanh(e_ * sin_phi));
    const double north = (sin_phi - shift) / (1 - sin_phi * shift); // tanh ψ
    const Number sine = Number(north, east) / Number(1, north * east);
    const Number cosine = std::sqrt(1.0 - sine * sine);
    const Number sin2 = 2.0 * sine * cosine;
    const Number cos2 = 1.0 - 2.0 * sine * sine;
    Number sin_j = sin2;
    Number cos_j = cos2;
    Number first = 1; // derivatives of f by ζ, over the radius
    Number second = 0;
    Number third = 0;
    for (int j = 1; j <= 4; ++j) {
        const double twice = 2 * j;
        const double alpha = alpha_[j - 1];
        first += twice * alpha * cos_j;
        second -= twice * twice * alpha * sin_j;
        third -= twice * twice * twice * alpha * cos_j;
        const Number next = sin_j * cos2 + cos_j * sin2;
        cos_j = cos_j * cos2 - sin_j * sin2;
        sin_j = next;
    }
    const Number bend = second / first;
    return {radius_ * std::abs(first * cosine), cosine * bend - sine,
            cosine * (cosine * (third / first - bend * bend - 1.0) - sine * bend)};
}

bool GaussKrueger::covers(Point geographic) const {
    constexpr double widest = 40;
    const double lambda = longitude_between(central_meridian_, geographic.x) * radian;
    return std::cos(lambda) > 0 &&
           std::abs(std::cos(geographic.y * radian) * std::sin(lambda)) <= std::sin(widest * radian);
}

double central_meridian_near(double longitude) {
    return 3 * std::round(longitude / 3);
}

} // namespace qitu::geodesy
