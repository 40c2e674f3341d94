// What takes longer than a request may and gives a file: reports, exports, seals. Each is run by the program itself as a
// process of its own. A server that stops forgets them; they change nothing, or are made again.
#pragma once

#include "workers.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::server {

enum class TaskState { waiting, running, done, failed };
std::string_view task_state_name(TaskState state);
bool is_unfinished(TaskState state);

struct Task {
    std::string id;
    std::string user;
    std::string kind; // report, export, seal
    std::string name; // of the file that it gives
    std::string created;
    TaskState state = TaskState::waiting;
    std::string message = {}; // why it failed
};

/// Any number of threads may ask. What is not the user's is answered as if it were not there (404).
class Tasks {
  public:
    /// The folder is made with the first task; what it held before is removed.
    explicit Tasks(const std::filesystem::path &folder);

    /// `words` of the command line for a file that it is to write. Throws Problem (429) where the user has several that
    /// are not done.
    Task add(const std::string &user, const std::string &kind, const std::string &name,
             const std::function<std::vector<std::string>(const std::filesystem::path &file)> &words);
    [[nodiscard]] std::vector<Task> of(const std::string &user) const; // the latest first
    [[nodiscard]] Task find(const std::string &id, const std::string &user) const;
    [[nodiscard]] std::filesystem::path file_of(const Task &task) const;
    [[nodiscard]] std::filesystem::path run_folder(const Task &task) const;

  private:
    void run(const std::string &id, const std::vector<std::string> &words, const std::stop_token &stop);
    void set(const std::string &id, TaskState state, const std::string &message = {});
    void forget_old();

    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    std::vector<Task> tasks_; // the latest last
    Workers workers_;         // the last member
};

/// How far it is, for its user.
nlohmann::ordered_json json_of(const Task &task, const Tasks &tasks);

} // namespace qitu::server
