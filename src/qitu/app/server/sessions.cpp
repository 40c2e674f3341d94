#include "sessions.h"

#include <qitu/app/users/secrets.h>

namespace qitu::server {

namespace {

constexpr std::chrono::hours longest_unused{1};
constexpr std::chrono::hours longest{12};

} // namespace

bool Sessions::over(const Session &session) const {
    return now_() - session.used > longest_unused || now_() - session.begun > longest;
}

std::pair<std::string, Session> Sessions::begin(const std::string &user, const std::string &password_hash) {
    std::string id = users::random_secret();
    Session session{user, password_hash, users::random_secret(), now_(), now_()};
    const std::scoped_lock lock(mutex_);
    std::erase_if(sessions_, [&](const auto &of) { return over(of.second); });
    sessions_[users::digest_of(id)] = session;
    return {std::move(id), std::move(session)};
}

std::optional<Session> Sessions::find(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    const auto found = sessions_.find(users::digest_of(id));
    if (found == sessions_.end() || over(found->second))
        return std::nullopt;
    found->second.used = now_();
    return found->second;
}

void Sessions::end(std::string_view id) {
    const std::scoped_lock lock(mutex_);
    sessions_.erase(users::digest_of(id));
}

} // namespace qitu::server
