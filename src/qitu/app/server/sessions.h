// Who has logged in: in memory, so that a restart ends all sessions.
#pragma once

#include "guard.h"

#include <optional>
#include <string>
#include <string_view>

namespace qitu::server {

struct Session {
    std::string user;
    std::string password_hash; // the user's then: another password ends the session
    std::string csrf;          // sent with each change, beside the cookie
    Clock::time_point begun, used;
};

/// Found by a random id that the browser keeps in a cookie; its digest is kept here. A session ends an hour after it
/// was used last, and twelve hours after it began.
class Sessions {
  public:
    explicit Sessions(Now now) : now_(std::move(now)) {}

    /// A new session and its id. An id that somebody brings along is never taken.
    std::pair<std::string, Session> begin(const std::string &user, const std::string &password_hash);
    std::optional<Session> find(std::string_view id);
    void end(std::string_view id);

  private:
    [[nodiscard]] bool over(const Session &session) const;

    Now now_;
    std::mutex mutex_;
    std::map<std::string, Session> sessions_; // by digest
};

} // namespace qitu::server
