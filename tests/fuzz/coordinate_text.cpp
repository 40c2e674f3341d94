// A coordinate TXT of any bytes is read, or refused with the line; what was read can be written.
#include "encoding.h"

#include <qitu/intake/intake.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    using namespace qitu;
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    try {
        const intake::CoordinateText text =
            intake::read_coordinate_text(intake::Decoder("GB18030").decode(bytes));
        if (intake::coordinate_text_bytes(text).empty())
            std::abort();
    } catch (const Error &) {
    }
    return 0;
}
