#include "cage/cage.h"

#include "cage/walls.h"
#include "open/limits.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/needs_parameter.h>
#include <qitu/core/base/progress.h>
#include <qitu/core/base/staging.h>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fstream>
#include <new>
#include <utility>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

constexpr char complete = '+', incomplete_walls = '-'; // the child's first word: how its walls stand

enum class Thrown : std::uint8_t { ours, needs_parameter, memory, other };

std::string_view wish() {
    const char *text = std::getenv("QITU_CAGE");
    return text == nullptr ? "" : text;
}

/// But for a thread that shows progress.
bool alone() {
    std::error_code ignored;
    std::size_t others = 0;
    for (const auto &thread : std::filesystem::directory_iterator("/proc/self/task", ignored)) {
        std::string name;
        std::getline(std::ifstream(thread.path() / "comm"), name);
        others += name == progress_thread ? 0 : 1;
    }
    return others <= 1;
}

[[noreturn]] void no_cage(const Path &file, const std::string &why) {
    throw Error(ErrorKind::refused,
                say("{}: it is to be read in a process of its own, and cannot be: {}. Set QITU_CAGE "
                    "to nothing to read it all the same.",
                    file.string(), why));
}

[[noreturn]] void live(const Path &file, std::unique_ptr<Channel> channel, const Cage::Work &work) {
    try {
        const bool walls = build_walls(file, channel->descriptor());
        const char word = walls ? complete : incomplete_walls;
        if (channel->send({&word, 1}))
            work(*channel);
    } catch (...) { // the parent sees that the channel ends
        _exit(EXIT_FAILURE);
    }
    _exit(EXIT_SUCCESS); // what the parent has made is not ours to end
}

/// `some` moves what it can of these bytes and says how much, as send and recv do; false at the end of the channel.
template <typename Byte, typename Some>
bool move_all(Byte *bytes, std::size_t size, const Some &some) {
    while (size > 0) {
        const ssize_t done = some(bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        bytes += done;
        size -= static_cast<std::size_t>(done);
    }
    return true;
}

bool write_all(int descriptor, const char *bytes, std::size_t size) {
    return move_all(bytes, size, [descriptor](const char *from, std::size_t most) {
        return ::send(descriptor, from, most, MSG_NOSIGNAL);
    });
}

bool read_all(int descriptor, char *bytes, std::size_t size) {
    return move_all(bytes, size,
                    [descriptor](char *to, std::size_t most) { return ::recv(descriptor, to, most, 0); });
}

} // namespace

// ---------------------------------------------------------------- channel

Channel::~Channel() {
    close(descriptor_);
}

bool Channel::send(std::string_view message) const {
    const std::size_t size = message.size();
    return write_all(descriptor_, reinterpret_cast<const char *>(&size), sizeof size) &&
           write_all(descriptor_, message.data(), size);
}

bool Channel::receive(std::string &message) const {
    std::size_t size = 0;
    if (!read_all(descriptor_, reinterpret_cast<char *>(&size), sizeof size))
        return false;
    message.resize(size);
    return read_all(descriptor_, message.data(), size);
}

// ---------------------------------------------------------------- cage

Cage::Cage(Path file, int descriptor, pid_t child)
    : file_(std::move(file)), channel_(descriptor), child_(child) {}

std::unique_ptr<Cage> Cage::around(const Path &file, const Work &work) {
    const bool required = wish() == "required";
    if (wish() == "off")
        return nullptr;
    if (!alone()) {
        if (required)
            no_cage(file, say("other threads run"));
        return nullptr;
    }
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        no_cage(file, std::strerror(errno));
    for (const Limit *limit : {&memory_mb, &read_seconds, &unpacked_mb})
        (void)limit->value();                 // refused here, if it is not a number
    (void)translated("points", Language::zh); // the texts are read now: their file lies outside the walls
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        live(file, std::make_unique<Channel>(ends[1]), work);
    }
    close(ends[1]);
    std::unique_ptr<Cage> cage(new Cage(file, ends[0], child));
    if (child < 0)
        no_cage(file, std::strerror(errno));
    if (cage->answer().front() != complete && required)
        no_cage(file, say("the kernel has no Landlock or no seccomp"));
    return cage;
}

Cage::~Cage() {
    if (child_ <= 0)
        return;
    kill(child_, SIGKILL);
    while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
    remove_temporary_of(child_);
}

void Cage::ask(std::string_view request) {
    if (!channel_.send(request))
        ended();
}

std::string Cage::answer() {
    std::string message;
    if (!channel_.receive(message) || message.empty())
        ended();
    return message;
}

void Cage::ended() {
    int status = 0;
    while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    remove_temporary_of(std::exchange(child_, 0));
    const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (signal == SIGXCPU ||
        signal == SIGKILL) // the second is also what the system does when its memory is full
        throw Error(
            ErrorKind::unreadable,
            say("{}: reading it took more than {} seconds of the processor, or more memory than there is. If "
                "the file is meant so, set {} higher.",
                file_.string(), read_seconds.value(), read_seconds.variable));
    throw Error(
        ErrorKind::unreadable,
        say("{}: the process that reads it ended ({}). The file is damaged or made to do harm, or needs more "
            "than {} MB of memory ({}); nothing of it was used. Send it again, complete, or in another "
            "format.",
            file_.string(), signal == 0 ? say("no reason given") : std::string(strsignal(signal)),
            memory_limit_mb(), memory_mb.variable));
}

// ---------------------------------------------------------------- exceptions

void add_exception(WireWriter &writer) {
    try {
        throw;
    } catch (const NeedsParameter &error) {
        writer.add(Thrown::needs_parameter);
        writer.add(error.parameter());
        writer.add(error.kind());
        writer.add(std::string_view(error.what()));
    } catch (const Error &error) {
        writer.add(Thrown::ours);
        writer.add(error.kind());
        writer.add(std::string_view(error.what()));
    } catch (const std::bad_alloc &) {
        writer.add(Thrown::memory);
    } catch (const std::exception &error) {
        writer.add(Thrown::other);
        writer.add(std::string_view(error.what()));
    }
}

void rethrow_exception(const Path &file, WireReader &reader) {
    const auto thrown = reader.number<Thrown>();
    if (thrown == Thrown::needs_parameter) {
        const auto parameter = reader.number<Parameter>();
        const auto kind = reader.number<ErrorKind>();
        throw NeedsParameter(parameter, kind, reader.text());
    }
    if (thrown == Thrown::ours) {
        const auto kind = reader.number<ErrorKind>();
        throw Error(kind, reader.text());
    }
    if (thrown == Thrown::memory)
        throw Error(ErrorKind::unreadable,
                    say("{}: reading it needs more than {} MB of memory. If it is meant so, set {} higher.",
                        file.string(), memory_limit_mb(), memory_mb.variable));
    throw Error(ErrorKind::unreadable, say("{}: it cannot be read ({}).", file.string(), reader.text()));
}

WireWriter outcome_of(const std::function<void(WireWriter &)> &work) {
    WireWriter result;
    try {
        result.add(true);
        work(result);
    } catch (...) {
        result = {};
        result.add(false);
        add_exception(result);
    }
    return result;
}

std::string caged(const Path &file, const std::function<void(WireWriter &)> &work) {
    const std::unique_ptr<Cage> cage =
        Cage::around(file, [&work](const Channel &channel) { (void)channel.send(outcome_of(work).bytes()); });
    std::string bytes = cage ? cage->answer() : outcome_of(work).bytes();
    WireReader reader(bytes);
    if (!reader.number<bool>())
        rethrow_exception(file, reader);
    bytes.erase(0, sizeof(bool));
    return bytes;
}

} // namespace qitu::reader
