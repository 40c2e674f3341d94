// A CSV of any bytes is read as points or WKT, or refused.
#include <qitu/core/base/error.h>
#include <qitu/data/reader/reader.h>

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace {

std::filesystem::path table_file() {
    return std::filesystem::temp_directory_path() / fmt::format("qitu-fuzz-{}.csv", getpid());
}

/// Goes away with the process.
struct Table {
    std::filesystem::path file = table_file();
    ~Table() {
        std::error_code ignored;
        std::filesystem::remove(file, ignored);
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const Table table;
    std::ofstream(table.file, std::ios::binary)
        .write(reinterpret_cast<const char *>(data), static_cast<std::streamsize>(size));
    try {
        reader::RawFile file(table.file, {});
        for (reader::RawFeature feature; file.next(feature);)
            if (feature.wkb.empty())
                std::abort();
    } catch (const Error &) {
    }
    return 0;
}
