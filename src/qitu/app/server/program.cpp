#include "program.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string_view>
#include <thread>

namespace qitu::server {

namespace {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

constexpr const char *said_file = "said", *progress_file = "progress";
constexpr std::uint64_t giga = std::uint64_t{1} << 30U;
constexpr std::uint64_t most_memory = 8 * giga, largest_file = 64 * giga;
constexpr std::size_t most_said = 8000; // bytes

std::vector<std::string> environment_of(const ProgramRun &run) {
    constexpr std::array<std::string_view, 4> own{
        "QITU_PASSWORD=", "QITU_ACCOUNT=", "QITU_PROGRESS=", "TMPDIR="};
    std::vector<std::string> environment;
    for (char **entry = environ; *entry != nullptr; ++entry)
        if (std::none_of(own.begin(), own.end(),
                         [&](std::string_view name) { return std::string_view(*entry).starts_with(name); }))
            environment.emplace_back(*entry);
    environment.push_back("TMPDIR=" + run.folder.string());
    environment.push_back("QITU_PROGRESS=" + (run.folder / progress_file).string());
    if (!run.account.empty())
        environment.push_back("QITU_ACCOUNT=" + run.account);
    return environment;
}

std::vector<char *> pointers_to(std::vector<std::string> &texts) {
    std::vector<char *> pointers;
    for (std::string &text : texts)
        pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

// All that the child needs: between fork and exec it may allocate nothing, since another thread may have held the lock.
struct Launch {
    std::vector<std::string> words, environment;
    std::vector<char *> argv, envp;
    std::string said;
    rlim_t seconds;

    explicit Launch(const ProgramRun &run)
        : words(run.words), environment(environment_of(run)), said((run.folder / said_file).string()),
          seconds(static_cast<rlim_t>(run.longest.count())) {
        words.insert(words.begin(), "qitu");
        argv = pointers_to(words);
        envp = pointers_to(environment);
    }
};

void set_limit(int resource, std::uint64_t most) {
    const rlimit value{most, most};
    setrlimit(static_cast<__rlimit_resource_t>(resource), &value);
}

void set_limits(rlim_t seconds) {
#if !defined(QITU_SANITIZED) // their shadows take terabytes of addresses
    set_limit(RLIMIT_AS, most_memory);
#endif
    set_limit(RLIMIT_CPU, seconds);
    set_limit(RLIMIT_FSIZE, largest_file);
    set_limit(RLIMIT_CORE, 0);
}

[[noreturn]] void become(const Launch &launch, pid_t server) {
    constexpr int cannot = 127, owner_only = 0600;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != server) // it died before
        _exit(cannot);
    setpgid(0, 0);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    set_limits(launch.seconds);
    const int nothing = open("/dev/null", O_RDWR);
    const int said = open(launch.said.c_str(), O_WRONLY | O_CREAT | O_TRUNC, owner_only);
    if (nothing < 0 || said < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 ||
        dup2(said, STDERR_FILENO) < 0)
        _exit(cannot);
    close_range(STDERR_FILENO + 1, ~0U, 0); // sockets, and the workspace
    execve("/proc/self/exe", launch.argv.data(), launch.envp.data());
    _exit(cannot);
}

std::string end_of(const fs::path &file) {
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    const auto size = static_cast<std::streamoff>(in.tellg());
    if (size <= 0)
        return {};
    in.seekg(std::max<std::streamoff>(0, size - static_cast<std::streamoff>(most_said)));
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A child process. When this goes, so does it, and the processes that it has started.
class Child {
  public:
    explicit Child(const Launch &launch) {
        const pid_t server = getpid();
        // Not fork(): it runs what libraries have asked for, which waits for locks that other threads may hold.
        process_ = _Fork();
        if (process_ == 0)
            become(launch, server);
        if (process_ < 0)
            throw Error(ErrorKind::refused, say("The server cannot start another process now."));
        setpgid(process_, process_); // whoever comes first
    }
    ~Child() {
        if (process_ > 0 && !ended()) {
            signal(SIGKILL);
            waitpid(process_, &status_, 0);
        }
    }
    Child(const Child &) = delete;
    Child &operator=(const Child &) = delete;

    bool ended() { return ended_ = ended_ || waitpid(process_, &status_, WNOHANG) == process_; }
    void signal(int number) const { kill(-process_, number); }
    [[nodiscard]] int status() const { return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1; }

  private:
    pid_t process_ = -1;
    int status_ = 0;
    bool ended_ = false;
};

/// Whether it ended before then.
bool ends_before(Child &child, Steady::time_point then, const std::function<bool()> &go_on) {
    constexpr std::chrono::milliseconds between{20};
    while (!child.ended()) {
        if (Steady::now() > then || !go_on())
            return false;
        std::this_thread::sleep_for(between);
    }
    return true;
}

} // namespace

ProgramEnd run_program(const ProgramRun &run, const std::function<bool()> &go_on) {
    constexpr std::chrono::seconds to_stop{10};
    const Launch launch(run);
    const auto end = Steady::now() + run.longest;
    ProgramEnd result;
    {
        Child child(launch);
        if (!ends_before(child, end, go_on)) {
            result.too_long = Steady::now() > end;
            child.signal(SIGTERM);
            ends_before(child, Steady::now() + to_stop, [] { return true; });
        }
        if (child.ended())
            result.status = child.status();
    }
    result.said = end_of(launch.said);
    return result;
}

std::string reason_of(const ProgramEnd &end) {
    if (end.too_long)
        return say("It took too long and was stopped. Send less at once.");
    if (end.status < 0)
        return say("The file broke what reads it, or needs too much memory; nothing else was touched.");
    const std::string text = trimmed(end.said);
    return text.substr(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
}

nlohmann::ordered_json json_of(const ProgramProgress &progress) {
    return {{"done", progress.done}, {"total", progress.total}};
}

ProgramProgress progress_in(const fs::path &folder) {
    ProgramProgress progress;
    std::ifstream(folder / progress_file) >> progress.done >> progress.total;
    return progress;
}

} // namespace qitu::server
