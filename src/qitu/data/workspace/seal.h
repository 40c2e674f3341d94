// Seals: hashes that show whether a workspace is still what it was when a report was made from it.
#pragma once

#include <qitu/core/base/signature.h>
#include <qitu/data/workspace/workspace.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qitu::workspace {

/// A sealed state. The hash covers all records up to it, the rows as they were, the totals and the seal
/// before.
struct Seal {
    std::int64_t id = 0;
    std::int64_t at = 0;     // milliseconds since 1970, UTC
    std::int64_t record = 0; // the last one that it covers
    std::string who;
    std::string note;
    std::string totals;    // as given to `seal`
    std::string hash;      // 64 hexadecimal digits
    std::string signature; // Ed25519, 128 hexadecimal digits; "" for none
    std::uint64_t changes_since = 0;
    std::uint64_t rows = 0, tables = 0; // that it covers; known when it is made
    [[nodiscard]] std::string short_hash() const { return hash.substr(0, 12); }
};
/// What a signature of the seal with this hash signs: "qitu seal HASH".
std::string text_to_sign(const std::string &hash);
/// Throws Error (refused) when an earlier seal does not hold. `key` signs it.
Seal seal(Edit &edit, const std::string &note, const std::string &totals, const SigningKey *key = nullptr);
std::vector<Seal> seals(const Workspace &workspace);
std::optional<Seal> latest_seal(const Workspace &workspace);

/// The first thing in each part of the workspace that is not as it was sealed.
struct Verification {
    std::uint64_t seals = 0;
    std::uint64_t records = 0; // covered by seals
    std::uint64_t rows = 0;
    std::vector<std::string> broken; // the first broken record first; empty: as sealed
};
Verification verify(const Workspace &workspace);

} // namespace qitu::workspace
