// Answers requests: who asks, what for, and whether they may. Knows no sockets; any number of threads may ask.
#pragma once

#include "gate.h"
#include "guard.h"
#include "house.h"
#include "kept.h"
#include "merging.h"
#include "sending.h"
#include "tasks.h"

#include <qitu/app/server/server.h>

namespace qitu::server {

class Service {
  public:
    /// \pre the context's catalogue can be loaded. Throws Error for a workspace or a file of users that cannot be used.
    Service(const ServeCommand &command, const commands::Context &context, const Now &now = Clock::now);
    Service(const Service &) = delete;
    Service &operator=(const Service &) = delete;

    Response answer(const Request &request);
    /// What is refused before a body is read: too many requests, a body that does not say its length, another host.
    /// Throws Problem.
    void refuse_early(const Request &request);

  private:
    Response answered(const Request &request);
    [[nodiscard]] std::size_t largest_body(const Request &request);
    void refuse_wrong_role(const Endpoint &endpoint, const users::User &user) const;
    Response run(const Endpoint &endpoint, const Call &call);
    Response kept(const Endpoint &endpoint, const Call &call);
    void add_session_endpoints();
    void audit(const Request &request, const std::string &user, int status) const;

    std::function<void(const std::string &)> tell_;
    House house_;
    Gate gate_;
    RateLimit rate_;
    KeptAnswers kept_;
    Sending sending_;
    Merging merging_;
    Tasks tasks_;
    Endpoints endpoints_;
};

} // namespace qitu::server
