// Help on the terminal: wrapped to its width, in either language, with examples and exit status.
#pragma once

#include "cli.h"

#include <string>

namespace qitu::cli {

/// Lays out the help of the command and of each of its commands.
class Help : public CLI::FormatterBase {
  public:
    std::string make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const override;
};

/// A command or option on the left, what it does on the right, from a column on.
std::string help_line(const std::string &left, const std::string &right, std::size_t column = 26);

/// What to begin with; with the sample where there is nothing else to begin with.
std::string first_steps(bool with_sample);
/// Where the commands are explained.
std::string read_on();

/// A wrong use in the user's language, with the nearest right word and where to read on.
std::string wrong_use(const CLI::App &app, const CLI::ParseError &error);

} // namespace qitu::cli
