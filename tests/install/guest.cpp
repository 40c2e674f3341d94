#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>

#include <fmt/format.h>

int main() {
    using namespace qitu;
    const auto catalogue = catalogue::Catalogue::load(LAYERS);
    const geodesy::Ring square{{111, 41}, {111.01, 41}, {111.01, 41.01}, {111, 41.01}, {111, 41}};
    fmt::print("{}: {:.1f} m2\n", catalogue.layer("高标准农田").id,
               geodesy::area({square}, geodesy::Method::td1055));
}
