// Deliveries on their way: files that users send in pieces, until they are imported or given up. They lie in a folder,
// so that neither a server that stops nor a browser that is closed loses what was acknowledged.
//
//     FOLDER/ID/delivery.json     whose it is, its state, which files belong to it
//     FOLDER/ID/parts/NAME        a file that is not whole yet
//     FOLDER/ID/files/NAME        one that is
//     FOLDER/ID/check/            what the check of them gave
//     FOLDER/ID/merge/            of a fork: its changes, what was decided about them, and what came of it
#pragma once

#include "http.h"

#include <nlohmann/json.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::server {

enum class DraftState { open, checking, checked, importing, imported, comparing, offered, merging, merged };
std::string_view draft_state_name(DraftState state);
/// Something is being done with it.
bool is_busy(DraftState state);

struct DraftFile {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t received = 0; // where the next piece begins
    bool whole = false;         // all of it is there, and its digest is right
};

struct Draft {
    std::string id;
    std::string user;
    std::string created, touched; // UTC
    DraftState state = DraftState::open;
    std::string layer;
    std::string admin;   // of a fork that was offered: code of the sender's unit
    std::string message; // why it could not be checked, imported or merged
    nlohmann::ordered_json options = nlohmann::ordered_json::object(); // how its files are to be read
    std::vector<DraftFile> files;

    /// There are files, and each is whole.
    [[nodiscard]] bool complete() const;
};

struct DraftLimits {
    std::uint64_t bytes = std::uint64_t{1} << 30U;         // of one delivery
    std::uint64_t bytes_of_user = std::uint64_t{4} << 30U; // of all that a user has here
    std::size_t files = 200;                               // of one delivery
    std::size_t drafts = 20;                               // of a user
    std::chrono::hours age{24 * 14};                       // since it was touched
};

/// Any number of threads may ask. Whatever is not the user's is answered as if it were not there (404).
class Drafts {
  public:
    Drafts(std::filesystem::path folder, const DraftLimits &limits);

    [[nodiscard]] const DraftLimits &limits() const { return limits_; }
    [[nodiscard]] std::vector<Draft> of(const std::string &user) const; // the latest first
    [[nodiscard]] std::vector<Draft> all() const;
    [[nodiscard]] Draft find(const std::string &id, const std::string &user) const;
    /// Whosever it is. Throws Problem (404) for what is none.
    [[nodiscard]] Draft read(const std::string &id) const;
    [[nodiscard]] std::filesystem::path folder_of(const Draft &draft) const { return folder_ / draft.id; }
    /// Those that are whole.
    [[nodiscard]] std::vector<std::filesystem::path> files_of(const Draft &draft) const;

    /// Removes those that are too old before. Throws Problem (409, 507).
    Draft create(const std::string &user);
    void remove(const std::string &id, const std::string &user);
    /// Throws Problem: 400 for a name that is none, 409 for one that is there, 413 for what exceeds the limits.
    DraftFile add_file(const std::string &id, const std::string &user, const std::string &name,
                       std::uint64_t size);
    /// Appends a piece; when this returns it is on the disk. Throws Problem (409) where it does not begin at the end of
    /// what is there, 507 where there is no room.
    DraftFile append(const std::string &id, const std::string &user, const std::string &name,
                     std::uint64_t offset, std::string_view bytes);
    /// The file is whole. Throws Problem (409) where something is missing, and where its SHA-256 is another one; it is
    /// to be sent again then.
    DraftFile finish(const std::string &id, const std::string &user, const std::string &name,
                     const std::string &sha256);
    void remove_file(const std::string &id, const std::string &user, const std::string &name);
    /// Another number whenever something was noted about any delivery.
    [[nodiscard]] std::uint64_t version() const { return version_; }
    /// Changes what is noted, unless `change` throws.
    Draft update(const std::string &id, const std::string &user, const std::function<void(Draft &)> &change);

  private:
    void write(Draft &draft) const;
    std::mutex &lock_of(const std::string &id) const;
    /// Of an open delivery; afterwards what was checked does not count any more.
    DraftFile change_file(const std::string &id, const std::string &user, const std::string &name,
                          const std::function<void(const Draft &, DraftFile &)> &change);
    void remove_old() const;
    void refuse_full(std::uint64_t more) const;

    std::filesystem::path folder_;
    DraftLimits limits_;
    mutable std::mutex creating_;
    mutable std::array<std::mutex, 16> locks_;
    mutable std::atomic<std::uint64_t> version_ = 0;
};

} // namespace qitu::server
