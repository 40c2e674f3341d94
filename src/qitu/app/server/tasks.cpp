#include "tasks.h"

#include "http.h"
#include "program.h"

#include <qitu/app/users/secrets.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> task_states{"waiting", "running", "done", "failed"};
constexpr std::ptrdiff_t most_open = 3; // of a user
constexpr std::size_t most_kept = 60;   // of all
constexpr std::chrono::minutes longest_task{15};

std::string failure_of(const ProgramEnd &end, const fs::path &folder) {
    if (end.too_long)
        return say("It took too long and was stopped.");
    std::string said = trimmed(end.said);
    said = said.substr(said.rfind('\n') == std::string::npos ? 0 : said.rfind('\n') + 1);
    replace_all(said, folder.string() + "/", "");
    return said.empty() ? say("The program ended without a result.") : said;
}

} // namespace

std::string_view task_state_name(TaskState state) {
    return task_states[static_cast<std::size_t>(state)];
}

bool is_unfinished(TaskState state) {
    return state == TaskState::waiting || state == TaskState::running;
}

nlohmann::ordered_json json_of(const Task &task, const Tasks &tasks) {
    nlohmann::ordered_json json{{"id", task.id},           {"kind", task.kind},
                                {"name", task.name},       {"created", task.created},
                                {"message", task.message}, {"state", task_state_name(task.state)}};
    if (task.state == TaskState::running)
        json["progress"] = json_of(progress_in(tasks.run_folder(task)));
    return json;
}

Tasks::Tasks(const fs::path &folder) : folder_(fs::absolute(folder)), workers_(1, {}) {
    std::error_code missing;
    fs::remove_all(folder_, missing);
}

fs::path Tasks::run_folder(const Task &task) const {
    return folder_ / task.id;
}

fs::path Tasks::file_of(const Task &task) const {
    if (task.state != TaskState::done)
        throw not_found();
    return folder_ / task.id / "result" / task.name;
}

std::vector<Task> Tasks::of(const std::string &user) const {
    const std::scoped_lock lock(mutex_);
    std::vector<Task> own;
    std::copy_if(tasks_.rbegin(), tasks_.rend(), std::back_inserter(own),
                 [&](const Task &task) { return task.user == user; });
    return own;
}

Task Tasks::find(const std::string &id, const std::string &user) const {
    for (Task &task : of(user))
        if (task.id == id)
            return std::move(task);
    throw not_found();
}

void Tasks::set(const std::string &id, TaskState state, const std::string &message) {
    const std::scoped_lock lock(mutex_);
    for (Task &task : tasks_)
        if (task.id == id) {
            task.state = state;
            task.message = message;
        }
}

// \pre locked
void Tasks::forget_old() {
    while (tasks_.size() > most_kept) {
        const auto oldest = std::find_if(tasks_.begin(), tasks_.end(),
                                         [](const Task &task) { return !is_unfinished(task.state); });
        if (oldest == tasks_.end())
            return;
        std::error_code ignored;
        fs::remove_all(folder_ / oldest->id, ignored);
        tasks_.erase(oldest);
    }
}

Task Tasks::add(const std::string &user, const std::string &kind, const std::string &name,
                const std::function<std::vector<std::string>(const fs::path &)> &words) {
    Task task{users::random_secret(), user, kind, name, time_stamp()};
    const fs::path result = folder_ / task.id / "result";
    {
        const std::scoped_lock lock(mutex_);
        if (std::count_if(tasks_.begin(), tasks_.end(), [&](const Task &one) {
                return one.user == user && is_unfinished(one.state);
            }) >= most_open)
            throw Problem(429, say("Wait until what you have asked for is done."), 10);
        forget_old();
        fs::create_directories(result);
        fs::permissions(folder_, fs::perms::owner_all);
        tasks_.push_back(task);
    }
    workers_.add([this, id = task.id, line = words(result / name)](const std::stop_token &stop) {
        run(id, line, stop);
    });
    return task;
}

void Tasks::run(const std::string &id, const std::vector<std::string> &words, const std::stop_token &stop) {
    set(id, TaskState::running);
    const Task task = [&] {
        const std::scoped_lock lock(mutex_);
        return *std::find_if(tasks_.begin(), tasks_.end(), [&](const Task &one) { return one.id == id; });
    }();
    try {
        const ProgramEnd end = run_program({words, run_folder(task), task.user, longest_task},
                                           [&] { return !stop.stop_requested(); });
        const bool made = fs::exists(folder_ / id / "result" / task.name);
        set(id, made ? TaskState::done : TaskState::failed,
            made ? "" : failure_of(end, folder_ / id / "result"));
    } catch (const std::exception &error) {
        set(id, TaskState::failed, error.what());
    }
}

} // namespace qitu::server
