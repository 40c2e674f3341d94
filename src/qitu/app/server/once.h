// What is computed from the workspace once, and kept until it changes.
#pragma once

#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qitu::server {

/// By a key, for the state of the workspace that was asked for last. Who asks while it is being made waits for it.
template <typename T>
class OncePerState {
  public:
    using Value = std::shared_ptr<const T>;

    /// What `make` throws, everybody gets who waits; the next one tries again.
    Value get(const std::string &state, const std::string &key, const std::function<T()> &make) {
        std::promise<Value> promise;
        std::shared_future<Value> other;
        {
            const std::scoped_lock lock(mutex_);
            if (state != state_)
                values_.clear();
            state_ = state;
            if (const auto found = values_.find(key); found != values_.end())
                other = found->second;
            else
                values_[key] = promise.get_future().share();
        }
        if (other.valid())
            return other.get();
        try {
            auto value = std::make_shared<const T>(make());
            promise.set_value(value);
            return value;
        } catch (...) {
            promise.set_exception(std::current_exception());
            const std::scoped_lock lock(mutex_);
            if (state == state_)
                values_.erase(key);
            throw;
        }
    }

  private:
    std::mutex mutex_;
    std::string state_;
    std::map<std::string, std::shared_future<Value>> values_;
};

} // namespace qitu::server
