// Declaring commands and their options. It is CLI11 that parses them; its header, which takes longer to
// compile than most files that declare options, stays behind this one.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

// NOLINTBEGIN(modernize-use-nodiscard): each word hands on what it declares to the next, if there is one

namespace qitu::cli {

/// An option or a positional while it is declared.
class Option {
  public:
    explicit Option(CLI::Option *option) : option_(option) {}
    /// What it takes, for help and completion: FILE, LAYER, table|csv|json.
    Option type_name(const std::string &name) const;
    Option group(const std::string &title) const;
    /// Few need it: the short help only names it.
    Option rare() const;
    Option description(const std::string &text) const;
    Option required() const;
    Option capture_default_str() const;
    Option default_str(const std::string &text) const;
    Option one_value_each() const; // may be given several times, with one value each time
    Option delimiter(char sign) const;
    Option excludes(Option other) const;
    Option non_negative() const;
    Option range(std::size_t least, std::size_t most) const;
    Option one_of(const std::vector<std::string> &words) const;

  private:
    CLI::Option *option_;
};

/// A command while it is declared.
class Command {
  public:
    explicit Command(CLI::App &app) : app_(&app) {}
    [[nodiscard]] CLI::App &app() const { return *app_; }

    /// A command of this one.
    [[nodiscard]] Command add_command(const std::string &name, const std::string &description) const;
    /// For numbers, texts and vectors of them.
    template <typename Target>
    Option add_option(const std::string &names, Target &target, const std::string &description) const;
    /// `take` gets all values.
    Option add_values(const std::string &names,
                      const std::function<void(const std::vector<std::string> &)> &take,
                      const std::string &description) const;
    Option add_flag(const std::string &names, bool &target, const std::string &description) const;
    [[nodiscard]] Option option(const std::string &name) const;

    Command group(const std::string &title) const;
    Command footer(const std::string &text) const;
    Command require_command(std::size_t least, std::size_t most) const;
    [[nodiscard]] bool has_command() const; // that was given on the command line
    /// What this option names must not be read by the same command. A workspace is refused where it would be
    /// written.
    void refuse_input_as(const std::string &output) const;
    void callback(std::function<void()> run) const;

  private:
    CLI::App *app_;
};

} // namespace qitu::cli

// NOLINTEND(modernize-use-nodiscard)
