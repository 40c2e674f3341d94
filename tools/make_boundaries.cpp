// make_boundaries LAYERS IN OUT: the borders of IN as a clean partition in OUT. How layers/boundaries.gpkg
// was made:
//   cmake --build --preset release --target make_boundaries
//   build/release/bin/make_boundaries layers banners.gpkg layers/boundaries.gpkg
#include <qitu/core/base/error.h>
#include <qitu/data/boundaries/boundaries.h>

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <vector>

using namespace qitu;

namespace {

void tell(const char *what, const std::vector<coverage::CoverageReport::Fault> &faults) {
    for (const auto &fault : faults)
        fmt::print("{} {} {} at {:.5f} {:.5f}: {:.1f} m², about {:.1f} m wide\n", what, fault.a, fault.b,
                   fault.place.x, fault.place.y, fault.m2, fault.width_m);
}

void make(const std::filesystem::path &layers, const std::filesystem::path &in,
          const std::filesystem::path &out) {
    const auto catalogue = catalogue::Catalogue::load(layers);
    const auto made = boundaries::read(in, catalogue, {}, {});
    boundaries::write(out, made, catalogue);
    tell("closed overlap", made.before.overlaps);
    tell("closed gap", made.before.gaps);
    tell("left open", made.voids);
    fmt::print("{} banners in {} leagues: {}\n{}\n", made.banners.size(), made.leagues.size(), out.string(),
               made.source.in(Language::en));
}

} // namespace

int main(int argc, char **argv) {
    try {
        if (argc != 4)
            throw Error(ErrorKind::usage, "usage: make_boundaries LAYERS IN OUT");
        make(argv[1], argv[2], argv[3]);
        return 0;
    } catch (const Error &error) {
        fmt::print(stderr, "make_boundaries: {}\n", error.what());
        return static_cast<int>(error.kind());
    }
}
