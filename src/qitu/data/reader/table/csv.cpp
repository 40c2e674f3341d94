#include "encoding/text_file.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/table_file.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace qitu::reader {

namespace {

constexpr std::string_view undecodable = "\xEF\xBF\xBD"; // U+FFFD

std::string decoded(const std::string &bytes, const std::filesystem::path &file) {
    if (const std::string wide = utf16_of(bytes); !wide.empty())
        return Decoder(wide).decode(std::string_view(bytes).substr(2));
    if (is_utf8(bytes))
        return bytes.substr(bytes.starts_with(utf8_mark) ? utf8_mark.size() : 0);
    std::string text = Decoder("GB18030").decode(bytes);
    if (text.find(undecodable) != std::string::npos)
        throw Error(
            ErrorKind::unreadable,
            say("{}: the text is neither UTF-8 nor GB18030 (GBK). Save it as CSV UTF-8.", file.string()));
    return text;
}

std::string text_of(const std::filesystem::path &file) {
    if (std::error_code ignored; !std::filesystem::is_regular_file(file, ignored))
        throw Error(ErrorKind::unreadable, say("{}: cannot be read. Check the name.", file.string()));
    std::string text = decoded(contents_of(file), file);
    refuse_nul(file, text);
    return text;
}

class Parser {
  public:
    Parser(std::string text, std::filesystem::path file, std::string_view separators)
        : text_(std::move(text)), file_(std::move(file)), separators_(separators),
          ends_(separators_ + "\r\n") {}

    std::vector<Record> records() {
        std::vector<Record> result;
        while (at_ < text_.size()) {
            Record record = next();
            refuse_cut(record, result);
            widest_ = std::max(widest_, record.cells.size());
            if (std::any_of(record.cells.begin(), record.cells.end(),
                            [](const std::string &cell) { return !folded(cell).empty(); }))
                result.push_back(std::move(record));
        }
        refuse_run_together(result);
        return result;
    }

  private:
    Record next() {
        Record record{line_, {}};
        for (bool more = true; more;) {
            record.cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
            more = at_ < text_.size() && separators_.find(text_[at_]) != std::string::npos;
            at_ += more ? 1 : 0;
        }
        record.ended = at_ < text_.size();
        end_line();
        return record;
    }

    /// Of the last row, where nothing ends it and all others are wider.
    void refuse_cut(const Record &record, const std::vector<Record> &before) const {
        const bool wider =
            !before.empty() && std::all_of(before.begin(), before.end(), [&](const Record &one) {
                return one.cells.size() == before.front().cells.size() &&
                       one.cells.size() > record.cells.size();
            });
        if (!record.ended && wider)
            throw Error(ErrorKind::unreadable,
                        say("{}, line {}: the last row has {} cells, the others have {}, and no end of line "
                            "follows. The "
                            "file is truncated: send it again, complete. If it is whole, end the row.",
                            file_.string(), record.line, record.cells.size(), before.front().cells.size()));
    }

    /// The one row that is wider than all others, with something in its further cells.
    void refuse_run_together(const std::vector<Record> &records) const {
        constexpr std::size_t least = 3;
        const auto width = [](const Record &record) { return record.cells.size(); };
        const auto widest = std::ranges::max_element(records, {}, width);
        if (widest == records.end())
            return;
        std::size_t others = 0, equal = 0; // how wide they are, and how many of them
        for (const Record &record : records)
            others = width(record) < widest_ ? std::max(others, width(record)) : others;
        for (const Record &record : records)
            equal += width(record) == others ? 1 : 0;
        const auto wide = std::ranges::count(records, widest_, width);
        const bool filled =
            std::any_of(widest->cells.begin() + static_cast<std::ptrdiff_t>(others), widest->cells.end(),
                        [](const std::string &cell) { return !folded(cell).empty(); });
        if (wide == 1 && equal >= least && others > 1 && filled)
            throw Error(
                ErrorKind::unreadable,
                say("{}, line {}: the row has {} cells, the others at most {}: two rows have run together, "
                    "or a "
                    "comma stands in a value. Put the value into quotation marks, or send the file again.",
                    file_.string(), widest->line, widest_, others));
    }

    std::string plain_cell() {
        const std::size_t end = std::min(text_.find_first_of(ends_, at_), text_.size());
        const std::size_t begin = std::exchange(at_, end);
        return text_.substr(begin, end - begin);
    }

    std::string quoted_cell() {
        const std::size_t opened = line_;
        std::string cell;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\n')
                ++line_;
            if (text_[at_] != '"') {
                cell += text_[at_];
            } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                cell += text_[at_++];
            } else {
                ++at_;
                refuse_swallowed(cell, opened);
                return cell;
            }
        }
        throw Error(ErrorKind::unreadable,
                    say("{}, line {}: a quoted cell is never closed.", file_.string(), opened));
    }

    /// A quotation mark that was never meant as one takes in the rows up to the next: a line of the cell then has as
    /// many cells as a row. WKT has commas too.
    void refuse_swallowed(const std::string &cell, std::size_t opened) const {
        constexpr std::size_t least = 4; // cells: fewer separators stand in remarks
        if (widest_ < least || cell.find('\n') == std::string::npos || is_wkt(cell))
            return;
        std::string_view rest = cell;
        for (std::size_t line = opened; !rest.empty(); ++line) {
            const std::string_view one = rest.substr(0, rest.find('\n'));
            const auto cells = 1 + std::count_if(one.begin(), one.end(), [&](char c) {
                                   return separators_.find(c) != std::string::npos;
                               });
            if (line > opened && static_cast<std::size_t>(cells) == widest_)
                throw Error(ErrorKind::unreadable,
                            say("{}, line {}: the quotation mark takes in line {}, which looks like a row of "
                                "its own. "
                                "Double it if it stands for itself, such as 24\"\" for inches, or close it.",
                                file_.string(), opened, line));
            rest.remove_prefix(std::min(one.size() + 1, rest.size()));
        }
    }

    static bool is_wkt(const std::string &cell) {
        constexpr std::array<std::string_view, 6> words{
            "polygon", "multi", "linestring", "point", "geometrycollection", "srid="};
        const std::string text = folded(cell.substr(0, 40));
        return std::any_of(words.begin(), words.end(),
                           [&](std::string_view word) { return text.starts_with(word); });
    }

    void end_line() {
        if (at_ >= text_.size())
            return;
        if (text_[at_] != '\r' && text_[at_] != '\n')
            throw Error(
                ErrorKind::unreadable,
                say("{}, line {}: after a closing quotation mark a comma or the end of the line is expected.",
                    file_.string(), line_));
        at_ += text_.compare(at_, 2, "\r\n") == 0 ? 2 : 1;
        ++line_;
    }

    std::string text_;
    std::filesystem::path file_;
    std::string separators_, ends_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t widest_ = 0; // cells of a row so far
};

} // namespace

std::vector<Record> read_csv(const std::filesystem::path &file, std::string_view separators) {
    return parse_csv(text_of(file), file, separators);
}

std::vector<Record> parse_csv(std::string text, const std::filesystem::path &file,
                              std::string_view separators) {
    return Parser(std::move(text), file, separators).records();
}

} // namespace qitu::reader
