// A coordinate TXT or a table of corners of any bytes, found out by its content, is read, or refused.
#include "read_as.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    read_as("corners.txt", data, size);
    return 0;
}
