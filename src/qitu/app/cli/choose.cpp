// Which features a command is about: by id, project, condition or list.
#include "options.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace qitu::cli {

namespace {

[[noreturn]] void bad_list(const std::string &list, std::size_t line, const std::string &found) {
    throw Error(ErrorKind::unreadable, say("{}, line {}: \"{}\" is no feature's id.", list, line, found));
}

std::string first_cell(std::string line) {
    if (line.starts_with("\xEF\xBB\xBF"))
        line.erase(0, 3);
    line = line.substr(0, line.find_first_of(",;\t"));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' '))
        line.pop_back();
    if (line.size() > 1 && line.front() == '"' && line.back() == '"')
        line = line.substr(1, line.size() - 2);
    return line;
}

bool heads_ids(const std::string &word) {
    const std::string head = folded(word);
    return head == "fid" || head == "id" || head == "feature" || head == "要素";
}

bool heads_projects(const std::string &word, const catalogue::Layer &layer) {
    const std::string head = folded(word);
    const catalogue::Field *field = layer.field("project_code");
    if (field == nullptr)
        return false;
    return head == field->id || head == folded(field->names.zh) || head == folded(field->names.en) ||
           std::any_of(field->aliases.begin(), field->aliases.end(),
                       [&](const std::string &alias) { return head == folded(alias); });
}

// The first column: ids under a head that says so, else project codes.
void read_list(const std::string &list, const catalogue::Layer &layer, workspace::Selection &selection) {
    std::ifstream file(list);
    if (!file)
        throw Error(ErrorKind::unreadable, say("{}: there is no such list. Check the name.", list));
    bool ids = false;
    std::size_t number = 0;
    for (std::string line; std::getline(file, line);) {
        const std::string word = first_cell(line);
        ++number;
        if (!is_utf8(word))
            throw Error(ErrorKind::unreadable,
                        say("{}, line {}: the list is not in UTF-8. Save it as UTF-8.", list, number));
        if (word.empty() || (number == 1 && ((ids = heads_ids(word)) || heads_projects(word, layer))))
            continue;
        double id = 0;
        if (!ids)
            selection.projects.insert(word);
        else if (parse_number(word, id))
            selection.features.insert(static_cast<std::int64_t>(id));
        else
            bad_list(list, number, word);
    }
}

} // namespace

workspace::Selection Chosen::selection(const catalogue::Layer &layer) const {
    workspace::Selection result{
        {features.begin(), features.end()}, {projects.begin(), projects.end()}, where};
    if (!list.empty())
        read_list(list, layer, result);
    if (result.features.empty() && result.projects.empty() && result.where.empty())
        throw Error(ErrorKind::usage,
                    say("Which features? Choose them by --project, --feature, --where or --list."));
    return result;
}

void add_choice_options(CLI::App &command, Chosen &chosen) {
    const std::string group = translated("Which features");
    command
        .add_option("--project", chosen.projects,
                    translated("Features of this project code; may be given several times"))
        ->type_name("CODE")
        ->allow_extra_args(false)
        ->group(group);
    command
        .add_option("--feature", chosen.features,
                    translated("The feature of this id; may be given several times"))
        ->type_name("ID")
        ->allow_extra_args(false)
        ->group(group);
    command.add_option("--where", chosen.where, translated("Features that this SQL condition takes"))
        ->type_name("SQL")
        ->group(group);
    command
        .add_option(
            "--list", chosen.list,
            translated("CSV or text in UTF-8: project codes in the first column, or ids under the head fid"))
        ->type_name("FILE")
        ->group(group);
}

void refuse_obstacles(const std::vector<workspace::Obstacle> &obstacles) {
    std::vector<Found> found;
    for (const workspace::Obstacle &obstacle : obstacles) {
        const std::string name = obstacle.project.empty()
                                     ? say("feature {}", obstacle.feature)
                                     : say("feature {} ({})", obstacle.feature, obstacle.project);
        found.push_back({translated("stands against it"), name + ": " + obstacle.reason});
    }
    tell_findings(found);
    if (!obstacles.empty())
        throw Error(ErrorKind::refused,
                    say("Nothing was changed: {} features cannot take this step.", obstacles.size()));
}

} // namespace qitu::cli
