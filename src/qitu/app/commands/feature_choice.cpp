// Which features a command is about: by id, project, condition or list.
#include <qitu/app/commands/arguments.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/core/catalogue/field_ids.h>
#include <qitu/data/reader/table_file.h>
#include <qitu/data/workspace/stages.h>

namespace qitu::commands {

namespace {

[[noreturn]] void bad_list(const std::string &list, std::size_t line, const std::string &found) {
    throw Error(ErrorKind::unreadable, say("{}, line {}: \"{}\" is not a feature id.", list, line, found));
}

bool heads_ids(const std::string &word) {
    const std::string head = folded(word);
    return head == "fid" || head == "id" || head == "feature" || head == "要素";
}

bool heads_projects(const std::string &word, const catalogue::Layer &layer) {
    const std::string head = folded(word);
    const catalogue::Field *field = layer.field(catalogue::field_id::project_code);
    if (field == nullptr)
        return false;
    return head == field->id || head == folded(field->names.zh) || head == folded(field->names.en) ||
           std::any_of(field->aliases.begin(), field->aliases.end(),
                       [&](const std::string &alias) { return head == folded(alias); });
}

// The first column: ids under a head that says so, else project codes.
void read_list(const std::string &list, const catalogue::Layer &layer, workspace::Selection &selection) {
    bool ids = false;
    for (const reader::Record &record : reader::read_csv(list, ",;\t")) {
        std::string word = record.cells.front();
        word.resize(word.find_last_not_of(' ') + 1);
        if (word.empty() || (record.line == 1 && ((ids = heads_ids(word)) || heads_projects(word, layer))))
            continue;
        double id = 0;
        if (!ids)
            selection.projects.insert(word);
        else if (parse_number(word, id))
            selection.features.insert(static_cast<std::int64_t>(id));
        else
            bad_list(list, record.line, word);
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
