// What comes in and what goes out, without the library that carries it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::server {

struct Request {
    std::string method;
    std::string path;                                        // decoded, without the query
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    std::map<std::string, std::string, std::less<>> headers; // names in lower case
    std::string body;
    std::string peer; // address

    /// "" where there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    /// A cookie's value; "" where there is none.
    [[nodiscard]] std::string_view cookie(std::string_view name) const;
};

inline constexpr std::size_t most_streams = 12; // at once; each holds a thread

struct Response {
    int status = 200;
    std::string type = "application/json";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    /// Instead of a body: gives piece after piece, "" while there is nothing to say, and nothing at the end. It waits
    /// a fraction of a second at most.
    std::function<std::optional<std::string>()> stream = {};
};

/// Ends a request with a status and a reason, as OGC API writes exceptions.
class Problem : public std::runtime_error {
  public:
    Problem(int status, const std::string &reason, int retry_after = 0)
        : std::runtime_error(reason), status_(status), retry_after_(retry_after) {}
    [[nodiscard]] int status() const { return status_; }
    [[nodiscard]] int retry_after() const { return retry_after_; } // seconds; 0: not said

  private:
    int status_;
    int retry_after_;
};

Problem not_found();
Problem bad_request(const std::string &reason);

/// {"code": …, "description": …}
Response response_of(const Problem &problem);

} // namespace qitu::server
