// Where the tests find what they read and may write.
#pragma once

#include <filesystem>
#include <string_view>

namespace support {

/// A file or folder of the project: source("layers").
std::filesystem::path source(std::string_view name);
/// A file or folder of the build: build("share/locale").
std::filesystem::path build(std::string_view name);

} // namespace support
