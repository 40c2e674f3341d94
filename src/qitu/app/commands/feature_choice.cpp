// Which features a command is about: by id, project, condition or list.
#include <qitu/app/commands/arguments.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fstream>

namespace qitu::commands {

namespace {

[[noreturn]] void bad_list(const std::string &list, std::size_t line, const std::string &found) {
    throw Error(ErrorKind::unreadable, say("{}, line {}: \"{}\" is not a feature id.", list, line, found));
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
        throw Error(ErrorKind::unreadable, say("{}: no such file. Check the name.", list));
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

workspace::Selection FeatureChoice::selection(const catalogue::Layer &layer) const {
    workspace::Selection result{
        {features.begin(), features.end()}, {projects.begin(), projects.end()}, where};
    if (!list.empty())
        read_list(list, layer, result);
    if (result.features.empty() && result.projects.empty() && result.where.empty())
        throw Error(ErrorKind::usage, say("No features were chosen. Choose them by project code, feature id, "
                                          "SQL condition or a list."));
    return result;
}

} // namespace qitu::commands
