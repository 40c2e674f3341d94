// What the commands declare of themselves, as help, manual pages and completion show it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace qitu::cli {

/// "qitu quota import"
std::string full_name(const CLI::App &app);
/// "quota import"; "" for qitu itself.
std::string command_name(const CLI::App &app);

const CLI::App &root_of(const CLI::App &app);

/// The commands of one that are for people: not those that are made for shells and builds.
std::vector<const CLI::App *> commands_of(const CLI::App &app);

/// "FILE..."
std::string positional_name(const CLI::Option &option);
/// "-o,--output FILE"
std::string option_name(const CLI::Option &option);
/// What an option does, and its default.
std::string described(const CLI::Option &option);

/// Whether the short help only names it (Option::rare).
bool is_rare(const CLI::Option &option);

/// False for a flag.
bool takes_value(const CLI::Option &option);
/// What it takes: the name of an argument, the type of an option's value: FILE, LAYER, table|csv|json; "" for
/// a flag.
std::string kind_of(const CLI::Option &option);

/// Of a description, what fits into one line.
std::string first_sentence(const std::string &text);

/// Which exit statuses there are, and when this command ends with one of them.
std::string exit_statuses(const CLI::App &app);

} // namespace qitu::cli
