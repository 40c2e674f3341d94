#include "csv.h"

#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace qitu::indicators {

namespace {

std::string bytes_of(const std::filesystem::path &file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file))
        throw Error(ErrorKind::unreadable, say("{}: cannot be read. Check the name.", file.string()));
    return {std::istreambuf_iterator<char>(stream), {}};
}

struct CloseConverter {
    void operator()(UConverter *converter) const { ucnv_close(converter); }
};

std::string from_gb18030(const std::string &bytes, const std::filesystem::path &file) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, CloseConverter> converter(ucnv_open("gb18030", &status));
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    std::u16string wide(bytes.size() + 1, u'\0');
    const std::int32_t size =
        ucnv_toUChars(converter.get(), wide.data(), static_cast<std::int32_t>(wide.size()), bytes.data(),
                      static_cast<std::int32_t>(bytes.size()), &status);
    if (U_FAILURE(status))
        throw Error(
            ErrorKind::unreadable,
            say("{}: the text is neither UTF-8 nor GB18030 (GBK). Save it as CSV UTF-8.", file.string()));
    std::string result(static_cast<std::size_t>(size) * 3 + 1, '\0');
    std::int32_t length = 0;
    u_strToUTF8(result.data(), static_cast<std::int32_t>(result.size()), &length, wide.data(), size, &status);
    result.resize(static_cast<std::size_t>(length));
    return result;
}

std::string text_of(const std::filesystem::path &file) {
    std::string bytes = bytes_of(file);
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.erase(0, 3);
    return is_utf8(bytes) ? bytes : from_gb18030(bytes, file);
}

class Parser {
  public:
    Parser(std::string text, const std::filesystem::path &file) : text_(std::move(text)), file_(file) {}

    std::vector<Record> records() {
        std::vector<Record> result;
        while (at_ < text_.size()) {
            Record record = next();
            if (std::any_of(record.cells.begin(), record.cells.end(),
                            [](const std::string &cell) { return !folded(cell).empty(); }))
                result.push_back(std::move(record));
        }
        return result;
    }

  private:
    Record next() {
        Record record{line_, {}};
        for (bool more = true; more;) {
            record.cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
            more = at_ < text_.size() && text_[at_] == ',';
            at_ += more ? 1 : 0;
        }
        end_line();
        return record;
    }

    std::string plain_cell() {
        const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
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
                return cell;
            }
        }
        throw Error(ErrorKind::unreadable,
                    say("{}, line {}: a quotation mark is opened and never closed.", file_.string(), opened));
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
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

} // namespace

std::vector<Record> read_csv(const std::filesystem::path &file) {
    return Parser(text_of(file), file).records();
}

} // namespace qitu::indicators
