// How many seeded cases a test tries.
#pragma once

namespace support {

/// All; a tenth where sanitizers make each of them take many times as long.
constexpr unsigned cases(unsigned all) {
#ifdef QITU_SANITIZED
    constexpr unsigned share = 10;
    return (all + share - 1) / share;
#else
    return all;
#endif
}

} // namespace support
