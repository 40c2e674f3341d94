// base: what every room needs and none of them is about. Units of area, errors with an exit status, words in
// two languages, sums that do not depend on their order, the clock, files while they are made, progress.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace qitu {

// ---------------------------------------------------------------- units
// Areas are stored and computed in m² as double. 1 ha = 15 mu exactly, so 1 mu = 10000/15 m² (DOMAIN: 1 公顷
// = 15 亩).

inline constexpr double square_metres_per_hectare = 10000.0;
inline constexpr double square_metres_per_mu = 10000.0 / 15.0;
inline constexpr double square_metres_per_wan_mu = 1e4 * square_metres_per_mu;

/// What a figure is counted in. `works` stands for anything counted one by one: works, banners, zones,
/// stations.
enum class Unit { square_metre, hectare, mu, wan_mu, square_kilometre, metre, kilometre, percent, works };

/// The unit that a table or a TOML file names: m2, ha/公顷, mu/亩, wan_mu/万亩, km2, m, km, percent/%, works
/// and its kin. Throws Error (refused) when the name is none of these.
Unit unit_from(std::string_view name);
std::string_view unit_name(Unit unit, bool chinese);

/// How many m² (or m) one of this unit is; 1 for percent and works.
double unit_size(Unit unit);

// ---------------------------------------------------------------- errors

/// Exit status of the command, fixed by docs: others script against it.
enum class Status { done = 0, findings = 1, usage = 2, unreadable = 3, refused = 4 };

/// Something that ends the job. The message names the file, the layer, the feature, what was expected, what
/// was found and what to do, in the language of the user.
class Error : public std::runtime_error {
  public:
    Error(Status status, const std::string &message) : std::runtime_error(message), status_(status) {}
    [[nodiscard]] Status status() const noexcept { return status_; }

  private:
    Status status_;
};

// ---------------------------------------------------------------- words
// English in the code, Chinese from po/*.po through gettext. `say` looks the format up and fills it in (fmt
// syntax).

enum class Language { en, zh };

/// Sets the language of messages for the process; `locale_dir` holds zh/LC_MESSAGES/qitu.mo.
void use_language(Language language, const std::filesystem::path &locale_dir);
Language language_in_use();
/// The language that LC_ALL, LC_MESSAGES or LANG ask for.
Language language_of_environment();

/// The message in the language in use; the English text itself where no translation exists.
const char *translated(const char *english);

template <typename... Args>
std::string say(const char *english, const Args &...args) {
    return fmt::format(fmt::runtime(translated(english)), args...);
}

/// The message in one language, whichever is in use.
std::string translated(const char *english, Language language);

/// A name in both languages, as the catalogue and the tables carry it.
struct Names {
    std::string zh;
    std::string en;
    [[nodiscard]] const std::string &in(Language language) const {
        return (language == Language::zh && !zh.empty()) || en.empty() ? zh : en;
    }
};

template <typename T>
const T &in_language(const T &value, Language) {
    return value;
}
inline const std::string &in_language(const Names &names, Language language) {
    return names.in(language);
}

/// What `say` would say in each language, for what is kept and read by others; names among the arguments are
/// given in that language.
template <typename... Args>
Names said(const char *english, const Args &...args) {
    const auto in = [&](Language language) {
        return fmt::format(fmt::runtime(translated(english, language)), in_language(args, language)...);
    };
    return {in(Language::zh), in(Language::en)};
}

/// The candidate nearest to `word` by edit distance, or "" when none is near enough to be a misspelling of
/// it.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// True when the bytes are well-formed UTF-8.
bool is_utf8(std::string_view bytes);

/// Folds case and full-width forms and trims blanks, so that names from different hands compare equal.
std::string folded(std::string_view text);

/// A number as people type it: full-width digits, thousands commas and blanks are accepted, nothing else is.
/// Returns false and leaves `number` alone when the text is no number.
bool parse_number(std::string_view text, double &number);

/// Columns on a terminal that the text takes: a Chinese character takes two.
std::size_t display_width(std::string_view text);

// ---------------------------------------------------------------- sums

/// Sum of doubles that is the same whatever the order of the terms: 128-bit fixed point with 2^-60 as its
/// last place. Exact for every term of 2^-8 or more; smaller ones are off by at most 2^-61 each. |sum| must
/// stay below 1e20 (a region is 1.2e12 m²).
class ExactSum {
  public:
    ExactSum &operator+=(double term);
    ExactSum &operator-=(double term) { return *this += -term; }
    ExactSum &operator+=(const ExactSum &other) {
        units_ += other.units_;
        return *this;
    }
    void subtract(const ExactSum &other) { units_ -= other.units_; }
    [[nodiscard]] double value() const;
    friend bool operator==(const ExactSum &, const ExactSum &) = default;

  private:
    __extension__ typedef __int128 Fixed;
    Fixed units_ = 0;
};

/// Rounds parts to `decimals` so that they add up to their rounded total (largest remainder; ties to the
/// earlier part).
std::vector<double> rounded_to_total(std::span<const double> parts, int decimals);

// ---------------------------------------------------------------- files and time

/// Milliseconds since 1970, UTC: now, or SOURCE_DATE_EPOCH where it is set.
std::int64_t time_now();
/// The same to the second, as GeoPackage writes time.
std::string time_stamp();

/// A GeoPackage while it is being made, beside its target: gone, with SQLite's journal, unless it was moved
/// there.
class Draft {
  public:
    explicit Draft(const std::filesystem::path &target);
    ~Draft();
    Draft(const Draft &) = delete;
    Draft &operator=(const Draft &) = delete;

    [[nodiscard]] const std::filesystem::path &file() const { return file_; }
    /// Throws Error (refused) when it cannot be moved there.
    void move_to_target() const;

  private:
    std::filesystem::path target_;
    std::filesystem::path file_;
};

// ---------------------------------------------------------------- threads and progress

/// As many as are wanted; 0: all that the machine has.
std::size_t threads_for(int wanted);

/// Called now and then by long jobs with what is done and what there is to do (0 when unknown). Returning
/// false asks the job to stop: it throws Cancelled and leaves the old state.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

class Cancelled : public Error {
  public:
    Cancelled();
};

} // namespace qitu
