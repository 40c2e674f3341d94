// "-" as a file to read: standard input, kept in a temporary file whose ending says what it is.
#pragma once

#include <qitu/core/base/staging.h>

#include <memory>
#include <string>

namespace qitu::cli {

class StandardInput {
  public:
    /// `file` itself, or for "-" the temporary file, which lives as long as this. Throws Error (usage) where standard input is
    /// empty or a terminal.
    std::string path_of(const std::string &file);

  private:
    std::unique_ptr<TemporaryFolder> folder_;
};

} // namespace qitu::cli
