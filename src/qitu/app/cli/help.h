// Help on the terminal: wrapped to its width, in either language, with examples and exit status.
#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace qitu::cli {

/// Lays out the help of the command and of each of its commands.
class Help : public CLI::FormatterBase {
  public:
    std::string make_help(const CLI::App *app, std::string name, CLI::AppFormatMode mode) const override;
};

/// A wrong use in the user's language, with the nearest right word and where to read on.
std::string wrong_use(const CLI::App &app, const CLI::ParseError &error);

} // namespace qitu::cli
