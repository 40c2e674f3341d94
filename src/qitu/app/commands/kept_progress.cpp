#include "kept_progress.h"

#include <qitu/analysis/indicators/kept_sums.h>
#include <qitu/core/base/cache_folder.h>
#include <qitu/core/base/clock.h>
#include <qitu/core/base/digest.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/language.h>
#include <qitu/core/base/staging.h>
#include <qitu/core/catalogue/catalogue.h>
#include <qitu/core/geodesy/geodesy.h>
#include <qitu/data/workspace/file_state.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

namespace qitu::commands {

namespace {

namespace fs = std::filesystem;
using Words = std::map<std::string, std::string>;

constexpr std::string_view format = "qitu: exact sums of progress, 1";
constexpr std::string_view ending = ".sums";
constexpr std::uintmax_t worth_keeping = 16U << 20U; // of a smaller file they are counted in no time
constexpr std::size_t most_kept = 64;                // files; the oldest go

// The program and the libraries that figures depend on, by file, since a system that is brought up to date has new ones.
std::string program_digest() {
    std::ifstream maps("/proc/self/maps");
    std::set<std::string> files;
    for (std::string line; std::getline(maps, line);)
        for (const char *name :
             {"/qitu", "/libgeos", "/libproj", "/libgdal", "/libsqlite3", "/libGeographic"})
            if (line.find(name) != std::string::npos)
                files.insert(line.substr(line.find(' ', line.find(' ', line.find(' ') + 1) + 1)));
    return sha256_hex(fmt::format("{}", fmt::join(files, "\n")));
}

fs::path folder_of_sums() {
    fs::path folder = cache_folder() / "sums";
    fs::create_directories(folder);
    return folder;
}

// What was counted, of what: all that decides the sums.
class KeptSums {
  public:
    explicit KeptSums(Words made_of) : made_of_(std::move(made_of)) {}

    [[nodiscard]] std::optional<std::string> find() const {
        const auto found = read(file());
        if (!found || found->first != made_of_)
            return {};
        return found->second;
    }

    void keep(const std::string &sums) const {
        const std::string text = fmt::format("{}\n{}\n{}\n", format, lines_of(made_of_), sums);
        write_whole(file(), [&](std::ostream &out) { out << text << sha256_hex(text) << '\n'; });
        remove_oldest();
    }

    void remove() const {
        std::error_code ignored;
        fs::remove(file(), ignored);
    }

    /// Nothing for a file that is none, or not whole.
    static std::optional<std::pair<Words, std::string>> read(const fs::path &file) {
        std::ifstream in(file, std::ios::binary);
        const std::string all(std::istreambuf_iterator<char>(in), {});
        if (all.empty() || all.back() != '\n')
            return {};
        const std::size_t digest = all.rfind('\n', all.size() - 2) + 1;
        if (all.substr(digest, all.size() - 1 - digest) != sha256_hex(all.substr(0, digest)) ||
            !all.starts_with(fmt::format("{}\n", format)))
            return {};
        const std::size_t sums = all.find("\n\n") + 2;
        return std::pair{words_in(all.substr(format.size() + 1, sums - format.size() - 2)),
                         all.substr(sums, digest - sums - 1)};
    }

  private:
    static std::string lines_of(const Words &words) {
        std::string lines;
        for (const auto &[name, word] : words)
            lines += fmt::format("{}={}\n", name, word);
        return lines;
    }

    static Words words_in(const std::string &lines) {
        Words words;
        for (std::size_t at = 0; at < lines.size();) {
            const std::size_t equals = lines.find('=', at), end = lines.find('\n', at);
            words[lines.substr(at, equals - at)] = lines.substr(equals + 1, end - equals - 1);
            at = end + 1;
        }
        return words;
    }

    [[nodiscard]] fs::path file() const {
        constexpr std::size_t digits = 32;
        return folder_of_sums() / (sha256_hex(lines_of(made_of_)).substr(0, digits) + std::string(ending));
    }

    static void remove_oldest() {
        std::vector<std::pair<fs::file_time_type, fs::path>> files;
        for (const auto &entry : fs::directory_iterator(folder_of_sums()))
            files.emplace_back(entry.last_write_time(), entry.path());
        std::sort(files.begin(), files.end());
        for (std::size_t i = 0; i + most_kept < files.size(); ++i)
            fs::remove(files[i].second);
    }

    Words made_of_;
};

// A cache that cannot be read or written, for want of rights or of room, keeps nobody from counting.
std::optional<std::string> found_in_cache(const KeptSums &kept) {
    try {
        return kept.find();
    } catch (const std::exception &) {
        return {};
    }
}

void try_to_keep(const KeptSums &kept, const std::string &sums) {
    try {
        kept.keep(sums);
    } catch (const std::exception &) {
        return;
    }
}

Words origin_of(const std::string &state, Context &context) {
    return {{"state", state},
            {"program", program_digest()},
            {"language", language_in_use() == Language::zh ? "zh" : "en"},
            {"catalogue", catalogue::digest_of_files(context.layers())}};
}

Words asked_words(const ProgressCommand &command, const AskedOfProgress &asked, indicators::Level level,
                  const tabulate::Options &options) {
    return {{"level", std::string(indicators::level_name(level))},
            {"year", std::to_string(asked.year)},
            {"assume", asked.stage},
            {"method", std::string(geodesy::method_name(options.method))},
            {"indicators", fmt::format("{}", fmt::join(command.indicators, "\t"))}};
}

std::vector<std::string> names_in(const std::string &tabbed) {
    std::vector<std::string> names;
    std::istringstream in(tabbed);
    for (std::string name; std::getline(in, name, '\t');)
        names.push_back(name);
    return names;
}

bool is_worth_keeping(const workspace::Workspace &opened) {
    std::error_code unknown;
    const std::uintmax_t size = fs::file_size(opened.file(), unknown);
    return !unknown && size >= worth_keeping;
}

} // namespace

indicators::ProgressTable kept_progress(const ProgressCommand &command, const AskedOfProgress &asked,
                                        indicators::Level level, const workspace::Workspace &opened,
                                        Context &context) {
    const catalogue::Catalogue &catalogue = context.catalogue();
    const tabulate::Options options = command.engine.options(context);
    const bool worth = command.as_of.empty() && is_worth_keeping(opened);
    const std::string state = worth ? workspace::file_state(opened) : "";
    if (state.empty())
        return indicators::progress(opened, catalogue, level, asked.year, command.indicators, options,
                                    asked.year_gone, asked.stage);
    Words words = origin_of(state, context);
    words.merge(asked_words(command, asked, level, options));
    const KeptSums kept(std::move(words));
    std::optional<std::string> sums = command.recompute ? std::nullopt : found_in_cache(kept);
    const bool found = sums.has_value();
    if (!found) {
        sums = indicators::progress_sums(opened, catalogue, level, asked.year, command.indicators, options,
                                         asked.stage);
        if (workspace::file_state(opened) == state)
            try_to_keep(kept, *sums);
    }
    indicators::ProgressTable table =
        indicators::progress_of_sums(*sums, opened, catalogue, level, asked.year, command.indicators, options,
                                     asked.year_gone, asked.stage);
    table.from_kept_sums = found;
    return table;
}

RecountedSums recount_kept(const workspace::Workspace &opened, Context &context) {
    RecountedSums recounted;
    const std::string state = workspace::file_state(opened);
    if (state.empty())
        return recounted;
    const Words origin = origin_of(state, context);
    for (const auto &entry : fs::directory_iterator(folder_of_sums())) {
        const auto found = KeptSums::read(entry.path());
        if (!found || !std::includes(found->first.begin(), found->first.end(), origin.begin(), origin.end()))
            continue;
        ++recounted.kept;
        const Words &asked = found->first;
        tabulate::Options options = EngineArguments{asked.at("method")}.options(context);
        const std::string anew = indicators::progress_sums(
            opened, context.catalogue(), indicators::level_to_township_from(asked.at("level")),
            std::stoi(asked.at("year")), names_in(asked.at("indicators")), options, asked.at("assume"));
        if (anew != found->second) {
            ++recounted.differing;
            KeptSums(asked).remove();
        }
    }
    return recounted;
}

} // namespace qitu::commands
