// How much one file may make of the machine. Each limit is an environment variable, which raises or lowers it;
// docs/reliability.md lists them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace qitu::reader {

struct Limit {
    const char *variable; // QITU_LIMIT_…, a whole number of 1 or more
    std::uint64_t otherwise;

    /// What holds now. Throws Error (usage) where the variable is not such a number.
    [[nodiscard]] std::uint64_t value() const;
    /// As the variable says, nothing where it is not set.
    [[nodiscard]] std::optional<std::uint64_t> given() const;
};

inline constexpr Limit unpacked_mb{"QITU_LIMIT_UNPACKED_MB", 16'384}; // of an archive, with those inside it
inline constexpr Limit workbook_mb{"QITU_LIMIT_WORKBOOK_MB", 256};    // XML in an XLSX or ODS
inline constexpr Limit drawn{"QITU_LIMIT_DRAWN",
                             5'000'000}; // objects that a drawing's blocks are inserted as

inline constexpr Limit memory_mb{"QITU_LIMIT_MEMORY_MB", 4'096};       // of the process that reads a file
inline constexpr Limit read_seconds{"QITU_LIMIT_READ_SECONDS", 3'600}; // of the processor, of the same

/// memory_mb, or half of what the machine has where that is more.
std::uint64_t memory_limit_mb();

inline constexpr std::uint64_t mega = std::uint64_t{1} << 20;

/// Throws Error (unreadable): `file` makes more than a limit of `what`.
[[noreturn]] void beyond(const std::filesystem::path &file, const std::string &what, const Limit &limit);

} // namespace qitu::reader
