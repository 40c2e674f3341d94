// Forks that come back as deliveries: their changes are offered to reviewers, who accept or reject each; then those that
// were accepted are merged, all of them or none. Both steps are done by the program itself, as a process of its own.
//
//     merge/changes.json      the changes with both sides, as "qitu merge --dry-run" prints them
//     merge/decisions.json    what was decided, as "qitu merge --decisions" reads it
//     merge/merged.json       what came of it
#pragma once

#include "sending.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace qitu::server {

class Merging {
  public:
    /// What a server that stopped left half done is made whole or taken back: a merge that stands in the workspace was
    /// done.
    Merging(House &house, Sending &sending, Sending::Tell tell);
    Merging(const Merging &) = delete;
    Merging &operator=(const Merging &) = delete;

    /// Begins to compare a delivery of one fork with the workspace. Throws Problem (409).
    Draft offer(const std::string &id, const users::User &sender);
    /// Forks of units that are the reviewer's, the latest first.
    [[nodiscard]] std::vector<Draft> offered_to(const users::User &reviewer) const;
    /// One of these. Throws Problem (404).
    [[nodiscard]] Draft find(const std::string &id, const users::User &reviewer) const;

    /// Whose it is, its state, how many changes there are, and how many of them were accepted and rejected.
    [[nodiscard]] nlohmann::ordered_json json_of(const Draft &draft) const;
    /// Changes from `offset` on, each with what was decided about it. Throws Problem (404) where it was not offered.
    [[nodiscard]] nlohmann::ordered_json changes(const Draft &draft, std::size_t offset,
                                                 std::size_t limit) const;
    /// {"offer", "changes", "decision": accept, reject or none, "reason"}. Throws Problem: 400; 403 for what a higher
    /// level decides; 404 for what is no change; 409 where the changes were listed anew meanwhile.
    Draft decide(const std::string &id, const users::User &reviewer, const nlohmann::ordered_json &body);
    /// Begins to merge, in the reviewer's name. Throws Problem (409) while a change is not decided.
    Draft merge(const std::string &id, const users::User &reviewer);

  private:
    struct Job {
        std::string id, owner;
        users::User user; // in whose name
    };
    [[nodiscard]] std::filesystem::path folder_of(const Draft &draft) const;
    [[nodiscard]] std::string fork_of(const Draft &draft) const;
    [[nodiscard]] bool landed(const Draft &draft) const;
    [[nodiscard]] nlohmann::ordered_json counts(const Draft &draft) const;
    void recover();
    void run_compare(const Job &job, const std::stop_token &stop);
    void run_merge(const Job &job, const std::stop_token &stop);
    [[nodiscard]] std::string compared(const Draft &draft, const std::stop_token &stop) const;
    struct Ran {
        bool made = false;
        std::string reason; // the last that it said
    };
    [[nodiscard]] Ran run(const Draft &draft, const std::string &account, const std::string &output,
                          const std::vector<std::string> &words, const std::stop_token &stop) const;
    void note(const Job &job, const char *action, DraftState state, const std::string &message);

    House &house_;
    Sending &sending_;
    Sending::Tell tell_;
    Workers workers_; // the last member
};

} // namespace qitu::server
