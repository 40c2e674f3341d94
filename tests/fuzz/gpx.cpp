// A GPX of any bytes is read, or refused.
#include "read_as.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    read_as("tracks.gpx", data, size);
    return 0;
}
