#include "service.h"

#include "endpoints.h"
#include "page_files.h"
#include "wanted.h"

#include <qitu/core/base/clock.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/server.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <new>
#include <utility>

namespace qitu::server {

namespace {

constexpr std::chrono::seconds longest_computation{60};
constexpr std::size_t kept_bytes = std::size_t{64} << 20U;
constexpr double burst = 400, per_second = 50; // a map asks for many tiles at once
constexpr std::size_t longest_path = 1000;

std::optional<std::filesystem::path> file_of(const std::string &users) {
    return users.empty() ? std::nullopt : std::optional<std::filesystem::path>(users);
}

// Without users nobody sends anything.
std::filesystem::path deliveries_of(const ServeCommand &command) {
    if (!command.deliveries.empty())
        return command.deliveries;
    if (!workspace::is_server(command.workspace))
        return command.workspace + ".deliveries";
    if (!command.users.empty())
        throw Error(ErrorKind::usage, say("{}: a database has no folder beside it for deliveries. Name one.",
                                          command.workspace));
    return "qitu.deliveries";
}

DraftLimits limits_of(const ServeCommand &command) {
    DraftLimits limits;
    limits.bytes = std::uint64_t{command.delivery_mb} << 20U;
    limits.bytes_of_user = 4 * limits.bytes;
    limits.age = std::chrono::hours(24 * command.delivery_days);
    return limits;
}

int status_of(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::usage:
        return 400;
    case ErrorKind::refused:
        return 409;
    case ErrorKind::unreadable:
        break;
    }
    return 500;
}

// Headers of every answer. The page loads nothing from elsewhere and runs no script that is not a file of its own.
void add_safe_headers(Response &response) {
    response.headers.insert(response.headers.end(),
                            {{"Content-Security-Policy",
                              "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
                              "frame-ancestors 'none'"},
                             {"X-Content-Type-Options", "nosniff"},
                             {"X-Frame-Options", "DENY"},
                             {"Referrer-Policy", "no-referrer"},
                             {"Cross-Origin-Resource-Policy", "same-origin"}});
}

bool changes(const Request &request) {
    return request.method != "GET" && request.method != "HEAD";
}

std::string tag_of(const std::string &key) {
    return "\"" + sha256_hex(key).substr(0, 32) + "\"";
}

} // namespace

Service::Service(const ServeCommand &command, const commands::Context &context, const Now &now)
    : tell_(command.tell), house_(command.workspace, context, longest_computation),
      gate_(file_of(command.users), house_.catalogue(), now), rate_(burst, per_second, now),
      kept_(kept_bytes), sending_(house_, deliveries_of(command), limits_of(command), command.tell),
      merging_(house_, sending_, command.tell), tasks_(deliveries_of(command) / "tasks") {
    workspace::Workspace::open(house_.workspace, true); // says now what is wrong with it
    add_landing(endpoints_, endpoints_, house_);
    add_session_endpoints();
    add_features(endpoints_, house_);
    add_tiles(endpoints_, house_);
    add_figures(endpoints_, house_);
    add_reviews(endpoints_, house_);
    add_deliveries(endpoints_, house_, sending_);
    add_merges(endpoints_, sending_, merging_);
    add_handing_in(endpoints_, house_, tasks_);
    add_events(endpoints_, sending_, merging_, tasks_);
}

void Service::add_session_endpoints() {
    endpoints_.push_back(
        {.path = "/session",
         .id = "whoami",
         .summary = translated("Who is logged in"),
         .answer = [this](const Call &call) { return Gate::told(*gate_.visitor(call.request)); }});
    if (!gate_.has_users())
        return;
    endpoints_.push_back({.method = "POST",
                          .path = "/session",
                          .id = "login",
                          .summary = translated("Log in: an object with name and password"),
                          .door = Door::open,
                          .body = Body{{{"name", "string", translated("Name of the user")},
                                        {"password", "string", translated("The user's password")}}},
                          .answer = [this](const Call &call) { return gate_.log_in(call.request); }});
    endpoints_.push_back({.method = "DELETE",
                          .path = "/session",
                          .id = "logout",
                          .summary = translated("Log out"),
                          .answer = [this](const Call &call) { return gate_.log_out(call.request); }});
}

void Service::refuse_early(const Request &request) {
    if (!rate_.take(sender_of(request)))
        throw Problem(429, say("Too many requests. Ask again later."), 5);
    if (request.path.size() > longest_path)
        throw Problem(414, say("The address is too long."));
    if (!request.header("transfer-encoding").empty())
        throw Problem(411, say("The body must say its length."));
    if (!request.header("content-encoding").empty())
        throw Problem(415, say("The body must not be compressed."));
    const auto length = plain_number(request.header("content-length"));
    if (length && *length > static_cast<double>(largest_body(request)))
        throw Problem(413, say("The body is too long."));
    // A page of another name that leads here (DNS rebinding) would read what is meant for this machine only.
    const std::string base = base_of(request);
    std::string_view host = std::string_view(base).substr(base.find("//") + 2);
    host = host.starts_with('[') ? host.substr(1, host.find(']') - 1) : host.substr(0, host.find(':'));
    if (!gate_.has_users() && !is_loopback(host))
        throw Problem(421, say("Without users only this machine is answered."));
}

// What is longer than usual is read from those only who may send it.
std::size_t Service::largest_body(const Request &request) {
    for (const Endpoint &endpoint : endpoints_)
        if (endpoint.body && endpoint.method == request.method && endpoint.matched(request.path)) {
            if (endpoint.body->most <= Body().most)
                break;
            const std::optional<Visitor> visitor = gate_.visitor(request);
            if (!visitor)
                throw Problem(401, say("Log in, or send a token."));
            refuse_wrong_role(endpoint, visitor->user);
            return endpoint.body->most;
        }
    return Body().most;
}

void Service::refuse_wrong_role(const Endpoint &endpoint, const users::User &user) const {
    if (endpoint.door == Door::reviewers && user.role != users::Role::reviewer)
        throw Problem(403, say("Only reviewers may do this."));
    if (endpoint.door == Door::senders && !gate_.has_users())
        throw Problem(403, say("Without users nothing can be changed."));
    if (endpoint.door == Door::senders && user.role == users::Role::reviewer)
        throw Problem(403, say("Reviewers do not send what they are to review."));
}

void Service::audit(const Request &request, const std::string &user, int status) const {
    if (!tell_)
        return;
    const nlohmann::ordered_json line{{"time", time_stamp()},       {"user", user},
                                      {"from", sender_of(request)}, {"method", request.method},
                                      {"path", request.path},       {"status", status}};
    tell_(line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

Response Service::kept(const Endpoint &endpoint, const Call &call) {
    const std::string key = fmt::format("{}\n{}\n{}\n{}?{}", house_.state(), call.user.admin, call.base,
                                        call.request.path, query_without(call.request, {}));
    const std::string tag = tag_of(key);
    Response response;
    if (call.request.header("if-none-match") == tag)
        response.status = 304;
    else if (auto found = kept_.find(key))
        response = std::move(*found);
    else {
        response = endpoint.answer(call);
        kept_.keep(key, response);
    }
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response Service::run(const Endpoint &endpoint, const Call &call) {
    endpoint.refuse_other_parameters(call.request);
    if (endpoint.kept)
        return kept(endpoint, call);
    Response response = endpoint.answer(call);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Response Service::answered(const Request &request) {
    if (auto file = page_file(request))
        return std::move(*file);
    std::vector<std::pair<const Endpoint *, std::map<std::string, std::string>>> found;
    for (const Endpoint &endpoint : endpoints_)
        if (auto path = endpoint.matched(request.path))
            found.emplace_back(&endpoint, std::move(*path));
    if (found.empty())
        throw not_found();
    const std::string method = request.method == "HEAD" ? "GET" : request.method;
    const auto of_method = std::find_if(found.begin(), found.end(),
                                        [&](const auto &one) { return one.first->method == method; });
    if (of_method == found.end())
        throw Problem(405, say("{} is not answered here.", printable(first_characters(method, 20))));
    const auto &[endpoint, path] = *of_method;
    const std::string base = base_of(request);
    if (endpoint->door == Door::open)
        return run(*endpoint, {request, {}, path, base});
    const std::optional<Visitor> visitor = gate_.visitor(request);
    if (!visitor)
        throw Problem(401, say("Log in, or send a token."));
    if (changes(request))
        Gate::refuse_foreign_change(request, *visitor);
    refuse_wrong_role(*endpoint, visitor->user);
    return run(*endpoint, {request, visitor->user, path, base});
}

Response Service::answer(const Request &request) {
    const std::string who = changes(request) ? gate_.name_in(request) : std::string();
    Response response;
    try {
        response = answered(request);
    } catch (const Problem &problem) {
        response = response_of(problem);
    } catch (const Cancelled &) {
        response = response_of(Problem(503, say("This takes too long."), 60));
    } catch (const Error &error) {
        std::string message = error.what();
        replace_all(message, house_.workspace.string(), house_.name());
        if (error.kind() == ErrorKind::unreadable && tell_)
            tell_(error.what());
        response = response_of(error.kind() == ErrorKind::unreadable
                                   ? Problem(500, say("The workspace cannot be read now."))
                                   : Problem(status_of(error.kind()), message));
    } catch (const std::bad_alloc &) {
        response = response_of(Problem(503, say("The server is busy. Ask again later."), 10));
    } catch (const std::exception &error) {
        if (tell_)
            tell_(error.what());
        response = response_of(Problem(500, say("The server failed. Its log says why.")));
    }
    if (changes(request))
        audit(request, who, response.status);
    add_safe_headers(response);
    return response;
}

} // namespace qitu::server
