#include "amounts.h"

#include <qitu/analysis/planning/allocation.h>
#include <qitu/core/base/error.h>
#include <qitu/core/base/message.h>
#include <qitu/core/base/text.h>
#include <qitu/data/reader/table_file.h>

#include <algorithm>

namespace qitu::planning {

namespace {

// Which cell of the line is one of the names; nothing when none is.
std::optional<std::size_t> place_of(const UnitColumn &column, const std::vector<std::string> &cells) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        for (const std::string &name : column.names)
            if (folded(cells[i]) == folded(name))
                return i;
    return {};
}

const catalogue::AdminUnit *unit_named(const std::string &cell, const catalogue::Catalogue &catalogue) {
    const std::string text = trimmed(cell);
    if (text.empty())
        return nullptr;
    if (const catalogue::AdminUnit *unit = catalogue.find_admin(text))
        return unit;
    try {
        return &catalogue.admin(text);
    } catch (const Error &) {
        return nullptr; // a name of something else, or of several
    }
}

class UnitTable {
  public:
    UnitTable(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
              std::vector<UnitColumn> &columns)
        : file_(file), catalogue_(catalogue), columns_(columns) {}

    void read() {
        for (const reader::Sheet &sheet : reader::read_sheets(file_)) {
            places_.clear();
            for (const reader::Record &record : sheet.records)
                places_.empty() ? take_head(record) : take_row(record);
            if (!places_.empty())
                return;
        }
        for (const UnitColumn &column : columns_)
            if (column.required)
                throw Error(ErrorKind::unreadable,
                            say("{}: no column \"{}\" was found.", file_.string(), column.names.front()));
        throw Error(ErrorKind::unreadable,
                    say("{}: no column \"{}\" was found.", file_.string(), columns_.front().names.front()));
    }

  private:
    void take_head(const reader::Record &record) {
        std::vector<std::optional<std::size_t>> places;
        bool any = false;
        for (const UnitColumn &column : columns_) {
            places.push_back(place_of(column, record.cells));
            if (column.required && !places.back())
                return;
            any = any || places.back();
        }
        if (any)
            places_ = std::move(places);
    }

    void take_row(const reader::Record &record) {
        if (reader::kind_of_row(record.cells) != reader::RowKind::data)
            return;
        const std::string code = unit_of(record);
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (places_[i] && *places_[i] < record.cells.size() &&
                !trimmed(record.cells[*places_[i]]).empty())
                take_cell(columns_[i], code, record, record.cells[*places_[i]]);
    }

    // The last of several: a league may stand in front of its banners.
    [[nodiscard]] std::string unit_of(const reader::Record &record) const {
        const catalogue::AdminUnit *found = nullptr;
        for (std::size_t i = 0; i < record.cells.size(); ++i) {
            if (std::find(places_.begin(), places_.end(), std::optional(i)) != places_.end())
                continue;
            const catalogue::AdminUnit *unit = unit_named(record.cells[i], catalogue_);
            if (unit != nullptr && (found == nullptr || unit->level > found->level))
                found = unit;
        }
        if (found == nullptr)
            throw Error(ErrorKind::unreadable, say("{}, line {}: no cell is the code or name of an "
                                                   "administrative unit. Remove the line, or correct it.",
                                                   file_.string(), record.line));
        return found->code;
    }

    void take_cell(UnitColumn &column, const std::string &code, const reader::Record &record,
                   const std::string &cell) {
        if (!column.values.emplace(code, amount_in(cell, file_, record.line)).second)
            throw Error(ErrorKind::unreadable,
                        say("{}, line {}: {} {} stands in the table twice.", file_.string(), record.line,
                            code, catalogue_.admin(code).names.in(language_in_use())));
    }

    const std::filesystem::path &file_;
    const catalogue::Catalogue &catalogue_;
    std::vector<UnitColumn> &columns_;
    std::vector<std::optional<std::size_t>> places_; // of the columns, once the head was met
};

} // namespace

void read_unit_table(const std::filesystem::path &file, const catalogue::Catalogue &catalogue,
                     std::vector<UnitColumn> &columns) {
    UnitTable(file, catalogue, columns).read();
}

} // namespace qitu::planning
