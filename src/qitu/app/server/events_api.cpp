#include "endpoints.h"
#include "guard.h"

#include <qitu/core/base/message.h>

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <thread>
#include <utility>

namespace qitu::server {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds between_looks{250};
constexpr std::chrono::seconds between_signs{10}, longest_stream{60};

/// What a user waits for: the own tasks and deliveries, and a reviewer's merges.
class Waited {
  public:
    Waited(users::User user, Sending &sending, Merging &merging, Tasks &tasks)
        : user_(std::move(user)), sending_(sending), merging_(merging), tasks_(tasks) {}

    /// All that is not as it was told last, by list; {} where there is none.
    Json news() {
        if (const std::uint64_t version = sending_.drafts().version(); !looked_ || version != version_) {
            version_ = version; // before they are read
            drafts_ = sending_.drafts().of(user_.name);
            if (user_.role == users::Role::reviewer)
                merges_ = merging_.offered_to(user_);
        }
        looked_ = true;
        busy_ = false;
        Json news = Json::object();
        for (const Task &task : tasks_.of(user_.name))
            add(news, "tasks", task.id, json_of(task, tasks_), is_unfinished(task.state));
        for (const Draft &draft : drafts_)
            add(news, "deliveries", draft.id, json_of(draft, sending_), is_busy(draft.state));
        for (const Draft &draft : merges_)
            add(news, "merges", draft.id, merging_.json_of(draft), is_busy(draft.state));
        return news;
    }
    /// Whether any of it went on when it was looked at.
    [[nodiscard]] bool busy() const { return busy_; }

  private:
    void add(Json &news, const char *list, const std::string &id, Json entry, bool busy) {
        busy_ = busy_ || busy;
        std::string &told = told_[list + id];
        std::string text = entry.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (told == text)
            return;
        told = std::move(text);
        news[list].push_back(std::move(entry));
    }

    users::User user_;
    Sending &sending_;
    Merging &merging_;
    Tasks &tasks_;
    std::uint64_t version_ = 0;
    bool looked_ = false, busy_ = false;
    std::vector<Draft> drafts_, merges_;
    std::map<std::string, std::string> told_;
};

using Streams = std::atomic<std::size_t>;

/// The news as server-sent events, until nothing goes on any more, or for a minute; the browser connects again by itself,
/// and who may see what is asked again. Where too many are open it tells how all stands, and ends.
class EventStream {
  public:
    EventStream(Waited waited, std::shared_ptr<Streams> open)
        : waited_(std::move(waited)), open_(std::move(open)), last_(++*open_ > most_streams) {}
    ~EventStream() { --*open_; }
    EventStream(const EventStream &) = delete;
    EventStream &operator=(const EventStream &) = delete;

    std::optional<std::string> next() {
        if (ended_ || Clock::now() - begun_ > longest_stream)
            return std::nullopt;
        const bool first = std::exchange(first_, false);
        if (!first)
            std::this_thread::sleep_for(between_looks);
        const Json news = waited_.news();
        ended_ = last_ || !waited_.busy();
        if (news.empty() && !first)
            return sign_of_life();
        said_ = Clock::now();
        const std::string data = news.dump(-1, ' ', false, Json::error_handler_t::replace);
        return (first ? last_ ? "retry: 2000\n" : "retry: 500\n" : "") + ("data: " + data + "\n\n");
    }

  private:
    // So that it is noticed where nobody listens any more.
    std::string sign_of_life() {
        if (Clock::now() - said_ < between_signs)
            return {};
        said_ = Clock::now();
        return ":\n\n";
    }

    Waited waited_;
    std::shared_ptr<Streams> open_;
    bool last_, first_ = true, ended_ = false;
    Clock::time_point begun_ = Clock::now(), said_ = begun_;
};

} // namespace

void add_events(Endpoints &endpoints, Sending &sending, Merging &merging, Tasks &tasks) {
    endpoints.push_back(
        {.path = "/events",
         .id = "events",
         .summary = translated("What the user waits for, as server-sent events: each an object with those of "
                               "tasks, deliveries and merges that have changed; the first has all of them"),
         .media_type = "text/event-stream",
         .answer = [&, open = std::make_shared<Streams>(0)](const Call &call) {
             auto events = std::make_shared<EventStream>(Waited(call.user, sending, merging, tasks), open);
             return Response{.type = "text/event-stream",
                             .headers = {{"X-Accel-Buffering", "no"}}, // nginx passes it on as it comes
                             .stream = [events] { return events->next(); }};
         }});
}

} // namespace qitu::server
