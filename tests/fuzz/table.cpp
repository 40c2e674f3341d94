// A CSV of any bytes is read as points or WKT, or refused.
#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/raw_file.h>

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const support::Folder folder;
    support::write_file(folder / "table.csv", {reinterpret_cast<const char *>(data), size});
    try {
        reader::RawFile file(folder / "table.csv", {});
        for (reader::RawFeature feature; file.next(feature);)
            if (feature.wkb.empty())
                std::abort();
    } catch (const Error &) {
    }
    return 0;
}
