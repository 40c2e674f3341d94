// Options that several commands share, each described once.
#pragma once

#include "cli.h"
#include "console.h"

#include <qitu/core/base/language.h>
#include <qitu/data/reader/reader.h>
#include <qitu/output/report/report.h>

#include <cstdint>
#include <string>
#include <vector>

namespace qitu::cli {

/// WORKSPACE, which there must be.
void add_workspace(CLI::App &command, std::string &workspace);
/// LAYER, which there must be.
void add_layer(CLI::App &command, std::string &layer);

/// --layer-in --crs --encoding
void add_file_options(CLI::App &command, reader::OpenOptions &options);

/// --points --cad-layer --cad-blocks --close-lines
void add_shape_options(CLI::App &command, reader::OpenOptions &options);

/// --set FIELD=VALUE
void add_set_option(CLI::App &command, reader::OpenOptions &options);

/// --map FIELD=SOURCE
void add_map_option(CLI::App &command, reader::OpenOptions &options);

/// --method --threads --memory
struct Engine {
    std::string method = "td1055";
    int threads = 0;
    std::size_t memory = 512; // MB
    [[nodiscard]] tabulate::Options options(ProgressBar &bar) const;
};
void add_engine_options(CLI::App &command, Engine &engine);

/// --format -o
struct Output {
    std::string format; // as asked for
    std::string file = "-";
    /// What was asked for, or else what the file's ending tells, or else a table.
    [[nodiscard]] std::string format_name() const;
    [[nodiscard]] report::Format chosen() const; // throws Error (usage)
};
void add_output_options(CLI::App &command, Output &output);

/// A plain listing in any format: `keys` are its columns for scripts. In JSON they are objects in "rows", and
/// columns of figures numbers.
void print_listing(std::ostream &out, const report::Table &table, const std::vector<std::string> &keys,
                   report::Format format);

/// --by banner|league|region
void add_by_option(CLI::App &command, std::string &by);

/// --year; 0 while not given, and then the programme's year.
void add_year_option(CLI::App &command, int &year);
int year_of(int given, const catalogue::Catalogue &catalogue);

/// --as-of: the workspace as it was; "" as it is.
void add_as_of_option(CLI::App &command, std::string &as_of);
workspace::Workspace open_as_of(const std::string &workspace, const std::string &as_of);

/// --feature --project --where --list
struct Chosen {
    std::vector<std::int64_t> features;
    std::vector<std::string> projects;
    std::string where;
    std::string list;
    /// Throws Error (usage) when nothing was chosen, and Error (unreadable) for a list that is none.
    [[nodiscard]] workspace::Selection selection(const catalogue::Layer &layer) const;
};
void add_choice_options(CLI::App &command, Chosen &chosen);

/// Says what stands against it, and ends with Error (refused) when anything does.
void refuse_obstacles(const std::vector<workspace::Obstacle> &obstacles);

/// Says what the engine met, and that it needs attention.
void tell_findings(const std::vector<tabulate::Finding> &findings, Context &context);

/// Rules that could not be applied, and why.
void tell_unchecked(const std::vector<std::pair<std::string, Names>> &unchecked);

} // namespace qitu::cli
