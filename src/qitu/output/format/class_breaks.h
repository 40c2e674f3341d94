// Classes of progress, with one colour each for the map, the bars and the workbook's cells.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace qitu::format {

struct ProgressClass {
    double from;        // percent, this much and more
    std::uint32_t map;  // fill on the map and of bars
    std::uint32_t cell; // fill of a cell in the workbook, light enough for dark text
};

inline constexpr std::array<ProgressClass, 5> progress_classes{{{0, 0xF3E3C3, 0xFBEAD0},
                                                                {25, 0xD9D58F, 0xF3F0CF},
                                                                {50, 0x9CC27C, 0xDFEFD3},
                                                                {75, 0x4F9D69, 0xC3E2C8},
                                                                {100, 0x1F7A5C, 0x9FD0B0}}};

constexpr std::size_t class_of(double percent) {
    std::size_t result = 0;
    for (std::size_t i = 1; i < progress_classes.size(); ++i)
        if (percent >= progress_classes[i].from)
            result = i;
    return result;
}

} // namespace qitu::format
