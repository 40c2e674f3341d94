// Whether the objects of a DXF are as they were written. GDAL passes over what it does not know.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace qitu::reader {

/// Takes the groups of a drawing in turn. A polyline has as many corners as it says, each with both coordinates; a vertex stands in a
/// polyline, which ends; it says whether it is closed where all others do; a code is one of those that there are; and no object has a name that differs in one
/// letter from one that there is.
class DrawingCheck {
  public:
    explicit DrawingCheck(const std::filesystem::path &shown) : file_(shown) {}

    /// False where this is no DXF of text. Throws Error (unreadable) with the line.
    bool take(std::optional<double> code, const std::string &value);

  private:
    [[noreturn]] void refuse(const std::string &found) const;
    void begin(const std::string &object);
    void end();
    void refuse_one_open() const;

    const std::filesystem::path &file_;
    std::size_t groups_ = 0;
    std::string object_;
    bool in_polyline_ = false; // whose vertices are objects of their own
    std::optional<double> said_;
    double x_ = 0, y_ = 0;                   // how many there are
    bool closing_ = false;                   // it says whether it is closed
    std::size_t close_ = 0;                  // polylines that say whether they are closed
    std::size_t silent_ = 0, silent_at_ = 0; // those that do not, and the line of the last
};

} // namespace qitu::reader
