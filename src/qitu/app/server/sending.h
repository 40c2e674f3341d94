// Checking deliveries and importing them: by the program itself, as a process of its own.
#pragma once

#include "drafts.h"
#include "house.h"
#include "workers.h"

#include <qitu/app/users/users.h>

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace qitu::server {

class Sending {
  public:
    /// A line of JSON for the log.
    using Tell = Workers::Tell;

    /// What a server that stopped left half done is made whole or taken back: an import that stands in the workspace
    /// was done.
    Sending(House &house, const std::filesystem::path &folder, const DraftLimits &limits, Tell tell);
    Sending(const Sending &) = delete;
    Sending &operator=(const Sending &) = delete;

    [[nodiscard]] Drafts &drafts() { return drafts_; }

    /// Begins to check a complete delivery. `options`: layer, and how the files are to be read. Throws Problem (400, 409).
    Draft check(const std::string &id, const users::User &user, const nlohmann::ordered_json &options);
    /// Begins to import one that was checked. `choice`: in_spite, replace, append, again. Throws Problem (400, 403, 409).
    Draft accept(const std::string &id, const users::User &user, const nlohmann::ordered_json &choice);

    /// A file that the check made: check.json, findings.xlsx … Throws Problem (404).
    [[nodiscard]] std::filesystem::path made_by_check(const Draft &draft, const std::string &name) const;
    /// The text without the folders of this server.
    [[nodiscard]] std::string without_folders(std::string text, const Draft &draft) const;
    /// While it is worked on: the folder of that.
    [[nodiscard]] std::filesystem::path run_folder(const Draft &draft) const;
    /// What the workspace keeps of this sender's fields and words; {} for nothing.
    [[nodiscard]] nlohmann::ordered_json profile_of(const std::string &user) const;

  private:
    struct Job {
        std::string id;
        users::User user;
        std::vector<std::string> words; // of the command line, without what it writes
    };
    void recover();
    void run_check(const Job &job, const std::stop_token &stop);
    void run_import(const Job &job, const std::stop_token &stop);
    struct Ran {
        bool made = false;  // what it was to write
        std::string reason; // the last that it said
    };
    [[nodiscard]] Ran run(const Job &job, const Draft &draft, const std::vector<std::string> &outputs,
                          const std::stop_token &stop) const;
    [[nodiscard]] bool landed(const Draft &draft) const;
    [[nodiscard]] std::vector<std::string> words_of(const Draft &draft, const users::User &user) const;

    House &house_;
    Drafts drafts_;
    Tell tell_;
    std::mutex importing_; // one at a time: the others would wait for the file
    Workers workers_;      // the last member: nothing may run that uses the others
};

nlohmann::ordered_json json_of(const DraftFile &file);
/// How far it is, for its sender.
nlohmann::ordered_json json_of(const Draft &draft, const Sending &sending);
/// A line of JSON for the log: what was done with a delivery, by whom, and what came of it.
void log_job(const Sending::Tell &tell, const std::string &user, const char *action, const Draft &draft);

} // namespace qitu::server
