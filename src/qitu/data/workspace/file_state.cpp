#include "file_state.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace qitu::workspace {

namespace {

// Of SQLite's file format, https://www.sqlite.org/fileformat2.html, 1.3
constexpr std::size_t head_size = 100, write_version = 18, change_counter = 24, schema_cookie = 40;
constexpr char without_log = 1;

using Head = std::array<char, head_size>;

std::uint32_t number_at(const Head &head, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = at; i < at + sizeof number; ++i)
        number = number << 8 | static_cast<unsigned char>(head.at(i));
    return number;
}

bool has_log(const std::filesystem::path &file) {
    std::error_code ignored;
    return std::filesystem::exists(file.string() + "-journal", ignored) ||
           std::filesystem::exists(file.string() + "-wal", ignored);
}

} // namespace

std::string file_state(const Workspace &workspace) {
    const std::filesystem::path &file = workspace.file();
    Head head{};
    std::ifstream in(file, std::ios::binary);
    struct stat status {};
    if (!in.read(head.data(), head.size()) || head[write_version] != without_log || has_log(file) ||
        stat(file.c_str(), &status) != 0)
        return "";
    return fmt::format("{}:{} {} bytes, {}.{:09} {}.{:09}, {} {}", status.st_dev, status.st_ino,
                       status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                       status.st_ctim.tv_nsec, number_at(head, change_counter),
                       number_at(head, schema_cookie));
}

} // namespace qitu::workspace
