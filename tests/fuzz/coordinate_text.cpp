// A coordinate TXT of any bytes is read, or refused with the line; what was read can be written.
#include "encoding/encoding.h"

#include <qitu/core/base/error.h>
#include <qitu/data/reader/coordinate_text.h>

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    try {
        const reader::CoordinateText text =
            reader::read_coordinate_text(reader::Decoder("GB18030").decode(bytes));
        if (reader::coordinate_text_bytes(text).empty())
            std::abort();
    } catch (const Error &) {
    }
    return 0;
}
