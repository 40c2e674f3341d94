#include "quota_allocate.h"

#include "options.h"
#include "perform.h"

#include <qitu/app/commands/allocate_command.h>
#include <qitu/core/base/language.h>
#include <qitu/output/console/plans.h>

namespace qitu::cli {

namespace {

void add_weights(const Command &command, commands::QuotaAllocateCommand &allocate) {
    const std::string group = translated("What decides the shares");
    command
        .add_option("--by-layer", allocate.layer, translated("Polygon layer whose area decides the shares"))
        .type_name("LAYER")
        .group(group);
    command
        .add_flag("--left", allocate.left,
                  translated("Of the layer only what no feature of the indicator's layer covers yet"))
        .group(group);
    command.add_option("--by-table", allocate.table, translated("Table with a column of weights"))
        .type_name("FILE")
        .group(group);
    command.add_option("--column", allocate.column, translated("The column of the table"))
        .type_name("NAME")
        .group(group);
    command.add_flag("--by-completion", allocate.completion, translated("What was done the year before"))
        .group(group);
}

void add_bounds(const Command &command, commands::QuotaAllocateCommand &allocate) {
    const std::string group = translated("Bounds, in the unit of the quota or in % of it");
    command
        .add_option("--floor", allocate.floors,
                    translated("At least so much for a unit, or without ADMIN= for each; repeatable"))
        .type_name("ADMIN=VALUE")
        .one_value_each()
        .group(group);
    command
        .add_option("--cap", allocate.caps,
                    translated("At most so much for a unit, or without ADMIN= for each; repeatable"))
        .type_name("ADMIN=VALUE")
        .one_value_each()
        .group(group);
    command.add_option("--fixed", allocate.fixed, translated("Just so much for a unit; repeatable"))
        .type_name("ADMIN=VALUE")
        .one_value_each()
        .group(group);
    command
        .add_option("--cap-by-layer", allocate.cap_layer,
                    translated("For each unit at most what is left of this layer to build on"))
        .type_name("LAYER")
        .group(group);
    command
        .add_option("--bounds", allocate.bounds_table,
                    translated("Table with columns 下限, 上限, 固定 (floor, cap, fixed) by unit"))
        .type_name("FILE")
        .group(group);
}

} // namespace

void add_quota_allocate(const Command &quota, Session &session) {
    const auto allocate = std::make_shared<Printed<commands::QuotaAllocateCommand>>();
    const Command command = quota.add_command(
        "allocate",
        translated("Allocates the quota of the region or a league to the units below in proportion to a "
                   "weight, within floors, caps and fixed shares; what bounds take or leave is divided among "
                   "the others in proportion. The rounded parts add up to the whole (largest remainder)."));
    add_workspace(command, allocate->workspace);
    command.add_option("INDICATOR", allocate->indicator, translated("Indicator, by id or name")).required();
    command.add_option("PARENT", allocate->parent, translated("Region or league, by code or name"))
        .type_name("ADMIN")
        .required();
    add_weights(command, *allocate);
    add_bounds(command, *allocate);
    add_year_option(command, allocate->year);
    const Option decimals = command.add_option("--decimals", allocate->decimals, translated("Decimal places"))
                                .type_name("N")
                                .range(0, 6)
                                .capture_default_str();
    command.add_option("--step", allocate->step, translated("Step of the parts instead: 0.01, 0.5"))
        .type_name("NUMBER")
        .excludes(decimals);
    command
        .add_option("--letter", allocate->letter,
                    translated("Document number by which the parts are assigned"))
        .type_name("TEXT");
    command.add_flag("--dry-run", allocate->dry_run, translated("Show the result, write nothing"));
    add_output_options(command, allocate->output);
    command.callback([allocate, &session] {
        perform(*allocate, session, [&](std::ostream &out, const auto &value, console::Format format) {
            console::print(out, value, session.context.catalogue(), format);
        });
    });
}

} // namespace qitu::cli
