// Answers that are the same until the workspace changes.
#pragma once

#include "http.h"

#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace qitu::server {

/// Those used last, by a key that names the state of the workspace; so many bytes of them at most.
class KeptAnswers {
  public:
    explicit KeptAnswers(std::size_t most_bytes) : most_(most_bytes) {}
    std::optional<Response> find(const std::string &key);
    void keep(const std::string &key, const Response &response);

  private:
    struct Entry {
        std::string key;
        Response response;
        [[nodiscard]] std::size_t bytes() const { return key.size() + response.body.size() + 500; }
    };
    std::size_t most_, bytes_ = 0;
    std::mutex mutex_;
    std::list<Entry> entries_;                                               // the one used last comes first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> index_; // views of the entries' keys
};

} // namespace qitu::server
