// How far each league has come with one indicator, from a workspace.
#include <qitu/analysis/indicators/progress.h>
#include <qitu/app/commands/context.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/units.h>
#include <qitu/data/workspace/workspace.h>

#include <fmt/format.h>

int main(int, char **arguments) {
    using namespace qitu;
    commands::Context context;
    const catalogue::Catalogue &catalogue = context.catalogue();
    try {
        const bool read_only = true;
        const auto workspace = workspace::Workspace::open(arguments[1], read_only);
        const auto table = indicators::progress(workspace, catalogue, indicators::Level::league,
                                                catalogue.year(), {"hsf.built"}, {});
        for (const indicators::ProgressRow &row : table.rows)
            fmt::print("{} {}: {:.4f} {}\n", row.admin, row.name, row.done, unit_name(row.unit, true));
    } catch (const Error &error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
}
