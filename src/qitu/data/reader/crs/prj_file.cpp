#include "crs/prj_file.h"

#include "encoding/text_file.h"

#include <qitu/core/base/text.h>

namespace qitu::reader {

namespace {

/// The .prj beside a .shp, its ending in letters of any size.
std::string prj_beside(const std::filesystem::path &file) {
    const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();
    for (const auto &entry : std::filesystem::directory_iterator(folder)) {
        const std::filesystem::path &part = entry.path();
        if (part.stem() != file.stem() || folded(part.extension().string()) != ".prj")
            continue;
        std::string text = contents_of(part);
        if (text.find_first_not_of(" \t\r\n") != std::string::npos)
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
