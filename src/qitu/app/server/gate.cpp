#include "gate.h"

#include "body.h"

#include <qitu/app/users/secrets.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <nlohmann/json.hpp>
#include <sodium.h>

#include <algorithm>
#include <cctype>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view cookie_name = "qitu_session";

std::string cookie_of(const Request &request, const std::string &id, std::string_view more) {
    const bool secure = base_of(request).starts_with("https:");
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict{}{}", cookie_name, id,
                       secure ? "; Secure" : "", more);
}

// Of "Basic …", as QGIS sends it: the user's name and the token in place of a password.
std::string basic_token(std::string_view text) {
    std::string plain(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char *>(plain.data()), plain.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
        return {};
    plain.resize(size);
    const std::size_t colon = plain.find(':');
    return colon == std::string::npos ? std::string() : plain.substr(colon + 1);
}

std::optional<std::string> token_of(const Request &request) {
    const std::string_view header = request.header("authorization");
    constexpr std::string_view bearer = "Bearer ", basic = "Basic ";
    if (header.empty())
        return std::nullopt;
    if (header.starts_with(bearer))
        return std::string(header.substr(bearer.size()));
    return header.starts_with(basic) ? basic_token(header.substr(basic.size())) : std::string();
}

void refuse_foreign_origin(const Request &request) {
    const std::string_view origin = request.header("origin");
    if (!origin.empty() && origin != base_of(request))
        throw Problem(403, say("The request comes from a page of another server."));
}

// It takes as long for a name that is nobody's.
bool knows(const users::User *user, const std::string &password) {
    return users::password_matches(password,
                                   user == nullptr ? users::hash_of_nobody() : user->password_hash) &&
           user != nullptr;
}

} // namespace

bool is_loopback(std::string_view address) {
    return address == "127.0.0.1" || address == "::1" || address == "localhost" ||
           address == "::ffff:127.0.0.1";
}

std::string base_of(const Request &request) {
    const std::string host(request.header("host"));
    const auto fits = [](unsigned char sign) {
        return std::isalnum(sign) != 0 ||
               std::string_view("-.:[]").find(static_cast<char>(sign)) != std::string_view::npos;
    };
    if (host.empty() || !std::all_of(host.begin(), host.end(), fits))
        throw bad_request(say("The request names no host."));
    const bool https = is_loopback(request.peer) && request.header("x-forwarded-proto") == "https";
    return (https ? "https://" : "http://") + host;
}

std::string sender_of(const Request &request) {
    const std::string_view forwarded = request.header("x-forwarded-for");
    if (!is_loopback(request.peer) || forwarded.empty())
        return request.peer;
    const std::size_t comma = forwarded.rfind(',');
    return trimmed(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
}

Gate::Gate(std::optional<std::filesystem::path> users, const catalogue::Catalogue &catalogue, const Now &now)
    : file_(std::move(users)), catalogue_(catalogue), sessions_(now), lockout_(now) {
    if (file_)
        this->users(); // says now what is wrong with it
}

// Read again when the file has changed, so that who was removed is out at once.
std::shared_ptr<const users::Users> Gate::users() {
    const std::scoped_lock lock(users_mutex_);
    std::error_code missing;
    const auto at = std::filesystem::last_write_time(*file_, missing);
    if (!users_ || missing || at != users_at_) {
        users_ = std::make_shared<const users::Users>(users::Users::load(*file_, catalogue_));
        users_at_ = at;
    }
    return users_;
}

std::optional<Visitor> Gate::visitor(const Request &request) {
    if (!file_)
        return Visitor{{"", users::Role::region, catalogue_.region().code, {}, {}}, {}};
    const auto known = users();
    if (const auto token = token_of(request)) {
        if (const users::User *user = token->empty() ? nullptr : known->with_token(*token))
            return Visitor{*user, {}};
        throw Problem(401, say("The token is not known."));
    }
    const std::string_view id = request.cookie(cookie_name);
    auto session = id.empty() ? std::nullopt : sessions_.find(id);
    const users::User *user = session ? known->find(session->user) : nullptr;
    if (user == nullptr || user->password_hash != session->password_hash)
        return std::nullopt;
    return Visitor{*user, std::move(session)};
}

std::string Gate::name_in(const Request &request) {
    if (!file_)
        return {};
    try {
        if (const auto known = visitor(request))
            return known->user.name;
        const users::User *user = users()->find(text_in(object_in(request), "name"));
        return user == nullptr ? std::string() : user->name;
    } catch (const std::exception &) { // whatever it is, it is answered elsewhere
        return {};
    }
}

void Gate::refuse_foreign_change(const Request &request, const Visitor &visitor) {
    if (!visitor.session)
        return; // no browser sends a token by itself
    refuse_foreign_origin(request);
    if (!users::same_secret(request.header("x-csrf-token"), visitor.session->csrf))
        throw Problem(403, say("The header X-CSRF-Token is missing or wrong."));
}

Response Gate::log_in(const Request &request) {
    if (!file_)
        throw not_found();
    refuse_foreign_origin(request);
    const Json body = object_in(request);
    const std::string name = text_in(body, "name");
    const std::string password = text_in(body, "password");
    const std::string sender = sender_of(request);
    const std::scoped_lock one_at_a_time(hashing_); // so that nobody guesses in parallel
    if (const int seconds = lockout_.locked(name, sender); seconds > 0)
        throw Problem(429, say("Too many attempts. Try again later."), seconds);
    const auto known = users();
    const users::User *user = known->find(name);
    if (!knows(user, password)) {
        lockout_.failed(name, sender);
        throw Problem(401, say("The name or the password is wrong."));
    }
    lockout_.succeeded(name, sender);
    sessions_.end(request.cookie(cookie_name));
    auto [id, session] = sessions_.begin(user->name, user->password_hash);
    Response response = told({*user, session});
    response.headers.emplace_back("Set-Cookie", cookie_of(request, id, ""));
    return response;
}

Response Gate::log_out(const Request &request) {
    sessions_.end(request.cookie(cookie_name));
    Response response;
    response.body = "{}\n";
    response.headers.emplace_back("Set-Cookie", cookie_of(request, "", "; Max-Age=0"));
    return response;
}

Response Gate::told(const Visitor &visitor) {
    Json json{{"name", visitor.user.name},
              {"role", users::role_name(visitor.user.role)},
              {"admin", visitor.user.admin}};
    if (visitor.session)
        json["csrf"] = visitor.session->csrf;
    Response response;
    response.body = json.dump() + "\n";
    return response;
}

} // namespace qitu::server
