// What the server answers: one table of endpoints, from which requests are dispatched and the OpenAPI document is
// written.
#pragma once

#include "http.h"

#include <qitu/app/commands/context.h>
#include <qitu/app/users/users.h>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace qitu::server {

struct Parameter {
    std::string name;
    std::string type; // string, integer, number, array, boolean, object
    std::string description;
    bool in_path = false;
    std::string items = "integer"; // of an array in a body
};

/// Who may ask; senders are all who log in but reviewers.
enum class Door { open, readers, reviewers, senders };

/// What a request carries.
struct Body {
    std::vector<Parameter> keys = {}; // of a JSON object
    bool bytes = false;               // instead: a piece of a file
    std::size_t most = std::size_t{64} << 10U;
};

/// A request that was let in.
struct Call {
    const Request &request;
    const users::User &user; // of an open door nobody in particular
    std::map<std::string, std::string> path = {};
    std::string base = {}; // scheme and host of links

    /// A parameter of the query; nothing where it is not given. Throws Problem (400) where it is given twice.
    [[nodiscard]] std::optional<std::string> query(const std::string &name) const;
    [[nodiscard]] std::string text(const std::string &name) const; // "" where it is not given
    /// Of the path or the query. Throws Problem (404, 400) for what is no whole number or not within the bounds.
    [[nodiscard]] std::int64_t whole(const std::string &name, std::int64_t otherwise, std::int64_t least,
                                     std::int64_t most) const;
};

struct Endpoint {
    std::string method = "GET";
    std::string path = {}; // /collections/{collection}/items
    std::string id = {};
    std::string summary = {};
    std::vector<Parameter> parameters = {};
    Door door = Door::readers;
    std::optional<Body> body = {};
    std::string media_type = "application/json";
    bool any_query = false; // the query is looked at by `answer`
    bool kept = false;      // the answer is the same until the workspace changes
    std::function<Response(const Call &)> answer = {};

    /// The values of the path's parameters; nothing where it is another path.
    [[nodiscard]] std::optional<std::map<std::string, std::string>> matched(std::string_view asked) const;
    /// Throws Problem (400) for a parameter that is none of its own.
    void refuse_other_parameters(const Request &request) const;
};

using Endpoints = std::vector<Endpoint>;

} // namespace qitu::server
