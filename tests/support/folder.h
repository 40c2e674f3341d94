// Files that a test writes and reads back.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// A new folder for temporary files that goes away with the object.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(const Folder &) = delete;
    Folder &operator=(const Folder &) = delete;

    [[nodiscard]] const std::filesystem::path &path() const { return path_; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path &name) const {
        return path_ / name;
    }
    /// Names of what lies in it, sorted.
    [[nodiscard]] std::vector<std::string> list() const;

  private:
    std::filesystem::path path_;
};

/// All bytes of a file; "" where there is none.
std::string read_file(const std::filesystem::path &file);
void write_file(const std::filesystem::path &file, std::string_view bytes);

} // namespace support
