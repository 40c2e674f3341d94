// A file while it is being made, and the time that is written into it.
#pragma once

#include <qitu/base/base.h>

namespace qitu::publish {

/// Now, or SOURCE_DATE_EPOCH where it is set, as GeoPackage writes time.
std::string time_stamp();

std::filesystem::path beside(const std::filesystem::path &file, const char *ending);

/// Beside its target, and gone unless it was moved there.
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

} // namespace qitu::publish
