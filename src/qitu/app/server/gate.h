// Who asks: by session, by token, or by nobody's name where the server has no users.
#pragma once

#include "endpoint.h"
#include "sessions.h"

#include <qitu/app/users/users.h>

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

namespace qitu::server {

/// Somebody who was let in, and how.
struct Visitor {
    users::User user;
    std::optional<Session> session; // none: by a token, or without users
};

class Gate {
  public:
    /// Without a file everybody sees everything, and nobody changes anything.
    Gate(std::optional<std::filesystem::path> users, const catalogue::Catalogue &catalogue, const Now &now);

    [[nodiscard]] bool has_users() const { return file_.has_value(); }
    /// By the request's token or cookie; nobody where it has none. Throws Problem (401) for a token that is nobody's.
    std::optional<Visitor> visitor(const Request &request);
    /// Whose request this is, or who is meant to be logged in by it; "" where it is nobody's. For the log.
    std::string name_in(const Request &request);
    /// A change by a session has the session's CSRF token and comes from a page of this server. Throws Problem (403).
    static void refuse_foreign_change(const Request &request, const Visitor &visitor);

    /// {"name": …, "password": …} → a new session and its cookie. Throws Problem (401, 429).
    Response log_in(const Request &request);
    Response log_out(const Request &request);
    /// Who asks, and the CSRF token of the session.
    static Response told(const Visitor &visitor);

  private:
    std::shared_ptr<const users::Users> users();

    std::optional<std::filesystem::path> file_;
    const catalogue::Catalogue &catalogue_;
    Sessions sessions_;
    Lockout lockout_;
    std::mutex users_mutex_;
    std::shared_ptr<const users::Users> users_;
    std::filesystem::file_time_type users_at_;
    std::mutex hashing_; // one password at a time: each takes 64 MB
};

/// Scheme and host as the browser knows them; behind a proxy on this machine as the proxy says. Throws Problem (400)
/// for what is no host.
std::string base_of(const Request &request);
/// Who has sent the request; behind a proxy on this machine whom the proxy names last.
std::string sender_of(const Request &request);
bool is_loopback(std::string_view address);

} // namespace qitu::server
