// A file for the time being.
#pragma once

#include <filesystem>

namespace qitu::workspace {

/// A new empty file in the folder for temporary files, readable by its owner only; gone with the object.
class ScratchFile {
  public:
    ScratchFile();
    ~ScratchFile();
    ScratchFile(const ScratchFile &) = delete;
    ScratchFile &operator=(const ScratchFile &) = delete;
    [[nodiscard]] const std::filesystem::path &file() const { return file_; }

  private:
    std::filesystem::path file_;
};

} // namespace qitu::workspace
