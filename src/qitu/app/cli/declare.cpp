#include "declare.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/data/workspace/workspace.h>

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>

namespace qitu::cli {

namespace {

bool is_same_file(const std::string &one, const std::string &other) {
    std::error_code none;
    return std::filesystem::is_regular_file(one, none) && std::filesystem::equivalent(one, other, none);
}

void refuse_input_as(const CLI::Option &output, const CLI::App &app) {
    for (const CLI::Option *input : app.get_options())
        for (const std::string &word : input == &output ? std::vector<std::string>() : input->results())
            for (const std::string &target : output.results())
                if (is_same_file(target, word) && !workspace::is_workspace(word))
                    throw Error(ErrorKind::usage,
                                say("{} is the file that is read. Choose another name for -o.", word));
}

} // namespace

Option Option::type_name(const std::string &name) const {
    option_->type_name(name);
    return *this;
}
Option Option::group(const std::string &title) const {
    option_->group(title);
    return *this;
}
// CLI11 marks options for a settings file by this flag; qitu has no such file, so the flag marks rare options.
Option Option::rare() const {
    option_->configurable(false);
    return *this;
}
Option Option::description(const std::string &text) const {
    option_->description(text);
    return *this;
}
Option Option::required() const {
    option_->required();
    return *this;
}
Option Option::capture_default_str() const {
    option_->capture_default_str();
    return *this;
}
Option Option::default_str(const std::string &text) const {
    option_->default_str(text);
    return *this;
}
Option Option::one_value_each() const {
    option_->allow_extra_args(false);
    return *this;
}
Option Option::delimiter(char sign) const {
    option_->delimiter(sign);
    return *this;
}
Option Option::excludes(Option other) const {
    option_->excludes(other.option_);
    return *this;
}
Option Option::non_negative() const {
    option_->check(CLI::Validator(CLI::NonNegativeNumber).description(""));
    return *this;
}
Option Option::range(std::size_t least, std::size_t most) const {
    option_->check(CLI::Range(least, most).description(""));
    return *this;
}
Option Option::one_of(const std::vector<std::string> &words) const {
    option_->check(CLI::IsMember(words).description(""));
    return *this;
}

Command Command::add_command(const std::string &name, const std::string &description) const {
    return Command(*app_->add_subcommand(name, description));
}
template <typename Target>
Option Command::add_option(const std::string &names, Target &target, const std::string &description) const {
    return Option(app_->add_option(names, target, description));
}
template Option Command::add_option(const std::string &, std::string &, const std::string &) const;
template Option Command::add_option(const std::string &, int &, const std::string &) const;
template Option Command::add_option(const std::string &, double &, const std::string &) const;
template Option Command::add_option(const std::string &, std::size_t &, const std::string &) const;
template Option Command::add_option(const std::string &, std::int64_t &, const std::string &) const;
template Option Command::add_option(const std::string &, std::vector<double> &, const std::string &) const;
template Option Command::add_option(const std::string &, std::vector<std::string> &,
                                    const std::string &) const;
template Option Command::add_option(const std::string &, std::vector<std::int64_t> &,
                                    const std::string &) const;

Option Command::add_values(const std::string &names,
                           const std::function<void(const std::vector<std::string> &)> &take,
                           const std::string &description) const {
    return Option(app_->add_option_function<std::vector<std::string>>(names, take, description));
}
Option Command::add_flag(const std::string &names, bool &target, const std::string &description) const {
    return Option(app_->add_flag(names, target, description));
}
Option Command::option(const std::string &name) const {
    return Option(app_->get_option(name));
}
Command Command::group(const std::string &title) const {
    app_->group(title);
    return *this;
}
Command Command::footer(const std::string &text) const {
    app_->footer(text);
    return *this;
}
Command Command::require_command(std::size_t least, std::size_t most) const {
    app_->require_subcommand(least, most);
    return *this;
}
bool Command::has_command() const {
    return !app_->get_subcommands().empty();
}
void Command::refuse_input_as(const std::string &output) const {
    app_->parse_complete_callback([app = app_, option = app_->get_option(output)] {
        if (option->count() > 0)
            cli::refuse_input_as(*option, *app);
    });
}
void Command::callback(std::function<void()> run) const {
    app_->callback(std::move(run));
}

} // namespace qitu::cli
