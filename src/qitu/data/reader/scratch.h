// A folder of our own for what must be unpacked or mended before it can be read. Goes away by itself; nothing
// is ever written beside the user's file.
#pragma once

#include <filesystem>

namespace qitu::reader {

class Scratch {
  public:
    /// Throws Error (unreadable) when the temporary folder takes nothing.
    Scratch();
    ~Scratch();
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;
    [[nodiscard]] const std::filesystem::path &folder() const { return folder_; }

    /// Links all parts of a Shapefile into the folder and returns the .shp there.
    std::filesystem::path link_parts(const std::filesystem::path &file) const;
    /// Unpacks a zip with its folders. Throws Error (unreadable) for an archive that is damaged, or that
    /// wants to write outside.
    void unpack(const std::filesystem::path &zip) const;

  private:
    std::filesystem::path folder_;
};

} // namespace qitu::reader
