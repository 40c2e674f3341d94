#include "endpoint.h"
#include "guard.h"
#include "kept.h"
#include "sessions.h"

#include <catch2/catch.hpp>

using namespace qitu::server;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

/// A clock that a test sets.
struct Hand {
    Clock::time_point at = Clock::time_point(hours(100));
    Now now() {
        return [this] { return at; };
    }
};

void fail(Lockout &lockout, int times, const std::string &name, const std::string &peer) {
    for (int i = 0; i < times; ++i)
        lockout.failed(name, peer);
}

} // namespace

TEST_CASE(
    "After five failures a name is locked at that address for a minute, and longer with each further one") {
    Hand hand;
    Lockout lockout(hand.now());
    fail(lockout, 4, "a", "1.1.1.1");
    CHECK(lockout.locked("a", "1.1.1.1") == 0);
    fail(lockout, 1, "a", "1.1.1.1");
    CHECK(lockout.locked("a", "1.1.1.1") == 61);
    CHECK(lockout.locked("a", "2.2.2.2") == 0);
    CHECK(lockout.locked("b", "1.1.1.1") == 0);
    hand.at += minutes(1) + seconds(1);
    CHECK(lockout.locked("a", "1.1.1.1") == 0);
    fail(lockout, 1, "a", "1.1.1.1");
    CHECK(lockout.locked("a", "1.1.1.1") == 121);
    fail(lockout, 30, "a", "1.1.1.1");
    CHECK(lockout.locked("a", "1.1.1.1") == 3601);
    hand.at += hours(1) + seconds(1);
    fail(lockout, 1, "c", "3.3.3.3"); // forgets
    CHECK(lockout.locked("a", "1.1.1.1") == 0);
}

TEST_CASE("Many names from one address, and one name from many, are locked too") {
    Hand hand;
    Lockout lockout(hand.now());
    for (int i = 0; i < 20; ++i)
        lockout.failed("name " + std::to_string(i), "1.1.1.1");
    CHECK(lockout.locked("another", "1.1.1.1") > 0);
    CHECK(lockout.locked("another", "2.2.2.2") == 0);
    for (int i = 0; i < 50; ++i)
        lockout.failed("victim", "3.3.3." + std::to_string(i));
    CHECK(lockout.locked("victim", "4.4.4.4") > 0);
    CHECK(lockout.locked("another", "4.4.4.4") == 0);
}

TEST_CASE("Who gets in begins anew, and clears nobody else") {
    Hand hand;
    Lockout lockout(hand.now());
    fail(lockout, 4, "a", "1.1.1.1");
    lockout.succeeded("a", "1.1.1.1");
    fail(lockout, 4, "a", "1.1.1.1");
    CHECK(lockout.locked("a", "1.1.1.1") == 0);
    for (int i = 0; i < 12; ++i) // an own account in between does not hide guesses at others from one address
        lockout.failed("b" + std::to_string(i), "1.1.1.1");
    CHECK(lockout.locked("c", "1.1.1.1") > 0);
}

TEST_CASE("Requests are let through in a burst and then at a rate") {
    Hand hand;
    RateLimit limit(3, 2, hand.now());
    for (int i = 0; i < 3; ++i)
        CHECK(limit.take("a"));
    CHECK_FALSE(limit.take("a"));
    CHECK(limit.take("b"));
    hand.at += seconds(1);
    CHECK(limit.take("a"));
    CHECK(limit.take("a"));
    CHECK_FALSE(limit.take("a"));
    hand.at += hours(1);
    for (int i = 0; i < 3; ++i)
        CHECK(limit.take("a"));
    CHECK_FALSE(limit.take("a"));
}

TEST_CASE("A session ends an hour after it was used, twelve hours after it began, and when it is ended") {
    Hand hand;
    Sessions sessions(hand.now());
    const auto [id, session] = sessions.begin("a", "hash");
    CHECK(sessions.find(id)->user == "a");
    CHECK(sessions.find(id)->csrf == session.csrf);
    CHECK_FALSE(sessions.find(id + "x"));
    CHECK_FALSE(sessions.find(""));
    for (int i = 0; i < 12; ++i) {
        hand.at += minutes(59);
        CHECK(sessions.find(id));
    }
    hand.at += minutes(30);
    CHECK_FALSE(sessions.find(id));
    const auto [idle, unused] = sessions.begin("a", "hash");
    hand.at += minutes(61);
    CHECK_FALSE(sessions.find(idle));
    const auto [ended, also_unused] = sessions.begin("a", "hash");
    sessions.end(ended);
    CHECK_FALSE(sessions.find(ended));
    CHECK(sessions.begin("a", "hash").first != sessions.begin("a", "hash").first);
}

TEST_CASE("Answers that were used last are kept") {
    KeptAnswers kept(3000);
    Response response;
    response.body = std::string(500, 'x');
    for (const char *key : {"a", "b"})
        kept.keep(key, response);
    CHECK(kept.find("a"));
    kept.keep("c", response);
    CHECK(kept.find("a"));
    CHECK_FALSE(kept.find("b"));
    CHECK(kept.find("c")->body == response.body);
    response.body = std::string(9000, 'x');
    kept.keep("d", response); // more than all
    CHECK_FALSE(kept.find("d"));
}

TEST_CASE("Paths are matched as a whole, with their parameters") {
    Endpoint endpoint;
    endpoint.path = "/tiles/{layer}/{z}.mvt";
    CHECK(endpoint.matched("/tiles/a/3.mvt")->at("z") == "3");
    CHECK(endpoint.matched("/tiles/a/3.mvt")->at("layer") == "a");
    for (const char *other : {"/tiles/a/3", "/tiles/a/3.mvt/", "/tiles//3.mvt", "/tiles/a", "/", "",
                              "/tiles/a/3.mvt/x", "tiles/a/3.mvt"})
        CHECK_FALSE(endpoint.matched(other));
    endpoint.path = "/";
    CHECK(endpoint.matched("/"));
    CHECK_FALSE(endpoint.matched("//"));
    CHECK_FALSE(endpoint.matched(""));
}

TEST_CASE("A cookie is found among others, by its whole name") {
    Request request;
    request.headers["cookie"] = "a=1; xqitu_session=no; qitu_session=yes; b=2";
    CHECK(request.cookie("qitu_session") == "yes");
    CHECK(request.cookie("b") == "2");
    CHECK(request.cookie("qitu").empty());
    CHECK(Request().cookie("a").empty());
}
