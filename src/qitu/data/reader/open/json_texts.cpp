#include "open/json_texts.h"

#include "open/json_strings.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace qitu::reader {

namespace {

using Path = std::filesystem::path;

template <typename Take>
void each_byte(const Path &file, Take &&take) {
    std::ifstream stream(file, std::ios::binary);
    std::string bytes(1U << 16U, '\0');
    while (stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || stream.gcount() > 0)
        std::for_each_n(bytes.begin(), stream.gcount(), take);
}

/// How many numbers the positions of a geometry have: the arrays behind "coordinates" that hold numbers.
class Positions {
  public:
    void forget() { arrays_.clear(); }
    [[nodiscard]] bool within() const { return !arrays_.empty(); }

    void open() {
        if (arrays_.empty())
            first_ = 0;
        arrays_.emplace_back();
    }
    void comma() { ++arrays_.back().commas; }
    void number() { arrays_.back().numbers = true; }
    /// False where the position is not like the first.
    bool close() {
        const Array array = arrays_.back();
        arrays_.pop_back();
        if (!array.numbers)
            return true;
        found_ = array.commas + 1;
        first_ = first_ == 0 ? found_ : first_;
        return found_ == first_;
    }
    [[nodiscard]] std::size_t first() const { return first_; }
    [[nodiscard]] std::size_t found() const { return found_; }

  private:
    struct Array {
        std::size_t commas = 0;
        bool numbers = false;
    };
    std::vector<Array> arrays_;
    std::size_t first_ = 0, found_ = 0;
};

/// Follows a JSON text byte by byte.
class Scan {
  public:
    explicit Scan(const Path &shown) : shown_(shown) {}

    void take(char c) {
        line_ += c == '\n' ? 1 : 0;
        constexpr std::string_view passed_over = " \t\r\n);"; // blanks, and the end of a call around the text
        const bool in_string = strings_.take(c);
        if (!in_string && passed_over.find(c) != std::string_view::npos)
            return;
        behind_ = behind_ || ended_;
        if (in_string)
            return;
        switch (c) {
        case ':':
            if (!positions_.within())
                name();
            break;
        case ',':
            if (positions_.within())
                positions_.comma();
            else
                coordinates_ = false;
            break;
        case '{':
        case '[':
            open(c);
            break;
        case '}':
        case ']':
            close();
            break;
        default:
            if (positions_.within() && (c == '-' || (c >= '0' && c <= '9')))
                positions_.number();
        }
    }
    /// What is still open in a text belongs to it alone.
    void end_text() {
        positions_.forget();
        strings_ = JsonStrings();
        coordinates_ = false;
    }
    [[nodiscard]] bool behind() const { return behind_; } // another text begins
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::int64_t features() const { return features_; }

  private:
    void name() {
        coordinates_ = strings_.last() == "coordinates";
        if (depth_ != 1)
            return;
        in_features_ = strings_.last() == "features";
        features_ = in_features_ ? 0 : features_;
    }
    void open(char c) {
        features_ += c == '{' && in_features_ && depth_ == 2 ? 1 : 0;
        ++depth_;
        if (c == '[' && coordinates_)
            positions_.open();
    }
    void close() {
        depth_ -= depth_ > 0 ? 1 : 0;
        ended_ = ended_ || depth_ == 0;
        if (!positions_.within())
            return;
        if (!positions_.close())
            throw Error(ErrorKind::unreadable,
                        say("{}: line {}: a position of {} numbers among those of {}. The file is damaged: "
                            "send it again, complete.",
                            shown_.string(), line_, positions_.found(), positions_.first()));
        coordinates_ = positions_.within();
    }

    const Path &shown_;
    std::size_t line_ = 1;
    std::size_t depth_ = 0;
    bool coordinates_ = false; // the value at hand is that of "coordinates"
    bool in_features_ = false; // of the outermost object
    bool ended_ = false;
    bool behind_ = false;
    JsonStrings strings_;
    Positions positions_;
    std::int64_t features_ = -1;
};

} // namespace

std::int64_t features_of_geojson(const Path &shown, const Path &file) {
    Scan scan(shown);
    each_byte(file, [&](char c) {
        scan.take(c);
        if (scan.behind())
            throw Error(
                ErrorKind::unreadable,
                say("{}: line {}: something stands behind the end of its JSON. The file is damaged, or a "
                    "sequence of texts of which one is: send it again, complete.",
                    shown.string(), scan.line()));
    });
    return scan.features();
}

std::int64_t texts_of_sequence(const Path &shown, const Path &file) {
    constexpr char separator = '\x1e';
    Scan scan(shown);
    std::int64_t texts = 0;
    bool separated = false; // by record separators, so that a text may have several lines
    bool begun = false;
    bool first = true;
    each_byte(file, [&](char c) {
        separated = separated || (first && c == separator);
        first = false;
        if (c == separator || (c == '\n' && !separated)) {
            begun = false;
            scan.end_text();
        } else if (!begun && std::string_view(" \t\r\n").find(c) == std::string_view::npos) {
            begun = true;
            ++texts;
        }
        scan.take(c);
    });
    return texts;
}

} // namespace qitu::reader
