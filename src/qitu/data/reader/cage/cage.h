// Reading in a cage: what a stranger sent is parsed by a child process that can do nothing else (walls.h), and hands on
// what it has read. A crash, a bomb or an endless file ends the child, and is a refusal of the file.
#pragma once

#include "cage/wire.h"

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace qitu::reader {

/// One end of what connects both: messages, one after another.
class Channel {
  public:
    explicit Channel(int descriptor) : descriptor_(descriptor) {}
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// False where the other end is gone.
    [[nodiscard]] bool send(std::string_view message) const;
    [[nodiscard]] bool receive(std::string &message) const;

  private:
    int descriptor_;
};

class Cage {
  public:
    /// What the child does; at its end the child ends. It throws nothing.
    using Work = std::function<void(const Channel &)>;

    /// Null where the file is to be read here: where QITU_CAGE is "off", and where other threads run, of whose locks a
    /// child would never be rid. With QITU_CAGE "required" this throws Error (refused) instead, and where the kernel
    /// has not all that the walls need.
    static std::unique_ptr<Cage> around(const std::filesystem::path &file, const Work &work);
    ~Cage();
    Cage(const Cage &) = delete;
    Cage &operator=(const Cage &) = delete;

    void ask(std::string_view request);
    /// Throws Error (unreadable) where the child has ended: how it did.
    std::string answer();

  private:
    Cage(std::filesystem::path file, int descriptor, pid_t child);
    [[noreturn]] void ended();

    std::filesystem::path file_;
    Channel channel_;
    pid_t child_;
};

/// An exception on its way, and thrown again; `file` is named where it is none of ours.
void add_exception(WireWriter &writer);
[[noreturn]] void rethrow_exception(const std::filesystem::path &file, WireReader &reader);

/// What `work` writes behind true; or, when it throws, false and the exception.
WireWriter outcome_of(const std::function<void(WireWriter &)> &work);

/// Runs `work` in a cage and returns what it has written, or here where there is none.
std::string caged(const std::filesystem::path &file, const std::function<void(WireWriter &)> &work);

} // namespace qitu::reader
