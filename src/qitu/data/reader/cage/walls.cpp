#include "cage/walls.h"

#include "open/limits.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

// ---------------------------------------------------------------- resources

void limit(int resource, std::uint64_t most) {
    const rlimit value{most, most};
    setrlimit(static_cast<__rlimit_resource_t>(resource), &value);
}

void limit_resources() {
#if !defined(QITU_SANITIZED) // their shadows take terabytes of addresses
    limit(RLIMIT_AS, memory_limit_mb() * mega);
#endif
    limit(RLIMIT_CPU, read_seconds.value());
    limit(RLIMIT_FSIZE, unpacked_mb.value() * mega);
    limit(RLIMIT_CORE, 0);
    std::signal(SIGXFSZ, SIG_IGN); // writing fails instead
}

/// A workspace that is open for writing, sockets and pipes: what was open before is none of the reader's business. Files
/// that are open for reading stay, such as PROJ's database.
void close_others(int channel) {
    std::vector<int> there;
    for (const auto &entry : std::filesystem::directory_iterator("/proc/self/fd"))
        there.push_back(std::atoi(entry.path().filename().c_str())); // NOLINT(cert-err34-c): numbers
    for (const int one : there) {
        struct stat what {};
        if (one <= STDERR_FILENO || one == channel || fstat(one, &what) != 0)
            continue;
        const bool only_read = (fcntl(one, F_GETFL) & O_ACCMODE) == O_RDONLY;
        if (!(S_ISREG(what.st_mode) || S_ISDIR(what.st_mode)) || !only_read)
            close(one);
    }
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(nothing, standard);
    if (nothing > STDERR_FILENO)
        close(nothing);
}

// ---------------------------------------------------------------- files

constexpr std::uint64_t to_read = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;

/// All rights that the kernel's version knows; see landlock(7).
std::uint64_t all_rights(long version) {
    const unsigned count = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
    return (std::uint64_t{1} << count) - 1;
}

class Ruleset {
  public:
    explicit Ruleset(std::uint64_t rights) {
        landlock_ruleset_attr attribute{};
        attribute.handled_access_fs = rights;
        descriptor_ = static_cast<int>(
            syscall(SYS_landlock_create_ruleset, &attribute, sizeof attribute.handled_access_fs, 0));
    }
    ~Ruleset() {
        if (descriptor_ >= 0)
            close(descriptor_);
    }
    Ruleset(const Ruleset &) = delete;
    Ruleset &operator=(const Ruleset &) = delete;

    /// What is not there is not allowed either.
    void allow(const Path &path, std::uint64_t rights) const {
        const int at = open(path.c_str(), O_PATH | O_CLOEXEC);
        struct stat what {};
        if (at < 0)
            return;
        constexpr std::uint64_t of_files = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
                                           LANDLOCK_ACCESS_FS_READ_FILE | (std::uint64_t{1} << 14U);
        if (fstat(at, &what) == 0 && !S_ISDIR(what.st_mode))
            rights &= of_files;
        const landlock_path_beneath_attr beneath{rights, at};
        syscall(SYS_landlock_add_rule, descriptor_, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
        close(at);
    }
    [[nodiscard]] bool enforce() const {
        return descriptor_ >= 0 && syscall(SYS_landlock_restrict_self, descriptor_, 0) == 0;
    }

  private:
    int descriptor_ = -1;
};

/// The file, what stands beside it under its name, and the names of what else is there.
void allow_parts(const Ruleset &rules, const Path &file) {
    rules.allow(file, to_read);
    const Path folder = file.has_parent_path() ? file.parent_path() : ".";
    rules.allow(folder, LANDLOCK_ACCESS_FS_READ_DIR);
    std::error_code ignored;
    const std::string beginning = file.stem().string() + ".";
    for (const auto &entry : std::filesystem::directory_iterator(folder, ignored))
        if (strncasecmp(entry.path().filename().c_str(), beginning.c_str(), beginning.size()) == 0)
            rules.allow(entry.path(), to_read);
}

/// Databases of PROJ, GDAL and ICU, tables of encodings, the clock's zones.
void allow_system(const Ruleset &rules) {
    for (const char *path : {"/usr", "/lib", "/lib64", "/etc", "/opt", "/nix/store", "/gnu/store",
                             "/proc/self", "/proc/meminfo", "/proc/cpuinfo", "/dev/urandom"})
        rules.allow(path, to_read);
    rules.allow("/dev/null", to_read | LANDLOCK_ACCESS_FS_WRITE_FILE);
    for (const char *name : {"PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "ICU_DATA"})
        if (const char *path = std::getenv(name); path != nullptr && *path != '\0')
            rules.allow(path, to_read);
    if (const char *home = std::getenv("HOME"); home != nullptr)
        rules.allow(Path(home) / ".local/share/proj", to_read);
}

bool confine_files(const Path &file) {
    const long version = syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return false;
    const std::uint64_t all = all_rights(version);
    const Ruleset rules(all);
    std::error_code error;
    allow_system(rules);
    rules.allow(std::filesystem::temp_directory_path(error),
                all & ~std::uint64_t{LANDLOCK_ACCESS_FS_EXECUTE});
    allow_parts(rules, file);
    if (const Path real = std::filesystem::canonical(file, error); !error)
        allow_parts(rules, real);
    return rules.enforce();
}

// ---------------------------------------------------------------- system calls

constexpr std::array forbidden{SCMP_SYS(execve),
                               SCMP_SYS(execveat),
                               SCMP_SYS(fork),
                               SCMP_SYS(vfork),
                               SCMP_SYS(socket),
                               SCMP_SYS(socketpair),
                               SCMP_SYS(connect),
                               SCMP_SYS(bind),
                               SCMP_SYS(listen),
                               SCMP_SYS(accept),
                               SCMP_SYS(accept4),
                               SCMP_SYS(ptrace),
                               SCMP_SYS(kill),
                               SCMP_SYS(tkill),
                               SCMP_SYS(process_vm_readv),
                               SCMP_SYS(process_vm_writev),
                               SCMP_SYS(pidfd_open),
                               SCMP_SYS(pidfd_getfd),
                               SCMP_SYS(pidfd_send_signal),
                               SCMP_SYS(mount),
                               SCMP_SYS(umount2),
                               SCMP_SYS(pivot_root),
                               SCMP_SYS(chroot),
                               SCMP_SYS(unshare),
                               SCMP_SYS(setns),
                               SCMP_SYS(bpf),
                               SCMP_SYS(perf_event_open),
                               SCMP_SYS(keyctl),
                               SCMP_SYS(add_key),
                               SCMP_SYS(request_key),
                               SCMP_SYS(userfaultfd),
                               SCMP_SYS(io_uring_setup),
                               SCMP_SYS(init_module),
                               SCMP_SYS(finit_module),
                               SCMP_SYS(delete_module),
                               SCMP_SYS(kexec_load),
                               SCMP_SYS(reboot),
                               SCMP_SYS(setuid),
                               SCMP_SYS(setgid),
                               SCMP_SYS(setresuid),
                               SCMP_SYS(setresgid),
                               SCMP_SYS(capset),
                               SCMP_SYS(setrlimit),
                               SCMP_SYS(chmod),
                               SCMP_SYS(fchmod),
                               SCMP_SYS(fchmodat),
                               SCMP_SYS(chown),
                               SCMP_SYS(fchown),
                               SCMP_SYS(lchown),
                               SCMP_SYS(fchownat),
                               SCMP_SYS(setxattr),
                               SCMP_SYS(lsetxattr),
                               SCMP_SYS(fsetxattr),
                               SCMP_SYS(removexattr),
                               SCMP_SYS(shmget),
                               SCMP_SYS(shmat),
                               SCMP_SYS(msgget),
                               SCMP_SYS(semget),
                               SCMP_SYS(mq_open),
                               SCMP_SYS(open_by_handle_at)};

bool confine_calls() {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == nullptr)
        return false;
    bool good = true;
    for (const int call : forbidden)
        good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0 && good;
    // threads may be made, processes not; glibc falls back from clone3, whose flags cannot be seen
    good = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 && good;
    const auto forbid_where = [&](int call, const scmp_arg_cmp &argument) {
        good = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EPERM), call, 1, &argument) == 0 && good;
    };
    forbid_where(SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0});
    forbid_where(SCMP_SYS(tgkill), // abort() signals itself
                 {0, SCMP_CMP_NE, static_cast<scmp_datum_t>(getpid()), 0});
    forbid_where(SCMP_SYS(prlimit64), {2, SCMP_CMP_NE, 0, 0}); // asking is allowed
    good = seccomp_load(filter) == 0 && good;
    seccomp_release(filter);
    return good;
}

} // namespace

bool build_walls(const Path &file, int channel) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_IGN); // Ctrl-C is for the parent, which ends this process
    close_others(channel);
    const bool alone = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    const bool files = alone && confine_files(file);
    limit_resources();
    const bool calls = alone && confine_calls();
    return files && calls;
}

} // namespace qitu::reader
