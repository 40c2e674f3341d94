#include "parts.h"

#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <map>
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

// In what two parts are not of one run; "" where they are.
std::string difference(const Part &a, const Part &b) {
    for (const auto &[name, value] : a.made_by) {
        const auto other = b.made_by.find(name);
        if (other == b.made_by.end() || other->second != value)
            return name;
    }
    if (a.partial.read != b.partial.read || a.partial.rows != b.partial.rows)
        return "features";
    if (a.made_by.size() != b.made_by.size() || a.partial.codes != b.partial.codes ||
        a.partial.zone_m2 != b.partial.zone_m2 || a.groups != b.groups)
        return "zones";
    return {};
}

std::string told(const Part &part, const std::string &what) {
    if (what == "features")
        return fmt::format("{} ({})", part.partial.rows, hex_of(part.partial.read).substr(0, 12));
    const auto found = part.made_by.find(what);
    return found == part.made_by.end() ? std::string() : found->second;
}

class Merge {
  public:
    void add(const std::filesystem::path &file) {
        Part part = read_part(file);
        if (files_.empty())
            all_ = part;
        else
            refuse_other_run(part, file);
        const auto [known, added] = files_.emplace(part.number.number, file);
        if (!added)
            throw Error(ErrorKind::refused,
                        say("{}: is part {} of {}, which {} is too. Leave one of them out.", file.string(),
                            part.number.number, part.number.of, known->second.string()));
        if (files_.size() > 1)
            tabulate::add(all_.partial, part.partial);
    }

    Part finish() {
        if (files_.size() < all_.number.of)
            throw Error(ErrorKind::refused, say("Of {} parts {} are missing: {}. Make them first.",
                                                all_.number.of, all_.number.of - files_.size(), missing()));
        if (all_.partial.features != all_.partial.rows)
            throw Error(ErrorKind::refused,
                        say("The parts have {} features of {}: they were not divided in the same way. Make "
                            "them again with one qitu.",
                            all_.partial.features, all_.partial.rows));
        return std::move(all_);
    }

  private:
    void refuse_other_run(const Part &part, const std::filesystem::path &file) const {
        if (part.number.of != all_.number.of)
            throw Error(ErrorKind::refused,
                        say("{}: is one of {} parts, {} one of {}. Parts of one run have the same number.",
                            file.string(), part.number.of, first(), all_.number.of));
        const std::string what = difference(all_, part);
        if (!what.empty())
            throw Error(ErrorKind::refused,
                        say("{}: is of another run than {}; {} differs: {}, and not {}.", file.string(),
                            first(), what, told(part, what), told(all_, what)));
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

    std::map<std::uint32_t, std::filesystem::path> files_; // by number
    Part all_;                                             // the first with what the others have found
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

Part merged(const std::vector<std::filesystem::path> &files) {
    if (files.empty())
        throw Error(ErrorKind::usage, say("Name the parts that are to be put together."));
    Merge merge;
    for (const std::filesystem::path &file : files)
        merge.add(file);
    return merge.finish();
}

} // namespace qitu::parts
