// The area of one parcel by three methods.
#include <qitu/core/base/units.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fmt/format.h>

int main() {
    using namespace qitu;
    // Longitude and latitude on CGCS2000 in degrees; the ring is closed, holes would follow the shell.
    const geodesy::Ring shell{
        {108.27, 41.08}, {108.28, 41.08}, {108.28, 41.09}, {108.27, 41.09}, {108.27, 41.08}};
    for (const auto method :
         {geodesy::Method::td1055, geodesy::Method::geodesic, geodesy::Method::straight}) {
        const double m2 = geodesy::area({shell}, method);
        fmt::print("{}: {:.2f} m2 = {:.2f} mu\n", geodesy::method_name(method), m2,
                   m2 / square_metres_per_mu);
    }
}
