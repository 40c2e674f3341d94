#include "sending.h"

#include "program.h"
#include "read_options.h"
#include "sent_name.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/imports.h>
#include <qitu/data/workspace/workspace.h>

#include <algorithm>
#include <fstream>
#include <utility>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t checks_at_once = 2; // deliveries that are checked
constexpr std::chrono::minutes longest_run{15};
constexpr const char *check_folder = "check", *working_folder = "run";

} // namespace

Sending::Sending(House &house, const fs::path &folder, const DraftLimits &limits, Tell tell)
    : house_(house), drafts_(fs::absolute(folder), limits), tell_(std::move(tell)),
      workers_(checks_at_once, tell_) {
    recover();
}

void Sending::recover() {
    for (const Draft &draft : drafts_.all()) {
        if (draft.state != DraftState::checking && draft.state != DraftState::importing)
            continue;
        std::error_code ignored;
        fs::remove_all(run_folder(draft), ignored);
        const bool done = draft.state == DraftState::importing && landed(draft);
        drafts_.update(draft.id, draft.user, [&](Draft &one) {
            one.state = done                                 ? DraftState::imported
                        : one.state == DraftState::importing ? DraftState::checked
                                                             : DraftState::open;
            one.message = done ? "" : say("The server was stopped meanwhile. Begin this step again.");
        });
    }
}

fs::path Sending::run_folder(const Draft &draft) const {
    return drafts_.folder_of(draft) / working_folder;
}

fs::path Sending::made_by_check(const Draft &draft, const std::string &name) const {
    fs::path file = drafts_.folder_of(draft) / check_folder / name;
    if (draft.state == DraftState::open || draft.state == DraftState::checking || !fs::is_regular_file(file))
        throw not_found();
    return file;
}

std::string Sending::without_folders(std::string text, const Draft &draft) const {
    const fs::path folder = drafts_.folder_of(draft);
    replace_all(text, (folder / "files").string() + "/", "");
    replace_all(text, folder.string() + "/", "");
    replace_all(text, house_.workspace.string(), house_.name());
    return text;
}

bool Sending::landed(const Draft &draft) const {
    const std::string folder = drafts_.folder_of(draft).string() + "/";
    const auto imports = workspace::imports(workspace::Workspace::open(house_.workspace, true));
    return std::any_of(imports.begin(), imports.end(), [&](const workspace::ImportRecord &import) {
        return import.file.starts_with(folder);
    });
}

Json Sending::profile_of(const std::string &user) const {
    const Json all = Json::parse(workspace::Workspace::open(house_.workspace, true).meta("import_profiles"),
                                 nullptr, false);
    return all.is_object() && all.contains(user) ? all.at(user) : Json::object();
}

std::vector<std::string> Sending::words_of(const Draft &draft, const users::User &user) const {
    std::vector<std::string> words = house_.program_words();
    words.insert(words.end(), {"import", house_.workspace.string(), draft.layer});
    for (const fs::path &file : without_parts(drafts_.files_of(draft)))
        words.push_back(file.string());
    if (user.admin != house_.catalogue().region().code)
        words.push_back("--admin=" + user.admin);
    if (says_fields(draft.options) || !profile_of(user.name).empty())
        words.push_back("--profile=" + user.name);
    const std::vector<std::string> more = words_of_options(draft.options);
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

void log_job(const Sending::Tell &tell, const std::string &user, const char *action, const Draft &draft) {
    if (!tell)
        return;
    const Json line{{"time", time_stamp()}, {"user", user},         {"delivery", draft.id},
                    {"action", action},     {"layer", draft.layer}, {"state", draft_state_name(draft.state)}};
    tell(line.dump(-1, ' ', true, Json::error_handler_t::replace));
}

// What the program writes lies in run/ until it has ended, and then takes the place of what was there before.
Sending::Ran Sending::run(const Job &job, const Draft &draft, const std::vector<std::string> &outputs,
                          const std::stop_token &stop) const {
    const fs::path folder = run_folder(draft), out = folder / check_folder,
                   kept = drafts_.folder_of(draft) / check_folder;
    fs::remove_all(folder);
    fs::remove(kept / outputs.front()); // of an attempt before
    fs::create_directories(out);
    ProgramRun program{job.words, folder, job.user.name, longest_run};
    for (const std::string &output : outputs)
        program.words.push_back("--output=" + (out / output).string());
    const ProgramEnd end = run_program(program, [&] { return !stop.stop_requested(); });
    const bool made = fs::exists(out / outputs.front());
    fs::create_directories(kept);
    for (const auto &file : fs::directory_iterator(out))
        fs::rename(file.path(), kept / file.path().filename());
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return {made, without_folders(reason_of(end), draft)};
}

namespace {

/// Why an import was refused, without what the command line would offer then.
std::string refusal_in(const fs::path &file, const std::string &otherwise) {
    std::ifstream in(file);
    const Json json = in ? Json::parse(in, nullptr, false) : Json();
    if (!json.is_object())
        return otherwise;
    const std::string refusal = json.value("error", json.value("refusal", std::string()));
    return refusal.empty() ? otherwise : refusal;
}

} // namespace

void Sending::run_check(const Job &job, const std::stop_token &stop) {
    const Draft draft = drafts_.find(job.id, job.user.name);
    Ran ran;
    try {
        fs::remove_all(drafts_.folder_of(draft) / check_folder);
        ran = run(job, draft,
                  {"check.json", "findings.xlsx", "findings.html", "findings.gpkg", "findings.csv"}, stop);
    } catch (const std::exception &error) {
        ran.reason = error.what();
    }
    log_job(tell_, job.user.name, "check", drafts_.update(job.id, job.user.name, [&](Draft &one) {
        one.state = ran.made ? DraftState::checked : DraftState::open;
        one.message = ran.made ? "" : ran.reason;
    }));
}

void Sending::run_import(const Job &job, const std::stop_token &stop) {
    const std::scoped_lock one_at_a_time(importing_);
    const Draft draft = drafts_.find(job.id, job.user.name);
    std::string reason;
    try {
        reason = refusal_in(drafts_.folder_of(draft) / check_folder / "import.json",
                            run(job, draft, {"import.json"}, stop).reason);
    } catch (const std::exception &error) {
        reason = error.what();
    }
    const bool done = landed(draft);
    log_job(tell_, job.user.name, "import", drafts_.update(job.id, job.user.name, [&](Draft &one) {
        one.state = done ? DraftState::imported : DraftState::checked;
        one.message = done ? "" : without_folders(reason, draft);
    }));
}

Draft Sending::check(const std::string &id, const users::User &user, const Json &options) {
    const std::string layer = refuse_bad_options(options, house_);
    Draft draft = drafts_.update(id, user.name, [&](Draft &one) {
        if (!one.complete() || (one.state != DraftState::open && one.state != DraftState::checked))
            throw Problem(409, say("The delivery is not complete, or is being worked on."));
        one.state = DraftState::checking;
        one.layer = layer;
        one.options = options;
        one.message.clear();
    });
    Job job{id, user, words_of(draft, user)};
    job.words.emplace_back("--dry-run");
    workers_.add([this, job](const std::stop_token &stop) { run_check(job, stop); });
    return draft;
}

Draft Sending::accept(const std::string &id, const users::User &user, const Json &choice) {
    const std::vector<std::string> words = words_of_choice(choice, user);
    Draft draft = drafts_.update(id, user.name, [&](Draft &one) {
        if (one.state != DraftState::checked)
            throw Problem(409, say("Only what was checked, and not changed since, can be accepted."));
        one.state = DraftState::importing;
        one.message.clear();
    });
    Job job{id, user, words_of(draft, user)};
    job.words.insert(job.words.end(), words.begin(), words.end());
    workers_.add([this, job](const std::stop_token &stop) { run_import(job, stop); });
    return draft;
}

nlohmann::ordered_json json_of(const DraftFile &file) {
    return {{"name", file.name}, {"size", file.size}, {"received", file.received}, {"whole", file.whole}};
}

nlohmann::ordered_json json_of(const Draft &draft, const Sending &sending) {
    Json files = Json::array();
    for (const DraftFile &file : draft.files)
        files.push_back(json_of(file));
    Json json{{"id", draft.id},           {"state", draft_state_name(draft.state)},
              {"layer", draft.layer},     {"created", draft.created},
              {"touched", draft.touched}, {"message", draft.message},
              {"options", draft.options}, {"files", files}};
    if (is_busy(draft.state))
        json["progress"] = json_of(progress_in(sending.run_folder(draft)));
    return json;
}

} // namespace qitu::server
