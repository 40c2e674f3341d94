#include "project_check.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <fmt/format.h>

#include <memory>
#include <string_view>
#include <vector>

namespace qitu::doctor {

namespace {

struct CloseFile {
    void operator()(VSILFILE *file) const { VSIFCloseL(file); }
};

std::string bytes_of(const std::string &digits) {
    constexpr int base = 16;
    std::string bytes;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
        bytes += static_cast<char>(std::strtol(digits.substr(i, 2).c_str(), nullptr, base));
    return bytes;
}

std::string text_of(const std::string &path) {
    std::string text;
    const std::unique_ptr<VSILFILE, CloseFile> file(VSIFOpenL(path.c_str(), "rb"));
    std::vector<char> block(1U << 16U);
    while (file) {
        const std::size_t read = VSIFReadL(block.data(), 1, block.size(), file.get());
        text.append(block.data(), read);
        if (read < block.size())
            break;
    }
    return text;
}

// The project file in the zip, whatever its name.
std::string project_in(const std::string &zip) {
    std::string text;
    const CPLStringList names(VSIReadDir(("/vsizip/" + zip).c_str()));
    for (int i = 0; i < names.size(); ++i)
        if (std::string(names[i]).ends_with(".qgs"))
            text = text_of(fmt::format("/vsizip/{}/{}", zip, names[i]));
    return text;
}

} // namespace

std::set<std::string> geopackages_named_in(const std::string &content) {
    std::string zip = bytes_of(content);
    const std::string place = fmt::format("/vsimem/qitu_project_{}.zip", static_cast<const void *>(&zip));
    VSIFCloseL(VSIFileFromMemBuffer(place.c_str(), reinterpret_cast<GByte *>(zip.data()), zip.size(), FALSE));
    const std::string text = project_in(place);
    VSIUnlink(place.c_str());
    std::set<std::string> names;
    constexpr std::string_view mark = ".gpkg|layername=";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        const std::size_t begin = text.find_last_of("/\\>\"'", at);
        const std::size_t from = begin == std::string::npos ? 0 : begin + 1;
        names.insert(text.substr(from, at - from) + ".gpkg");
    }
    return names;
}

} // namespace qitu::doctor
