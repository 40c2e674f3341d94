#include "kept.h"

namespace qitu::server {

std::optional<Response> KeptAnswers::find(const std::string &key) {
    const std::scoped_lock lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end())
        return std::nullopt;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->response;
}

void KeptAnswers::keep(const std::string &key, const Response &response) {
    const std::scoped_lock lock(mutex_);
    if (index_.contains(key))
        return;
    entries_.push_front({key, response});
    index_[entries_.front().key] = entries_.begin();
    bytes_ += entries_.front().bytes();
    while (bytes_ > most_) {
        bytes_ -= entries_.back().bytes();
        index_.erase(entries_.back().key);
        entries_.pop_back();
    }
}

} // namespace qitu::server
