// The net area of the features of a file by banner: what `qitu tabulate FILE --zones banners` does.
#include <qitu/app/commands/tabulate_command.h>
#include <qitu/core/base/error.h>

#include <fmt/format.h>

int main(int, char **arguments) {
    using namespace qitu;
    commands::Context context; // finds the catalogue by QITU_DATA, or set layers_dir
    commands::TabulateCommand tabulate;
    tabulate.files = {arguments[1]}; // any vector files, read as one; encoding and CRS are detected
    tabulate.zones = "banners";      // or a file of polygons
    try {
        const auto result = tabulate.run(context);
        for (const tabulate::Row &row : result.value.figures.rows)
            fmt::print("{}: {} features, {:.2f} m2\n", row.zone, row.figures.features, row.figures.net_m2);
        for (const std::string &message : result.messages) // repairs, overlapping zones …
            fmt::print(stderr, "{}\n", message);
    } catch (const Error &error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
