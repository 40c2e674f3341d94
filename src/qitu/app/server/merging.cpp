#include "merging.h"

#include "body.h"
#include "program.h"
#include "wanted.h"

#include <qitu/app/users/secrets.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/workspace.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <utility>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char *merge_folder = "merge", *changes_file = "changes.json",
                     *decisions_file = "decisions.json", *merged_file = "merged.json";
constexpr std::uintmax_t most_changes = std::uintmax_t{64} << 20U; // bytes of their list
constexpr std::chrono::minutes longest_merge{15};

/// Null where there is none.
Json json_in(const fs::path &file) {
    std::ifstream in(file);
    return in ? Json::parse(in, nullptr, false) : Json();
}

void write_json_to(const fs::path &file, const Json &json) {
    write_whole(file, [&](std::ostream &out) {
        out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
    });
}

std::map<std::string, Json> by_change(const Json &rows) {
    std::map<std::string, Json> result;
    for (const Json &row : rows)
        result.emplace(row.at("change").get<std::string>(), row);
    return result;
}

Json decided_anew(const Json &changes) {
    return {{"offer", users::random_secret()},
            {"listed", changes.at("record")},
            {"changes", changes.at("changes").size()},
            {"decisions", Json::array()}};
}

/// Decisions about changes that are what they were.
Json decided_before(const Json &decisions, const Json &before, const Json &now) {
    if (!decisions.is_object() || !before.is_object())
        return Json::array();
    const std::map<std::string, Json> old = by_change(before.at("changes")),
                                      fresh = by_change(now.at("changes"));
    Json kept = Json::array();
    for (const Json &decision : decisions.at("decisions")) {
        const std::string change = decision.at("change");
        const auto then = old.find(change), today = fresh.find(change);
        if (then != old.end() && today != fresh.end() && then->second == today->second)
            kept.push_back(decision);
    }
    return kept;
}

std::vector<std::string> texts_in(const Json &body, const char *key) {
    const auto found = body.find(key);
    if (found == body.end() || !found->is_array() || found->empty() ||
        !std::all_of(found->begin(), found->end(), [](const Json &one) { return one.is_string(); }))
        throw bad_request(say("\"{}\" is a list of changes.", key));
    return found->get<std::vector<std::string>>();
}

std::string decision_in(const Json &body) {
    std::string decision = text_in(body, "decision");
    if (decision != "accept" && decision != "reject" && decision != "none")
        throw bad_request(say("\"{}\" is {}.", "decision", "accept, reject, none"));
    if (decision == "reject" && trimmed(optional_text_in(body, "reason")).empty())
        throw bad_request(say("\"{}\" is missing.", "reason"));
    return decision;
}

void refuse_higher_level(const Json &change, workspace::ReviewLevel own) {
    const std::string least = change.at("level");
    if (!least.empty() && workspace::review_level_from(least) > own)
        throw Problem(403, say("{}: only a reviewer of a higher level may accept it.",
                               change.at("change").get<std::string>()));
}

/// Why a merge was refused; "" where it was not.
std::string refusal_of(const Json &merged) {
    if (const Json &refused = merged.at("refused"); !refused.empty())
        return refused.front().at("reason").get<std::string>() + ".";
    return merged.at("refusal");
}

bool may_be_offered(const Draft &draft) {
    return draft.complete() && draft.files.size() == 1 &&
           folded(fs::path(draft.files.front().name).extension().string()) == ".gpkg" &&
           (draft.state == DraftState::open || draft.state == DraftState::checked);
}

bool is_offered(const Draft &draft) {
    return draft.state == DraftState::offered || draft.state == DraftState::merging ||
           draft.state == DraftState::merged;
}

} // namespace

Merging::Merging(House &house, Sending &sending, Sending::Tell tell)
    : house_(house), sending_(sending), tell_(std::move(tell)), workers_(1, tell_) {
    recover();
}

void Merging::recover() {
    for (const Draft &draft : sending_.drafts().all()) {
        if (draft.state != DraftState::comparing && draft.state != DraftState::merging)
            continue;
        std::error_code ignored;
        fs::remove_all(sending_.run_folder(draft), ignored);
        const bool done = draft.state == DraftState::merging && landed(draft);
        sending_.drafts().update(draft.id, draft.user, [&](Draft &one) {
            one.state = done                               ? DraftState::merged
                        : one.state == DraftState::merging ? DraftState::offered
                                                           : DraftState::open;
            one.message = done ? "" : say("The server was stopped meanwhile. Begin this step again.");
        });
    }
}

fs::path Merging::folder_of(const Draft &draft) const {
    return sending_.drafts().folder_of(draft) / merge_folder;
}

std::string Merging::fork_of(const Draft &draft) const {
    const Json changes = json_in(folder_of(draft) / changes_file);
    return changes.is_object() ? changes.value("fork", "") : "";
}

bool Merging::landed(const Draft &draft) const {
    const std::string fork = fork_of(draft);
    return !fork.empty() &&
           !workspace::Workspace::open(house_.workspace, true).meta("merged_" + fork).empty();
}

std::vector<Draft> Merging::offered_to(const users::User &reviewer) const {
    std::vector<Draft> drafts = sending_.drafts().all();
    std::erase_if(drafts, [&](const Draft &draft) {
        return !is_offered(draft) || !users::sees(house_.catalogue(), reviewer, draft.admin);
    });
    return drafts;
}

Draft Merging::find(const std::string &id, const users::User &reviewer) const {
    Draft draft = sending_.drafts().read(id);
    if (!is_offered(draft) || !users::sees(house_.catalogue(), reviewer, draft.admin))
        throw not_found();
    return draft;
}

Json Merging::counts(const Draft &draft) const {
    const Json decisions = json_in(folder_of(draft) / decisions_file);
    if (!is_offered(draft) || !decisions.is_object())
        return Json::object();
    std::size_t accepted = 0;
    for (const Json &one : decisions.at("decisions"))
        accepted += one.at("decision") == "accept" ? 1 : 0;
    return {{"changes", decisions.at("changes")},
            {"accepted", accepted},
            {"rejected", decisions.at("decisions").size() - accepted}};
}

Json Merging::json_of(const Draft &draft) const {
    return {{"id", draft.id},           {"user", draft.user},
            {"admin", draft.admin},     {"file", draft.files.empty() ? "" : draft.files.front().name},
            {"created", draft.created}, {"state", draft_state_name(draft.state)},
            {"message", draft.message}, {"counts", counts(draft)}};
}

Json Merging::changes(const Draft &draft, std::size_t offset, std::size_t limit) const {
    const Json listed = json_in(folder_of(draft) / changes_file),
               decisions = json_in(folder_of(draft) / decisions_file);
    if (!is_offered(draft) || !listed.is_object() || !decisions.is_object())
        throw not_found();
    const std::map<std::string, Json> decided = by_change(decisions.at("decisions"));
    const Json &all = listed.at("changes");
    Json rows = Json::array();
    for (std::size_t i = offset; i < all.size() && rows.size() < limit; ++i) {
        Json row = all[i];
        const auto found = decided.find(row.at("change").get<std::string>());
        const Json decision = found == decided.end() ? Json::object() : found->second;
        row["decision"] = decision.value("decision", "none");
        row["reason"] = decision.value("reason", "");
        row["decided_by"] = decision.value("by", "");
        rows.push_back(std::move(row));
    }
    return {{"offer", decisions.at("offer")},
            {"changes", all.size()},
            {"undecided", all.size() - decided.size()},
            {"rows", std::move(rows)}};
}

Draft Merging::decide(const std::string &id, const users::User &reviewer, const Json &body) {
    refuse_other_keys(body, {"offer", "changes", "decision", "reason"});
    const std::vector<std::string> named = texts_in(body, "changes");
    const std::string decision = decision_in(body), offer = text_in(body, "offer");
    const workspace::ReviewLevel level = level_of(house_.catalogue(), reviewer.admin);
    const Draft found = find(id, reviewer);
    return sending_.drafts().update(id, found.user, [&](Draft &draft) {
        const fs::path file = folder_of(draft) / decisions_file;
        Json decisions = json_in(file);
        if (draft.state != DraftState::offered || decisions.at("offer") != offer)
            throw Problem(409, say("The changes were listed anew, or are being merged. Look at them again."));
        const std::map<std::string, Json> known =
            by_change(json_in(folder_of(draft) / changes_file).at("changes"));
        std::map<std::string, Json> decided = by_change(decisions.at("decisions"));
        for (const std::string &change : named) {
            if (!known.contains(change))
                throw not_found();
            if (decision == "accept")
                refuse_higher_level(known.at(change), level);
            decided.erase(change);
            if (decision != "none")
                decided[change] = {{"change", change},
                                   {"decision", decision},
                                   {"reason", optional_text_in(body, "reason")},
                                   {"by", reviewer.name}};
        }
        decisions["decisions"] = Json::array();
        for (auto &[change, one] : decided)
            decisions["decisions"].push_back(std::move(one));
        write_json_to(file, decisions);
    });
}

Draft Merging::offer(const std::string &id, const users::User &sender) {
    Draft draft = sending_.drafts().update(id, sender.name, [&](Draft &one) {
        if (!may_be_offered(one))
            throw Problem(409, say("A fork is one file .gpkg by itself, all of it there."));
        one.state = DraftState::comparing;
        one.admin = sender.admin;
        one.message.clear();
    });
    workers_.add(
        [this, job = Job{id, sender.name, sender}](const std::stop_token &stop) { run_compare(job, stop); });
    return draft;
}

Draft Merging::merge(const std::string &id, const users::User &reviewer) {
    const Draft found = find(id, reviewer);
    Draft draft = sending_.drafts().update(id, found.user, [&](Draft &one) {
        const Json decisions = json_in(folder_of(one) / decisions_file);
        if (one.state != DraftState::offered)
            throw Problem(409, say("The changes were listed anew, or are being merged. Look at them again."));
        if (const std::size_t decided = decisions.at("decisions").size(), all = decisions.at("changes");
            decided < all)
            throw Problem(409, say("{} changes are not decided.", all - decided));
        one.state = DraftState::merging;
        one.message.clear();
    });
    workers_.add(
        [this, job = Job{id, found.user, reviewer}](const std::stop_token &stop) { run_merge(job, stop); });
    return draft;
}

// What the program writes lies in run/ until it has ended, and then takes the place of what was there before.
Merging::Ran Merging::run(const Draft &draft, const std::string &account, const std::string &output,
                          const std::vector<std::string> &words, const std::stop_token &stop) const {
    const fs::path folder = sending_.run_folder(draft), made = folder / output;
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::create_directories(folder_of(draft));
    fs::remove(folder_of(draft) / output);
    ProgramRun program{house_.program_words(), folder, account, longest_merge};
    program.words.insert(program.words.end(), {"merge", house_.workspace.string(),
                                               sending_.drafts().files_of(draft).front().string(),
                                               "--format=json", "--output=" + made.string()});
    if (draft.admin != house_.catalogue().region().code)
        program.words.push_back("--admin=" + draft.admin);
    program.words.insert(program.words.end(), words.begin(), words.end());
    const ProgramEnd end = run_program(program, [&] { return !stop.stop_requested(); });
    const bool there = fs::exists(made);
    if (there)
        fs::rename(made, folder_of(draft) / output);
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    return {there, sending_.without_folders(reason_of(end), draft)};
}

/// Why there is nothing to offer; "" where there is.
std::string Merging::compared(const Draft &draft, const std::stop_token &stop) const {
    const fs::path list = folder_of(draft) / changes_file, decisions = folder_of(draft) / decisions_file;
    const Json before = json_in(list);
    const Ran ran = run(draft, draft.user, changes_file, {"--dry-run"}, stop);
    if (!ran.made)
        return ran.reason;
    if (fs::file_size(list) > most_changes)
        return say("The fork has too many changes to be looked at one by one.");
    const Json changes = json_in(list);
    if (!changes.at("refused").empty())
        return refusal_of(changes);
    if (changes.at("changes").empty())
        return say("The file has no changes.");
    Json decided = decided_anew(changes);
    decided["decisions"] = decided_before(json_in(decisions), before, changes);
    write_json_to(decisions, decided);
    return {};
}

void Merging::note(const Job &job, const char *action, DraftState state, const std::string &message) {
    const Draft draft = sending_.drafts().update(job.id, job.owner, [&](Draft &one) {
        one.state = state;
        one.message = message;
    });
    log_job(tell_, job.user.name, action, draft);
}

void Merging::run_compare(const Job &job, const std::stop_token &stop) {
    std::string reason;
    try {
        const Draft draft = sending_.drafts().find(job.id, job.owner);
        std::error_code ignored;
        fs::remove_all(folder_of(draft), ignored); // of an offer before
        reason = compared(draft, stop);
        if (stop.stop_requested())
            return;
    } catch (const std::exception &error) {
        reason = error.what();
    }
    note(job, "offer", reason.empty() ? DraftState::offered : DraftState::open, reason);
}

// What was refused is compared again: the workspace has changed meanwhile.
void Merging::run_merge(const Job &job, const std::stop_token &stop) {
    const Draft draft = sending_.drafts().find(job.id, job.owner);
    std::string reason;
    DraftState state = DraftState::offered;
    try {
        const auto level = workspace::review_level_name(level_of(house_.catalogue(), job.user.admin));
        const Ran ran = run(
            draft, job.user.name, merged_file,
            {"--decisions=" + (folder_of(draft) / decisions_file).string(), fmt::format("--level={}", level)},
            stop);
        const Json merged = json_in(folder_of(draft) / merged_file);
        reason = merged.is_object() ? refusal_of(merged) : ran.reason;
        if (stop.stop_requested())
            return;        // what became of it is seen when the server begins again
        if (landed(draft)) // perhaps by somebody else, which the reason says
            state = DraftState::merged;
        else if (const std::string why = compared(draft, stop); !why.empty()) {
            state = DraftState::open;
            reason = why;
        }
    } catch (const std::exception &error) {
        reason = error.what();
    }
    note(job, "merge", state, reason);
}

} // namespace qitu::server
