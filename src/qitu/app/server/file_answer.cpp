#include "file_answer.h"

#include "wanted.h"

#include <qitu/core/base/message.h>

#include <fstream>
#include <iterator>

namespace qitu::server {

std::string content_of(const std::filesystem::path &file) {
    constexpr std::uintmax_t largest = std::uintmax_t{256} << 20U;
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(file, missing);
    if (missing)
        throw not_found();
    if (size > largest)
        throw Problem(413, say("The file is too large for an answer."));
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Response attachment(const std::filesystem::path &file, const std::string &name, const std::string &type) {
    Response response;
    response.type = type;
    response.body = content_of(file);
    response.headers.emplace_back("Content-Disposition", "attachment; filename*=UTF-8''" + escaped(name));
    return response;
}

} // namespace qitu::server
