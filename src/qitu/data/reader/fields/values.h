// Parses values as bureaus write them into values of a catalogue field: numbers with full-width digits, dates in five
// formats, codes by name, county codes with a village code appended.
#pragma once

#include <qitu/core/catalogue/catalogue.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace qitu::reader {

/// 2023-05-01 of 2023-05-01, 20230501, 2023/5/1, 2023.5.1 and 2023年5月1日, with or without a time behind it.
std::optional<std::string> parse_date(std::string_view text);

/// The year of 2023, 2023年, 2023年度 or a date.
std::optional<std::int64_t> parse_year(std::string_view text);

class ValueReader {
  public:
    /// `factor` turns the source's unit into the field's.
    ValueReader(const catalogue::Catalogue &catalogue, const catalogue::Field &field, double factor = 1);

    struct Result {
        catalogue::Value value;
        std::string expected; // "" for a valid value; else what is expected
        std::string nearest;  // of a code list: the code that may be meant, by its name; "" for none
    };
    /// Words of the file and the values that are meant by them; they are looked up folded.
    void translate(const std::map<std::string, std::string> &words);
    [[nodiscard]] const Result &read(const catalogue::Value &sent); // lasts until the next
    [[nodiscard]] const catalogue::Field &field() const { return *field_; }
    void multiply(double factor) {
        factor_ *= factor;
        last_.reset();
    }

  private:
    [[nodiscard]] Result understood(const catalogue::Value &sent);
    [[nodiscard]] Result typed(const std::string &text) const;
    [[nodiscard]] Result real(const std::string &text) const;
    [[nodiscard]] Result integer(const std::string &text) const;
    [[nodiscard]] Result code(const std::string &text) const;
    [[nodiscard]] Result admin(const std::string &text);
    [[nodiscard]] const catalogue::AdminUnit *admin_unit(const std::string &text) const;

    const catalogue::Catalogue *catalogue_;
    const catalogue::Field *field_;
    double factor_;
    std::map<std::string, std::string> words_; // folded word of the file → what it means
    std::unordered_map<std::string, const catalogue::AdminUnit *> admins_; // by what was sent
    std::optional<std::pair<catalogue::Value, Result>> last_; // features that follow each other are alike
};

} // namespace qitu::reader
