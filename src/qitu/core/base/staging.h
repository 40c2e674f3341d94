// staging: files while they are being made, so that each is there whole or not at all and none is left
// behind.
//
// Beside its target a file in the making is called .qitu-PID-NAME, which keeps the move onto the target on
// one disk; in the folder for temporary files (TMPDIR) it is called qitu-PID-XXXXXX. What a killed process
// leaves is known by these names, and may be removed when no process has that number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>
#include <vector>

namespace qitu {

/// A file that appears whole or not at all: written at path() and moved onto the target by commit().
/// Otherwise it is removed, with what SQLite puts beside it.
class StagedFile {
  public:
    /// Throws Error (refused) where no file can be made.
    explicit StagedFile(std::filesystem::path target);
    ~StagedFile();
    StagedFile(const StagedFile &) = delete;
    StagedFile &operator=(const StagedFile &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    /// Replaces the target. Throws Error (refused) when the file cannot be moved there.
    void commit() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
};

/// The same for formats of several files, or of a folder, or whose files must have their name from the
/// beginning: a folder beside the target.
class StagedFolder {
  public:
    /// Throws Error (refused) when the folder cannot be made.
    explicit StagedFolder(std::filesystem::path target);
    ~StagedFolder();
    StagedFolder(const StagedFolder &) = delete;
    StagedFolder &operator=(const StagedFolder &) = delete;

    /// Where to write: the target's name in the folder.
    [[nodiscard]] std::filesystem::path path() const { return folder_ / target_.filename(); }
    /// Moves all that the folder holds to where the target lies, replaces what has the same name there, and
    /// returns what was moved. Throws Error (refused) when something cannot be moved.
    std::vector<std::filesystem::path> commit() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path folder_;
};

/// Calls `write` with a stream to a staged file and commits it. Throws Error (refused) when the file cannot
/// be written, for want of rights or of room.
void write_whole(const std::filesystem::path &target, const std::function<void(std::ostream &)> &write);

/// A folder in TMPDIR that only its owner can read; removed at the end with all that it holds.
class TemporaryFolder {
  public:
    /// Throws Error (refused) when it cannot be made.
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder &) = delete;
    TemporaryFolder &operator=(const TemporaryFolder &) = delete;
    [[nodiscard]] const std::filesystem::path &path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Removes what a process that has ended left in TMPDIR.
void remove_temporary_of(int process);

/// A file in TMPDIR without a name: the system removes it, however the process ends. One thread appends;
/// any number may read what was appended.
class TemporaryFile {
  public:
    /// Throws Error (refused) when it cannot be made.
    TemporaryFile();
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile &) = delete;
    TemporaryFile &operator=(const TemporaryFile &) = delete;

    /// Returns where the bytes begin. Throws Error (refused) when there is no room.
    std::uint64_t append(std::span<const std::byte> bytes);
    /// Fills `bytes` from there on. Throws Error (unreadable) when the disk fails.
    void read(std::uint64_t at, std::span<std::byte> bytes) const;

  private:
    std::filesystem::path folder_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace qitu
