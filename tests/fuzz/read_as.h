// Any bytes as a file with this name: every feature is read, or the file refused. In this process, so that a fuzzer sees it.
#pragma once

#include "support/folder.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/raw_file.h>

#include <cstdint>
#include <cstdlib>
#include <string_view>

inline void read_as(const char *name, const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    static const support::Folder folder;
    setenv("QITU_CAGE", "off", 1);
    support::write_file(folder / name, {reinterpret_cast<const char *>(data), size});
    try {
        reader::RawFile file(folder / name, {});
        for (reader::RawFeature feature; file.next(feature);)
            if (feature.wkb.empty() || feature.values.size() != file.fields().size())
                std::abort();
    } catch (const Error &) {
    }
}
