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

inline constexpr std::array<std::uint32_t, 5> amount_colours{0xE3EEF6, 0xBFDAEC, 0x8FBDDB, 0x5B9AC6,
                                                             0x2F72A8};
/// Stages in their order, and behind them what has none.
inline constexpr std::array<std::uint32_t, 5> stage_colours{0x9FB4BF, 0xF0B95B, 0x4F9D69, 0x17694F, 0x9AA5AA};
inline constexpr std::uint32_t without_target_colour = 0xC4CBCE;
inline constexpr std::uint32_t nothing_colour = 0xECEFF0;

constexpr std::size_t class_of(double percent) {
    std::size_t result = 0;
    for (std::size_t i = 1; i < progress_classes.size(); ++i)
        if (percent >= progress_classes[i].from)
            result = i;
    return result;
}

} // namespace qitu::format
