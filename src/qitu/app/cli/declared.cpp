#include "declared.h"

#include <qitu/core/base/language.h>

#include <CLI/CLI.hpp>

#include <algorithm>

namespace qitu::cli {

std::string full_name(const CLI::App &app) {
    return app.get_parent() == nullptr ? app.get_name() : full_name(*app.get_parent()) + " " + app.get_name();
}

std::string command_name(const CLI::App &app) {
    const std::string name = full_name(app);
    const std::size_t blank = name.find(' ');
    return blank == std::string::npos ? "" : name.substr(blank + 1);
}

const CLI::App &root_of(const CLI::App &app) {
    return app.get_parent() == nullptr ? app : root_of(*app.get_parent());
}

std::vector<const CLI::App *> commands_of(const CLI::App &app) {
    std::vector<const CLI::App *> commands;
    for (const CLI::App *command : app.get_subcommands({}))
        if (!command->get_group().empty())
            commands.push_back(command);
    return commands;
}

std::string positional_name(const CLI::Option &option) {
    return option.get_name(true, false) +
           (option.get_expected_max() >= CLI::detail::expected_max_vector_size ? "..." : "");
}

std::string option_name(const CLI::Option &option) {
    return option.get_name(false, true) + (takes_value(option) ? " " + option.get_type_name() : "");
}

std::string described(const CLI::Option &option) {
    std::string text = option.get_description();
    if (!option.get_default_str().empty())
        text += " [" + option.get_default_str() + "]";
    return text;
}

bool is_rare(const CLI::Option &option) {
    return !option.get_configurable();
}

bool takes_value(const CLI::Option &option) {
    return option.get_items_expected_max() > 0;
}

std::string kind_of(const CLI::Option &option) {
    if (!takes_value(option))
        return {};
    const std::string type = option.get_type_name();
    return option.get_positional() && type == "TEXT" ? option.get_name(true, false) : type;
}

std::string first_sentence(const std::string &text) {
    std::size_t end = std::min(text.find('\n'), text.size());
    for (const std::string_view stop : {". ", "。", ": ", "：", "; ", "；"})
        end = std::min(end, text.find(stop));
    std::string sentence = text.substr(0, end);
    if (sentence.ends_with('.'))
        sentence.pop_back();
    return sentence;
}

std::string exit_statuses(const CLI::App &app) {
    std::string text =
        translated("Exit status: 0 done · 1 done, and findings need attention · 2 wrong usage · 3 input "
                   "cannot be read · "
                   "4 refused, nothing was changed · 130 stopped by Ctrl-C, nothing was changed.");
    if (!app.get_footer().empty())
        text += " " + app.get_footer();
    return text;
}

} // namespace qitu::cli
