// The strings of a JSON text that is followed byte by byte.
#pragma once

#include <string>

namespace qitu::reader {

class JsonStrings {
  public:
    /// Whether the byte is within a string, or begins or ends one.
    bool take(char c) {
        if (!within_) {
            within_ = c == '"';
            if (within_)
                last_.clear();
            return within_;
        }
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"')
            within_ = false;
        else
            last_ += c;
        return true;
    }
    /// Without what is escaped.
    [[nodiscard]] const std::string &last() const { return last_; }
    [[nodiscard]] bool within() const { return within_; }

  private:
    bool within_ = false;
    bool escaped_ = false;
    std::string last_;
};

} // namespace qitu::reader
