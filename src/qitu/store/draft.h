// A workspace while it is being made beside its place.
#pragma once

#include <qitu/base/base.h>

namespace qitu::store {

/// The file while it is being made: gone unless it was moved to its place.
class Draft {
  public:
    explicit Draft(const std::filesystem::path &target);
    ~Draft();
    Draft(const Draft &) = delete;
    Draft &operator=(const Draft &) = delete;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    void move_to_target() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path file_;
};

/// Throws Error (refused) when the file exists or its folder does not.
void refuse_unless_new(const std::filesystem::path &file);

} // namespace qitu::store
