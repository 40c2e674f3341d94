#include "places.h"

namespace support {

std::filesystem::path source(std::string_view name) {
    return std::filesystem::path(QITU_SOURCE) / name;
}

std::filesystem::path build(std::string_view name) {
    return std::filesystem::path(QITU_BUILD) / name;
}

} // namespace support
