#include "open/json_texts.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

void each_byte(const Path &file, const std::function<void(char)> &take) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(1U << 16U, '\0');
    while (stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || stream.gcount() > 0)
        std::for_each_n(bytes.begin(), stream.gcount(), take);
}

/// Follows a JSON text byte by byte through the arrays behind "coordinates".
class Positions {
  public:
    /// False where a position is not like the first of its geometry.
    bool take(char c) {
        if (in_string_) {
            take_in_string(c);
            return true;
        }
        switch (c) {
        case '"':
            in_string_ = true;
            last_.clear();
            return true;
        case ':':
            if (arrays_.empty())
                wanted_ = last_ == "coordinates";
            return true;
        case '[':
            open();
            return true;
        case ']':
            return close();
        case ',':
            if (!arrays_.empty())
                ++arrays_.back().commas;
            else
                wanted_ = false;
            return true;
        default:
            note_number(c);
            return true;
        }
    }
    [[nodiscard]] std::size_t first() const { return first_; }
    [[nodiscard]] std::size_t found() const { return found_; }

  private:
    struct Array {
        std::size_t commas = 0;
        bool numbers = false;
    };

    void take_in_string(char c) {
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"')
            in_string_ = false;
        else
            last_ += c;
    }
    void open() {
        if (!wanted_)
            return;
        if (arrays_.empty())
            first_ = 0;
        arrays_.emplace_back();
    }
    void note_number(char c) {
        constexpr std::string_view begins = "-0123456789";
        if (!arrays_.empty() && begins.find(c) != std::string_view::npos)
            arrays_.back().numbers = true;
    }
    bool close() {
        if (arrays_.empty())
            return true;
        const Array array = arrays_.back();
        arrays_.pop_back();
        if (arrays_.empty())
            wanted_ = false;
        if (!array.numbers)
            return true;
        found_ = array.commas + 1;
        if (first_ == 0)
            first_ = found_;
        return found_ == first_;
    }

    bool in_string_ = false;
    bool escaped_ = false;
    bool wanted_ = false; // the value behind the colon is that of coordinates
    std::string last_;    // the last string
    std::vector<Array> arrays_;
    std::size_t first_ = 0, found_ = 0; // how many numbers positions have
};

/// Follows a JSON text byte by byte and counts what its member `features` holds.
class Outline {
  public:
    void take(char c) {
        if (in_string_)
            return take_in_string(c);
        if (std::string_view(" \t\r\n").find(c) != std::string_view::npos)
            return;
        behind_ = behind_ || ended_;
        if (c == '"') {
            in_string_ = true;
            last_.clear();
        } else if (c == ':' && depth_ == 1) {
            in_features_ = last_ == "features";
            features_ = in_features_ ? 0 : features_;
        } else if (c == '{' || c == '[') {
            features_ += c == '{' && in_features_ && depth_ == 2 ? 1 : 0;
            ++depth_;
        } else if (c == '}' || c == ']') {
            depth_ -= depth_ > 0 ? 1 : 0;
            ended_ = depth_ == 0;
        }
    }
    [[nodiscard]] bool behind() const { return behind_; }
    [[nodiscard]] std::int64_t features() const { return features_; }

  private:
    void take_in_string(char c) {
        if (escaped_)
            escaped_ = false;
        else if (c == '\\')
            escaped_ = true;
        else if (c == '"')
            in_string_ = false;
        else if (depth_ == 1)
            last_ += c;
    }

    std::size_t depth_ = 0;
    bool ended_ = false;
    bool behind_ = false; // something stands behind the end
    bool in_string_ = false;
    bool escaped_ = false;
    bool in_features_ = false;
    std::string last_; // string of the outermost object
    std::int64_t features_ = -1;
};

} // namespace

void refuse_second_text(const Path &shown, const Path &file) {
    Outline outline;
    std::size_t line = 1;
    each_byte(file, [&](char c) {
        outline.take(c);
        if (outline.behind())
            throw Error(
                ErrorKind::unreadable,
                say("{}: line {}: something stands behind the end of its JSON. The file is damaged, or a "
                    "sequence of texts of which one is: send it again, complete.",
                    shown.string(), line));
        line += c == '\n' ? 1 : 0;
    });
}

std::int64_t features_of_geojson(const Path &file) {
    Outline outline;
    each_byte(file, [&](char c) { outline.take(c); });
    return outline.features();
}

void refuse_uneven_positions(const Path &shown, const Path &file) {
    constexpr std::array<std::string_view, 4> endings{".geojson", ".json", ".geojsonl", ".geojsons"};
    if (std::ranges::find(endings, folded(file.extension().string())) == endings.end())
        return;
    Positions positions;
    std::size_t line = 1;
    each_byte(file, [&](char c) {
        if (!positions.take(c))
            throw Error(ErrorKind::unreadable,
                        say("{}: line {}: a position of {} numbers among those of {}. The file is damaged: "
                            "send it again, complete.",
                            shown.string(), line, positions.found(), positions.first()));
        line += c == '\n' ? 1 : 0;
    });
}

std::int64_t texts_in_sequence(const Path &file) {
    constexpr char separator = '\x1e';
    std::int64_t texts = 0;
    bool separated = false; // by record separators, so that a text may have several lines
    bool begun = false;
    bool first = true;
    each_byte(file, [&](char c) {
        separated = separated || (first && c == separator);
        first = false;
        if (c == separator || (c == '\n' && !separated))
            begun = false;
        else if (!begun && c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            begun = true;
            ++texts;
        }
    });
    return texts;
}

} // namespace qitu::reader
