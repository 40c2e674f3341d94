// error: what ends a job.
#pragma once

#include <stdexcept>
#include <string>

namespace qitu {

/// Who has to act: the caller asked for something that cannot be (`usage`), an input cannot be read
/// (`unreadable`), or the data or a rule forbids the work and nothing was changed (`refused`).
enum class ErrorKind { usage, unreadable, refused };

/// Ends the job. The message names the file, the layer, the feature, what was expected, what was found and
/// what to do, in the language of the user.
class Error : public std::runtime_error {
  public:
    Error(ErrorKind kind, const std::string &message) : std::runtime_error(message), kind_(kind) {}
    [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

  private:
    ErrorKind kind_;
};

} // namespace qitu
