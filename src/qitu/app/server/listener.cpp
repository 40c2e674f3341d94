#include "listener.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <thread>
#include <utility>

namespace qitu::server {

namespace {

constexpr std::size_t threads = 32 + most_streams;
constexpr std::size_t largest_of_all = std::size_t{4} << 20U; // less for most: Service::refuse_early
constexpr time_t read_seconds = 10, write_seconds = 30;

Request request_from(const httplib::Request &from) {
    Request request{from.method, from.path, {}, {}, from.body, from.remote_addr};
    for (const auto &[key, value] : from.params)
        request.query.emplace_back(key, value);
    for (const auto &[name, value] : from.headers) {
        std::string lower = name;
        std::transform(lower.begin(), lower.end(), lower.begin(),
                       [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
        request.headers.try_emplace(lower, value);
    }
    return request;
}

// The library would cut any answer to the ranges that are asked for, errors too, and many ranges of a long one would
// take memory without end. Whoever asks for a part may be given the whole (RFC 9110, 14.2).
void ignore_ranges(const httplib::Request &request) {
    const_cast<httplib::Request &>(request).ranges.clear(); // the library's own, which is not const
}

httplib::ContentProviderWithoutLength provider_of(std::function<std::optional<std::string>()> stream) {
    return [stream = std::move(stream)](std::size_t, httplib::DataSink &sink) {
        std::optional<std::string> piece;
        try {
            piece = stream();
        } catch (const std::exception &) { // the library would let it end the program; the client asks again
        }
        if (!piece)
            sink.done();
        return !piece || piece->empty() || sink.write(piece->data(), piece->size());
    };
}

void send(const Response &from, httplib::Response &to) {
    to.status = from.status;
    for (const auto &[name, value] : from.headers)
        to.set_header(name, value);
    if (from.stream)
        to.set_chunked_content_provider(from.type, provider_of(from.stream));
    else if (!from.body.empty())
        to.set_content(from.body, from.type);
}

} // namespace

namespace {

/// The library lets five connections wait, and more are reset when many come at once.
class Sockets : public httplib::Server {
  public:
    void let_many_wait() { ::listen(svr_sock_, SOMAXCONN); }
};

} // namespace

struct Listener::State {
    Sockets server;
    int port = 0;
    std::atomic<bool> ended = false;
    std::jthread answering; // the last member: it is the first to go
};

Listener::Listener(Service &service, const std::string &host, int port) : state_(std::make_unique<State>()) {
    Sockets &server = state_->server;
    // NOLINTNEXTLINE(cppcoreguidelines-owning-memory): the server deletes it
    server.new_task_queue = [] { return new httplib::ThreadPool(threads); };
    server.set_keep_alive_max_count(
        1); // nobody holds a thread while idle, and no body is taken for a request
    server.set_read_timeout(read_seconds);
    server.set_write_timeout(write_seconds);
    server.set_payload_max_length(largest_of_all);
    server.set_pre_routing_handler([&service](const httplib::Request &from, httplib::Response &to) {
        ignore_ranges(from);
        const Request request = request_from(from);
        try {
            service.refuse_early(request);
        } catch (const Problem &problem) {
            send(response_of(problem), to);
            return httplib::Server::HandlerResponse::Handled;
        }
        if (request.method != "GET" && request.method != "HEAD")
            return httplib::Server::HandlerResponse::Unhandled; // the body comes first
        send(service.answer(request), to);
        return httplib::Server::HandlerResponse::Handled;
    });
    const httplib::Server::Handler answer = [&service](const httplib::Request &from, httplib::Response &to) {
        send(service.answer(request_from(from)), to);
    };
    server.Post(".*", answer)
        .Put(".*", answer)
        .Patch(".*", answer)
        .Delete(".*", answer)
        .Options(".*", answer);
    server.set_error_handler([](const httplib::Request &, httplib::Response &to) {
        if (to.body.empty() && to.status >= 400)
            send(response_of(Problem(to.status, say("The request cannot be answered."))), to);
    });
    state_->port = port == 0 ? server.bind_to_any_port(host) : server.bind_to_port(host, port) ? port : -1;
    if (state_->port < 0)
        throw Error(
            ErrorKind::refused,
            say("{}:{} cannot be listened on: it is in use, or not an address of this machine.", host, port));
    server.let_many_wait();
}

Listener::~Listener() {
    state_->server.stop();
}

int Listener::port() const {
    return state_->port;
}

void Listener::start() {
    state_->answering = std::jthread([this] {
        state_->server.listen_after_bind();
        state_->ended = true;
    });
    while (!state_->server.is_running() && !state_->ended)
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // stop() is not heard before
}

bool Listener::running() const {
    return !state_->ended;
}

} // namespace qitu::server
