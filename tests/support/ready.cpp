// Preloaded into the command, it keeps one started process at hand, and each run is a fork of it, just before main.
//
// Loading the libraries that GDAL needs takes longer than the work of most end-to-end tests. The program is the one that users run;
// only its loading is shared. On the socket that QITU_READY numbers comes for each run: three descriptors (its streams), the length
// of what follows, and strings that end in NUL: folder, number of words, words, environment. Back go the process's number and, once
// it has ended, what waitpid() says of it.
#include <dlfcn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace {

using Main = int (*)(int, char **, char **);
Main command = nullptr; // the program's own

struct Run {
    std::array<int, 3> streams{};
    std::string folder;
    std::vector<std::string> words, environment;
};

bool read_all(int door, char *to, std::size_t size) {
    while (size > 0) {
        const ssize_t got = read(door, to, size);
        if (got <= 0)
            return false;
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

// The length of what follows, which carries the streams; nothing once the tests have closed the door.
std::optional<std::uint32_t> open_message(int door, std::array<int, 3> &streams) {
    std::uint32_t length = 0;
    iovec bytes{&length, sizeof length};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof streams)> space{};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = space.data();
    message.msg_controllen = space.size();
    const cmsghdr *sent = recvmsg(door, &message, 0) == sizeof length ? CMSG_FIRSTHDR(&message) : nullptr;
    if (sent == nullptr)
        return std::nullopt;
    std::memcpy(streams.data(), CMSG_DATA(sent), sizeof streams);
    return length;
}

std::optional<Run> next_run(int door) {
    Run run;
    const auto length = open_message(door, run.streams);
    if (!length)
        return std::nullopt;
    std::string text(*length, '\0');
    if (!read_all(door, text.data(), text.size()))
        return std::nullopt;
    std::vector<std::string> strings;
    for (std::size_t begin = 0, end = 0; begin < text.size(); begin = end + 1)
        strings.push_back(text.substr(begin, (end = text.find('\0', begin)) - begin));
    const auto words = strings.begin() + 2;
    const auto environment = words + std::stol(strings[1]);
    run.folder = strings[0];
    run.words.assign(words, environment);
    run.environment.assign(environment, strings.end());
    return run;
}

// As main takes them.
std::vector<char *> pointers(std::vector<std::string> &strings) {
    std::vector<char *> list;
    for (std::string &string : strings)
        list.push_back(string.data());
    list.push_back(nullptr);
    return list;
}

[[noreturn]] void become(Run run) {
    for (int stream = 0; stream < 3; ++stream) {
        dup2(run.streams[static_cast<std::size_t>(stream)], stream);
        close(run.streams[static_cast<std::size_t>(stream)]);
    }
    if (chdir(run.folder.c_str()) != 0)
        _exit(EXIT_FAILURE);
    auto words = pointers(run.words);
    auto environment = pointers(run.environment);
    environ = environment.data();
    std::exit(command(static_cast<int>(run.words.size()), words.data(),
                      environ)); // what it was given lives until the end
}

void answer(int door, int number) {
    if (write(door, &number, sizeof number) != sizeof number)
        _exit(EXIT_FAILURE);
}

int serve(int, char **, char **) {
    const int door = std::atoi(std::getenv("QITU_READY"));
    while (auto run = next_run(door)) {
        const pid_t child = fork();
        if (child == 0) {
            close(door);
            become(std::move(*run));
        }
        for (const int stream : run->streams)
            close(stream);
        answer(door, child);
        int status = 0;
        waitpid(child, &status, 0);
        answer(door, status);
    }
    _exit(EXIT_SUCCESS);
}

} // namespace

extern "C" int __libc_start_main(Main main, int argc, char **argv, void (*init)(), void (*fini)(),
                                 void (*rtld_fini)(), void *stack_end) {
    command = main;
    const auto start = reinterpret_cast<decltype(&__libc_start_main)>(dlsym(RTLD_NEXT, "__libc_start_main"));
    return start(serve, argc, argv, init, fini, rtld_fini, stack_end);
}
