// Options that several commands share, each described once.
#pragma once

#include "cli.h"
#include "console.h"

#include <qitu/intake/intake.h>
#include <qitu/report/report.h>

namespace qitu::cli {

/// --layer-in --crs --encoding
void add_file_options(CLI::App &command, intake::OpenOptions &options);

/// --points --cad-layer --cad-blocks --close-lines
void add_shape_options(CLI::App &command, intake::OpenOptions &options);

/// --set FIELD=VALUE
void add_set_option(CLI::App &command, intake::OpenOptions &options);

/// --map FIELD=SOURCE
void add_map_option(CLI::App &command, intake::OpenOptions &options);

/// --method --threads
struct Engine {
    std::string method = "td1055";
    int threads = 0;
    [[nodiscard]] tabulate::Options options(ProgressBar &bar) const;
};
void add_engine_options(CLI::App &command, Engine &engine);

/// --format -o
struct Output {
    std::string format = "table";
    std::string file = "-";
};
void add_output_options(CLI::App &command, Output &output);

/// --by banner|league|region
void add_by_option(CLI::App &command, std::string &by);

/// --year; 0 while not given, and then the programme's year.
void add_year_option(CLI::App &command, int &year);
int year_of(int given, const catalogue::Catalogue &catalogue);

/// Says what the engine met, and that it needs attention.
void tell_findings(const std::vector<tabulate::Finding> &findings, Context &context);

} // namespace qitu::cli
