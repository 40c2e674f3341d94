// TOML as plain values that know their line. Only toml.cpp knows toml++, which is slow to compile.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace qitu::catalogue {

struct Node;
struct Member;

struct OtherValue {}; // a time: TOML has it, the catalogue has no use for it

struct Node {
    using Array = std::vector<Node>;
    using Table = std::vector<Member>; // in the order of the file

    std::variant<OtherValue, bool, std::int64_t, double, std::string, Array, Table> value;
    unsigned line = 0;
};

struct Member {
    std::string key;
    unsigned line = 0;
    Node node;
};

struct Document {
    std::filesystem::path file;
    Node root; // a table
};

/// Throws Error (unreadable) when there is no such file, and Error (refused) with file:line when it is no
/// TOML.
Document read_toml(const std::filesystem::path &file);
/// Those of all .toml files in the folder that `wanted` takes, in the order of their names.
std::vector<Document> read_toml_files(const std::filesystem::path &folder,
                                      const std::function<bool(const std::filesystem::path &)> &wanted);
/// The same from a text; `file` names it in messages.
Document parse_toml(std::string_view text, const std::filesystem::path &file);

} // namespace qitu::catalogue
