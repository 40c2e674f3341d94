// A layer's TOML of any bytes is read beside the programme's own, or refused.
#include "support/places.h"

#include <qitu/core/base/error.h>
#include <qitu/core/catalogue/catalogue.h>

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace {

/// A folder with what every catalogue needs; goes away with the process.
struct Folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / fmt::format("qitu-fuzz-layers-{}", getpid());
    Folder() {
        std::filesystem::create_directories(path);
        for (const char *name : {"programme.toml", "admin.toml"})
            std::filesystem::copy_file(support::source("layers") / name, path / name,
                                       std::filesystem::copy_options::overwrite_existing);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const Folder folder;
    std::ofstream(folder.path / "layer.toml", std::ios::binary)
        .write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
    try {
        if (catalogue::Catalogue::load(folder.path).stages().empty())
            std::abort();
    } catch (const Error &) {
    }
    return 0;
}
