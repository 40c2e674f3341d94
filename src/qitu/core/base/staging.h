// staging: files while they are being made.
#pragma once

#include <filesystem>

namespace qitu {

/// A GeoPackage while it is being made, beside its target: gone, with SQLite's journal, unless it was moved
/// there.
class Draft {
  public:
    explicit Draft(const std::filesystem::path &target);
    ~Draft();
    Draft(const Draft &) = delete;
    Draft &operator=(const Draft &) = delete;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    /// Throws Error (refused) when it cannot be moved there.
    void move_to_target() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path file_;
};

} // namespace qitu
