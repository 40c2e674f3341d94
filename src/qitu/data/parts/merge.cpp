#include "parts.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::parts {

namespace {

template <typename Text>
void add_text(Sha256 &hash, const Text &text) {
    const std::uint64_t size = text.size();
    hash.add(std::as_bytes(std::span(&size, 1)));
    hash.add(std::as_bytes(std::span(text)));
}

[[noreturn]] void refuse_number(const std::string &text) {
    throw Error(ErrorKind::usage,
                say("\"{}\" is not a part. Write which part of how many: 1/8 to 8/8.", text));
}

std::uint32_t whole_number(std::string_view digits, const std::string &text) {
    std::uint32_t number = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (fault != std::errc() || end != digits.data() + digits.size())
        refuse_number(text);
    return number;
}

using Made = std::map<std::string, std::string>; // as Part::made_by

struct Difference {
    std::string what, of_one, of_other;
};

std::optional<Difference> difference(const Made &one, const Made &other) {
    for (const auto &[name, value] : one) {
        const auto found = other.find(name);
        if (found == other.end() || found->second != value)
            return Difference{name, value, found == other.end() ? std::string() : found->second};
    }
    return one.size() == other.size() ? std::nullopt : difference(other, one);
}

std::string digest_of_rows(const tabulate::Partial &partial) {
    return fmt::format("{} ({})", partial.rows, hex_of(partial.read).substr(0, 12));
}

std::optional<Difference> difference(const Run &one, const Run &other) {
    const tabulate::Partial &a = one.partial, &b = other.partial;
    if (a.read != b.read || a.rows != b.rows)
        return Difference{"features", digest_of_rows(a), digest_of_rows(b)};
    if (a.codes != b.codes || a.zone_m2 != b.zone_m2)
        return Difference{"zones", std::to_string(a.codes.size()), std::to_string(b.codes.size())};
    if (one.groups != other.groups)
        return Difference{"group", std::to_string(one.groups.size()), std::to_string(other.groups.size())};
    return std::nullopt;
}

// A part does without runs in which it would count nothing.
std::optional<Difference> difference(const Runs &one, const Runs &other) {
    for (const auto &[name, run] : one)
        if (const auto same = other.find(name); same != other.end())
            if (std::optional<Difference> found = difference(run, same->second))
                return found;
    return std::nullopt;
}

void add(Run &all, const Run &part) {
    tabulate::add(all.partial, part.partial);
    all.pieces.insert(all.pieces.end(), part.pieces.begin(), part.pieces.end());
    all.projects.insert(part.projects.begin(), part.projects.end());
    all.declared_m2.insert(part.declared_m2.begin(), part.declared_m2.end());
}

class Merge {
  public:
    Merge(std::string command, std::string version)
        : command_(std::move(command)), version_(std::move(version)) {}

    void add(const std::filesystem::path &file) {
        Part part = read_part(file);
        refuse_other_program(part, file);
        Runs runs = std::exchange(part.runs, {});
        if (files_.empty())
            all_ = part;
        else
            refuse_other_run(part, runs, file);
        const auto [known, added] = files_.emplace(part.number.number, file);
        if (!added)
            throw Error(ErrorKind::refused,
                        say("{}: is part {} of {}, which {} is too. Leave one of them out.", file.string(),
                            part.number.number, part.number.of, known->second.string()));
        for (auto &[name, run] : runs) {
            ++parts_with_[name];
            if (const auto [all, fresh] = all_.runs.try_emplace(name, std::move(run)); !fresh)
                parts::add(all->second, run);
        }
    }

    Part finish() {
        if (files_.size() < all_.number.of)
            throw Error(ErrorKind::refused, say("Of {} parts {} are missing: {}. Make them first.",
                                                all_.number.of, all_.number.of - files_.size(), missing()));
        std::erase_if(all_.runs, [&](const auto &run) { return !is_whole(run.first, run.second.partial); });
        for (auto &[name, run] : all_.runs)
            std::stable_sort(
                run.pieces.begin(), run.pieces.end(),
                [](const FeaturePiece &a, const FeaturePiece &b) { return a.feature < b.feature; });
        return std::move(all_);
    }

  private:
    void refuse_other_program(const Part &part, const std::filesystem::path &file) const {
        const auto made_by = [&](const char *what) {
            const auto found = part.made_by.find(what);
            return found == part.made_by.end() ? std::string() : found->second;
        };
        if (made_by("command") != command_)
            throw Error(ErrorKind::refused, say("{}: is a part of \"qitu {}\", not of \"qitu {}\".",
                                                file.string(), made_by("command"), command_));
        if (made_by("version") != version_)
            throw Error(
                ErrorKind::refused,
                say("{}: was made by qitu {}, and this is qitu {}. Put parts together with the one that "
                    "made them.",
                    file.string(), made_by("version"), version_));
    }

    // One that only some parts needed, since they had not seen the features of the others, is not.
    [[nodiscard]] bool is_whole(const std::string &name, const tabulate::Partial &partial) const {
        if (partial.rows > 0 && parts_with_.at(name) < all_.number.of)
            return false;
        if (partial.rows > 0 && partial.features != partial.rows)
            throw Error(ErrorKind::refused,
                        say("The parts have {} features of {}: they were not divided in the same way. Make "
                            "them again with one qitu.",
                            partial.features, partial.rows));
        return true;
    }

    void refuse_other_run(const Part &part, const Runs &runs, const std::filesystem::path &file) const {
        if (part.number.of != all_.number.of)
            throw Error(ErrorKind::refused,
                        say("{}: is one of {} parts, {} one of {}. Parts of one run have the same number.",
                            file.string(), part.number.of, first(), all_.number.of));
        std::optional<Difference> found = difference(all_.made_by, part.made_by);
        if (!found)
            found = difference(all_.runs, runs);
        if (found)
            throw Error(ErrorKind::refused,
                        say("{}: is of another run than {}; {} differs: {}, and not {}.", file.string(),
                            first(), found->what, found->of_other, found->of_one));
    }

    [[nodiscard]] std::string missing() const {
        constexpr std::size_t most = 20;
        std::vector<std::string> numbers;
        for (std::uint32_t number = 1; number <= all_.number.of && numbers.size() <= most; ++number)
            if (!files_.contains(number))
                numbers.push_back(numbers.size() < most ? std::to_string(number) : "…");
        return fmt::format("{}", fmt::join(numbers, ", "));
    }

    [[nodiscard]] std::string first() const { return files_.at(all_.number.number).string(); }

    std::string command_, version_;
    std::map<std::uint32_t, std::filesystem::path> files_; // by number
    std::map<std::string, std::uint32_t> parts_with_;      // by run
    Part all_;                                             // the first, with what all have found
};

} // namespace

std::string digest_of(const overlay::Zones &zones) {
    Sha256 hash;
    add_text(hash, zones.crs.wkt());
    for (const overlay::Zone &zone : zones.zones) {
        add_text(hash, zone.code);
        add_text(hash, zone.wkb);
    }
    return hex_of(hash.take());
}

std::string digest_of(const geodesy::Crs &crs) {
    Sha256 hash;
    add_text(hash, crs.wkt());
    return fmt::format("{} ({})", crs.name(), hex_of(hash.take()).substr(0, 12));
}

tabulate::PartNumber part_number_from(const std::string &text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos)
        refuse_number(text);
    const std::string_view all = text;
    const tabulate::PartNumber part{whole_number(all.substr(0, slash), text),
                                    whole_number(all.substr(slash + 1), text)};
    if (part.number < 1 || part.number > part.of)
        refuse_number(text);
    return part;
}

Part merged(const std::vector<std::filesystem::path> &files, const std::string &command,
            const std::string &version) {
    if (files.empty())
        throw Error(ErrorKind::usage, say("Name the parts that are to be put together."));
    Merge merge(command, version);
    for (const std::filesystem::path &file : files)
        merge.add(file);
    return merge.finish();
}

void refuse_unless_made_by(const Part &part, const std::map<std::string, std::string> &this_one,
                           const std::string &of) {
    if (const std::optional<Difference> found = difference(part.made_by, this_one))
        throw Error(ErrorKind::refused,
                    say("{}: the parts were not made from it as it is now; {} differs: {}, "
                        "and not {}.",
                        of, found->what, found->of_one, found->of_other));
}

} // namespace qitu::parts
