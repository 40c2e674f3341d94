#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/staging.h>

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

namespace qitu {

namespace fs = std::filesystem;

namespace {

fs::path staged_beside(const fs::path &target) {
    return target.parent_path() / fmt::format(".qitu-{}-{}", getpid(), target.filename().string());
}

[[noreturn]] void refuse(const fs::path &target, const std::string &reason) {
    throw Error(
        ErrorKind::refused,
        say("{}: cannot be written ({}). Check the folder, your rights to it and the room on the disk.",
            target.string(), reason));
}

std::string reason_of(int error) {
    return std::generic_category().message(error);
}

fs::path temporary_folder() {
    std::error_code none;
    fs::path folder = fs::temp_directory_path(none);
    if (none)
        throw Error(
            ErrorKind::refused,
            say("There is no folder for temporary files ({}). Set TMPDIR to a folder that can be written.",
                none.message()));
    return folder;
}

[[noreturn]] void refuse_temporary(const fs::path &folder) {
    throw Error(ErrorKind::refused, say("No temporary file can be made in {}: {}. Make room, or set TMPDIR "
                                        "to a folder that can be written.",
                                        folder.string(), reason_of(errno)));
}

std::string temporary_name(const fs::path &folder) {
    return (folder / fmt::format("qitu-{}-XXXXXX", getpid())).string();
}

} // namespace

StagedFile::StagedFile(fs::path target) : target_(std::move(target)), path_(staged_beside(target_)) {
    errno = 0;
    if (!std::ofstream(path_))
        refuse(target_, reason_of(errno));
    fs::remove(path_); // drivers of GDAL make their files themselves
}

StagedFile::~StagedFile() {
    std::error_code ignored;
    for (const char *ending : {"", "-journal", "-wal", "-shm"})
        fs::remove(path_.string() + ending, ignored);
}

void StagedFile::commit() const {
    std::error_code error;
    fs::rename(path_, target_, error);
    if (error)
        refuse(target_, error.message());
}

StagedFolder::StagedFolder(fs::path target) : target_(std::move(target)), folder_(staged_beside(target_)) {
    std::error_code error;
    fs::remove_all(folder_, error);
    fs::create_directory(folder_, error);
    if (error)
        refuse(target_, error.message());
}

StagedFolder::~StagedFolder() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

std::vector<fs::path> StagedFolder::commit() const {
    std::vector<fs::path> moved;
    for (const auto &made : fs::directory_iterator(folder_)) {
        fs::path place = target_.parent_path() / made.path().filename();
        std::error_code error;
        if (made.is_directory())
            fs::remove_all(place, error);
        fs::rename(made.path(), place, error);
        if (error)
            refuse(place, error.message());
        moved.push_back(std::move(place));
    }
    return moved;
}

void write_whole(const fs::path &target, const std::function<void(std::ostream &)> &write) {
    const StagedFile staged(target);
    errno = 0;
    std::ofstream stream(staged.path(), std::ios::binary);
    if (stream)
        write(stream);
    stream.close();
    if (!stream)
        refuse(target, reason_of(errno));
    staged.commit();
}

TemporaryFolder::TemporaryFolder() {
    const fs::path folder = temporary_folder();
    std::string name = temporary_name(folder);
    if (mkdtemp(name.data()) == nullptr)
        refuse_temporary(folder);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void remove_temporary_of(int process) {
    std::error_code ignored;
    const std::string beginning = fmt::format("qitu-{}-", process);
    for (const auto &entry : fs::directory_iterator(fs::temp_directory_path(ignored), ignored))
        if (entry.path().filename().string().starts_with(beginning))
            fs::remove_all(entry.path(), ignored);
}

TemporaryFile::TemporaryFile() : folder_(temporary_folder()) {
    std::string name = temporary_name(folder_);
    descriptor_ = mkstemp(name.data());
    if (descriptor_ < 0)
        refuse_temporary(folder_);
    unlink(name.c_str());
}

TemporaryFile::~TemporaryFile() {
    close(descriptor_);
}

std::uint64_t TemporaryFile::append(std::span<const std::byte> bytes) {
    const std::uint64_t begin = size_;
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            throw Error(
                ErrorKind::refused,
                say("Temporary data cannot be written in {}: {}. Set TMPDIR to a folder with more room, "
                    "about half the size of the input.",
                    folder_.string(), reason_of(errno)));
        bytes = bytes.subspan(static_cast<std::size_t>(written));
        size_ += static_cast<std::uint64_t>(written);
    }
    return begin;
}

void TemporaryFile::read(std::uint64_t at, std::span<std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t count = pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            throw Error(ErrorKind::unreadable, say("A temporary file in {} cannot be read back: {}.",
                                                   folder_.string(), reason_of(errno)));
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        at += static_cast<std::uint64_t>(count);
    }
}

} // namespace qitu
