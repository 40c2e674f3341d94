#include "crs/prj_file.h"

#include "encoding/text_file.h"

#include <qitu/core/base/text.h>

#include <string_view>

namespace qitu::reader {

namespace {

/// As text without what editors put around it: a byte order mark, UTF-16, blanks and NULs at either end.
std::string plain_text(const std::filesystem::path &file) {
    std::string text = contents_of(file);
    if (!utf16_of(text).empty())
        text = read_text(file, text, "").text;
    if (text.starts_with(utf8_mark))
        text.erase(0, utf8_mark.size());
    constexpr std::string_view around(" \t\r\n\0", 5);
    const std::size_t first = text.find_first_not_of(around);
    return first == std::string::npos ? std::string()
                                      : text.substr(first, text.find_last_not_of(around) - first + 1);
}

/// The .prj beside a .shp, its ending in letters of any size.
std::string prj_beside(const std::filesystem::path &file) {
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path &part = entry.path();
        if (part.stem() != file.stem() || folded(part.extension().string()) != ".prj")
            continue;
        std::string text = plain_text(part);
        if (!text.empty())
            return text;
    }
    return {};
}

} // namespace

std::string prj_of(const std::filesystem::path &file) {
    std::string text = prj_beside(file);
    return text.empty() && std::filesystem::is_symlink(file) ? prj_beside(std::filesystem::canonical(file))
                                                             : text;
}

} // namespace qitu::reader
