#include "cage/cage.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/staging.h>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <fcntl.h>
#include <support/folder.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

using namespace qitu;
using namespace qitu::reader;

namespace {

/// Sets a variable as long as it lives.
class Variable {
  public:
    Variable(const char *name, const std::string &value) : name_(name) { setenv(name, value.c_str(), 1); }
    ~Variable() { unsetenv(name_); }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

  private:
    const char *name_;
};

/// What came of something that is done in the cage.
std::string done_in(const std::filesystem::path &file, const std::function<int()> &work) {
    WireReader reader(caged(file, [&](WireWriter &writer) { writer.add(std::to_string(work())); }));
    return reader.text();
}

std::string refusal_in(const std::filesystem::path &file, const std::function<int()> &work) {
    try {
        return "done: " + done_in(file, work);
    } catch (const Error &error) {
        CHECK(error.kind() == ErrorKind::unreadable);
        return error.what();
    }
}

int crash() {
    std::signal(SIGSEGV, SIG_DFL);
    return raise(SIGSEGV);
}

int for_ever() {
    volatile std::uint64_t turns = 0;
    for (;;)
        turns = turns + 1;
}

int call_out() {
    return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

int start_a_program() {
    execl("/bin/true", "true", nullptr);
    return errno;
}

int become_two() {
    const pid_t child = fork();
    if (child == 0)
        _exit(0);
    return child < 0 ? errno : 0;
}

int opened(const std::filesystem::path &path, int flags) {
    const int descriptor = open(path.c_str(), flags, 0600);
    return descriptor < 0 ? errno : 0;
}

bool has(const std::string &text, const std::string &part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("What is read in the cage comes back, and errors as they were thrown") {
    const Variable required("QITU_CAGE", "required");
    const support::Folder folder;
    support::write_file(folder / "a.csv", "x");
    CHECK(done_in(folder / "a.csv", [] { return 7; }) == "7");
    CHECK(refusal_in(folder / "a.csv", []() -> int { throw Error(ErrorKind::unreadable, "so it is"); }) ==
          "so it is");
    CHECK(has(refusal_in(folder / "a.csv", []() -> int { throw std::runtime_error("why"); }),
              "a.csv: it cannot be read (why)"));
}

TEST_CASE("A crash and an endless file are refusals that name the file") {
    const Variable required("QITU_CAGE", "required");
    const support::Folder folder;
    const Variable seconds("QITU_LIMIT_READ_SECONDS", "1");
    support::write_file(folder / "a.csv", "x");
    CHECK(has(refusal_in(folder / "a.csv", crash), "a.csv: the process that reads it ended"));
    CHECK(has(refusal_in(folder / "a.csv",
                         [] {
                             std::abort();
                             return 0;
                         }),
              "a.csv: the process that reads it ended"));
    CHECK(has(refusal_in(folder / "a.csv",
                         [] {
                             _exit(0);
                             return 0;
                         }),
              "a.csv: the process that reads it ended"));
    CHECK(has(refusal_in(folder / "a.csv", for_ever), "more than 1 seconds of the processor"));
}

#if !defined(QITU_SANITIZED)
TEST_CASE("A file that needs more memory than the limit is refused") {
    const Variable required("QITU_CAGE", "required");
    const Variable memory("QITU_LIMIT_MEMORY_MB", "1000");
    const support::Folder folder;
    support::write_file(folder / "a.csv", "x");
    CHECK(has(refusal_in(folder / "a.csv",
                         [] { return static_cast<int>(std::vector<char>(std::size_t{2} << 30U).size()); }),
              "reading it needs more than 1000 MB of memory"));
}
#endif

TEST_CASE("In the cage no program is started, no network reached, no process made") {
    const Variable required("QITU_CAGE", "required");
    const support::Folder folder;
    support::write_file(folder / "a.csv", "x");
    CHECK(done_in(folder / "a.csv", call_out) == std::to_string(EPERM));
    CHECK(done_in(folder / "a.csv", start_a_program) == std::to_string(EPERM));
    CHECK(done_in(folder / "a.csv", become_two) == std::to_string(EPERM));
}

TEST_CASE("In the cage a file sees itself and its parts; nothing is written outside the folder for temporary "
          "files") {
    const Variable required("QITU_CAGE", "required");
    const std::filesystem::path beside =
        std::filesystem::current_path() / ("caged-" + std::to_string(getpid()));
    std::filesystem::create_directory(beside); // not in TMPDIR
    for (const char *name : {"parcels.shp", "parcels.dbf", "private.csv"})
        support::write_file(beside / name, "x");
    const auto in_cage = [&](const char *name, int flags) {
        return done_in(beside / "parcels.shp", [&] { return opened(beside / name, flags); });
    };
    CHECK(in_cage("parcels.shp", O_RDONLY) == "0");
    CHECK(in_cage("parcels.dbf", O_RDONLY) == "0");
    CHECK(in_cage("private.csv", O_RDONLY) == std::to_string(EACCES));
    CHECK(in_cage("parcels.shp", O_RDWR) == std::to_string(EACCES));
    CHECK(in_cage("new.csv", O_WRONLY | O_CREAT) == std::to_string(EACCES));
    std::filesystem::remove_all(beside);
}

TEST_CASE("What was open for writing before is not open in the cage") {
    const Variable required("QITU_CAGE", "required");
    const support::Folder folder;
    support::write_file(folder / "a.csv", "x");
    const int workspace = open((folder / "w.gpkg").c_str(), O_RDWR | O_CREAT, 0600);
    (void)done_in(folder / "a.csv", [&] { return write(workspace, "x", 1) == 1 ? 1 : 0; });
    close(workspace);
    CHECK(support::read_file(folder / "w.gpkg").empty());
}

TEST_CASE("A child that is ended leaves nothing in the folder for temporary files") {
    const Variable required("QITU_CAGE", "required");
    const support::Folder folder;
    const Variable temporary("TMPDIR", folder.path().string());
    std::filesystem::create_directory(folder / "in");
    support::write_file(folder / "in/a.csv", "x");
    (void)refusal_in(folder / "in/a.csv", [] {
        const TemporaryFolder left;
        return crash();
    });
    CHECK(folder.list() == std::vector<std::string>{"in"});
}
