// A CSV of any bytes is read as points or WKT, or refused.
#include "read_as.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
    read_as("table.csv", data, size);
    return 0;
}
