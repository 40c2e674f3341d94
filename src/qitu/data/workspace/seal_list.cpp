#include "fork_mark.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/workspace/history.h>
#include <qitu/data/workspace/seal_list.h>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace qitu::workspace {

namespace {

constexpr std::string_view title =
    "# qitu seals: time, file, workspace, seal, hash, signature, digest of the line before\n";
constexpr std::size_t cells_in_a_line = 7;
constexpr std::size_t digest_digits = 16; // of the digest of a line

std::string identity_of(const Workspace &workspace) {
    return sha256_hex(workspace.meta("created") + "\n" + workspace.meta(fork_id)).substr(0, digest_digits);
}

std::vector<std::string> cells_of(std::string_view line) {
    std::vector<std::string> cells(1);
    for (const char c : line)
        if (c == '\t')
            cells.emplace_back();
        else
            cells.back() += c;
    return cells;
}

bool is_listed_hash(const std::string &text) {
    return text.size() == 2 * sizeof(Hash) && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

[[noreturn]] void not_whole(const std::filesystem::path &list, std::size_t line) {
    throw Error(
        ErrorKind::unreadable,
        say("{}, line {}: the list of seals is not as it was written: a line was changed, removed, or cut. "
            "Compare it with the copies of those who keep it.",
            list.string(), line));
}

std::string list_text(const std::filesystem::path &list) {
    std::ifstream in(list, std::ios::binary);
    if (!in)
        throw Error(ErrorKind::unreadable, say("{}: the list of seals cannot be read ({}).", list.string(),
                                               std::generic_category().message(errno)));
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string line_of(const Workspace &workspace, const Seal &seal, const std::string &before) {
    std::string name = printable(workspace.file().filename().string());
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", utc_text(seal.at), name, identity_of(workspace),
                       seal.id, seal.hash, seal.signature.empty() ? "-" : seal.signature, before);
}

std::string last_digest(std::string_view text) {
    if (text.empty())
        return {};
    const std::size_t end = text.substr(0, text.size() - 1).rfind('\n');
    return sha256_hex(text.substr(end == std::string_view::npos ? 0 : end + 1)).substr(0, digest_digits);
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::fsync(descriptor) == 0;
}

} // namespace

std::vector<ListedSeal> read_seal_list(const std::filesystem::path &list) {
    const std::string text = list_text(list);
    std::vector<ListedSeal> result;
    std::string before;
    std::size_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        ++number;
        const std::size_t end = text.find('\n', at);
        if (end == std::string::npos)
            not_whole(list, number);
        const std::string_view line = std::string_view(text).substr(at, end + 1 - at);
        if (at == 0 && line != title)
            not_whole(list, number);
        if (at > 0) {
            const std::vector<std::string> cells = cells_of(line.substr(0, line.size() - 1));
            if (cells.size() != cells_in_a_line || cells[6] != before || !is_listed_hash(cells[4]))
                not_whole(list, number);
            result.push_back({cells[0], cells[1], cells[2],
                              static_cast<std::int64_t>(plain_number(cells[3]).value_or(0)), cells[4],
                              cells[5] == "-" ? std::string() : cells[5]});
        }
        before = sha256_hex(line).substr(0, digest_digits);
        at = end + 1;
    }
    return result;
}

std::vector<std::string> differs_from_list(const Workspace &workspace, const std::vector<Seal> &seals,
                                           const std::vector<ListedSeal> &list) {
    std::vector<std::string> result;
    const std::string number = identity_of(workspace);
    std::int64_t expected = 0;
    for (const ListedSeal &listed : list) {
        if (listed.workspace != number)
            continue;
        if (expected != 0 && listed.seal != expected)
            result.push_back(
                say("The list goes on with seal {} where seal {} should be.", listed.seal, expected));
        expected = listed.seal + 1;
        const auto own = std::find_if(seals.begin(), seals.end(),
                                      [&](const Seal &seal) { return seal.id == listed.seal; });
        if (own == seals.end())
            result.push_back(say("Seal {} of {} is in the list and not in the workspace: the workspace is an "
                                 "older copy, or was made anew.",
                                 listed.seal, listed.time));
        else if (own->hash != listed.hash)
            result.push_back(
                say("Seal {} of {} has another hash in the list: {}. The workspace was made anew.",
                    listed.seal, listed.time, listed.hash.substr(0, digest_digits)));
        else if (own->signature != listed.signature)
            result.push_back(
                say("Seal {} of {} has another signature in the list.", listed.seal, listed.time));
    }
    if (expected == 0 && !seals.empty())
        result.push_back(say("No seal of this workspace is in the list."));
    else if (!seals.empty() && seals.back().id >= expected)
        result.push_back(say(
            "Seal {} is not in the list: it was made without it, or the end of the list was cut.", expected));
    return result;
}

// The seals so far must be listed, unless none is: a list may begin with any seal.
SealListLine::SealListLine(const std::filesystem::path &list, const Workspace &workspace) : list_(list) {
    refuse_workspace(list);
    descriptor_ = ::open(list.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0)
        throw Error(ErrorKind::refused, say("{}: the list of seals cannot be written ({}).", list.string(),
                                            std::generic_category().message(errno)));
    size_ = ::lseek(descriptor_, 0, SEEK_END);
    try {
        const std::vector<ListedSeal> listed = read_seal_list(list);
        const std::string number = identity_of(workspace);
        if (std::any_of(listed.begin(), listed.end(),
                        [&](const ListedSeal &one) { return one.workspace == number; }))
            if (const auto differing = differs_from_list(workspace, seals(workspace), listed);
                !differing.empty())
                throw Error(
                    ErrorKind::refused,
                    say("{}: the workspace and the list of seals do not agree, so no new seal is made: {}",
                        list.string(), differing.front()));
    } catch (...) {
        ::close(descriptor_);
        throw;
    }
}

SealListLine::~SealListLine() {
    if (!kept_ && ::ftruncate(descriptor_, size_) != 0) // what is left then is found at the next reading
        kept_ = false;
    ::close(descriptor_);
}

void SealListLine::write(const Workspace &workspace, const Seal &seal) {
    const std::string text = list_text(list_);
    const std::string line = text.empty() ? std::string(title) + line_of(workspace, seal, last_digest(title))
                                          : line_of(workspace, seal, last_digest(text));
    if (!write_all(descriptor_, line))
        throw Error(ErrorKind::refused, say("{}: the list of seals cannot be written ({}).", list_.string(),
                                            std::generic_category().message(errno)));
}

} // namespace qitu::workspace
