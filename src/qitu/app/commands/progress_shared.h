// What `progress` at once and in parts have in common.
#pragma once

#include <qitu/app/commands/progress_command.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qitu::commands {

/// What decides the figures of one year.
struct AskedOfProgress {
    int year = 0;
    std::optional<double> year_gone{};
    std::string stage{}; // that is assumed
};
AskedOfProgress asked_of(const ProgressCommand &command, const catalogue::Catalogue &catalogue);

/// First and last of 2023-2025. Throws Error (usage).
std::pair<int, int> years_from(const std::string &years);

/// The table, with what there is to say about it.
Result<Progress> progress_from(const ProgressCommand &command, const workspace::Workspace &opened,
                               const catalogue::Catalogue &catalogue,
                               const ProgressCommand::TableOfLevel &table_of);

/// One after the other; the last has the say. `Command` is a ProgressCommand.
template <typename Command>
Result<std::vector<indicators::ProgressTable>> progress_of_years(const Command &command,
                                                                 const std::string &years, Context &context) {
    const auto [first, last] = years_from(years);
    Result<std::vector<indicators::ProgressTable>> result;
    for (int year = first; year <= last; ++year) {
        Command one = command;
        one.year = year;
        Result<Progress> of_year = one.run(context);
        result.value.push_back(std::move(of_year.value));
        if (year == last)
            static_cast<Outcome &>(result) = std::move(of_year);
    }
    return result;
}

} // namespace qitu::commands
