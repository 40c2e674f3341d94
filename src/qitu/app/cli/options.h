// Options that several commands share, each described once.
#pragma once

#include "cli.h"
#include "output.h"

#include <qitu/app/commands/arguments.h>
#include <qitu/data/reader/reader.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace qitu::cli {

/// WORKSPACE, which there must be.
void add_workspace(const Command &command, std::string &workspace);
/// LAYER, which there must be.
void add_layer(const Command &command, std::string &layer);
/// LAYER|FILE, which there must be.
void add_layer_or_file(const Command &command, std::string &layer, const char *what);
/// Several of LAYER|FILE under the name of an option that must be given: --with, --of
void add_layers_option(const Command &command, const char *name, std::vector<std::string> &layers,
                       const char *what);

/// --layer-in --crs --encoding --layout --angles
void add_file_options(const Command &command, reader::OpenOptions &options);

/// --where, of a file that is read
void add_where_option(const Command &command, std::string &where);

/// --points --cad-layer --cad-blocks --close-lines
void add_shape_options(const Command &command, reader::OpenOptions &options);

/// --set FIELD=VALUE
void add_set_option(const Command &command, reader::OpenOptions &options);

/// --value FIELD:WORD=VALUE
void add_value_option(const Command &command, reader::OpenOptions &options);

/// --map FIELD=SOURCE
void add_map_option(const Command &command, reader::OpenOptions &options);

/// --method --threads --memory
void add_engine_options(const Command &command, commands::EngineArguments &engine);

/// --format -o
void add_output_options(const Command &command, Output &output);

/// --part K/N
void add_part_option(const Command &command, std::string &part);
/// The file that a part is written to. Error(usage) where -o names none.
const std::string &file_of_part(const Output &output);
/// An option, and whether it was given.
using Given = std::pair<const char *, bool>;
/// Error(usage) at the first that was given: what parts are of was asked when they were made.
void refuse_beside_merge(std::span<const Given> options);

/// --by banner|league|region
void add_by_option(const Command &command, std::string &by);
void add_by_option_to_township(const Command &command, std::string &by);

/// --admin: one unit of administration; "" for all.
void add_admin_option(const Command &command, std::string &admin, const char *what);

/// --unit: in which people read areas; "" as the catalogue says.
void add_unit_option(const Command &command, std::string &unit);
/// The same where areas are m² and mu by default.
void add_plain_unit_option(const Command &command, std::string &unit);

/// --sum --mean --min --max
void add_value_options(const Command &command, commands::ValueArguments &values);

/// --year; 0 while not given.
void add_year_option(const Command &command, int &year);

/// --as-of: the workspace as it was; "" as it is.
void add_as_of_option(const Command &command, std::string &as_of);

/// Of a command that prints figures: --as-of, those of the engine, --format and -o.
template <typename Arguments>
void add_figure_options(const Command &command, Arguments &arguments) {
    add_as_of_option(command, arguments.as_of);
    add_engine_options(command, arguments.engine);
    add_output_options(command, arguments.output);
}

/// --feature --project --where --list
void add_choice_options(const Command &command, commands::FeatureChoice &choice);

} // namespace qitu::cli
